INSERT INTO audit_log (id, tenant_id, user_id, entity_type, entity_id, action, old_values, new_values, branch_id)
VALUES (71, 1, 41, 'product', 31, 'UPDATE', '{"name": "Flan"}', '{"name": "Flan casero"}', 10);
-- then
SELECT array_agg(entry_id ORDER BY seq) = ARRAY[70, 71]::bigint[] FROM audit_link WHERE tenant_id = 1;
SELECT bool_and(l.hash = encode(sha256(convert_to(l.previous_hash || '|' || audit_canonical(a, l.seq), 'UTF8')), 'hex'))
FROM audit_link l JOIN audit_log a ON a.id = l.entry_id;
SELECT h.seq = 2 AND h.hash = l.hash FROM audit_head h JOIN audit_link l ON l.tenant_id = h.tenant_id AND l.seq = h.seq;
