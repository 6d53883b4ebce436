-- +goose Up
-- What a branch's menu lists: sold_product's products and also those that ran out today.
-- A product is listed where it has an active price, its category and subcategory are
-- active, and the branch excludes neither.
CREATE VIEW listed_product AS
SELECT bp.tenant_id, bp.branch_id, p.id AS product_id, p.name, p.description, p.image,
  p.category_id, c.name AS category_name, p.subcategory_id, s.name AS subcategory_name,
  p.featured, p.popular, p.badge, p.seal, bp.price_cents, bp.is_available
FROM branch_product bp
JOIN product p ON p.tenant_id = bp.tenant_id AND p.id = bp.product_id AND p.is_active
JOIN category c ON c.tenant_id = p.tenant_id AND c.id = p.category_id AND c.is_active
LEFT JOIN subcategory s ON s.tenant_id = p.tenant_id AND s.id = p.subcategory_id
WHERE bp.is_active
  AND (p.subcategory_id IS NULL OR s.is_active)
  AND NOT EXISTS (SELECT 1 FROM branch_category_exclusion x WHERE x.branch_id = bp.branch_id AND x.category_id = p.category_id)
  AND NOT EXISTS (SELECT 1 FROM branch_subcategory_exclusion y WHERE y.branch_id = bp.branch_id AND y.subcategory_id = p.subcategory_id);

-- A device's history, a payment by the provider's number, and payments still awaited are looked up over all sittings.
CREATE INDEX round_item_diner ON round_item (diner_id) WHERE diner_id IS NOT NULL;
CREATE INDEX payment_external ON payment (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX payment_awaited ON payment (id) WHERE provider = 'MERCADO_PAGO' AND status = 'PENDING';

-- +goose Down
DROP INDEX payment_awaited, payment_external, round_item_diner;
DROP VIEW listed_product;
