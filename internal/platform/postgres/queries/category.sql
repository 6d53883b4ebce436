-- name: Categories :many
-- Narrowed to one category if id is given.
SELECT id, tenant_id, branch_id, name, icon, image, "order", is_active
FROM category
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('branch_id')::bigint IS NULL OR branch_id = sqlc.narg('branch_id'))
  AND (@include_deleted::boolean OR deleted_at IS NULL)
ORDER BY branch_id, "order", id
LIMIT @max_rows OFFSET @skip;

-- name: InsertCategory :one
-- Without a place of its own it goes last.
INSERT INTO category (tenant_id, branch_id, name, icon, image, "order", is_active)
VALUES (@tenant_id, @branch_id, @name, @icon, @image,
  coalesce(sqlc.narg('order')::integer, (SELECT coalesce(max("order"), 0) + 1 FROM category WHERE branch_id = @branch_id AND deleted_at IS NULL)),
  @is_active)
RETURNING id;

-- name: UpdateCategory :exec
UPDATE category SET name = @name, icon = @icon, image = @image, "order" = sqlc.arg('order'), is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;
