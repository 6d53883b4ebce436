-- name: Sectors :many
-- A sector without a branch is one of every branch.
SELECT id, tenant_id, branch_id, name, prefix, display_order, is_active, (branch_id IS NULL)::boolean AS is_global
FROM branch_sector
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (branch_id IS NULL OR @every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND (@include_deleted::boolean OR deleted_at IS NULL)
ORDER BY branch_id NULLS FIRST, display_order, name, id;

-- name: InsertSector :one
INSERT INTO branch_sector (tenant_id, branch_id, name, prefix, display_order)
VALUES (@tenant_id, sqlc.narg('branch_id'), @name, @prefix,
  (SELECT coalesce(max(display_order), 0) + 1 FROM branch_sector
    WHERE tenant_id = @tenant_id AND branch_id IS NOT DISTINCT FROM sqlc.narg('branch_id')::bigint AND deleted_at IS NULL))
RETURNING id;

-- name: CountTablesOfSector :one
SELECT count(*) FROM restaurant_table WHERE sector_id = @sector_id::bigint AND tenant_id = @tenant_id AND deleted_at IS NULL;
