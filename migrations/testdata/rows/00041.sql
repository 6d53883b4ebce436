INSERT INTO event (id, tenant_id, branch_id, type, entity, actor) VALUES (61, 1, 10, 'ENTITY_UPDATED', '{}', '{}');
-- then
SELECT event_id = 61 FROM event_horizon;
SELECT count(*) = 0 FROM event_position;
