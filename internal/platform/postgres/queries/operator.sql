-- name: OperatorUsers :many
-- System: an operator at the command line sees every tenant's people. Narrowed to an e-mail or a tenant if given.
SELECT u.id, u.tenant_id, t.slug AS tenant_slug, u.email, coalesce(u.first_name, '')::text AS first_name, coalesce(u.last_name, '')::text AS last_name,
  (u.is_active AND u.deleted_at IS NULL)::boolean AS is_active,
  coalesce((SELECT array_agg(r.role || '@' || b.slug ORDER BY b.slug, r.role) FROM user_branch_role r JOIN branch b ON b.id = r.branch_id
            WHERE r.user_id = u.id AND r.tenant_id = u.tenant_id AND r.is_active), '{}')::text[] AS roles
FROM app_user u JOIN tenant t ON t.id = u.tenant_id
WHERE (sqlc.narg('email')::text IS NULL OR lower(u.email) = lower(sqlc.narg('email')))
  AND (sqlc.narg('tenant')::text IS NULL OR t.slug = sqlc.narg('tenant'))
ORDER BY u.tenant_id, u.email;

-- name: OperatorTenants :many
-- System: an operator names a tenant by its slug, which is unique.
SELECT id, name, slug FROM tenant WHERE sqlc.narg('slug')::text IS NULL OR slug = sqlc.narg('slug') ORDER BY id;

-- name: OperatorAdmin :one
-- The person in whose name an operator acts: an active administrator of the tenant, the first of them unless one is named.
SELECT u.id, u.email FROM app_user u
WHERE u.tenant_id = @tenant_id AND u.is_active AND u.deleted_at IS NULL
  AND (sqlc.narg('email')::text IS NULL OR lower(u.email) = lower(sqlc.narg('email')))
  AND EXISTS (SELECT FROM user_branch_role r WHERE r.user_id = u.id AND r.tenant_id = u.tenant_id AND r.role = 'ADMIN' AND r.is_active)
ORDER BY u.id LIMIT 1;

-- name: OperatorInsertTenant :one
INSERT INTO tenant (name, slug) VALUES (@name, @slug) RETURNING id;

-- name: OperatorInsertUser :one
INSERT INTO app_user (tenant_id, email, password, first_name, last_name, created_by_email)
VALUES (@tenant_id, lower(@email), @password, sqlc.narg('first_name'), sqlc.narg('last_name'), @by) RETURNING id;

-- name: OperatorSetPassword :exec
UPDATE app_user SET password = @password, updated_at = now(), updated_by_email = @by WHERE id = @id AND tenant_id = @tenant_id;

-- name: OperatorSetActive :exec
UPDATE app_user SET is_active = @is_active, updated_at = now(), updated_by_email = @by WHERE id = @id AND tenant_id = @tenant_id;

-- name: OperatorBranches :many
SELECT id, slug FROM branch WHERE tenant_id = @tenant_id AND deleted_at IS NULL AND slug = ANY(@slugs::text[]);

-- name: OperatorEndRoles :exec
UPDATE user_branch_role SET is_active = false WHERE user_id = @user_id AND tenant_id = @tenant_id;

-- name: OperatorGrantRole :exec
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (@tenant_id, @user_id, @branch_id, @role)
ON CONFLICT (user_id, branch_id, role) DO UPDATE SET is_active = true;
