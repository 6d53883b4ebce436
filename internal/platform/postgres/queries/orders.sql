-- name: KitchenRounds :many
SELECT r.id, r.round_number, r.status, r.created_at, r.submitted_at, r.ready_at, r.notes, r.branch_id, r.table_session_id, s.table_id, t.code AS table_code,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name, 'qty', i.qty,
      'unit_price_cents', i.unit_price_cents, 'notes', i.notes) ORDER BY i.id)
    FROM round_item i WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), '[]')::jsonb AS items
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE r.tenant_id = @tenant_id AND r.status IN ('SUBMITTED', 'IN_KITCHEN')
  AND (@every_branch::boolean OR r.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY r.submitted_at, r.id;

-- name: RoundsOfSession :many
SELECT r.id, r.round_number, r.status, r.created_at, r.submitted_at, r.ready_at, r.notes, r.branch_id, r.table_session_id, s.table_id, t.code AS table_code,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name, 'qty', i.qty,
      'unit_price_cents', i.unit_price_cents, 'notes', i.notes) ORDER BY i.id)
    FROM round_item i WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), '[]')::jsonb AS items
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE r.table_session_id = @session_id AND r.tenant_id = @tenant_id
ORDER BY r.round_number;

-- name: RoundByID :one
SELECT r.id, r.round_number, r.status, r.created_at, r.submitted_at, r.ready_at, r.notes, r.branch_id, r.table_session_id, s.table_id, t.code AS table_code,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'product_id', i.product_id, 'product_name', i.product_name, 'qty', i.qty,
      'unit_price_cents', i.unit_price_cents, 'notes', i.notes) ORDER BY i.id)
    FROM round_item i WHERE i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided), '[]')::jsonb AS items
FROM round r
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE r.id = @round_id AND r.tenant_id = @tenant_id;

-- name: RoundOfItem :one
SELECT i.id AS item_id, i.qty, r.id AS round_id, r.status AS round_status, r.branch_id, r.table_session_id AS session_id, s.table_id
FROM round_item i
JOIN round r ON r.tenant_id = i.tenant_id AND r.id = i.round_id
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
WHERE i.id = @item_id AND i.tenant_id = @tenant_id;

-- name: KitchenTickets :many
-- Tickets still in the kitchen, unless one ticket or the tickets of one round are asked for.
SELECT k.id, k.branch_id, k.round_id, r.round_number, k.station, k.status, k.priority, k.notes, s.table_id, t.code AS table_code,
  r.table_session_id AS session_id, k.created_at, k.started_at, k.completed_at, k.delivered_at,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', ki.id, 'round_item_id', ki.round_item_id, 'product_id', i.product_id,
      'product_name', i.product_name, 'qty', ki.qty, 'status', ki.status, 'notes', i.notes) ORDER BY ki.id)
    FROM kitchen_ticket_item ki JOIN round_item i ON i.id = ki.round_item_id AND NOT i.is_voided
    WHERE ki.tenant_id = k.tenant_id AND ki.ticket_id = k.id), '[]')::jsonb AS items
FROM kitchen_ticket k
JOIN round r ON r.tenant_id = k.tenant_id AND r.id = k.round_id
JOIN table_session s ON s.tenant_id = r.tenant_id AND s.id = r.table_session_id
JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE k.tenant_id = @tenant_id
  AND (@every_branch::boolean OR k.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('station')::text IS NULL OR k.station = sqlc.narg('station'))
  AND (sqlc.narg('ticket_id')::bigint IS NULL OR k.id = sqlc.narg('ticket_id'))
  AND (sqlc.narg('round_id')::bigint IS NULL OR k.round_id = sqlc.narg('round_id'))
  AND ((k.status <> 'DELIVERED' AND r.status IN ('SUBMITTED', 'IN_KITCHEN', 'READY')) OR sqlc.narg('ticket_id')::bigint IS NOT NULL OR sqlc.narg('round_id')::bigint IS NOT NULL)
ORDER BY k.station, k.priority DESC, k.created_at, k.id;

-- name: KitchenLoad :one
-- System: the wait of a branch is public. A round lasts as long as its slowest dish; a dish of unknown time takes 15 minutes.
WITH queue AS (
  SELECT r.status, r.submitted_at, max(coalesce(k.prep_time_minutes + k.cook_time_minutes, k.cook_time_minutes, k.prep_time_minutes, 15)) AS minutes
  FROM round r
  JOIN round_item i ON i.tenant_id = r.tenant_id AND i.round_id = r.id AND NOT i.is_voided
  LEFT JOIN product_cooking k ON k.tenant_id = i.tenant_id AND k.product_id = i.product_id
  WHERE r.branch_id = @branch_id AND r.status IN ('SUBMITTED', 'IN_KITCHEN')
  GROUP BY r.id
)
SELECT (SELECT count(*) FROM queue)::int AS queue_size,
  coalesce((SELECT sum(CASE WHEN q.status = 'IN_KITCHEN'
      THEN greatest(q.minutes - date_part('epoch', sqlc.arg('at')::timestamptz - q.submitted_at) / 60, 0) ELSE q.minutes END)
    FROM queue q), 0)::float8 AS backlog_minutes,
  coalesce((SELECT avg(coalesce(k.prep_time_minutes, 0) + k.cook_time_minutes)
    FROM listed_product sp JOIN product_cooking k ON k.tenant_id = sp.tenant_id AND k.product_id = sp.product_id
    WHERE sp.branch_id = b.id AND sp.is_available AND k.cook_time_minutes > 0), 15)::float8 AS typical_minutes
FROM branch b
WHERE b.id = @branch_id AND b.is_active;

-- name: LockBranchProduct :one
-- The price row to toggle: in the first of the given branches that has one.
SELECT bp.branch_id, b.slug AS branch_slug, bp.is_available
FROM branch_product bp
JOIN branch b ON b.tenant_id = bp.tenant_id AND b.id = bp.branch_id AND b.is_active
JOIN product p ON p.tenant_id = bp.tenant_id AND p.id = bp.product_id AND p.is_active
WHERE bp.tenant_id = @tenant_id AND bp.product_id = @product_id AND bp.is_active
  AND (@every_branch::boolean OR bp.branch_id = ANY(@branch_ids::bigint[]))
ORDER BY array_position(@branch_ids::bigint[], bp.branch_id), bp.branch_id
LIMIT 1
FOR UPDATE OF bp;

-- name: SetProductAvailability :exec
UPDATE branch_product SET is_available = @is_available, updated_at = now(), updated_by_id = @user_id, updated_by_email = @user_email
WHERE tenant_id = @tenant_id AND branch_id = @branch_id AND product_id = @product_id;
