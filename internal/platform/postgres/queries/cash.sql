-- name: LockRegister :one
-- The branch's register of that name, made if there is none, and locked.
INSERT INTO cash_register (tenant_id, branch_id, name) VALUES (@tenant_id, @branch_id, @name)
ON CONFLICT ON CONSTRAINT cash_register_name_key DO UPDATE SET updated_at = now()
RETURNING id, is_open;

-- name: OpenCashSession :one
INSERT INTO cash_session (tenant_id, branch_id, cash_register_id, opened_by_id, opening_amount_cents)
VALUES (@tenant_id, @branch_id, @cash_register_id, @opened_by_id, @opening_amount_cents)
RETURNING id, cash_register_id, status, opened_at, opening_amount_cents;

-- name: SetRegisterSession :exec
UPDATE cash_register SET is_open = @is_open, current_session_id = sqlc.narg('session_id'), updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id;

-- name: CashSessionByID :one
SELECT s.id, s.branch_id, s.cash_register_id, r.name AS register_name, s.status, s.opened_at, s.closed_at, s.opening_amount_cents,
  s.expected_amount_cents, s.actual_amount_cents, s.difference_cents, s.notes
FROM cash_session s JOIN cash_register r ON r.tenant_id = s.tenant_id AND r.id = s.cash_register_id
WHERE s.id = @session_id AND s.tenant_id = @tenant_id;

-- name: LockCashSession :one
-- Movements that are under way come first; those that come later find it closed.
SELECT status, cash_register_id, opening_amount_cents FROM cash_session WHERE id = @session_id AND tenant_id = @tenant_id FOR UPDATE;

-- name: CashInDrawer :one
SELECT coalesce(sum(cash_effect(movement_type, payment_method, amount_cents)), 0)::bigint FROM cash_movement
WHERE cash_session_id = @session_id AND tenant_id = @tenant_id;

-- name: CloseCashSession :exec
UPDATE cash_session SET status = 'CLOSED', closed_at = now(), closed_by_id = @closed_by_id, expected_amount_cents = sqlc.arg('expected')::bigint,
  actual_amount_cents = sqlc.arg('actual')::bigint, difference_cents = sqlc.arg('actual')::bigint - sqlc.arg('expected')::bigint, notes = sqlc.narg('notes')
WHERE id = @session_id AND tenant_id = @tenant_id AND status = 'OPEN';

-- name: InsertCashMovement :one
-- Into an open session alone.
INSERT INTO cash_movement (tenant_id, cash_session_id, movement_type, amount_cents, payment_method, reference_type, reference_id, description, performed_by_id)
SELECT s.tenant_id, s.id, @movement_type::text, @amount_cents::bigint, @payment_method::text, sqlc.narg('reference_type')::text,
  sqlc.narg('reference_id')::bigint, sqlc.narg('description')::text, @performed_by_id::bigint
FROM cash_session s WHERE s.id = @session_id AND s.tenant_id = @tenant_id AND s.status = 'OPEN' FOR SHARE
RETURNING id, movement_type, amount_cents, payment_method, description, created_at;

-- name: CurrentCashSession :one
SELECT s.id, s.branch_id, s.cash_register_id, r.name AS register_name, s.status, s.opened_at, s.closed_at, s.opening_amount_cents,
  s.expected_amount_cents, s.actual_amount_cents, s.difference_cents, s.notes
FROM cash_session s JOIN cash_register r ON r.tenant_id = s.tenant_id AND r.id = s.cash_register_id
WHERE s.branch_id = @branch_id AND s.tenant_id = @tenant_id AND s.status = 'OPEN'
ORDER BY s.opened_at DESC, s.id DESC LIMIT 1;

-- name: CashSessions :many
SELECT s.id, s.branch_id, s.cash_register_id, r.name AS register_name, s.status, s.opened_at, s.closed_at, s.opening_amount_cents,
  s.expected_amount_cents, s.actual_amount_cents, s.difference_cents, s.notes
