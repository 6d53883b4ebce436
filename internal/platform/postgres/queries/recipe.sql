-- name: Recipes :many
-- Each recipe as one JSON object under the contract's names. Narrowed to one recipe if id is given.
SELECT (to_jsonb(r) || jsonb_build_object(
  'branch_name', b.name, 'product_name', p.name, 'subcategory_name', s.name,
  'category_id', c.id, 'category_name', c.name,
  'total_time_minutes', CASE WHEN r.prep_time_minutes IS NULL AND r.cook_time_minutes IS NULL THEN NULL
    ELSE coalesce(r.prep_time_minutes, 0) + coalesce(r.cook_time_minutes, 0) END,
  'allergen_ids', coalesce((SELECT jsonb_agg(a.id ORDER BY a.id)
    FROM recipe_allergen ra JOIN allergen a ON a.tenant_id = ra.tenant_id AND a.id = ra.allergen_id AND a.deleted_at IS NULL
    WHERE ra.tenant_id = r.tenant_id AND ra.recipe_id = r.id), '[]'::jsonb),
  'allergens', coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'icon', a.icon) ORDER BY a.id)
    FROM recipe_allergen ra JOIN allergen a ON a.tenant_id = ra.tenant_id AND a.id = ra.allergen_id AND a.deleted_at IS NULL
    WHERE ra.tenant_id = r.tenant_id AND ra.recipe_id = r.id), '[]'::jsonb)))::jsonb AS recipe
FROM recipe r
JOIN branch b ON b.tenant_id = r.tenant_id AND b.id = r.branch_id
LEFT JOIN product p ON p.tenant_id = r.tenant_id AND p.id = r.product_id
LEFT JOIN subcategory s ON s.tenant_id = r.tenant_id AND s.id = r.subcategory_id
LEFT JOIN category c ON c.tenant_id = s.tenant_id AND c.id = s.category_id
WHERE r.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR r.id = sqlc.narg('id'))
  AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('category')::text IS NULL OR c.name = sqlc.narg('category'))
  AND (@include_deleted::boolean OR r.deleted_at IS NULL)
ORDER BY r.branch_id, r.name, r.id
LIMIT @max_rows OFFSET @skip;

-- name: RecipeCategories :many
-- The names of the categories that have a recipe.
SELECT DISTINCT c.name
FROM recipe r
JOIN subcategory s ON s.tenant_id = r.tenant_id AND s.id = r.subcategory_id
JOIN category c ON c.tenant_id = s.tenant_id AND c.id = s.category_id
WHERE r.tenant_id = @tenant_id AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[])) AND r.deleted_at IS NULL
ORDER BY c.name;

-- name: DropRecipeAllergens :exec
DELETE FROM recipe_allergen WHERE tenant_id = @tenant_id AND recipe_id = @recipe_id;

-- name: AddRecipeAllergens :exec
INSERT INTO recipe_allergen (tenant_id, recipe_id, allergen_id, risk_level)
SELECT @tenant_id, @recipe_id, unnest(@allergen_ids::bigint[]), @risk_level;

-- name: MarkRecipeIngested :exec
UPDATE recipe SET is_ingested = true, last_ingested_at = now() WHERE id = @id AND tenant_id = @tenant_id;

-- name: RecipeProducts :many
-- The products that were derived from a recipe, and the product that it describes.
SELECT p.id, p.name, p.category_id, c.name AS category_name, p.subcategory_id, p.inherits_from_recipe, p.is_active,
  coalesce(p.recipe_id = @recipe_id, false)::boolean AS derived
FROM product p JOIN category c ON c.tenant_id = p.tenant_id AND c.id = p.category_id
WHERE p.tenant_id = @tenant_id AND p.deleted_at IS NULL
  AND (p.recipe_id = @recipe_id OR p.id = (SELECT r.product_id FROM recipe r WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id))
ORDER BY p.id;

-- name: DeriveProduct :one
INSERT INTO product (tenant_id, name, description, image, category_id, subcategory_id, recipe_id, inherits_from_recipe)
SELECT r.tenant_id, @name, coalesce(r.short_description, r.description), r.image, @category_id, @subcategory_id, r.id, true
FROM recipe r WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
RETURNING id;

-- name: DeriveAllergens :exec
-- What the recipe contains, the product contains, at the recipe's risk.
INSERT INTO product_allergen (tenant_id, product_id, allergen_id, presence_type, risk_level)
SELECT ra.tenant_id, @product_id, ra.allergen_id, 'contains', ra.risk_level
FROM recipe_allergen ra JOIN allergen a ON a.tenant_id = ra.tenant_id AND a.id = ra.allergen_id AND a.deleted_at IS NULL
WHERE ra.tenant_id = @tenant_id AND ra.recipe_id = @recipe_id
ON CONFLICT (product_id, allergen_id, presence_type) WHERE deleted_at IS NULL
DO UPDATE SET risk_level = excluded.risk_level, updated_at = now();

