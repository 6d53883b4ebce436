-- name: InsertAPIKey :one
INSERT INTO api_key (tenant_id, name, lookup, secret_hash, permissions, branch_ids, signing_secret, created_by_id, expires_at, rotated_from)
VALUES (@tenant_id, @name, @lookup, @secret_hash, @permissions, @branch_ids, @signing_secret, @created_by_id, @expires_at, sqlc.narg('rotated_from'))
RETURNING id;

-- name: APIKeys :many
-- Without the secrets. Narrowed to one if id is given.
SELECT id, tenant_id, name, lookup, permissions, branch_ids, (signing_secret IS NOT NULL)::boolean AS signed,
  created_at, created_by_id, expires_at, revoked_at, last_used_at, rotated_from
FROM api_key
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
ORDER BY id;

-- name: LockAPIKey :one
SELECT id, name, lookup, permissions, branch_ids, signing_secret, expires_at, revoked_at,
  EXISTS (SELECT FROM api_key n WHERE n.rotated_from = k.id) AS rotated
FROM api_key k WHERE k.id = @id AND k.tenant_id = @tenant_id FOR UPDATE;

-- name: ExpireAPIKey :exec
-- Never later than it would have expired anyway.
UPDATE api_key SET expires_at = least(expires_at, @expires_at) WHERE id = @id AND tenant_id = @tenant_id;

-- name: RevokeAPIKey :exec
UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE id = @id AND tenant_id = @tenant_id;

-- name: APIKeyByLookup :one
-- System: a key proves its tenant.
SELECT k.id, k.tenant_id, k.name, k.lookup, k.secret_hash, k.permissions, k.signing_secret, k.expires_at, k.revoked_at,
  coalesce(k.branch_ids, (SELECT array_agg(b.id) FROM branch b WHERE b.tenant_id = k.tenant_id AND b.deleted_at IS NULL), '{}')::bigint[] AS branch_ids
FROM api_key k JOIN tenant t ON t.id = k.tenant_id AND t.is_active
WHERE k.lookup = @lookup;

-- name: TouchAPIKey :exec
-- To the minute: a busy key is not written all the time.
UPDATE api_key SET last_used_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
