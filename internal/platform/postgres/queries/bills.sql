-- name: CheckByID :one
SELECT c.id, c.tenant_id, c.branch_id, c.table_session_id AS session_id, s.table_id, t.code AS table_code, s.status AS session_status,
  c.status, c.total_cents, c.paid_cents, c.created_at, c.reversed_cents,
  coalesce((SELECT sum(least(p.tip_cents, p.effect_cents)) FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id), 0)::bigint AS tip_cents,
  coalesce((SELECT sum(p.unallocated_cents) FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id), 0)::bigint AS unallocated_cents,
  EXISTS (SELECT FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id AND p.disputed)::boolean AS disputed,
  n.name AS tenant_name, n.slug AS tenant_slug, b.name AS branch_name
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN tenant n ON n.id = c.tenant_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
WHERE c.id = @check_id AND c.tenant_id = @tenant_id;

-- name: CheckOfSession :one
SELECT c.id, c.tenant_id, c.branch_id, c.table_session_id AS session_id, s.table_id, t.code AS table_code, s.status AS session_status,
  c.status, c.total_cents, c.paid_cents, c.created_at, c.reversed_cents,
  coalesce((SELECT sum(least(p.tip_cents, p.effect_cents)) FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id), 0)::bigint AS tip_cents,
  coalesce((SELECT sum(p.unallocated_cents) FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id), 0)::bigint AS unallocated_cents,
  EXISTS (SELECT FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id AND p.disputed)::boolean AS disputed,
  n.name AS tenant_name, n.slug AS tenant_slug, b.name AS branch_name
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN tenant n ON n.id = c.tenant_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
WHERE c.table_session_id = @session_id AND c.tenant_id = @tenant_id;

-- name: BilledItems :many
SELECT i.id, i.diner_id, i.product_name, i.qty, i.unit_price_cents, i.notes, r.round_number,
  coalesce(ch.amount_cents - ch.paid_cents, i.qty * i.unit_price_cents)::bigint AS remaining_cents
FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
LEFT JOIN charge ch ON ch.tenant_id = i.tenant_id AND ch.round_item_id = i.id
WHERE r.table_session_id = @session_id AND r.tenant_id = @tenant_id AND r.status <> 'CANCELED'
ORDER BY r.round_number, i.id;

-- name: PaymentsOfCheck :many
SELECT id, provider, method, status, amount_cents, created_at, tip_cents, payer_diner_id, disputed,
  (CASE WHEN status = 'APPROVED' THEN amount_cents - effect_cents ELSE 0 END)::bigint AS refunded_cents
FROM payment WHERE check_id = @check_id AND tenant_id = @tenant_id
ORDER BY created_at, id;

-- name: IntentsOfCheck :many
-- held_cents is what an open one keeps from being offered to others.
SELECT i.id, i.diner_id, d.name AS diner_name, i.split, i.people, i.amount_cents, i.tip_cents, i.status, i.created_at, i.expires_at,
  (CASE WHEN i.status = 'OPEN' THEN greatest(i.amount_cents - coalesce((SELECT sum(p.effect_cents - least(p.tip_cents, p.effect_cents))
    FROM payment p WHERE p.tenant_id = i.tenant_id AND p.check_id = i.check_id AND p.intent_id = i.id), 0), 0) ELSE 0 END)::bigint AS held_cents,
  ARRAY(SELECT ch.round_item_id FROM jsonb_array_elements(i.claims) cl JOIN charge ch ON ch.tenant_id = i.tenant_id AND ch.id = (cl ->> 'charge')::bigint
    WHERE ch.round_item_id IS NOT NULL ORDER BY 1)::bigint[] AS item_ids
FROM payment_intent i LEFT JOIN diner d ON d.tenant_id = i.tenant_id AND d.id = i.diner_id
WHERE i.check_id = @check_id AND i.tenant_id = @tenant_id
ORDER BY i.created_at, i.id;

-- name: RefundsOfCheck :many
SELECT id, payment_id, amount_cents, kind, reason, status, created_at, ended_at
FROM payment_refund WHERE check_id = @check_id AND tenant_id = @tenant_id
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
