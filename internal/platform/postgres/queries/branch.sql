-- name: Branches :many
-- Narrowed to one branch if id is given.
SELECT id, tenant_id, name, slug, address, phone, timezone, opening_time, closing_time, is_active, created_at,
  round_approval, call_reminder_seconds, call_escalation_after, ready_reminder_seconds, idle_close_minutes, overpayment_policy,
  unpaid_cap_cents, staff_opens_tables, qr_secret_required
FROM branch
WHERE tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR id = sqlc.narg('id'))
  AND (@every_branch::boolean OR id = ANY(@branch_ids::bigint[]))
  AND (@include_deleted::boolean OR deleted_at IS NULL)
ORDER BY name, id;

-- name: InsertBranch :one
INSERT INTO branch (tenant_id, name, slug, address, phone, timezone, opening_time, closing_time, is_active)
VALUES (@tenant_id, @name, @slug, @address, @phone, @timezone, @opening_time, @closing_time, @is_active)
RETURNING id;

-- name: UpdateBranch :exec
UPDATE branch SET name = @name, slug = @slug, address = @address, phone = @phone, timezone = @timezone,
  opening_time = @opening_time, closing_time = @closing_time, is_active = @is_active, round_approval = @round_approval,
  call_reminder_seconds = @call_reminder_seconds, call_escalation_after = @call_escalation_after,
  ready_reminder_seconds = @ready_reminder_seconds, idle_close_minutes = @idle_close_minutes, overpayment_policy = @overpayment_policy,
  unpaid_cap_cents = @unpaid_cap_cents, staff_opens_tables = @staff_opens_tables, qr_secret_required = @qr_secret_required
WHERE id = @id AND tenant_id = @tenant_id;

-- name: LockTablesOfBranch :exec
-- While they are locked nobody sits down in the branch.
SELECT id FROM restaurant_table WHERE branch_id = @branch_id AND tenant_id = @tenant_id ORDER BY id FOR UPDATE;

-- name: LiveTable :one
-- The code of a table where somebody sits: of a branch, or of one table.
SELECT t.code
FROM table_session s JOIN restaurant_table t ON t.tenant_id = s.tenant_id AND t.id = s.table_id
WHERE s.tenant_id = @tenant_id AND s.status IN ('OPEN', 'PAYING')
  AND (sqlc.narg('branch_id')::bigint IS NULL OR s.branch_id = sqlc.narg('branch_id'))
  AND (sqlc.narg('table_id')::bigint IS NULL OR s.table_id = sqlc.narg('table_id'))
ORDER BY t.code LIMIT 1;

-- name: TenantByID :one
SELECT id, name, slug, description, logo, theme_color, created_at FROM tenant WHERE id = @tenant_id;

-- name: UpdateTenant :exec
UPDATE tenant SET name = @name, description = @description, logo = @logo, theme_color = @theme_color, updated_at = now() WHERE id = @tenant_id;

-- name: LockTenant :exec
-- Changes that must leave the tenant with an admin wait for each other here.
SELECT id FROM tenant WHERE id = @tenant_id FOR NO KEY UPDATE;
