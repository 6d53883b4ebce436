-- +goose Up
-- listed_product with all that a menu tells of it, so that a menu is one statement and one moment's. A menu's order is
-- category_order, category_id, subcategory_order NULLS FIRST, subcategory_id, product_id.
CREATE VIEW menu_product AS
SELECT sp.tenant_id, sp.branch_id, sp.product_id, sp.name, sp.description, sp.image, sp.featured, sp.popular, sp.badge, sp.seal,
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
LEFT JOIN product_cooking k ON k.tenant_id = sp.tenant_id AND k.product_id = sp.product_id;

-- +goose Down
DROP VIEW menu_product;
