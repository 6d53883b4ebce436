-- renamed sitting_command session_command
INSERT INTO sitting_command (session_id, key, tenant_id, name, request_hash, receipt) VALUES (5, 'k1', 1, 'submit_round', 'h', '{"first_id": 50, "items": 1}');
SELECT nextval('sitting_id_block');
-- then
SELECT receipt->>'first_id' = '50' FROM session_command WHERE session_id = 5 AND key = 'k1';
SELECT nextval('session_id_block') = 20000;
SELECT last_seq = 2 AND cart = 1 FROM lock_session(5, 1, 2, true, false, (SELECT version FROM table_session WHERE id = 5));
