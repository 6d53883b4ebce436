-- name: TicketOfRound :one
-- The kitchen ticket of a round. It includes voided items, so that they are not cooked.
SELECT r.id, r.branch_id, r.round_number, r.status, r.submitted_at, r.submitted_by, r.notes, t.code AS table_code, n.name AS tenant_name,
  b.name AS branch_name, b.timezone, coalesce(bs.name, t.sector, '')::text AS sector_name,
  coalesce((SELECT coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email) FROM app_user u
    WHERE u.tenant_id = r.tenant_id AND u.id = coalesce(r.submitted_by_waiter_id, r.confirmed_by_user_id, s.assigned_waiter_id)), '')::text AS waiter_name,
  coalesce((SELECT jsonb_agg(jsonb_build_object('name', i.product_name, 'category', coalesce(i.category_name, ''), 'qty', i.qty,
      'notes', coalesce(i.notes, ''), 'diner', coalesce(d.name, ''), 'voided', i.is_voided) ORDER BY c."order", i.category_name, i.id)
    FROM round_item i
    JOIN product p ON p.tenant_id = i.tenant_id AND p.id = i.product_id
    JOIN category c ON c.tenant_id = p.tenant_id AND c.id = p.category_id
    LEFT JOIN diner d ON d.tenant_id = i.tenant_id AND d.id = i.diner_id
    WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id), '[]')::jsonb AS items
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
LEFT JOIN branch_sector bs ON bs.tenant_id = t.tenant_id AND bs.id = t.sector_id
JOIN branch b ON b.tenant_id = r.tenant_id AND b.id = r.branch_id
JOIN tenant n ON n.id = r.tenant_id
WHERE r.id = @round_id AND r.tenant_id = @tenant_id;

-- name: ReceiptOfCheck :one
-- The receipt of a table: its charges, equal ones summed up, and its payments.
SELECT c.id, c.branch_id, c.status, c.total_cents, c.paid_cents, c.discount_cents, c.created_at, s.opened_at, s.closed_at, t.code AS table_code,
  n.name AS tenant_name, b.name AS branch_name, b.timezone, coalesce(b.address, '')::text AS address, coalesce(b.phone, '')::text AS phone,
  greatest(s.guests, (SELECT count(*) FROM diner d WHERE d.tenant_id = s.tenant_id AND d.session_id = s.id))::int AS diners,
  coalesce((SELECT coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email) FROM app_user u
    WHERE u.tenant_id = s.tenant_id AND u.id = coalesce(s.assigned_waiter_id, s.opened_by_waiter_id)), '')::text AS waiter_name,
  coalesce((SELECT jsonb_agg(jsonb_build_object('name', l.name, 'qty', l.qty, 'unit_cents', l.unit_cents, 'cents', l.cents) ORDER BY l.first)
    FROM (SELECT coalesce(i.product_name, ch.description) AS name, i.unit_price_cents AS unit_cents, sum(coalesce(i.qty, 1)) AS qty,
        sum(ch.original_cents) AS cents, min(ch.id) AS first
      FROM charge ch LEFT JOIN round_item i ON i.tenant_id = ch.tenant_id AND i.id = ch.round_item_id
      WHERE ch.tenant_id = c.tenant_id AND ch.check_id = c.id AND NOT coalesce(i.is_voided, true)
      GROUP BY 1, 2) l), '[]')::jsonb AS lines,
  coalesce((SELECT jsonb_agg(jsonb_build_object('provider', p.provider, 'cents', p.amount_cents, 'effect_cents', p.effect_cents,
      'unallocated_cents', p.unallocated_cents, 'at', p.created_at) ORDER BY p.created_at, p.id)
    FROM payment p WHERE p.tenant_id = c.tenant_id AND p.check_id = c.id AND p.status = 'APPROVED'), '[]')::jsonb AS payments
