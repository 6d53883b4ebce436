-- name: ReportDay :one
-- The day that it is on the clock of the branch, or of the first of several.
SELECT timezone(timezone, @at::timestamptz)::date AS today FROM branch
WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR id = ANY(@branch_ids::bigint[]))
ORDER BY id LIMIT 1;

-- name: SalesByDay :many
-- Days without a sale are left out. since and until bound the index scan, wider than any clock differs.
SELECT local_day::date AS day, sum(sold_cents)::bigint AS sold_cents, count(DISTINCT round_id)::int AS orders
FROM sale
WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date
GROUP BY local_day
ORDER BY local_day;

-- name: OrdersByHour :many
-- Hours without an order are left out.
SELECT local_hour::int AS hour, count(DISTINCT round_id)::int AS orders, sum(sold_cents)::bigint AS sold_cents
FROM sale
WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date
GROUP BY local_hour
ORDER BY local_hour;

-- name: SalesSum :one
SELECT coalesce(sum(sold_cents), 0)::bigint AS sold_cents, coalesce(sum(off_cents), 0)::bigint AS off_cents,
  count(DISTINCT round_id)::int AS orders, count(DISTINCT session_id)::int AS sessions, coalesce(sum(qty), 0)::bigint AS items
FROM sale
WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date;

-- name: SalesByProduct :many
-- By the name at the sale: what a product was sold as before it had another name stays under that.
SELECT x.product_id, coalesce(i.product_name, p.name) AS product_name, sum(x.qty)::bigint AS qty, sum(x.sold_cents)::bigint AS sold_cents
FROM sale x JOIN round_item i ON i.tenant_id = x.tenant_id AND i.id = x.item_id
JOIN product p ON p.tenant_id = x.tenant_id AND p.id = x.product_id
WHERE x.tenant_id = @tenant_id AND (@every_branch::boolean OR x.branch_id = ANY(@branch_ids::bigint[]))
  AND x.at >= @since::timestamptz AND x.at < @until::timestamptz AND x.local_day BETWEEN @from_day::date AND @to_day::date
GROUP BY x.product_id, coalesce(i.product_name, p.name)
ORDER BY sum(x.qty) DESC, sum(x.sold_cents) DESC, x.product_id
LIMIT @max_rows;

-- name: SalesByCategory :many
SELECT coalesce(category_name, 'Sin categoría')::text AS category, sum(qty)::bigint AS qty, sum(sold_cents)::bigint AS sold_cents
FROM sale
WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date
GROUP BY category_name
ORDER BY sold_cents DESC, category;

-- name: SalesByWaiter :many
-- Who had something to do: a sale's waiter, who answered a call, or whose a tip is.
WITH own AS (
  SELECT waiter_id, session_id, round_id, at, served_at, sum(sold_cents) AS sold_cents
  FROM sale
  WHERE tenant_id = @tenant_id AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
    AND at >= @since::timestamptz AND at < @until::timestamptz AND local_day BETWEEN @from_day::date AND @to_day::date
    AND waiter_id IS NOT NULL
  GROUP BY waiter_id, session_id, round_id, at, served_at
), served AS (
  SELECT waiter_id, count(DISTINCT session_id) AS tables, count(*) AS rounds, sum(sold_cents) AS sold_cents,
    avg(extract(epoch FROM served_at - at)) AS service_seconds
  FROM own GROUP BY waiter_id
), calls AS (
  SELECT c.acked_by_user_id AS waiter_id, count(*) AS calls, avg(extract(epoch FROM c.acked_at - c.created_at)) AS response_seconds
  FROM service_call c JOIN branch b ON b.tenant_id = c.tenant_id AND b.id = c.branch_id
  WHERE c.tenant_id = @tenant_id AND (@every_branch::boolean OR c.branch_id = ANY(@branch_ids::bigint[])) AND c.acked_by_user_id IS NOT NULL
    AND c.created_at >= @since::timestamptz AND c.created_at < @until::timestamptz
    AND timezone(b.timezone, c.created_at)::date BETWEEN @from_day::date AND @to_day::date
  GROUP BY c.acked_by_user_id
), tips AS (
  SELECT t.waiter_id, sum(t.amount_cents) AS tip_cents
  FROM tip t JOIN branch b ON b.tenant_id = t.tenant_id AND b.id = t.branch_id
  WHERE t.tenant_id = @tenant_id AND (@every_branch::boolean OR t.branch_id = ANY(@branch_ids::bigint[])) AND t.waiter_id IS NOT NULL
    AND t.is_active AND t.created_at >= @since::timestamptz AND t.created_at < @until::timestamptz
    AND timezone(b.timezone, t.created_at)::date BETWEEN @from_day::date AND @to_day::date
  GROUP BY t.waiter_id
)
SELECT u.id AS user_id, coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email)::text AS user_name,
  coalesce(s.tables, 0)::int AS tables, coalesce(s.rounds, 0)::int AS rounds, coalesce(s.sold_cents, 0)::bigint AS sold_cents,
  coalesce(s.service_seconds, 0)::float8 AS service_seconds, coalesce(c.calls, 0)::int AS calls,
  coalesce(c.response_seconds, 0)::float8 AS response_seconds, coalesce(t.tip_cents, 0)::bigint AS tip_cents
FROM app_user u
LEFT JOIN served s ON s.waiter_id = u.id
LEFT JOIN calls c ON c.waiter_id = u.id
LEFT JOIN tips t ON t.waiter_id = u.id
WHERE u.tenant_id = @tenant_id AND (s.waiter_id IS NOT NULL OR c.waiter_id IS NOT NULL OR t.waiter_id IS NOT NULL)
ORDER BY coalesce(s.sold_cents, 0) DESC, u.id;

-- name: LiveOrders :many
-- Rounds that somebody still waits for. With a status, those of it; what was served or canceled only while its table is open.
SELECT r.id, r.round_number, r.status, t.id AS table_id, t.code AS table_code, r.branch_id, b.name AS branch_name,
  r.table_session_id AS session_id, r.submitted_at,
  coalesce((SELECT sum(i.qty * i.unit_price_cents) FROM round_item i
    WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), 0)::bigint AS total_cents,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name, 'qty', i.qty,
      'unit_price_cents', i.unit_price_cents, 'notes', i.notes, 'diner_name', d.name) ORDER BY i.id)
    FROM round_item i LEFT JOIN diner d ON d.tenant_id = i.tenant_id AND d.id = i.diner_id
    WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), '[]')::jsonb AS items
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
JOIN branch b ON b.tenant_id = r.tenant_id AND b.id = r.branch_id
WHERE r.tenant_id = @tenant_id AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
  AND s.status IN ('OPEN', 'PAYING')
  AND CASE WHEN sqlc.narg('status')::text IS NULL THEN r.status IN ('PENDING', 'CONFIRMED', 'SUBMITTED', 'IN_KITCHEN', 'READY')
      ELSE r.status = sqlc.narg('status') END
ORDER BY r.submitted_at, r.id
LIMIT @max_rows OFFSET @skip;

-- name: CountLiveOrders :one
SELECT count(*) FILTER (WHERE r.status IN ('PENDING', 'CONFIRMED', 'SUBMITTED'))::int AS pending,
  count(*) FILTER (WHERE r.status = 'IN_KITCHEN')::int AS in_kitchen, count(*) FILTER (WHERE r.status = 'READY')::int AS ready
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
WHERE r.tenant_id = @tenant_id AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
  AND s.status IN ('OPEN', 'PAYING');
