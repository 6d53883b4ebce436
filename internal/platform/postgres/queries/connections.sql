-- name: CurrentConnection :one
SELECT * FROM provider_connection WHERE tenant_id = @tenant_id AND status <> 'DISCONNECTED';

-- name: ConnectionByID :one
SELECT * FROM provider_connection WHERE id = @id AND tenant_id = @tenant_id;

-- name: ConnectionByPublicID :one
-- System: a webhook's path names a connection, and no tenant.
SELECT id, tenant_id, mode, status, seller_user_id FROM provider_connection WHERE public_id = @public_id;

-- name: ConnectionsOfSeller :many
-- System: the body of a webhook to the platform's path claims a seller, and names no tenant.
SELECT id, tenant_id, seller_user_id FROM provider_connection WHERE seller_user_id = @seller AND status <> 'DISCONNECTED' ORDER BY id;

-- name: ConnectedTenants :many
-- System: the restaurants whose connection has a workflow.
SELECT tenant_id FROM provider_connection WHERE status <> 'DISCONNECTED' AND tenant_id > @after_id ORDER BY tenant_id LIMIT @max_rows;

-- name: LockCurrentConnection :one
SELECT * FROM provider_connection WHERE tenant_id = @tenant_id AND status <> 'DISCONNECTED' FOR UPDATE;

-- name: UpsertConnection :one
INSERT INTO provider_connection (tenant_id, public_id, mode, status, seller_user_id, seller_name, live_expected,
  access_token, refresh_token, expires_at, renew_at, connected_by)
VALUES (@tenant_id, @public_id, @mode, 'ACTIVE', @seller_user_id, @seller_name, @live_expected,
  @access_token, @refresh_token, @expires_at, @renew_at, @connected_by)
ON CONFLICT (tenant_id, seller_user_id) DO UPDATE SET
  mode = EXCLUDED.mode, status = 'ACTIVE', status_reason = NULL, seller_name = EXCLUDED.seller_name, live_expected = EXCLUDED.live_expected,
  access_token = EXCLUDED.access_token, refresh_token = EXCLUDED.refresh_token, token_version = provider_connection.token_version + 1,
  expires_at = EXCLUDED.expires_at, renew_at = EXCLUDED.renew_at, renewing = NULL, renewing_until = NULL,
  connected_by = EXCLUDED.connected_by, connected_at = now(), updated_at = now()
RETURNING *;

-- name: BeginRenewal :one
-- One worker at a time exchanges a refresh token; another may after the first one's time is over.
UPDATE provider_connection SET renewing = @holder, renewing_until = now() + make_interval(secs => @seconds::float8), updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND status <> 'DISCONNECTED' AND token_version = @version AND refresh_token IS NOT NULL
  AND (renewing_until IS NULL OR renewing_until < now())
RETURNING *;

-- name: FinishRenewal :execrows
-- New tokens are stored even if the lease has expired: the version shows whether another process has stored some.
UPDATE provider_connection SET access_token = @access_token, refresh_token = @refresh_token, token_version = token_version + 1,
  expires_at = @expires_at, renew_at = @renew_at, status = 'ACTIVE', status_reason = NULL,
  renewing = NULL, renewing_until = NULL, updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND token_version = @version AND status <> 'DISCONNECTED';

-- name: AbandonRenewal :exec
UPDATE provider_connection SET renewing = NULL, renewing_until = NULL, updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND renewing = @holder;

-- name: StopRenewing :one
-- The provider refused the refresh token. What there is of the access token still serves.
UPDATE provider_connection SET status_reason = @reason, renew_at = NULL, renewing = NULL, renewing_until = NULL, updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND token_version = @version AND status = 'ACTIVE' AND renew_at IS NOT NULL
RETURNING *;

-- name: BreakConnection :one
UPDATE provider_connection SET status = 'NEEDS_RECONNECT', status_reason = @reason, renewing = NULL, renewing_until = NULL, updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND token_version = @version AND status = 'ACTIVE'
RETURNING *;

-- name: EndConnection :one
UPDATE provider_connection SET status = 'DISCONNECTED', status_reason = @reason, access_token = NULL, refresh_token = NULL,
  token_version = token_version + 1, expires_at = NULL, renew_at = NULL, renewing = NULL, renewing_until = NULL, updated_at = now()
WHERE id = @id AND tenant_id = @tenant_id AND status <> 'DISCONNECTED'
RETURNING *;

-- name: InsertAttempt :exec
INSERT INTO connection_attempt (id, tenant_id, user_id, mode, state_hash, browser_hash, verifier, grant_secret, hook_secret, expires_at)
VALUES (@id, @tenant_id, @user_id, @mode, @state_hash, @browser_hash, @verifier, @grant_secret, @hook_secret, @expires_at);