-- name: DeriveIngredients :exec
-- The first is the main one. Repeated ingredients are inserted once.
INSERT INTO product_ingredient (tenant_id, product_id, ingredient_id, is_main, notes)
SELECT DISTINCT ON (i.id) r.tenant_id, @product_id, i.id, x.place = 1, x.item->>'notes'
FROM recipe r
CROSS JOIN LATERAL jsonb_array_elements(r.ingredients) WITH ORDINALITY AS x (item, place)
JOIN ingredient i ON i.tenant_id = r.tenant_id AND i.id = (x.item->>'ingredient_id')::bigint AND i.deleted_at IS NULL
WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
ORDER BY i.id, x.place;

-- name: DeriveCooking :exec
WITH cooking AS (
  INSERT INTO product_cooking (tenant_id, product_id, uses_oil, prep_time_minutes, cook_time_minutes)
  SELECT r.tenant_id, @product_id, r.uses_oil, r.prep_time_minutes, r.cook_time_minutes
  FROM recipe r WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
), methods AS (
  INSERT INTO product_cooking_method (tenant_id, product_id, cooking_method_id)
  SELECT r.tenant_id, @product_id, m.id FROM recipe r
  JOIN cooking_method m ON m.tenant_id = r.tenant_id AND m.name = ANY(r.cooking_methods) AND m.is_active
  WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
), flavors AS (
  INSERT INTO product_flavor (tenant_id, product_id, flavor_profile_id)
  SELECT r.tenant_id, @product_id, f.id FROM recipe r
  JOIN flavor_profile f ON f.tenant_id = r.tenant_id AND f.name = ANY(r.flavors) AND f.is_active
  WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
)
INSERT INTO product_texture (tenant_id, product_id, texture_profile_id)
SELECT r.tenant_id, @product_id, t.id FROM recipe r
JOIN texture_profile t ON t.tenant_id = r.tenant_id AND t.name = ANY(r.textures) AND t.is_active
WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id;

-- name: DeriveCaution :exec
-- How careful an answer about the product has to be, as the recipe says.
INSERT INTO product_rag_config (tenant_id, product_id, risk_level, custom_disclaimer)
SELECT r.tenant_id, @product_id, r.risk_level, r.custom_rag_disclaimer
FROM recipe r WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id;

-- name: DeriveDiet :exec
INSERT INTO product_dietary_profile (tenant_id, product_id, is_vegetarian, is_vegan, is_gluten_free, is_dairy_free, is_celiac_safe, is_keto, is_low_sodium)
VALUES (@tenant_id, @product_id, @is_vegetarian, @is_vegan, @is_gluten_free, @is_dairy_free, @is_celiac_safe, @is_keto, @is_low_sodium);

-- name: DeriveModifications :exec
WITH modifications AS (
  INSERT INTO product_modification (tenant_id, product_id, action, item, is_allowed)
  SELECT r.tenant_id, @product_id, x.item->>'action', x.item->>'item', coalesce((x.item->>'allowed')::boolean, true)
  FROM recipe r CROSS JOIN LATERAL jsonb_array_elements(r.modifications) WITH ORDINALITY AS x (item, place)
  WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id
  ORDER BY x.place
)
INSERT INTO product_warning (tenant_id, product_id, text, severity)
SELECT r.tenant_id, @product_id, w.text, 'warning'
FROM recipe r CROSS JOIN LATERAL unnest(r.warnings || CASE WHEN r.allergen_notes IS NULL THEN '{}' ELSE ARRAY[r.allergen_notes] END) AS w (text)
WHERE r.tenant_id = @tenant_id AND r.id = @recipe_id;

-- name: PriceDerived :exec
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents, is_available)
SELECT @tenant_id, unnest(@branch_ids::bigint[]), @product_id, unnest(@prices::bigint[]), unnest(@available::boolean[]);

-- name: InheritingProducts :many
-- The products whose allergens are their recipe's.
SELECT id FROM product WHERE tenant_id = @tenant_id AND recipe_id = @recipe_id AND inherits_from_recipe AND deleted_at IS NULL ORDER BY id;

-- name: LoseAllergens :exec
-- A product loses what its recipe no longer contains.
UPDATE product_allergen SET is_active = false, deleted_at = now(), deleted_by_id = @user_id
WHERE tenant_id = @tenant_id AND product_id = @product_id AND presence_type = 'contains' AND deleted_at IS NULL
  AND allergen_id = ANY(@allergen_ids::bigint[]);

-- name: SubcategoryFits :one
SELECT EXISTS (SELECT 1 FROM subcategory WHERE tenant_id = @tenant_id AND id = @id AND category_id = @category_id);
