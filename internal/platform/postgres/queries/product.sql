-- name: Products :many
-- Narrowed to one product if id is given, to those that a branch sells if branch_id is.
SELECT p.id, p.tenant_id, p.name, p.description, p.image, p.category_id, p.subcategory_id, p.featured, p.popular, p.badge, p.seal,
  p.recipe_id, p.inherits_from_recipe, r.name AS recipe_name, p.is_active, p.created_at,
  coalesce((SELECT jsonb_agg(jsonb_build_object('branch_id', bp.branch_id, 'price_cents', bp.price_cents, 'is_available', bp.is_available)
      ORDER BY bp.branch_id)
    FROM branch_product bp
    WHERE bp.tenant_id = p.tenant_id AND bp.product_id = p.id AND (bp.is_active OR p.deleted_at IS NOT NULL)), '[]')::jsonb AS branch_prices,
  coalesce((SELECT jsonb_agg(jsonb_build_object('allergen_id', a.id, 'allergen_name', a.name, 'allergen_icon', a.icon,
      'presence_type', pa.presence_type, 'risk_level', pa.risk_level) ORDER BY a.id, pa.presence_type)
    FROM product_allergen pa JOIN allergen a ON a.tenant_id = pa.tenant_id AND a.id = pa.allergen_id
    WHERE pa.tenant_id = p.tenant_id AND pa.product_id = p.id AND (pa.deleted_at IS NULL OR p.deleted_at IS NOT NULL)), '[]')::jsonb AS allergens
FROM product p LEFT JOIN recipe r ON r.tenant_id = p.tenant_id AND r.id = p.recipe_id
WHERE p.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR p.id = sqlc.narg('id'))
  AND (@include_deleted::boolean OR p.deleted_at IS NULL)
  AND (sqlc.narg('category_id')::bigint IS NULL OR p.category_id = sqlc.narg('category_id'))
  AND (sqlc.narg('branch_id')::bigint IS NULL OR EXISTS (SELECT FROM branch_product s
    WHERE s.tenant_id = p.tenant_id AND s.product_id = p.id AND s.branch_id = sqlc.narg('branch_id')
      AND (s.is_active OR p.deleted_at IS NOT NULL)))
ORDER BY p.id
LIMIT @max_rows OFFSET @skip;

-- name: ProductDetails :one
-- What is said of a product beyond a list's row.
SELECT
  coalesce((SELECT jsonb_agg(jsonb_build_object('ingredient_id', i.id, 'ingredient_name', i.name, 'is_main', pi.is_main, 'notes', pi.notes)
      ORDER BY pi.is_main DESC, pi.id)
    FROM product_ingredient pi JOIN ingredient i ON i.tenant_id = pi.tenant_id AND i.id = pi.ingredient_id
    WHERE pi.tenant_id = p.tenant_id AND pi.product_id = p.id AND pi.deleted_at IS NULL), '[]')::jsonb AS ingredients,
  coalesce((SELECT to_jsonb(d) - 'product_id' - 'tenant_id' FROM product_dietary_profile d
    WHERE d.tenant_id = p.tenant_id AND d.product_id = p.id), 'null')::jsonb AS dietary_profile,
  coalesce((SELECT to_jsonb(k) - 'product_id' - 'tenant_id' FROM product_cooking k
    WHERE k.tenant_id = p.tenant_id AND k.product_id = p.id), 'null')::jsonb AS cooking,
  coalesce((SELECT array_agg(m.cooking_method_id ORDER BY m.cooking_method_id) FROM product_cooking_method m
    WHERE m.tenant_id = p.tenant_id AND m.product_id = p.id), '{}')::bigint[] AS cooking_method_ids,
  coalesce((SELECT array_agg(f.flavor_profile_id ORDER BY f.flavor_profile_id) FROM product_flavor f
    WHERE f.tenant_id = p.tenant_id AND f.product_id = p.id), '{}')::bigint[] AS flavor_ids,
  coalesce((SELECT array_agg(t.texture_profile_id ORDER BY t.texture_profile_id) FROM product_texture t
    WHERE t.tenant_id = p.tenant_id AND t.product_id = p.id), '{}')::bigint[] AS texture_ids,
  coalesce((SELECT jsonb_agg(jsonb_build_object('action', o.action, 'item', o.item, 'is_allowed', o.is_allowed,
      'extra_cost_cents', o.extra_cost_cents) ORDER BY o.id)
    FROM product_modification o WHERE o.tenant_id = p.tenant_id AND o.product_id = p.id AND o.deleted_at IS NULL), '[]')::jsonb AS modifications,
  coalesce((SELECT jsonb_agg(jsonb_build_object('text', w.text, 'severity', w.severity) ORDER BY w.id)
    FROM product_warning w WHERE w.tenant_id = p.tenant_id AND w.product_id = p.id AND w.deleted_at IS NULL), '[]')::jsonb AS warnings,
  coalesce((SELECT to_jsonb(r) - 'product_id' - 'tenant_id' FROM product_rag_config r
    WHERE r.tenant_id = p.tenant_id AND r.product_id = p.id), 'null')::jsonb AS rag_config
