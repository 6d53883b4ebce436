-- name: ClearProductIngredients :exec
DELETE FROM product_ingredient WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductIngredients :execrows
-- The rows that were added: fewer than asked for if an ingredient is not the tenant's or is deleted.
INSERT INTO product_ingredient (tenant_id, product_id, ingredient_id, is_main, notes)
SELECT g.tenant_id, @product_id, g.id, (@are_main::boolean[])[i], nullif((@notes::text[])[i], '')
FROM generate_subscripts(@ingredient_ids::bigint[], 1) AS i
JOIN ingredient g ON g.id = (@ingredient_ids::bigint[])[i] AND g.tenant_id = @tenant_id AND g.deleted_at IS NULL
ORDER BY i;

-- name: SetProductDietary :exec
INSERT INTO product_dietary_profile (tenant_id, product_id, is_vegetarian, is_vegan, is_gluten_free, is_dairy_free, is_celiac_safe, is_keto, is_low_sodium)
VALUES (@tenant_id, @product_id, @is_vegetarian, @is_vegan, @is_gluten_free, @is_dairy_free, @is_celiac_safe, @is_keto, @is_low_sodium)
ON CONFLICT (product_id) DO UPDATE SET is_vegetarian = excluded.is_vegetarian, is_vegan = excluded.is_vegan,
  is_gluten_free = excluded.is_gluten_free, is_dairy_free = excluded.is_dairy_free, is_celiac_safe = excluded.is_celiac_safe,
  is_keto = excluded.is_keto, is_low_sodium = excluded.is_low_sodium;

-- name: ClearProductDietary :exec
DELETE FROM product_dietary_profile WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: SetProductCooking :exec
INSERT INTO product_cooking (tenant_id, product_id, uses_oil, prep_time_minutes, cook_time_minutes)
VALUES (@tenant_id, @product_id, @uses_oil, @prep_time_minutes, @cook_time_minutes)
ON CONFLICT (product_id) DO UPDATE SET uses_oil = excluded.uses_oil, prep_time_minutes = excluded.prep_time_minutes,
  cook_time_minutes = excluded.cook_time_minutes;

-- name: ClearProductCooking :exec
DELETE FROM product_cooking WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: ClearProductCookingMethods :exec
DELETE FROM product_cooking_method WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductCookingMethods :execrows
INSERT INTO product_cooking_method (tenant_id, product_id, cooking_method_id)
SELECT m.tenant_id, @product_id, m.id FROM cooking_method m WHERE m.tenant_id = @tenant_id AND m.id = ANY(@ids::bigint[]) AND m.deleted_at IS NULL;

-- name: ClearProductFlavors :exec
DELETE FROM product_flavor WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductFlavors :execrows
INSERT INTO product_flavor (tenant_id, product_id, flavor_profile_id)
SELECT f.tenant_id, @product_id, f.id FROM flavor_profile f WHERE f.tenant_id = @tenant_id AND f.id = ANY(@ids::bigint[]) AND f.deleted_at IS NULL;

-- name: ClearProductTextures :exec
DELETE FROM product_texture WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductTextures :execrows
INSERT INTO product_texture (tenant_id, product_id, texture_profile_id)
SELECT x.tenant_id, @product_id, x.id FROM texture_profile x WHERE x.tenant_id = @tenant_id AND x.id = ANY(@ids::bigint[]) AND x.deleted_at IS NULL;

-- name: ClearProductModifications :exec
DELETE FROM product_modification WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductModifications :exec
INSERT INTO product_modification (tenant_id, product_id, action, item, is_allowed, extra_cost_cents)
SELECT @tenant_id, @product_id, (@actions::text[])[i], (@items::text[])[i], (@are_allowed::boolean[])[i], (@extra_costs_cents::bigint[])[i]
FROM generate_subscripts(@actions::text[], 1) AS i
ORDER BY i;

-- name: ClearProductWarnings :exec
DELETE FROM product_warning WHERE tenant_id = @tenant_id AND product_id = @product_id;

-- name: AddProductWarnings :exec
INSERT INTO product_warning (tenant_id, product_id, text, severity)
SELECT @tenant_id, @product_id, (@texts::text[])[i], (@severities::text[])[i]
FROM generate_subscripts(@texts::text[], 1) AS i
ORDER BY i;

-- name: SetProductRagConfig :exec
INSERT INTO product_rag_config (tenant_id, product_id, risk_level, custom_disclaimer, highlight_allergens)
VALUES (@tenant_id, @product_id, @risk_level, @custom_disclaimer, @highlight_allergens)
ON CONFLICT (product_id) DO UPDATE SET risk_level = excluded.risk_level, custom_disclaimer = excluded.custom_disclaimer,
  highlight_allergens = excluded.highlight_allergens;

-- name: ClearProductRagConfig :exec
DELETE FROM product_rag_config WHERE tenant_id = @tenant_id AND product_id = @product_id;
