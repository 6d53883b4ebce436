-- name: StandingOfUsers :many
-- System: whether the staff of the gateway's sockets may stay connected. One row per role; one with nulls without roles.
SELECT u.id, u.tenant_id, (u.is_active AND t.is_active)::boolean AS is_active,
  GREATEST(u.tokens_valid_from, 'epoch')::timestamptz AS tokens_valid_from, r.branch_id, r.role
FROM app_user u
JOIN tenant t ON t.id = u.tenant_id
LEFT JOIN user_branch_role r ON r.user_id = u.id AND r.is_active
WHERE u.id = ANY(@user_ids::bigint[]);

-- name: SectorsOfToday :many
-- System: which sectors people serve today, where each branch's own clock says what today is.
SELECT DISTINCT a.waiter_id, a.branch_id, a.sector_id
FROM waiter_sector_assignment a
JOIN branch b ON b.id = a.branch_id AND b.tenant_id = a.tenant_id
WHERE a.waiter_id = ANY(@user_ids::bigint[]) AND a.is_active AND a.assignment_date = (now() AT TIME ZONE b.timezone)::date;

-- name: StandingOfSessions :many
-- System: whether the sessions of the gateway's sockets are still live, and how far their logs go.
SELECT id, status, last_event_seq FROM table_session WHERE id = ANY(@session_ids::bigint[]);

-- name: SessionForSocket :one
-- With the last event of all tenants, as LastEventID.
SELECT s.id, s.branch_id, s.status, s.last_event_seq, s.opened_at,
       (SELECT COALESCE(max(e.id), 0) FROM event e)::bigint AS last_event_id
FROM table_session s WHERE s.id = @session_id AND s.tenant_id = @tenant_id;

-- name: ActiveBranchesAmong :many
SELECT id FROM branch WHERE tenant_id = @tenant_id AND is_active AND id = ANY(@branch_ids::bigint[]) ORDER BY id;

-- name: ActiveBranches :many
SELECT id FROM branch WHERE tenant_id = @tenant_id AND is_active ORDER BY id;

-- name: ActiveBranchesOfTenants :many
-- System: the branches whose events the sockets of administrators receive: all of their tenant.
SELECT tenant_id, id FROM branch WHERE tenant_id = ANY(@tenant_ids::bigint[]) AND is_active ORDER BY id;

-- name: LastEventID :one
-- System: the last event of all tenants. The events that a new socket will receive have higher IDs.
SELECT COALESCE(max(id), 0)::bigint FROM event;

-- name: RecentBranchEvents :many
-- What was published, or should have been, within the last seconds by the database's clock. An event may be published
-- minutes after it was written, if something failed; ten minutes are searched.
SELECT * FROM event
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND id > @after_id
  AND at >= now() - make_interval(secs => sqlc.arg(seconds)::float8 + 600)
  AND (published_at IS NULL OR published_at >= now() - make_interval(secs => sqlc.arg(seconds)::float8))
ORDER BY id
LIMIT @max_rows;

-- name: BranchEventsSince :many
-- The events since a time, those that two sessions may have written out of order just before, and those of the minute
-- before that were published late.
SELECT * FROM event
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND id > @after_id
  AND at >= sqlc.arg(since)::timestamptz - interval '1 minute'
  AND (at >= sqlc.arg(since)::timestamptz - interval '2 seconds' OR published_at >= sqlc.arg(since)::timestamptz + interval '1 second')
ORDER BY id
LIMIT @max_rows;

-- name: SessionEventsSince :many
-- The session's log from the first event since then on, and what happened in the branch to no session at all.
SELECT e.* FROM event e
WHERE e.tenant_id = @tenant_id AND (
  (e.session_id = @session_id AND e.seq >= (SELECT min(f.seq) FROM event f WHERE f.session_id = @session_id AND f.at >= @since))
  OR (e.branch_id = @branch_id AND e.session_id IS NULL AND e.at >= @since))
ORDER BY e.id
LIMIT @max_rows;

-- name: SessionEventsAfter :many
-- The same, counted from a number of the session's log; 0 is its beginning.
SELECT e.* FROM event e
WHERE e.tenant_id = @tenant_id AND (
  (e.session_id = @session_id AND e.seq > @after_seq::bigint)
  OR (e.branch_id = @branch_id AND e.session_id IS NULL
    AND e.at >= COALESCE((SELECT f.at FROM event f WHERE f.session_id = @session_id AND f.seq = @after_seq::bigint), @opened_at)))
ORDER BY e.id
LIMIT @max_rows;