FROM product p
WHERE p.id = @product_id AND p.tenant_id = @tenant_id;

-- name: InsertProduct :one
INSERT INTO product (tenant_id, name, description, image, category_id, subcategory_id, featured, popular, badge, seal, recipe_id,
  inherits_from_recipe, is_active)
VALUES (@tenant_id, @name, @description, @image, @category_id, @subcategory_id, @featured, @popular, @badge, @seal, @recipe_id,
  @inherits_from_recipe, @is_active)
RETURNING id;

-- name: UpdateProduct :exec
UPDATE product SET name = @name, description = @description, image = @image, category_id = @category_id, subcategory_id = @subcategory_id,
  featured = @featured, popular = @popular, badge = @badge, seal = @seal, recipe_id = @recipe_id,
  inherits_from_recipe = @inherits_from_recipe, is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: ProductOffers :many
-- Where guests find a product, and for how much.
SELECT branch_id, price_cents, is_available FROM listed_product WHERE tenant_id = @tenant_id AND product_id = @product_id ORDER BY branch_id;

-- name: ProductPrices :many
-- Every price that a product has or had. They stay as they are until the transaction ends.
SELECT branch_id, price_cents, is_available, is_active FROM branch_product
WHERE tenant_id = @tenant_id AND product_id = @product_id
ORDER BY branch_id FOR UPDATE;

-- name: SetProductPrice :exec
INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents, is_available, created_by_id, created_by_email)
VALUES (@tenant_id, @branch_id, @product_id, @price_cents, @is_available, @user_id::bigint, @user_email::text)
ON CONFLICT (branch_id, product_id) DO UPDATE SET price_cents = excluded.price_cents, is_available = excluded.is_available, is_active = true,
  updated_at = now(), updated_by_id = excluded.created_by_id, updated_by_email = excluded.created_by_email;

-- name: DropProductPrices :exec
-- The product is not sold in these branches any more.
UPDATE branch_product SET is_active = false, updated_at = now(), updated_by_id = @user_id::bigint, updated_by_email = @user_email::text
WHERE tenant_id = @tenant_id AND product_id = @product_id AND branch_id = ANY(@branch_ids::bigint[]);

-- name: ClearProductAllergens :exec
-- All but the given pairs of allergen and presence.
DELETE FROM product_allergen pa
WHERE pa.tenant_id = @tenant_id AND pa.product_id = @product_id AND pa.deleted_at IS NULL
  AND NOT EXISTS (SELECT FROM generate_subscripts(@allergen_ids::bigint[], 1) AS i
    WHERE (@allergen_ids::bigint[])[i] = pa.allergen_id AND (@presence_types::text[])[i] = pa.presence_type);

-- name: SetProductAllergens :exec
INSERT INTO product_allergen (tenant_id, product_id, allergen_id, presence_type, risk_level)
SELECT @tenant_id, @product_id, (@allergen_ids::bigint[])[i], (@presence_types::text[])[i], (@risk_levels::text[])[i]
FROM generate_subscripts(@allergen_ids::bigint[], 1) AS i
ON CONFLICT (product_id, allergen_id, presence_type) WHERE deleted_at IS NULL
DO UPDATE SET risk_level = excluded.risk_level, is_active = true, updated_at = now();
