-- dropped tip_payout idempotency_key
INSERT INTO tip (id, tenant_id, branch_id, amount_cents, payment_method) VALUES (80, 1, 10, 7000, 'CASH');
INSERT INTO tip_pool (id, tenant_id, branch_id, name, waiter_percent, kitchen_percent, other_percent) VALUES (81, 1, 10, 'Noche', 70, 30, 0);
INSERT INTO tip_payout (tip_id, tenant_id, tip_pool_id, amount_cents, idempotency_key, created_by_id) VALUES (80, 1, 81, 7000, NULL, 41);
-- then
SELECT amount_cents = 7000 AND tip_pool_id = 81 FROM tip_payout WHERE tip_id = 80;
SELECT count(*) = 0 FROM information_schema.columns WHERE table_name = 'tip_payout' AND column_name = 'idempotency_key';
