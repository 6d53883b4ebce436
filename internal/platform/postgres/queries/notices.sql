-- name: InsertNotice :one
-- System: a notice by the platform's path names no tenant. A repeat of the same notice finds the first one's row.
INSERT INTO webhook_notice (topic, data_id, request_id, action, status, tenant_id, connection_id, seller, next_attempt_at)
VALUES (@topic, @data_id, @request_id, @action, @status, @tenant_id, @connection_id, @seller,
  CASE WHEN @status = 'PENDING' THEN now() END)
ON CONFLICT ON CONSTRAINT webhook_notice_key DO UPDATE SET topic = EXCLUDED.topic
RETURNING id, status, (xmax = 0)::boolean AS inserted;

-- name: FinishNotice :execrows
-- System: status DONE, IGNORED or QUARANTINED; a dead notice that was replayed ends here too.
UPDATE webhook_notice SET status = @status, attempts = attempts + 1, last_error = NULLIF(@why::text, ''), next_attempt_at = NULL, done_at = now()
WHERE id = @id AND status IN ('PENDING', 'DEAD');

-- name: DelayNotice :execrows
-- System: the attempt failed and another follows.
UPDATE webhook_notice SET attempts = attempts + 1, last_error = @last_error::text, next_attempt_at = @next_attempt_at::timestamptz
WHERE id = @id AND status = 'PENDING';

-- name: BuryNotice :execrows
-- System: the last attempt failed; an operator may replay it.
UPDATE webhook_notice SET status = 'DEAD', attempts = attempts + 1, last_error = @last_error::text, next_attempt_at = NULL
WHERE id = @id AND status = 'PENDING';

-- name: ReviveNotice :one
-- System: an operator's replay of a dead notice.
UPDATE webhook_notice SET status = 'PENDING', attempts = 0, next_attempt_at = now()
WHERE id = @id AND status = 'DEAD'
RETURNING *;

-- name: NoticeByID :one
-- System: see InsertNotice.
SELECT * FROM webhook_notice WHERE id = @id;

-- name: Notices :many
-- System: oldest first, by status.
SELECT * FROM webhook_notice WHERE status = @status AND id > @after_id
ORDER BY id
LIMIT @max_rows;

-- name: CountNotices :one
-- System: how many wait and how many died.
SELECT count(*) FILTER (WHERE status = 'PENDING')::int AS pending, count(*) FILTER (WHERE status = 'DEAD')::int AS dead
FROM webhook_notice WHERE status IN ('PENDING', 'DEAD');

-- name: ArchiveNotice :execrows
-- System: an operator's processing of a dead notice that no repetition helps.
UPDATE webhook_notice SET status = 'ARCHIVED', done_at = now() WHERE id = @id AND status = 'DEAD';

-- name: NoticeStats :many
-- System: how many notices died, by why.
SELECT coalesce(last_error, '')::text AS reason, count(*)::int AS notices, min(received_at)::timestamptz AS oldest
FROM webhook_notice WHERE status = @status
GROUP BY 1
ORDER BY 2 DESC, 1;

-- name: NoticeTotals :many
-- System: how many notices there are in each state.
SELECT status, count(*)::int AS notices FROM webhook_notice GROUP BY status ORDER BY status;

-- name: RetryBoard :many
-- System: what operators see of the retries in Redis: waiting notices that failed at least once, and dead ones, newest first.
(SELECT w.id, w.status, w.topic, w.data_id, w.attempts, coalesce(w.last_error, '')::text AS last_error, w.next_attempt_at, w.received_at
 FROM webhook_notice w WHERE w.status = 'PENDING' AND w.attempts > 0 ORDER BY w.id LIMIT @max_rows)
UNION ALL
(SELECT d.id, d.status, d.topic, d.data_id, d.attempts, coalesce(d.last_error, '')::text AS last_error, d.next_attempt_at, d.received_at
 FROM webhook_notice d WHERE d.status = 'DEAD' ORDER BY d.id DESC LIMIT @max_rows);
