INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (112, 1, 10, 'QR-01'), (113, 1, 10, 'QR-02');
-- then
SELECT NOT qr_secret_required FROM branch WHERE id = 10;
SELECT count(DISTINCT qr_secret) = 2 AND min(length(qr_secret)) = 32 FROM restaurant_table WHERE id IN (112, 113);
