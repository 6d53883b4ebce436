-- name: IngredientGroups :many
-- Narrowed to one group if id is given.
SELECT id, name, description, icon, is_active
FROM ingredient_group
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@include_deleted::boolean OR deleted_at IS NULL)
ORDER BY name, id;

-- name: InsertIngredientGroup :one
INSERT INTO ingredient_group (tenant_id, name, description, icon) VALUES (@tenant_id, @name, @description, @icon) RETURNING id;

-- name: Ingredients :many
-- Narrowed to one ingredient if id is given.
SELECT i.id, i.tenant_id, i.name, i.description, i.group_id, g.name AS group_name, i.is_processed, i.is_active, i.created_at,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', si.id, 'ingredient_id', si.ingredient_id, 'name', si.name,
      'description', si.description, 'is_active', si.is_active) ORDER BY si.id)
    FROM sub_ingredient si
    WHERE si.tenant_id = i.tenant_id AND si.ingredient_id = i.id AND si.deleted_at IS NULL), '[]')::jsonb AS sub_ingredients
FROM ingredient i LEFT JOIN ingredient_group g ON g.tenant_id = i.tenant_id AND g.id = i.group_id
WHERE i.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR i.id = sqlc.narg('id'))
  AND (sqlc.narg('group_id')::bigint IS NULL OR i.group_id = sqlc.narg('group_id'))
  AND (@include_deleted::boolean OR i.deleted_at IS NULL)
ORDER BY i.name, i.id
LIMIT @max_rows OFFSET @skip;

-- name: InsertIngredient :one
INSERT INTO ingredient (tenant_id, name, description, group_id, is_processed)
VALUES (@tenant_id, @name, @description, @group_id, @is_processed)
RETURNING id;

-- name: UpdateIngredient :exec
UPDATE ingredient SET name = @name, description = @description, group_id = @group_id, is_processed = @is_processed, is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: SubIngredients :many
SELECT id, ingredient_id, name, description, is_active FROM sub_ingredient WHERE tenant_id = @tenant_id AND id = @id;

-- name: InsertSubIngredient :one
INSERT INTO sub_ingredient (tenant_id, ingredient_id, name, description) VALUES (@tenant_id, @ingredient_id, @name, @description) RETURNING id;
