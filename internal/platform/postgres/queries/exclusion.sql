-- name: CategoryExclusions :many
-- Which branches leave a category out of their menus. Narrowed to one category if id is given; else all active ones.
SELECT c.id AS category_id, c.name AS category_name, x.branches::bigint[] AS excluded_branch_ids
FROM category c
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(e.branch_id ORDER BY e.branch_id), '{}') AS branches
  FROM branch_category_exclusion e JOIN branch b ON b.tenant_id = e.tenant_id AND b.id = e.branch_id AND b.deleted_at IS NULL
  WHERE e.tenant_id = c.tenant_id AND e.category_id = c.id) x
WHERE c.tenant_id = @tenant_id AND c.deleted_at IS NULL
  AND (c.id = sqlc.narg('id') OR (sqlc.narg('id')::bigint IS NULL AND c.is_active))
ORDER BY c.id;

-- name: SubcategoryExclusions :many
SELECT s.id AS subcategory_id, s.name AS subcategory_name, c.id AS category_id, c.name AS category_name, x.branches::bigint[] AS excluded_branch_ids
FROM subcategory s
JOIN category c ON c.tenant_id = s.tenant_id AND c.id = s.category_id
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(e.branch_id ORDER BY e.branch_id), '{}') AS branches
  FROM branch_subcategory_exclusion e JOIN branch b ON b.tenant_id = e.tenant_id AND b.id = e.branch_id AND b.deleted_at IS NULL
  WHERE e.tenant_id = s.tenant_id AND e.subcategory_id = s.id) x
WHERE s.tenant_id = @tenant_id AND s.deleted_at IS NULL
  AND (s.id = sqlc.narg('id') OR (sqlc.narg('id')::bigint IS NULL AND s.is_active AND c.is_active AND c.deleted_at IS NULL))
ORDER BY s.id;

-- name: ClearCategoryExclusions :exec
DELETE FROM branch_category_exclusion
WHERE tenant_id = @tenant_id AND category_id = @category_id AND branch_id <> ALL(@branch_ids::bigint[]);

-- name: AddCategoryExclusions :exec
INSERT INTO branch_category_exclusion (tenant_id, branch_id, category_id, created_by_id)
SELECT @tenant_id, b, @category_id, @created_by_id FROM unnest(@branch_ids::bigint[]) b
ON CONFLICT DO NOTHING;

-- name: ClearSubcategoryExclusions :exec
DELETE FROM branch_subcategory_exclusion
WHERE tenant_id = @tenant_id AND subcategory_id = @subcategory_id AND branch_id <> ALL(@branch_ids::bigint[]);

-- name: AddSubcategoryExclusions :exec
INSERT INTO branch_subcategory_exclusion (tenant_id, branch_id, subcategory_id, created_by_id)
SELECT @tenant_id, b, @subcategory_id, @created_by_id FROM unnest(@branch_ids::bigint[]) b
ON CONFLICT DO NOTHING;
