-- name: NextEventSeqs :one
-- Takes n numbers of a session's log and locks the session until the transaction ends, so that numbers commit in order.
UPDATE table_session SET last_event_seq = last_event_seq + @n::bigint, last_activity_at = now()
WHERE id = @session_id AND tenant_id = @tenant_id
RETURNING last_event_seq AS last_seq, table_id, branch_id;

-- name: InsertEvent :one
-- The moment is the database's, so that one clock orders the whole log.
INSERT INTO event (tenant_id, branch_id, session_id, seq, table_id, sector_id, type, entity, actor, request_id, trace_id)
VALUES (@tenant_id, @branch_id, @session_id, @seq, @table_id, @sector_id, @type, @entity, @actor, nullif(@request_id::text, ''), nullif(@trace_id::text, ''))
RETURNING id, at;

-- name: MarkEventsPublished :exec
UPDATE event SET published_at = now() WHERE id = ANY(@ids::bigint[]) AND published_at IS NULL;

-- name: ClaimUnpublishedEvents :many
-- System: the relay serves every tenant. Rows younger than the grace period are still their writer's to publish.
SELECT * FROM event
WHERE published_at IS NULL AND at < now() - make_interval(secs => @grace_seconds::float8)
ORDER BY id
LIMIT @max_rows
FOR UPDATE SKIP LOCKED;

-- name: SessionLogAfter :many
SELECT * FROM event
WHERE session_id = @session_id AND tenant_id = @tenant_id AND seq > @after_seq::bigint
ORDER BY seq
LIMIT @max_rows;

-- name: LiveSessionsOfBranch :many
SELECT id FROM table_session WHERE branch_id = @branch_id AND tenant_id = @tenant_id AND status IN ('OPEN', 'PAYING');
