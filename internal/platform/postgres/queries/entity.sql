-- name: InsertAudit :exec
-- One line of the audit log. Every write of a person's goes through it.
INSERT INTO audit_log (tenant_id, user_id, user_email, branch_id, entity_type, entity_id, action, old_values, new_values, ip_address, user_agent, request_id)
VALUES (@tenant_id, @user_id, sqlc.narg('user_email'), sqlc.narg('branch_id'), @entity_type, @entity_id, @action, @old_values, @new_values,
  nullif(@ip_address::text, ''), nullif(@user_agent::text, ''), nullif(@request_id::text, ''));

-- name: BranchesToNotify :many
-- The branches that get the events of a change: one, or all of the tenant.
SELECT id, slug FROM branch
WHERE tenant_id = @tenant_id AND (sqlc.narg('branch_id')::bigint IS NULL OR id = sqlc.narg('branch_id')) AND deleted_at IS NULL
ORDER BY id;

-- name: MenusOf :many
-- System: the slugs of all branches of some tenants, whose menus a change makes old: a branch may sell from another's category.
-- Branches that were deleted have one too, until it is dropped.
SELECT slug FROM branch WHERE tenant_id = ANY(@tenant_ids::bigint[]) ORDER BY id;

-- name: InsertRetirement :one
INSERT INTO retirement (tenant_id, entity_type, entity_id, retired_by_id)
VALUES (@tenant_id, @entity_type, @entity_id, @retired_by_id) RETURNING id;

-- name: OpenRetirement :one
SELECT id FROM retirement
WHERE tenant_id = @tenant_id AND entity_type = @entity_type AND entity_id = @entity_id AND restored_at IS NULL
FOR UPDATE;

-- name: RetiredRows :many
SELECT entity_type, entity_id FROM retired_row WHERE tenant_id = @tenant_id AND retirement_id = @retirement_id
ORDER BY entity_type, entity_id;

-- name: RetiredWith :one
-- What was deleted when this went with it, of deletions that still hold.
SELECT r.entity_type, r.entity_id
FROM retired_row w JOIN retirement r ON r.id = w.retirement_id
WHERE w.tenant_id = @tenant_id AND w.entity_type = @entity_type AND w.entity_id = @entity_id AND r.restored_at IS NULL
ORDER BY r.id DESC LIMIT 1;

-- name: CloseRetirement :exec
UPDATE retirement SET restored_at = now() WHERE id = @id AND tenant_id = @tenant_id;
