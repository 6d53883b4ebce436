UPDATE table_session SET status = 'PAYING' WHERE id = 5;
-- then
SELECT check_asked_by_user_id IS NULL AND check_asked_by_device IS NULL FROM table_session WHERE id = 5;
SELECT sold_cents = 1000 AND owed_cents = 0 FROM sale WHERE item_id = 51;