FROM cash_session s JOIN cash_register r ON r.tenant_id = s.tenant_id AND r.id = s.cash_register_id
WHERE s.branch_id = @branch_id AND s.tenant_id = @tenant_id
ORDER BY s.opened_at DESC, s.id DESC LIMIT @max_rows OFFSET @skip;

-- name: CashMovements :many
SELECT id, movement_type, amount_cents, payment_method, description, reference_type, reference_id, created_at
FROM cash_movement WHERE cash_session_id = @session_id AND tenant_id = @tenant_id
ORDER BY id;

-- name: InsertTip :one
INSERT INTO tip (tenant_id, branch_id, table_session_id, check_id, amount_cents, payment_method, waiter_id, created_by_id)
VALUES (@tenant_id, @branch_id, sqlc.narg('table_session_id'), sqlc.narg('check_id'), @amount_cents, @payment_method, sqlc.narg('waiter_id'), @created_by_id)
RETURNING id, amount_cents, payment_method, waiter_id, created_at;

-- name: TipBelongs :one
-- Whether the session, the check and the person of a tip are of the branch; those that are not named are.
SELECT ((sqlc.narg('session_id')::bigint IS NULL OR EXISTS (SELECT FROM table_session ts WHERE ts.tenant_id = b.tenant_id AND ts.branch_id = b.id AND ts.id = sqlc.narg('session_id')))
  AND (sqlc.narg('check_id')::bigint IS NULL OR EXISTS (SELECT FROM app_check c WHERE c.tenant_id = b.tenant_id AND c.branch_id = b.id AND c.id = sqlc.narg('check_id')))
  AND (sqlc.narg('waiter_id')::bigint IS NULL OR EXISTS (SELECT FROM app_user u WHERE u.tenant_id = b.tenant_id AND u.id = sqlc.narg('waiter_id'))))::boolean AS belongs
FROM branch b WHERE b.id = @branch_id AND b.tenant_id = @tenant_id AND b.is_active;

-- name: Tips :many
-- Days are of the branch's own calendar.
SELECT t.id, t.branch_id, t.amount_cents, t.payment_method, t.waiter_id, t.table_session_id, t.check_id, t.created_at
FROM tip t JOIN branch b ON b.tenant_id = t.tenant_id AND b.id = t.branch_id
WHERE t.tenant_id = @tenant_id AND t.is_active AND (@every_branch::boolean OR t.branch_id = ANY(@branch_ids::bigint[]))
  AND (sqlc.narg('waiter_id')::bigint IS NULL OR t.waiter_id = sqlc.narg('waiter_id'))
  AND (sqlc.narg('date_from')::text IS NULL OR timezone(b.timezone, t.created_at)::date >= sqlc.narg('date_from')::text::date)
  AND (sqlc.narg('date_to')::text IS NULL OR timezone(b.timezone, t.created_at)::date <= sqlc.narg('date_to')::text::date)
ORDER BY t.created_at DESC, t.id DESC LIMIT @max_rows OFFSET @skip;

-- name: TipTotals :many
SELECT t.payment_method, t.waiter_id, sum(t.amount_cents)::bigint AS total_cents, count(*)::int AS tips
FROM tip t JOIN branch b ON b.tenant_id = t.tenant_id AND b.id = t.branch_id
WHERE t.tenant_id = @tenant_id AND t.is_active AND t.branch_id = @branch_id
  AND (sqlc.narg('date_from')::text IS NULL OR timezone(b.timezone, t.created_at)::date >= sqlc.narg('date_from')::text::date)
  AND (sqlc.narg('date_to')::text IS NULL OR timezone(b.timezone, t.created_at)::date <= sqlc.narg('date_to')::text::date)
GROUP BY t.payment_method, t.waiter_id
ORDER BY t.payment_method, t.waiter_id;

-- name: BranchIsThere :one
SELECT EXISTS (SELECT FROM branch WHERE id = @branch_id AND tenant_id = @tenant_id AND is_active)::boolean AS there;
