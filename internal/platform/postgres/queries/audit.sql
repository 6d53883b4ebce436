-- name: AuditHead :one
SELECT coalesce(max(seq), 0)::bigint AS seq, coalesce(max(hash), '')::text AS hash FROM audit_head WHERE tenant_id = @tenant_id;

-- name: AuditTenants :many
-- System: a check of the log goes over every tenant.
SELECT id, name FROM tenant ORDER BY id;

-- name: AuditLinks :many
-- The links after one, with their entries as they were sealed.
SELECT l.seq, l.previous_hash, l.hash, l.format, e.id AS entry_id, e.tenant_id AS entry_tenant_id, e.user_id, e.user_email, e.entity_type, e.entity_id,
  e.action, coalesce(e.old_values::text, '')::text AS old_values, coalesce(e.new_values::text, '')::text AS new_values, e.ip_address, e.user_agent, e.request_id, e.created_at, e.branch_id
FROM audit_link l LEFT JOIN audit_log e ON e.id = l.entry_id
WHERE l.tenant_id = @tenant_id AND l.seq > @after_seq
ORDER BY l.seq LIMIT @max_rows;

-- name: UnsealedEntries :one
-- Entries that no link knows: somebody wrote around the seal.
SELECT count(*) FROM audit_log e
WHERE e.tenant_id = @tenant_id AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id AND l.tenant_id = e.tenant_id);

-- name: AuditCounts :many
-- How many entries of each action a tenant has, and since when.
SELECT entity_type, action, count(*) AS entries, min(created_at)::timestamptz AS first_at, max(created_at)::timestamptz AS last_at
FROM audit_log WHERE tenant_id = @tenant_id
GROUP BY entity_type, action ORDER BY entity_type, action;

-- name: AuditEntries :many
-- The log as an operator reads it, newest first.
SELECT id, tenant_id, user_id, user_email, entity_type, entity_id, action, old_values, new_values, ip_address, request_id, created_at
FROM audit_log
WHERE tenant_id = @tenant_id
  AND (sqlc.narg('entity_type')::text IS NULL OR entity_type = sqlc.narg('entity_type'))
  AND (sqlc.narg('entity_id')::bigint IS NULL OR entity_id = sqlc.narg('entity_id'))
  AND (sqlc.narg('action')::text IS NULL OR action = sqlc.narg('action'))
  AND (sqlc.narg('user_email')::text IS NULL OR user_email = sqlc.narg('user_email'))
  AND (sqlc.narg('since')::timestamptz IS NULL OR created_at >= sqlc.narg('since'))
ORDER BY id DESC LIMIT @max_rows;
