INSERT INTO audit_log (id, tenant_id, user_id, entity_type, entity_id, action, branch_id) VALUES (72, 1, 41, 'product', 31, 'DELETE', 10);
-- then
SELECT bool_and(format = 1) AND count(*) = 3 FROM audit_link;
SELECT bool_and(l.hash = encode(sha256(convert_to(l.previous_hash || '|' || audit_canonical(a, l.seq), 'UTF8')), 'hex'))
FROM audit_link l JOIN audit_log a ON a.id = l.entry_id;