FROM app_check c
JOIN table_session s ON s.tenant_id = c.tenant_id AND s.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
JOIN tenant n ON n.id = c.tenant_id
WHERE c.id = @check_id AND c.tenant_id = @tenant_id;

-- name: BranchOfReport :one
SELECT b.id, b.name, b.timezone, coalesce(b.address, '')::text AS address, n.name AS tenant_name
FROM branch b JOIN tenant n ON n.id = b.tenant_id
WHERE b.id = @branch_id AND b.tenant_id = @tenant_id;

-- name: MoneyByMeans :many
-- What came in on a branch's day, by means: the payments' amounts, and what they are worth after refunds.
SELECT p.provider, count(*)::int AS payments, sum(p.amount_cents)::bigint AS amount_cents, sum(p.effect_cents)::bigint AS effect_cents,
  sum(p.unallocated_cents)::bigint AS unallocated_cents
FROM payment p JOIN branch b ON b.tenant_id = p.tenant_id AND b.id = p.branch_id
WHERE p.tenant_id = @tenant_id AND p.branch_id = @branch_id AND p.status = 'APPROVED'
  AND p.created_at >= @since::timestamptz AND p.created_at < @until::timestamptz
  AND timezone(b.timezone, p.created_at)::date = @day::date
GROUP BY p.provider
ORDER BY effect_cents DESC, p.provider;

-- name: LossesOfDay :one
-- What a branch's day lost on the way: voided items, canceled rounds, and what is still owed or never was paid.
SELECT
  (SELECT coalesce(sum(i.qty * i.unit_price_cents), 0) FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id
    WHERE r.tenant_id = @tenant_id AND r.branch_id = @branch_id AND r.submitted_at >= @since::timestamptz AND r.submitted_at < @until::timestamptz
      AND timezone(b.timezone, r.submitted_at)::date = @day::date AND i.is_voided)::bigint AS voided_cents,
  (SELECT coalesce(sum(i.qty * i.unit_price_cents), 0) FROM round r JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id
    WHERE r.tenant_id = @tenant_id AND r.branch_id = @branch_id AND r.submitted_at >= @since::timestamptz AND r.submitted_at < @until::timestamptz
      AND timezone(b.timezone, r.submitted_at)::date = @day::date AND NOT i.is_voided AND r.status = 'CANCELED')::bigint AS canceled_cents,
  (SELECT coalesce(sum(x.owed_cents), 0) FROM sale x
    WHERE x.tenant_id = @tenant_id AND x.branch_id = @branch_id AND x.at >= @since::timestamptz AND x.at < @until::timestamptz
      AND x.local_day = @day::date AND NOT x.closed)::bigint AS open_cents,
  (SELECT coalesce(sum(x.owed_cents), 0) FROM sale x
    WHERE x.tenant_id = @tenant_id AND x.branch_id = @branch_id AND x.at >= @since::timestamptz AND x.at < @until::timestamptz
      AND x.local_day = @day::date AND x.closed)::bigint AS lost_cents
FROM branch b WHERE b.tenant_id = @tenant_id AND b.id = @branch_id;

-- name: DeliveriesOfDay :many
-- Orders to take away or to deliver that a branch took on its day, by type; canceled ones are no sales.
SELECT o.order_type, count(*)::int AS orders, sum(o.total_cents)::bigint AS total_cents,
  coalesce(sum(o.total_cents) FILTER (WHERE o.is_paid), 0)::bigint AS paid_cents
FROM delivery_order o JOIN branch b ON b.tenant_id = o.tenant_id AND b.id = o.branch_id
WHERE o.tenant_id = @tenant_id AND o.branch_id = @branch_id AND o.status <> 'CANCELED' AND o.deleted_at IS NULL
  AND o.created_at >= @since::timestamptz AND o.created_at < @until::timestamptz AND timezone(b.timezone, o.created_at)::date = @day::date
GROUP BY o.order_type
ORDER BY o.order_type;
