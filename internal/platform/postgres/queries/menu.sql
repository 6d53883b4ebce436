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
-- In the menu's order. Narrowed to one product if product_id is given.
SELECT m.* FROM menu_product m
WHERE m.tenant_id = @tenant_id AND m.branch_id = @branch_id
  AND (sqlc.narg('product_id')::bigint IS NULL OR m.product_id = sqlc.narg('product_id'))
ORDER BY m.category_order, m.category_id, m.subcategory_order NULLS FIRST, m.subcategory_id, m.product_id;

-- name: PublicMenu :many
-- System: a public address names a branch before anybody proved a tenant. One statement, so that a menu is one moment's: no row
-- may mean a branch that sells nothing.
SELECT b.name AS branch_name, sqlc.embed(m)
FROM branch b
JOIN tenant t ON t.id = b.tenant_id
JOIN menu_product m ON m.tenant_id = b.tenant_id AND m.branch_id = b.id
WHERE b.slug = @slug AND b.is_active AND t.is_active
ORDER BY m.category_order, m.category_id, m.subcategory_order NULLS FIRST, m.subcategory_id, m.product_id;

-- name: ProductExtras :one
-- The details of a product that are not in the menu.
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
