-- name: Tables :many
-- Narrowed to some tables if ids are given. Rounds are those that are not served yet.
SELECT t.id, t.tenant_id, t.branch_id, t.code, t.capacity, coalesce(bs.name, t.sector, '')::text AS sector, t.sector_id, t.status, t.is_active,
  coalesce((SELECT jsonb_object_agg(r.id, r.status)
    FROM table_session s JOIN round r ON r.tenant_id = s.tenant_id AND r.table_session_id = s.id AND r.status NOT IN ('SERVED', 'CANCELED')
    WHERE s.table_id = t.id AND s.tenant_id = t.tenant_id AND s.status IN ('OPEN', 'PAYING')), '{}')::jsonb AS active_round_statuses
FROM restaurant_table t
LEFT JOIN branch_sector bs ON bs.tenant_id = t.tenant_id AND bs.id = t.sector_id
WHERE t.tenant_id = @tenant_id AND (sqlc.narg('ids')::bigint[] IS NULL OR t.id = ANY(sqlc.narg('ids')))
  AND (@every_branch::boolean OR t.branch_id = ANY(@branch_ids::bigint[]))
  AND (@include_deleted::boolean OR t.deleted_at IS NULL)
ORDER BY t.branch_id, bs.display_order NULLS LAST, t.code, t.id;

-- name: InsertTable :one
INSERT INTO restaurant_table (tenant_id, branch_id, code, capacity, sector, sector_id, is_active)
VALUES (@tenant_id, @branch_id, @code, @capacity, sqlc.narg('sector'), sqlc.narg('sector_id'), @is_active)
RETURNING id;

-- name: InsertTables :many
-- Numbers them on from the highest that the prefix ever had in the branch, deleted tables included: a printed code never comes
-- to mean another table.
INSERT INTO restaurant_table (tenant_id, branch_id, code, capacity, sector, sector_id)
SELECT @tenant_id, @branch_id, @prefix::text || '-' || lpad(n::text, greatest(2, length(n::text)), '0'), @capacity, @sector::text, @sector_id::bigint
FROM (SELECT coalesce(max(substr(upper(code), length(@prefix) + 2)::bigint), 0) AS last FROM restaurant_table
  WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND upper(code) ~ ('^' || upper(@prefix) || '-[0-9]{1,6}$')) known,
  generate_series(known.last + 1, known.last + @how_many::integer) n
RETURNING id, code;

-- name: UpdateTable :exec
UPDATE restaurant_table SET code = @code, capacity = @capacity, sector = sqlc.narg('sector'), sector_id = sqlc.narg('sector_id'),
  status = @status, is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: SectorCalled :one
-- The sector of a branch, or of every branch, that goes by a name.
SELECT id, name FROM branch_sector
WHERE tenant_id = @tenant_id AND (branch_id = @branch_id OR branch_id IS NULL) AND lower(name) = lower(@name::text) AND deleted_at IS NULL
ORDER BY branch_id NULLS LAST, id LIMIT 1;

-- name: RotateTableSecret :exec
-- Codes that were printed before open nothing any more where the branch asks for the secret.
UPDATE restaurant_table SET qr_secret = replace(gen_random_uuid()::text, '-', '') WHERE id = @id AND tenant_id = @tenant_id;

-- name: TablesToScan :many
-- What is printed of tables: where each is and what its code leads to.
SELECT t.id, t.code, coalesce(bs.name, t.sector, '')::text AS sector, b.id AS branch_id, b.slug AS branch_slug, b.name AS branch_name,
  n.name AS tenant_name, n.theme_color, b.qr_secret_required, t.qr_secret
FROM restaurant_table t
JOIN branch b ON b.tenant_id = t.tenant_id AND b.id = t.branch_id
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN branch_sector bs ON bs.tenant_id = t.tenant_id AND bs.id = t.sector_id
WHERE t.tenant_id = @tenant_id AND t.deleted_at IS NULL
  AND (sqlc.narg('id')::bigint IS NULL OR t.id = sqlc.narg('id'))
  AND (sqlc.narg('branch_id')::bigint IS NULL OR (t.branch_id = sqlc.narg('branch_id') AND t.is_active))
  AND (sqlc.narg('sector_id')::bigint IS NULL OR t.sector_id = sqlc.narg('sector_id'))
ORDER BY bs.display_order NULLS LAST, t.code, t.id;
