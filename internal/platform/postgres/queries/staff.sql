-- name: StaffMembers :many
-- Narrowed to one person if id is given. Who does not act in every branch sees whoever works in theirs, and what they do there.
SELECT u.id, u.tenant_id, u.email, u.first_name, u.last_name, u.phone, u.dni, u.hire_date, u.is_active, u.created_at,
  coalesce((SELECT jsonb_agg(jsonb_build_object('branch_id', g.branch_id, 'branch_name', b.name, 'role', g.role) ORDER BY g.branch_id, g.role)
    FROM user_branch_role g JOIN branch b ON b.tenant_id = g.tenant_id AND b.id = g.branch_id AND b.deleted_at IS NULL
    WHERE g.tenant_id = u.tenant_id AND g.user_id = u.id AND g.is_active
      AND (p.every OR g.branch_id = ANY(p.branches))), '[]')::jsonb AS branch_roles
FROM app_user u, (SELECT @every_branch::boolean AS every, @branch_ids::bigint[] AS branches) p
WHERE u.tenant_id = @tenant_id AND (sqlc.narg('id')::bigint IS NULL OR u.id = sqlc.narg('id'))
  AND (@include_deleted::boolean OR u.deleted_at IS NULL)
  AND ((p.every AND sqlc.narg('branch_id')::bigint IS NULL) OR EXISTS (SELECT FROM user_branch_role g
    WHERE g.tenant_id = u.tenant_id AND g.user_id = u.id AND g.is_active
      AND (p.every OR g.branch_id = ANY(p.branches))
      AND (sqlc.narg('branch_id')::bigint IS NULL OR g.branch_id = sqlc.narg('branch_id'))))
ORDER BY lower(coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), u.email)), u.id
LIMIT @max_rows OFFSET @skip;

-- name: InsertStaff :one
INSERT INTO app_user (tenant_id, email, password, first_name, last_name, phone, dni, hire_date, is_active)
VALUES (@tenant_id, @email, @password, @first_name, @last_name, @phone, @dni, @hire_date, @is_active)
RETURNING id;

-- name: UpdateStaff :exec
UPDATE app_user SET email = @email, first_name = @first_name, last_name = @last_name, phone = @phone, dni = @dni,
  hire_date = @hire_date, is_active = @is_active
WHERE id = @id AND tenant_id = @tenant_id;

-- name: SetPassword :exec
UPDATE app_user SET password = @password WHERE id = @id AND tenant_id = @tenant_id;

-- name: RolesOfUser :many
-- Every role that a person holds, in branches that are out of service or deleted too.
SELECT g.branch_id, g.role, (b.deleted_at IS NOT NULL)::boolean AS is_dormant
FROM user_branch_role g JOIN branch b ON b.tenant_id = g.tenant_id AND b.id = g.branch_id
WHERE g.user_id = @user_id AND g.tenant_id = @tenant_id AND g.is_active ORDER BY g.branch_id, g.role;

-- name: GrantRole :exec
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (@tenant_id, @user_id, @branch_id, @role)
ON CONFLICT ON CONSTRAINT user_branch_role_key DO UPDATE SET is_active = true;

-- name: TakeRole :exec
UPDATE user_branch_role SET is_active = false
WHERE tenant_id = @tenant_id AND user_id = @user_id AND branch_id = @branch_id AND role = @role;

-- name: CountAdmins :one
-- Who can come in as an ADMIN, but for one person or one branch.
SELECT count(DISTINCT u.id)
FROM user_branch_role g
JOIN app_user u ON u.tenant_id = g.tenant_id AND u.id = g.user_id AND u.is_active AND u.deleted_at IS NULL
JOIN branch b ON b.tenant_id = g.tenant_id AND b.id = g.branch_id AND b.is_active
WHERE g.tenant_id = @tenant_id AND g.role = 'ADMIN' AND g.is_active
  AND (sqlc.narg('without_user')::bigint IS NULL OR u.id <> sqlc.narg('without_user'))
  AND (sqlc.narg('without_branch')::bigint IS NULL OR b.id <> sqlc.narg('without_branch'));

-- name: SecondFactor :one
SELECT email, totp_secret, totp_confirmed_at, totp_last_step FROM app_user
WHERE id = @user_id AND tenant_id = @tenant_id AND deleted_at IS NULL
FOR UPDATE;

-- name: OfferSecondFactor :exec
UPDATE app_user SET totp_secret = @secret, totp_confirmed_at = NULL, totp_last_step = 0
WHERE id = @user_id AND tenant_id = @tenant_id;

-- name: ConfirmSecondFactor :exec
UPDATE app_user SET totp_confirmed_at = @at, totp_last_step = @step WHERE id = @user_id AND tenant_id = @tenant_id;

-- name: TakeSecondFactorStep :exec
UPDATE app_user SET totp_last_step = @step WHERE id = @user_id AND tenant_id = @tenant_id;

-- name: DropSecondFactor :exec
UPDATE app_user SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0 WHERE id = @user_id AND tenant_id = @tenant_id;
