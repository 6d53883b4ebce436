-- +goose Up
-- What reports and the reading of the audit log need.

ALTER TABLE round ADD COLUMN served_at timestamptz, ADD COLUMN served_by_user_id bigint;
CREATE INDEX round_submitted ON round (tenant_id, submitted_at);
CREATE INDEX service_call_created ON service_call (tenant_id, created_at);
CREATE INDEX payment_created ON payment (tenant_id, created_at);

-- The branch of what changed; null for what is the whole tenant's.
ALTER TABLE audit_log ADD COLUMN branch_id bigint;
CREATE INDEX audit_log_latest ON audit_log (tenant_id, id);

-- What was sold, by item, and what it came to.
--
-- A sale happens when the round is ordered, in the branch's own time. While the table is open it is worth what is owed for it:
-- the captured price until the check is asked for, then its charge, discounts off. Once the table has closed it is worth what
-- payments settle of that charge, so that what was refunded or never paid is no sale. Voided items and canceled rounds are none.
-- Its waiter is the sitting's; without one, who took the order, confirmed it or served it.
CREATE VIEW sale AS
SELECT i.tenant_id, i.branch_id, i.id AS item_id, r.id AS round_id, r.table_session_id AS session_id, i.product_id,
  i.category_name, i.qty, r.submitted_at AS at, r.served_at,
  timezone(b.timezone, r.submitted_at)::date AS local_day,
  extract(hour FROM timezone(b.timezone, r.submitted_at))::int AS local_hour,
  coalesce(s.assigned_waiter_id, r.submitted_by_waiter_id, r.confirmed_by_user_id, r.served_by_user_id) AS waiter_id,
  (CASE WHEN s.status = 'CLOSED' THEN coalesce(ch.paid_cents, 0)
        WHEN c.id IS NOT NULL THEN coalesce(ch.amount_cents, 0)
        ELSE i.qty * i.unit_price_cents END)::bigint AS sold_cents,
  coalesce(ch.original_cents - ch.amount_cents, 0)::bigint AS off_cents,
  -- What is still to be paid of it; of a table that has closed, what never will be.
  (CASE WHEN c.id IS NOT NULL THEN coalesce(ch.amount_cents - ch.paid_cents, 0) ELSE i.qty * i.unit_price_cents END)::bigint AS owed_cents,
  s.status = 'CLOSED' AS closed
FROM round r
JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN branch b ON b.tenant_id = r.tenant_id AND b.id = r.branch_id
LEFT JOIN app_check c ON c.tenant_id = s.tenant_id AND c.table_session_id = s.id
LEFT JOIN charge ch ON ch.tenant_id = c.tenant_id AND ch.check_id = c.id AND ch.round_item_id = i.id
WHERE r.status <> 'CANCELED';

-- +goose Down
DROP VIEW sale;
DROP INDEX audit_log_latest, payment_created, service_call_created, round_submitted;
ALTER TABLE audit_log DROP COLUMN branch_id;
ALTER TABLE round DROP COLUMN served_at, DROP COLUMN served_by_user_id;
