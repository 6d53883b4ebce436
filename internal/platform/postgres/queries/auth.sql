-- name: SystemUsersByEmail :many
-- System: a login names no tenant. An e-mail may belong to persons of several tenants; the oldest come first.
SELECT u.id, u.tenant_id, u.email, u.password, GREATEST(u.tokens_valid_from, 'epoch')::timestamptz AS tokens_valid_from,
  (u.totp_confirmed_at IS NOT NULL)::boolean AS asks_code
FROM app_user u
JOIN tenant t ON t.id = u.tenant_id AND t.is_active
WHERE lower(u.email) = lower(@email::text) AND u.is_active AND u.deleted_at IS NULL
ORDER BY u.id
LIMIT 10;

-- name: GrantsOfUser :many
-- In which branches that are open for business the person may do what. An ADMIN of one is an ADMIN of all.
SELECT b.id AS branch_id, g.role
FROM user_branch_role g
JOIN branch h ON h.tenant_id = g.tenant_id AND h.id = g.branch_id AND h.is_active
JOIN branch b ON b.tenant_id = g.tenant_id AND b.is_active AND (b.id = g.branch_id OR g.role = 'ADMIN')
WHERE g.user_id = @user_id AND g.tenant_id = @tenant_id AND g.is_active
GROUP BY b.id, g.role
ORDER BY b.id, g.role;

-- name: TokenStanding :one
-- Which of a person's tokens are alive: those issued from tokens_valid_from on, if is_active; and which roles are
-- held in which branch, which is not in the token.
SELECT (u.is_active AND u.deleted_at IS NULL AND t.is_active)::boolean AS is_active, u.email,
  GREATEST(u.tokens_valid_from, 'epoch')::timestamptz AS tokens_valid_from,
  coalesce((SELECT jsonb_object_agg(h.branch_id, h.roles)
    FROM (SELECT r.branch_id, jsonb_agg(r.role) AS roles FROM user_branch_role r
          WHERE r.user_id = u.id AND r.tenant_id = u.tenant_id AND r.is_active GROUP BY r.branch_id) h), '{}')::jsonb AS roles_in
FROM app_user u
JOIN tenant t ON t.id = u.tenant_id
WHERE u.id = @user_id AND u.tenant_id = @tenant_id;

-- name: SessionStanding :one
-- Whether a table token's session is still live.
SELECT status FROM table_session
WHERE id = @session_id AND tenant_id = @tenant_id AND branch_id = @branch_id;

-- name: InsertRefreshToken :exec
INSERT INTO refresh_token (jti, family, tenant_id, user_id, issued_at, expires_at)
VALUES (@jti, @family, @tenant_id, @user_id, @issued_at, @expires_at);

-- name: LockRefreshToken :one
SELECT family, issued_at, expires_at, used_at, revoked_at
FROM refresh_token
WHERE jti = @jti AND tenant_id = @tenant_id AND user_id = @user_id
FOR UPDATE;

-- name: UseRefreshToken :exec
UPDATE refresh_token SET used_at = @at WHERE jti = @jti AND tenant_id = @tenant_id;

-- name: LockUser :exec
SELECT id FROM app_user WHERE id = @user_id AND tenant_id = @tenant_id FOR UPDATE;

-- name: EndTokensOfUser :exec
-- Tokens issued before a time are revoked. The time never moves back, and covers a pair that another node, whose clock
-- is ahead, has just issued.
UPDATE app_user u SET tokens_valid_from = GREATEST(u.tokens_valid_from, @from_at::timestamptz, (
  SELECT max(r.issued_at) + interval '1 microsecond' FROM refresh_token r
  WHERE r.user_id = u.id AND r.tenant_id = u.tenant_id AND r.revoked_at IS NULL))
WHERE u.id = @user_id AND u.tenant_id = @tenant_id;

-- name: RevokeRefreshTokensOfUser :exec
UPDATE refresh_token SET revoked_at = @at
WHERE user_id = @user_id AND tenant_id = @tenant_id AND revoked_at IS NULL;

-- name: SystemDeleteOldRefreshTokens :execrows
-- System: an expired token of any tenant proves nothing, used or not.
DELETE FROM refresh_token WHERE expires_at < @before;

-- name: InsertAccessAudit :exec
-- A line of the audit log about who came in and went out.
INSERT INTO audit_log (tenant_id, user_id, user_email, entity_type, entity_id, action, new_values, ip_address, user_agent, request_id, created_at)
VALUES (@tenant_id, @user_id, @user_email, 'user', @user_id, @action, @new_values, @ip_address, @user_agent, @request_id, @at);