-- name: UseAttempt :one
-- System: a person who comes back from the provider shows a state, and no tenant. It works once, in the browser that
-- began, and only while the person is still an admin.
UPDATE connection_attempt a SET used_at = now()
WHERE a.state_hash = @state_hash AND a.browser_hash = @browser_hash AND a.used_at IS NULL AND a.expires_at > @at::timestamptz
  AND EXISTS (SELECT FROM app_user u JOIN user_branch_role r ON r.user_id = u.id AND r.tenant_id = u.tenant_id
    WHERE u.id = a.user_id AND u.tenant_id = a.tenant_id AND u.is_active AND r.is_active AND r.role = 'ADMIN')
RETURNING a.id, a.tenant_id, a.user_id;

-- name: GiveGrant :exec
UPDATE connection_attempt SET grant_secret = @grant_secret WHERE id = @id AND tenant_id = @tenant_id AND finished_at IS NULL;

-- name: AttemptByID :one
SELECT * FROM connection_attempt WHERE id = @id AND tenant_id = @tenant_id;

-- name: FinishAttempt :exec
UPDATE connection_attempt SET finished_at = now(), outcome = @outcome, verifier = NULL, grant_secret = NULL, hook_secret = NULL
WHERE id = @id AND tenant_id = @tenant_id AND finished_at IS NULL;

-- name: WipeOldAttempts :execrows
-- System: secrets of attempts that nobody finished.
UPDATE connection_attempt SET finished_at = now(), outcome = 'expired', verifier = NULL, grant_secret = NULL, hook_secret = NULL
WHERE finished_at IS NULL AND expires_at < @before::timestamptz;

-- name: UpsertSecret :one
INSERT INTO connection_secret (tenant_id, connection_id, label, secret, retired_at)
VALUES (@tenant_id, @connection_id, @label, @secret, @retired_at)
ON CONFLICT (connection_id, label) DO UPDATE SET secret = EXCLUDED.secret, active_from = now(), retired_at = EXCLUDED.retired_at
RETURNING id;

-- name: ConnectionSecrets :many
SELECT id, label, active_from, retired_at FROM connection_secret WHERE connection_id = @connection_id AND tenant_id = @tenant_id ORDER BY active_from, id;

-- name: SigningSecrets :many
SELECT id, label, secret FROM connection_secret
WHERE connection_id = @connection_id AND tenant_id = @tenant_id AND active_from <= now() AND (retired_at IS NULL OR retired_at > now())
ORDER BY active_from DESC, id DESC;

-- name: RetireSecret :execrows
UPDATE connection_secret SET retired_at = @retired_at WHERE id = @id AND tenant_id = @tenant_id AND connection_id = @connection_id;

-- name: TenantOfPreference :one
-- System: a preference names no tenant; its id is the provider's, and unique.
SELECT tenant_id FROM payment WHERE preference_id = @preference_id ORDER BY id LIMIT 1;

-- name: TenantOfPayment :one
-- System: a payment's number is the provider's, unique, and names no tenant.
SELECT tenant_id FROM payment WHERE provider = 'MERCADO_PAGO' AND external_id = @external_id ORDER BY id LIMIT 1;

-- name: TenantOfReference :one
-- System: a payment's reference names its check, and through it the tenant.
SELECT tenant_id FROM payment WHERE reference = @reference ORDER BY id LIMIT 1;

-- name: TenantOfCheck :one
-- System: see TenantOfReference; of a checkout that is being made the payment has no reference yet.
SELECT tenant_id FROM app_check WHERE id = @id;

-- name: BranchesOfTenant :many
SELECT id FROM branch WHERE tenant_id = @tenant_id AND is_active ORDER BY id;

-- name: InsertConnectionAudit :exec
INSERT INTO audit_log (tenant_id, user_id, entity_type, entity_id, action, new_values, request_id)
VALUES (@tenant_id, @user_id, 'provider_connection', @connection_id, @action, @new_values, nullif(@request_id::text, ''));

-- name: SealedConnections :many
-- System: every kept token, for sealing under a new key.
SELECT id, tenant_id, seller_user_id, token_version, access_token, refresh_token FROM provider_connection
WHERE access_token IS NOT NULL ORDER BY id;

-- name: RekeyConnection :execrows
UPDATE provider_connection SET access_token = @access_token, refresh_token = @refresh_token
WHERE id = @id AND tenant_id = @tenant_id AND token_version = @version AND access_token IS NOT NULL;

-- name: SealedSecrets :many
-- System: every kept signing secret, for sealing under a new key.
SELECT s.id, s.tenant_id, s.label, s.secret, c.seller_user_id
FROM connection_secret s JOIN provider_connection c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
ORDER BY s.id;

-- name: RekeySecret :execrows
UPDATE connection_secret SET secret = @secret WHERE id = @id AND tenant_id = @tenant_id AND secret = @before;
