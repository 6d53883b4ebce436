INSERT INTO diner (id, tenant_id, branch_id, session_id, name, color) VALUES (80, 1, 10, 5, 'Ana', '#112233');
INSERT INTO service_call (id, tenant_id, branch_id, table_session_id, type) VALUES (81, 1, 10, 5, 'WAITER_CALL');
INSERT INTO cart_item (tenant_id, branch_id, session_id, diner_id, product_id, quantity, notes) VALUES (1, 10, 5, 80, 31, 2, 'sin sal');
-- then
SELECT announced_at IS NULL FROM service_call WHERE id = 81;
