-- name: TipPools :many
-- Narrowed to one pool if id is given.
SELECT id, branch_id, name, waiter_percent, kitchen_percent, other_percent, is_active
FROM tip_pool
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id')) AND (sqlc.narg('id')::bigint IS NOT NULL OR deleted_at IS NULL)
  AND (@every_branch::boolean OR branch_id = ANY(@branch_ids::bigint[]))
ORDER BY name, id
LIMIT 200;

-- name: InsertTipPool :one
INSERT INTO tip_pool (tenant_id, branch_id, name, waiter_percent, kitchen_percent, other_percent)
VALUES (@tenant_id, @branch_id, @name, @waiter_percent, @kitchen_percent, @other_percent)
RETURNING id;

-- name: UpdateTipPool :exec
UPDATE tip_pool SET name = @name, waiter_percent = @waiter_percent, kitchen_percent = @kitchen_percent, other_percent = @other_percent
WHERE id = @id AND tenant_id = @tenant_id;

-- name: LockTip :one
-- The payment that it came with may be given back meanwhile, and somebody else may pay it out.
SELECT branch_id, amount_cents, waiter_id, is_active FROM tip WHERE id = @tip_id AND tenant_id = @tenant_id FOR UPDATE;

-- name: TipStaff :many
-- Who works in a branch, each once for every role that has a part in tips.
SELECT DISTINCT r.user_id, (CASE r.role WHEN 'MANAGER' THEN 'OTHER' ELSE r.role END)::text AS role
FROM user_branch_role r JOIN app_user u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
WHERE r.branch_id = @branch_id AND r.tenant_id = @tenant_id AND r.role IN ('WAITER', 'KITCHEN', 'MANAGER')
  AND r.is_active AND u.is_active AND u.deleted_at IS NULL
ORDER BY r.user_id;

-- name: TipIsPaidOut :one
SELECT EXISTS (SELECT FROM tip_payout WHERE tip_id = @tip_id AND tenant_id = @tenant_id);

-- name: InsertTipPayout :exec
INSERT INTO tip_payout (tip_id, tenant_id, tip_pool_id, amount_cents, created_by_id)
VALUES (@tip_id, @tenant_id, @tip_pool_id, @amount_cents, @created_by_id);

-- name: InsertTipShares :exec
INSERT INTO tip_distribution (tenant_id, tip_id, user_id, role, amount_cents)
SELECT @tenant_id, @tip_id, unnest(@user_ids::bigint[]), unnest(@roles::text[]), unnest(@amounts::bigint[]);

-- name: TipShares :many
SELECT id, role, amount_cents, user_id FROM tip_distribution WHERE tip_id = @tip_id AND tenant_id = @tenant_id ORDER BY id;
