-- then
SELECT guests IS NULL AND notes IS NULL FROM table_session WHERE id = 5;
