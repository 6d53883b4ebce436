-- name: PublicBranches :many
-- System: the list of branches is public, over all tenants.
SELECT b.id, b.name, b.slug, b.address
FROM branch b JOIN tenant t ON t.id = b.tenant_id
WHERE b.is_active AND t.is_active
ORDER BY t.id, b.id;

-- name: PublicBranch :one
-- System: a public address names a branch before anybody proved a tenant.
SELECT b.id, b.tenant_id, b.name, b.slug
FROM branch b JOIN tenant t ON t.id = b.tenant_id
WHERE b.slug = @slug AND b.is_active AND t.is_active;

-- name: BranchOfTenant :one
SELECT id, tenant_id, name, slug FROM branch WHERE id = @id AND tenant_id = @tenant_id AND is_active;

-- name: SoldProducts :many
-- One statement, so that a menu is one moment's: products in the menu's order, each with its
-- category and subcategory. Narrowed to one product if product_id is given.
SELECT sp.product_id, sp.name, sp.description, sp.image, sp.featured, sp.popular, sp.badge, sp.seal,
  sp.price_cents, sp.is_available,
  sp.category_id, c.name AS category_name, c.icon AS category_icon, c.image AS category_image, c."order" AS category_order,
  sp.subcategory_id, s.name AS subcategory_name, s.image AS subcategory_image, s."order" AS subcategory_order,
  (SELECT to_jsonb(d) FROM product_dietary_profile d WHERE d.tenant_id = sp.tenant_id AND d.product_id = sp.product_id) AS dietary,
  k.uses_oil, k.prep_time_minutes, k.cook_time_minutes,
  coalesce((SELECT array_agg(m.name ORDER BY m.id)
    FROM product_cooking_method pm JOIN cooking_method m ON m.id = pm.cooking_method_id AND m.is_active
    WHERE pm.tenant_id = sp.tenant_id AND pm.product_id = sp.product_id), '{}')::text[] AS methods,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'icon', a.icon, 'presence', pa.presence_type) ORDER BY a.id)
    FROM product_allergen pa JOIN allergen a ON a.id = pa.allergen_id AND a.is_active
    WHERE pa.tenant_id = sp.tenant_id AND pa.product_id = sp.product_id AND pa.is_active), '[]')::jsonb AS allergens
FROM listed_product sp
JOIN category c ON c.tenant_id = sp.tenant_id AND c.id = sp.category_id
LEFT JOIN subcategory s ON s.tenant_id = sp.tenant_id AND s.id = sp.subcategory_id
LEFT JOIN product_cooking k ON k.tenant_id = sp.tenant_id AND k.product_id = sp.product_id
WHERE sp.tenant_id = @tenant_id AND sp.branch_id = @branch_id
  AND (sqlc.narg('product_id')::bigint IS NULL OR sp.product_id = sqlc.narg('product_id'))
ORDER BY c."order", c.id, s."order" NULLS FIRST, s.id, sp.product_id;

-- name: ProductExtras :one
-- What a dish's full page tells beyond the menu.
SELECT
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'group_name', g.name, 'is_processed', i.is_processed,
      'is_main', pi.is_main, 'notes', pi.notes,
      'sub_ingredients', coalesce((SELECT jsonb_agg(jsonb_build_object('id', si.id, 'name', si.name) ORDER BY si.id)
        FROM sub_ingredient si WHERE si.ingredient_id = i.id AND si.is_active), '[]'::jsonb))
      ORDER BY pi.is_main DESC, pi.id)
    FROM product_ingredient pi
    JOIN ingredient i ON i.id = pi.ingredient_id AND i.is_active
    LEFT JOIN ingredient_group g ON g.id = i.group_id AND g.is_active
    WHERE pi.tenant_id = p.tenant_id AND pi.product_id = p.id AND pi.is_active), '[]')::jsonb AS ingredients,
  coalesce((SELECT array_agg(f.name ORDER BY f.id)
    FROM product_flavor pf JOIN flavor_profile f ON f.id = pf.flavor_profile_id AND f.is_active
    WHERE pf.tenant_id = p.tenant_id AND pf.product_id = p.id), '{}')::text[] AS flavors,
  coalesce((SELECT array_agg(x.name ORDER BY x.id)
    FROM product_texture pt JOIN texture_profile x ON x.id = pt.texture_profile_id AND x.is_active
    WHERE pt.tenant_id = p.tenant_id AND pt.product_id = p.id), '{}')::text[] AS textures,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'action', m.action, 'item', m.item, 'is_allowed', m.is_allowed,
      'extra_cost_cents', m.extra_cost_cents) ORDER BY m.id)
    FROM product_modification m
    WHERE m.tenant_id = p.tenant_id AND m.product_id = p.id AND m.is_active), '[]')::jsonb AS modifications,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.id, 'text', w.text, 'severity', w.severity) ORDER BY w.id)
    FROM product_warning w
    WHERE w.tenant_id = p.tenant_id AND w.product_id = p.id AND w.is_active), '[]')::jsonb AS warnings
FROM product p
WHERE p.id = @product_id AND p.tenant_id = @tenant_id;

-- name: AllergensWithReactions :many
SELECT a.id, a.name, a.icon, a.description, a.is_mandatory, a.severity,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'cross_reacts_with_id', o.id, 'cross_reacts_with_name', o.name,
      'probability', x.probability, 'notes', x.notes) ORDER BY x.id)
    FROM allergen_cross_reaction x JOIN allergen o ON o.id = x.cross_reacts_with_id AND o.is_active
    WHERE x.tenant_id = a.tenant_id AND x.allergen_id = a.id AND x.is_active), '[]')::jsonb AS cross_reactions
FROM allergen a
WHERE a.tenant_id = @tenant_id AND a.is_active
ORDER BY a.id;
