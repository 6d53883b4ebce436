-- name: CheckByID :one
SELECT c.id, c.tenant_id, c.branch_id, c.table_session_id AS session_id, s.table_id, t.code AS table_code, s.status AS session_status,
  c.status, c.total_cents, c.paid_cents, c.created_at, n.name AS tenant_name, n.slug AS tenant_slug, b.name AS branch_name
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN tenant n ON n.id = c.tenant_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
WHERE c.id = @check_id AND c.tenant_id = @tenant_id;

-- name: CheckOfSession :one
SELECT c.id, c.tenant_id, c.branch_id, c.table_session_id AS session_id, s.table_id, t.code AS table_code, s.status AS session_status,
  c.status, c.total_cents, c.paid_cents, c.created_at, n.name AS tenant_name, n.slug AS tenant_slug, b.name AS branch_name
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN tenant n ON n.id = c.tenant_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
WHERE c.table_session_id = @session_id AND c.tenant_id = @tenant_id;

-- name: CheckAnyTenant :one
-- System: a payment's notice names its check before its tenant is known.
SELECT c.id, c.tenant_id, c.branch_id, c.table_session_id AS session_id, s.table_id, t.code AS table_code, s.status AS session_status,
  c.status, c.total_cents, c.paid_cents, c.created_at, n.name AS tenant_name, n.slug AS tenant_slug, b.name AS branch_name
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN tenant n ON n.id = c.tenant_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
WHERE c.id = @check_id;

-- name: BilledItems :many
SELECT i.product_name, i.qty, i.unit_price_cents, i.notes, r.round_number
FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
WHERE r.table_session_id = @session_id AND r.tenant_id = @tenant_id AND r.status <> 'CANCELED'
ORDER BY r.round_number, i.id;

-- name: PaymentsOfCheck :many
SELECT id, provider, method, status, amount_cents, created_at
FROM payment WHERE check_id = @check_id AND tenant_id = @tenant_id
ORDER BY created_at, id;

-- name: BalancesOfCheck :many
-- One row per diner who owes something of the check, and one without diner for what the table shares.
SELECT ch.diner_id, coalesce(d.name, 'Shared')::text AS diner_name, sum(ch.amount_cents)::bigint AS total_cents, sum(ch.paid_cents)::bigint AS paid_cents
FROM charge ch
JOIN app_check c ON c.tenant_id = ch.tenant_id AND c.id = ch.check_id
LEFT JOIN diner d ON d.id = ch.diner_id
WHERE ch.check_id = @check_id AND ch.tenant_id = @tenant_id AND c.table_session_id = @session_id
GROUP BY ch.diner_id, d.name
ORDER BY ch.diner_id NULLS LAST;

-- name: PaymentsOfReference :many
-- System: Mercado Pago's answer carries our reference and no tenant. Latest first.
SELECT * FROM payment WHERE reference = @reference::text AND provider = 'MERCADO_PAGO'
ORDER BY id DESC;

-- name: PaymentsOfExternalID :many
-- System: as PaymentsOfReference, by the provider's own number.
SELECT * FROM payment WHERE external_id = @external_id::text AND provider = 'MERCADO_PAGO'
ORDER BY id DESC;

-- name: CheckoutsOfCheck :many
-- The check's payments through Mercado Pago, latest first.
SELECT * FROM payment WHERE check_id = @check_id AND tenant_id = @tenant_id AND provider = 'MERCADO_PAGO'
ORDER BY id DESC;

-- name: PendingCheckouts :many
-- System: payments whose outcome nobody told yet, for the poll that makes up for lost notices.
SELECT * FROM payment WHERE provider = 'MERCADO_PAGO' AND status = 'PENDING' AND created_at > @since AND id > @after_id
ORDER BY id
LIMIT @max_rows;
