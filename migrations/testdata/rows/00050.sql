-- then
SELECT bool_and(request_id IS NULL AND trace_id IS NULL) FROM event;
