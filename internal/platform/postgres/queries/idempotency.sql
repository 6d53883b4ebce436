-- name: InsertKey :execrows
INSERT INTO idempotency_key (tenant_id, principal, operation, key, request_hash)
VALUES (@tenant_id, @principal, @operation, @key, @request_hash)
ON CONFLICT DO NOTHING;

-- name: KeyedAnswer :one
SELECT request_hash, coalesce(session_id, 0)::bigint AS session_id, coalesce(status, 0)::int AS status,
  coalesce(content_type, '')::text AS content_type, coalesce(answer, '')::text AS answer
FROM idempotency_key
WHERE tenant_id = @tenant_id AND principal = @principal AND operation = @operation AND key = @key;

-- name: KeepAnswer :execrows
-- The first answer stays.
INSERT INTO idempotency_key (tenant_id, principal, operation, key, request_hash, status, content_type, answer)
VALUES (@tenant_id, @principal, @operation, @key, @request_hash, @status::int, @content_type::text, @answer::text)
ON CONFLICT (tenant_id, principal, operation, key) DO UPDATE
SET status = excluded.status, content_type = excluded.content_type, answer = excluded.answer
WHERE idempotency_key.status IS NULL;

-- name: BindKeyToSession :one
-- The session of the first attempt stays.
INSERT INTO idempotency_key (tenant_id, principal, operation, key, request_hash, session_id)
VALUES (@tenant_id, @principal, @operation, @key, @request_hash, @session_id::bigint)
ON CONFLICT (tenant_id, principal, operation, key) DO UPDATE
SET session_id = coalesce(idempotency_key.session_id, excluded.session_id)
RETURNING coalesce(session_id, 0)::bigint;

-- name: DeleteOldKeys :execrows
-- System: what is older than anybody repeats a request.
DELETE FROM idempotency_key k WHERE k.ctid = ANY (
  ARRAY(SELECT old.ctid FROM idempotency_key old WHERE old.created_at < @before LIMIT @max_rows));
