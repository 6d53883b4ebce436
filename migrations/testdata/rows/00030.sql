-- One restaurant with a table that ordered and paid: what every later fixture refers to.
INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor');
INSERT INTO branch (id, tenant_id, name, slug) VALUES (10, 1, 'Centro', 'centro');
INSERT INTO branch_sector (id, tenant_id, branch_id, name, prefix) VALUES (20, 1, 10, 'Interior', 'INT');
INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (100, 1, 10, 'INT-01');
INSERT INTO category (id, tenant_id, branch_id, name) VALUES (30, 1, 10, 'Postres');
INSERT INTO product (id, tenant_id, category_id, name) VALUES (31, 1, 30, 'Flan');
INSERT INTO ingredient (id, tenant_id, name) VALUES (32, 1, 'Huevo');
INSERT INTO allergen (id, tenant_id, name) VALUES (33, 1, 'Huevo');
INSERT INTO product_allergen (id, tenant_id, product_id, allergen_id, presence_type) VALUES (34, 1, 31, 33, 'contains');
INSERT INTO app_user (id, tenant_id, email, password) VALUES (40, 1, 'ana@demo.com', 'x');
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (5, 1, 10, 100);
INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at) VALUES (50, 1, 10, 5, 1, 'SERVED', '2026-01-02T23:00Z');
INSERT INTO round_item (id, tenant_id, branch_id, round_id, product_id, product_name, category_name, qty, unit_price_cents)
VALUES (51, 1, 10, 50, 31, 'Flan', 'Postres', 2, 500);
INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, status, total_cents, paid_cents) VALUES (6, 1, 10, 5, 'PAID', 1000, 1000);
INSERT INTO charge (id, tenant_id, branch_id, check_id, amount_cents, original_cents, paid_cents, description, round_item_id)
VALUES (7, 1, 10, 6, 1000, 1000, 1000, 'Flan', 51);
INSERT INTO event (id, tenant_id, branch_id, session_id, seq, type, entity, actor) VALUES (60, 1, 10, 5, 1, 'ROUND_SUBMITTED', '{"round_id": 50}', '{}');
INSERT INTO audit_log (id, tenant_id, user_id, entity_type, entity_id, action, new_values) VALUES (70, 1, 40, 'product', 31, 'CREATE', '{"name": "Flan"}');
-- then
SELECT count(*) = 0 FROM retirement;
