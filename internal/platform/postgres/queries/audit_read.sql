-- name: AuditLines :many
-- The latest first; before_id keeps the place while new entries come. Who does not oversee the tenant reads the entries of
-- their branches, their own, and those of what all branches share, except about people.
SELECT id, tenant_id, user_id, user_email, action, entity_type, entity_id, old_values, new_values, ip_address, user_agent, created_at
FROM audit_log
WHERE tenant_id = @tenant_id
  AND (sqlc.narg('entity_type')::text IS NULL OR entity_type = sqlc.narg('entity_type'))
  AND (sqlc.narg('entity_id')::bigint IS NULL OR entity_id = sqlc.narg('entity_id'))
  AND (sqlc.narg('action')::text IS NULL OR action = sqlc.narg('action'))
  AND (sqlc.narg('user_id')::bigint IS NULL OR user_id = sqlc.narg('user_id'))
  AND (sqlc.narg('before_id')::bigint IS NULL OR id < sqlc.narg('before_id'))
  AND (sqlc.narg('since')::timestamptz IS NULL OR created_at >= sqlc.narg('since'))
  AND (sqlc.narg('until')::timestamptz IS NULL OR created_at < sqlc.narg('until'))
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]) OR user_id = @reader_id
    OR branch_id IS NULL AND entity_type NOT IN ('user', 'staff', 'tenant', 'customer', 'branch'))
ORDER BY id DESC
LIMIT @max_rows OFFSET @skip;

-- name: DayBounds :one
-- When a day begins and another ends, on the clock of the tenant's first branch.
SELECT timezone(timezone, coalesce(sqlc.narg('from_day')::date, '2000-01-01')::timestamp)::timestamptz AS since,
  timezone(timezone, coalesce(sqlc.narg('to_day')::date, '2999-01-01')::timestamp + interval '1 day')::timestamptz AS until
FROM branch WHERE tenant_id = @tenant_id ORDER BY id LIMIT 1;
