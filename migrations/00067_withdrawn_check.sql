-- +goose Up
-- A table may withdraw its check and order on. Who asked for it may, so that is kept.
ALTER TABLE table_session ADD COLUMN check_asked_by_user_id bigint, ADD COLUMN check_asked_by_device text;

-- What was ordered since a check was withdrawn is on no check yet: it is worth what it costs.
CREATE OR REPLACE VIEW sale AS
SELECT i.tenant_id, i.branch_id, i.id AS item_id, r.id AS round_id, r.table_session_id AS session_id, i.product_id,
  i.category_name, i.qty, r.submitted_at AS at, r.served_at,
  timezone(b.timezone, r.submitted_at)::date AS local_day,
  extract(hour FROM timezone(b.timezone, r.submitted_at))::int AS local_hour,
  coalesce(s.assigned_waiter_id, r.submitted_by_waiter_id, r.confirmed_by_user_id, r.served_by_user_id) AS waiter_id,
  (CASE WHEN s.status = 'CLOSED' THEN coalesce(ch.paid_cents, 0)
        WHEN ch.id IS NOT NULL OR c.status <> 'OPEN' THEN coalesce(ch.amount_cents, 0)
        ELSE i.qty * i.unit_price_cents END)::bigint AS sold_cents,
  coalesce(ch.original_cents - ch.amount_cents, 0)::bigint AS off_cents,
  -- What is still to be paid of it; of a table that has closed, what never will be.
  (CASE WHEN ch.id IS NOT NULL OR c.status <> 'OPEN' THEN coalesce(ch.amount_cents - ch.paid_cents, 0)
        ELSE i.qty * i.unit_price_cents END)::bigint AS owed_cents,
  s.status = 'CLOSED' AS closed
FROM round r
JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN branch b ON b.tenant_id = r.tenant_id AND b.id = r.branch_id
LEFT JOIN app_check c ON c.tenant_id = s.tenant_id AND c.table_session_id = s.id
LEFT JOIN charge ch ON ch.tenant_id = c.tenant_id AND ch.check_id = c.id AND ch.round_item_id = i.id
WHERE r.status <> 'CANCELED';

-- +goose Down
-- The view stays: to a check that is not withdrawn it says the same.
UPDATE app_check SET status = CASE WHEN paid_cents = total_cents THEN 'PAID' WHEN paid_cents > 0 THEN 'IN_PAYMENT' ELSE 'REQUESTED' END WHERE status = 'OPEN';
ALTER TABLE table_session DROP COLUMN check_asked_by_user_id, DROP COLUMN check_asked_by_device;
