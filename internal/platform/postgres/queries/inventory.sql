-- name: StockItems :many
-- Narrowed to one item if id is given.
SELECT s.id, s.tenant_id, s.branch_id, s.ingredient_id, s.current_qty::float8 AS current_qty, s.unit, s.min_level::float8 AS min_level,
  coalesce(s.max_level, -1)::float8 AS max_level, s.cost_per_unit_cents, s.location, s.last_restock_at, s.is_active, s.created_at
FROM stock_item s
WHERE s.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR s.id = sqlc.narg('id'))
  AND (@every_branch::boolean OR s.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('id')::bigint IS NOT NULL OR s.deleted_at IS NULL)
ORDER BY s.branch_id, s.id
LIMIT @max_rows OFFSET @skip;

-- name: IngredientExists :one
SELECT EXISTS (SELECT 1 FROM ingredient WHERE id = @ingredient_id AND tenant_id = @tenant_id AND deleted_at IS NULL);

-- name: InsertStockItem :one
INSERT INTO stock_item (tenant_id, branch_id, ingredient_id, unit, min_level, max_level, cost_per_unit_cents, location)
VALUES (@tenant_id, @branch_id, @ingredient_id, @unit, sqlc.arg('min_level')::float8::numeric(14, 3), sqlc.narg('max_level')::float8::numeric(14, 3), @cost_per_unit_cents, @location)
RETURNING id;

-- name: UpdateStockItem :exec
UPDATE stock_item SET unit = @unit, min_level = sqlc.arg('min_level')::float8::numeric(14, 3), max_level = sqlc.narg('max_level')::float8::numeric(14, 3),
  cost_per_unit_cents = @cost_per_unit_cents, location = @location
WHERE id = @id AND tenant_id = @tenant_id;

-- name: MoveStock :one
-- Changes a quantity and keeps the change. The item's row is locked by the update.
WITH moved AS (
  UPDATE stock_item s SET current_qty = s.current_qty + sqlc.arg('qty')::float8::numeric(14, 3), updated_at = now(),
    last_restock_at = CASE WHEN sqlc.arg('qty')::float8 > 0 THEN now() ELSE s.last_restock_at END
  WHERE s.id = @stock_item_id AND s.tenant_id = @tenant_id AND s.deleted_at IS NULL
  RETURNING s.id, s.tenant_id, s.branch_id, s.current_qty, s.cost_per_unit_cents
)
INSERT INTO stock_movement (tenant_id, branch_id, stock_item_id, movement_type, qty_change, qty_before, qty_after, reason, reference_type,
  reference_id, cost_per_unit_cents, performed_by_id)
SELECT m.tenant_id, m.branch_id, m.id, @movement_type, sqlc.arg('qty')::float8::numeric(14, 3), m.current_qty - sqlc.arg('qty')::float8::numeric(14, 3),
  m.current_qty, sqlc.narg('reason'), sqlc.narg('reference_type'), sqlc.narg('reference_id'), m.cost_per_unit_cents, @user_id
FROM moved m
RETURNING id;

-- name: StockMovements :many
-- Narrowed to one movement if id is given. The latest first.
SELECT id, tenant_id, branch_id, stock_item_id, movement_type, qty_change::float8 AS qty_change, qty_before::float8 AS qty_before,
  qty_after::float8 AS qty_after, reason, reference_type, reference_id, cost_per_unit_cents, performed_by_id, created_at
FROM stock_movement
WHERE tenant_id = @tenant_id AND stock_item_id = @stock_item_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
ORDER BY id DESC
LIMIT @max_rows OFFSET @skip;

-- name: SettleStockAlerts :exec
-- An alert whose cause is gone is resolved. Narrowed to one item if stock_item_id is given.
UPDATE stock_alert a SET status = 'RESOLVED'
FROM stock_item s
WHERE a.tenant_id = @tenant_id AND a.status <> 'RESOLVED' AND s.tenant_id = a.tenant_id AND s.id = a.stock_item_id
  AND (sqlc.narg('stock_item_id')::bigint IS NULL OR s.id = sqlc.narg('stock_item_id'))
  AND NOT CASE a.alert_type WHEN 'OUT_OF_STOCK' THEN s.current_qty = 0 WHEN 'LOW_STOCK' THEN s.current_qty > 0 AND s.current_qty <= s.min_level
    ELSE s.current_qty > s.max_level END;

-- name: RaiseStockAlerts :exec
-- One alert per cause that has none yet.
INSERT INTO stock_alert (tenant_id, branch_id, stock_item_id, alert_type, current_qty, threshold_qty)
SELECT s.tenant_id, s.branch_id, s.id,
  CASE WHEN s.current_qty = 0 THEN 'OUT_OF_STOCK' WHEN s.current_qty <= s.min_level THEN 'LOW_STOCK' ELSE 'OVERSTOCK' END,
  s.current_qty, CASE WHEN s.current_qty <= s.min_level THEN s.min_level ELSE coalesce(s.max_level, s.min_level) END
FROM stock_item s
WHERE s.tenant_id = @tenant_id AND s.deleted_at IS NULL AND s.is_active
  AND (sqlc.narg('stock_item_id')::bigint IS NULL OR s.id = sqlc.narg('stock_item_id'))
  AND (@every_branch::boolean OR s.branch_id = ANY(@branch_ids::bigint[]))
  AND (s.current_qty = 0 OR s.current_qty <= s.min_level OR s.current_qty > s.max_level)
ON CONFLICT (stock_item_id, alert_type) WHERE status <> 'RESOLVED' DO NOTHING;

-- name: StockAlerts :many
SELECT id, tenant_id, branch_id, stock_item_id, alert_type, current_qty::float8 AS current_qty, threshold_qty::float8 AS threshold_qty, status,
  acknowledged_by_id, acknowledged_at, created_at
FROM stock_alert
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('status')::text IS NULL OR status = sqlc.narg('status'))
ORDER BY id DESC
LIMIT 200;

-- name: AcknowledgeStockAlert :execrows
UPDATE stock_alert SET status = 'ACKNOWLEDGED', acknowledged_by_id = @user_id, acknowledged_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND status = 'ACTIVE';

-- name: LogWaste :one
INSERT INTO waste_log (tenant_id, branch_id, stock_item_id, qty, reason, cost_cents, logged_by_id)
SELECT s.tenant_id, s.branch_id, s.id, sqlc.arg('qty')::float8::numeric(14, 3), @reason, round(sqlc.arg('qty')::float8::numeric(14, 3) * s.cost_per_unit_cents), @user_id
FROM stock_item s WHERE s.id = @stock_item_id AND s.tenant_id = @tenant_id
RETURNING id;

-- name: WasteLogs :many
SELECT id, tenant_id, branch_id, stock_item_id, qty::float8 AS qty, reason, cost_cents, logged_by_id, logged_at
FROM waste_log
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
ORDER BY id DESC
LIMIT @max_rows OFFSET @skip;
