INSERT INTO app_user (id, tenant_id, email, password, first_name, totp_secret) VALUES (41, 1, 'Rosa@Demo.com', 'x', 'Rosa', 'JBSWY3DPEHPK3PXP');
INSERT INTO user_branch_role (id, tenant_id, user_id, branch_id, role) VALUES (42, 1, 41, 10, 'WAITER');
-- then
SELECT totp_confirmed_at IS NULL AND totp_last_step = 0 AND totp_secret = 'JBSWY3DPEHPK3PXP' FROM app_user WHERE id = 41;
SELECT name = 'Rosa' FROM branch_waiter WHERE id = 41;
