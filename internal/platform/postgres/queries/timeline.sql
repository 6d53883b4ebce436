-- name: TimelineSessions :many
-- System: an operator names a table, not a tenant. The sessions that were at a table at any time, the latest first, or one by
-- its number. Codes repeat over branches, slugs do not.
SELECT ts.id, ts.tenant_id, ts.branch_id, ts.status, ts.opened_at, ts.closed_at, ts.opened_by, ts.version, ts.last_event_seq,
  t.code AS table_code, b.name AS branch_name, b.slug AS branch_slug, b.timezone
FROM table_session ts
JOIN restaurant_table t ON t.id = ts.table_id
JOIN branch b ON b.id = ts.branch_id
WHERE (sqlc.narg('session_id')::bigint IS NULL OR ts.id = sqlc.narg('session_id'))
  AND (sqlc.narg('slug')::text IS NULL OR b.slug = sqlc.narg('slug'))
  AND (sqlc.narg('before')::timestamptz IS NULL OR ts.opened_at <= sqlc.narg('before'))
  AND (sqlc.narg('code')::text IS NULL OR upper(t.code) = upper(sqlc.narg('code')) OR EXISTS (
    SELECT FROM event e JOIN restaurant_table et ON et.id = e.table_id
    WHERE e.session_id = ts.id AND e.type = 'TABLE_SESSION_STARTED' AND upper(et.code) = upper(sqlc.narg('code'))))
ORDER BY ts.opened_at DESC, ts.id DESC
LIMIT @max_rows;

-- name: TimelineCommands :many
-- What was recorded for a session, in the order in which it was decided.
SELECT key, name, receipt, recorded_at FROM session_command
WHERE session_id = @session_id AND tenant_id = @tenant_id
ORDER BY coalesce((receipt->>'version')::bigint, 0), recorded_at, key;

-- name: TimelineDishes :many
SELECT r.id AS round_id, r.round_number, r.created_at, ri.id AS item_id, ri.qty, ri.unit_price_cents, ri.product_name
FROM round_item ri JOIN round r ON r.id = ri.round_id AND r.tenant_id = ri.tenant_id
WHERE r.table_session_id = @session_id AND ri.tenant_id = @tenant_id
ORDER BY ri.id;

-- name: TimelinePayments :many
SELECT p.id, p.provider, p.amount_cents, p.status, coalesce(p.payer_diner_id, 0)::bigint AS diner_id, p.registered_by,
  p.registered_by_waiter_id, p.created_at
FROM payment p JOIN app_check c ON c.id = p.check_id AND c.tenant_id = p.tenant_id
WHERE c.table_session_id = @session_id AND p.tenant_id = @tenant_id
ORDER BY p.created_at, p.id;

-- name: TimelineAudit :many
-- What the audit log says of the session and of what belongs to it, in its own order.
SELECT a.id, a.user_id, a.user_email, a.entity_type, a.entity_id, a.action, a.old_values, a.new_values, a.request_id, a.created_at
FROM audit_log a
WHERE a.tenant_id = @tenant_id AND a.created_at >= @opened_at AND (
     a.entity_type = 'table_session' AND a.entity_id = @session_id
  OR a.entity_type = 'app_check' AND a.entity_id IN (SELECT c.id FROM app_check c WHERE c.table_session_id = @session_id AND c.tenant_id = @tenant_id)
  OR a.entity_type = 'payment' AND a.entity_id IN (
       SELECT p.id FROM payment p JOIN app_check c ON c.id = p.check_id WHERE c.table_session_id = @session_id AND p.tenant_id = @tenant_id)
  OR a.entity_type = 'payment_refund' AND a.entity_id IN (
       SELECT pr.id FROM payment_refund pr JOIN app_check c ON c.id = pr.check_id WHERE c.table_session_id = @session_id AND pr.tenant_id = @tenant_id)
  OR a.entity_type = 'round' AND a.entity_id IN (SELECT r.id FROM round r WHERE r.table_session_id = @session_id AND r.tenant_id = @tenant_id)
  OR a.entity_type = 'round_item' AND a.entity_id IN (
       SELECT ri.id FROM round_item ri JOIN round r ON r.id = ri.round_id WHERE r.table_session_id = @session_id AND ri.tenant_id = @tenant_id))
ORDER BY a.id;

-- name: TimelineStaff :many
SELECT id, email, coalesce(first_name, '')::text AS first_name FROM app_user WHERE tenant_id = @tenant_id AND id = ANY(@ids::bigint[]);

-- name: TimelineDiners :many
SELECT id, name FROM diner WHERE session_id = @session_id AND tenant_id = @tenant_id ORDER BY id;
