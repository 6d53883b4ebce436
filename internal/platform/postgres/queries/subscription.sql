-- name: Subscriptions :many
-- Narrowed to one subscription if id is given.
SELECT s.id, s.tenant_id, s.branch_id, s.name, s.url, s.event_types, s.status, s.cursor, s.last_error, s.failing_since, s.created_at,
  (SELECT count(*) FROM event_position p WHERE p.tenant_id = s.tenant_id AND p.position > s.cursor) AS behind
FROM webhook_subscription s
WHERE s.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR s.id = sqlc.narg('id')) AND s.deleted_at IS NULL
ORDER BY s.id;

-- name: InsertSubscription :one
-- It gets the events from now on.
INSERT INTO webhook_subscription (tenant_id, branch_id, name, url, event_types, signing_secret, cursor)
VALUES (@tenant_id, @branch_id, @name, @url, @event_types, @signing_secret, coalesce((SELECT max(position) FROM event_position), 0))
RETURNING id;

-- name: UpdateSubscription :exec
UPDATE webhook_subscription SET name = @name, url = @url, event_types = @event_types, status = @status,
  failing_since = CASE WHEN @status = 'ACTIVE' AND status <> 'ACTIVE' THEN NULL ELSE failing_since END
WHERE id = @id AND tenant_id = @tenant_id;

-- name: SealSubscription :exec
UPDATE webhook_subscription SET signing_secret = @signing_secret WHERE id = @id AND tenant_id = @tenant_id;

-- name: RewindSubscription :execrows
-- To just before a position, or before the first event since a moment.
UPDATE webhook_subscription s SET cursor = coalesce(
  (SELECT min(p.position) - 1 FROM event_position p JOIN event e ON e.id = p.event_id
   WHERE p.tenant_id = s.tenant_id
     AND (sqlc.narg('position')::bigint IS NULL OR p.position >= sqlc.narg('position'))
     AND (sqlc.narg('since')::timestamptz IS NULL OR e.at >= sqlc.narg('since'))), s.cursor)
WHERE s.id = @id AND s.tenant_id = @tenant_id AND s.deleted_at IS NULL;

-- name: SubscriptionToServe :one
-- System: a workflow serves one subscription.
SELECT id, tenant_id, branch_id, url, event_types, signing_secret, status, cursor, failing_since
FROM webhook_subscription WHERE id = @id AND deleted_at IS NULL;

-- name: SubscriptionsToServe :many
-- System: a worker that starts makes sure that each is served.
SELECT id, tenant_id, name FROM webhook_subscription WHERE status = 'ACTIVE' AND deleted_at IS NULL ORDER BY id;

-- name: EventsToDeliver :many
SELECT p.position, sqlc.embed(e)
FROM event_position p JOIN event e ON e.id = p.event_id
WHERE p.tenant_id = @tenant_id AND p.position > @after
  AND (sqlc.narg('branch_id')::bigint IS NULL OR e.branch_id = sqlc.narg('branch_id'))
  AND (cardinality(@event_types::text[]) = 0 OR e.type = ANY(@event_types::text[]))
ORDER BY p.position LIMIT @max_rows;

-- name: MoveSubscription :execrows
-- Unless somebody rewound it meanwhile.
UPDATE webhook_subscription SET cursor = @cursor, last_error = NULL, failing_since = NULL
WHERE id = @id AND tenant_id = @tenant_id AND cursor = @before;

-- name: SubscriptionFailed :exec
UPDATE webhook_subscription SET last_error = @last_error, failing_since = coalesce(failing_since, now())
WHERE id = @id AND tenant_id = @tenant_id;

-- name: GiveUpSubscription :exec
UPDATE webhook_subscription SET status = 'FAILED' WHERE id = @id AND tenant_id = @tenant_id AND status = 'ACTIVE';

-- name: InsertDelivery :exec
INSERT INTO webhook_delivery (tenant_id, subscription_id, first_position, last_position, events, status_code, error, duration_ms)
VALUES (@tenant_id, @subscription_id, @first_position, @last_position, @events, @status_code, @error, @duration_ms);

-- name: Deliveries :many
SELECT id, first_position, last_position, events, status_code, error, duration_ms, delivered_at
FROM webhook_delivery
WHERE tenant_id = @tenant_id AND subscription_id = @subscription_id
ORDER BY id DESC LIMIT @max_rows OFFSET @skip;

-- name: LockHorizon :one
-- System: one sequencer at a time; others have nothing to do.
SELECT event_id FROM event_horizon FOR UPDATE SKIP LOCKED;

-- name: PositionEvents :one
-- System: every committed event after the horizon that is a subscriber's gets the next position, in the order of ids.
WITH fresh AS (
  INSERT INTO event_position (tenant_id, event_id)
  SELECT e.tenant_id, e.id FROM event e
  WHERE e.id > @horizon AND NOT EXISTS (SELECT FROM event_position p WHERE p.event_id = e.id)
    AND EXISTS (SELECT FROM webhook_subscription s WHERE s.tenant_id = e.tenant_id AND s.deleted_at IS NULL AND s.created_at <= e.at)
  ORDER BY e.id
  RETURNING 1)
SELECT count(*) FROM fresh;

-- name: MoveHorizon :exec
-- System: no transaction lasts a minute, so no event older than that can still appear.
UPDATE event_horizon SET event_id = greatest(event_id, coalesce(
  (SELECT max(id) FROM event WHERE id > event_horizon.event_id AND at < now() - interval '1 minute'), 0));

-- name: StreamHead :one
SELECT coalesce(max(position), 0)::bigint FROM event_position WHERE tenant_id = @tenant_id;
