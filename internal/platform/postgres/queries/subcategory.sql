-- name: Subcategories :many
-- Narrowed to one subcategory if id is given. A subcategory is in the branch of its category.
SELECT s.id, s.tenant_id, s.category_id, s.name, s.image, s."order", s.is_active
FROM subcategory s
JOIN category c ON c.tenant_id = s.tenant_id AND c.id = s.category_id
WHERE s.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR s.id = sqlc.narg('id'))
  AND (@every_branch::boolean OR c.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('category_id')::bigint IS NULL OR s.category_id = sqlc.narg('category_id'))
  AND (@include_deleted::boolean OR s.deleted_at IS NULL)
ORDER BY c.branch_id, c."order", c.id, s."order", s.id;

-- name: InsertSubcategory :one
-- Without a place of its own it goes last.
INSERT INTO subcategory (tenant_id, category_id, name, image, "order", is_active)
VALUES (@tenant_id, @category_id, @name, @image,
  coalesce(sqlc.narg('order')::integer,
    (SELECT coalesce(max("order"), 0) + 1 FROM subcategory WHERE category_id = @category_id AND tenant_id = @tenant_id AND deleted_at IS NULL)),
  @is_active)
RETURNING id;

-- name: UpdateSubcategory :exec
UPDATE subcategory SET name = @name, image = @image, "order" = sqlc.arg('order'), is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;
