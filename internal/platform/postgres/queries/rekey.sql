-- name: SealedSubscriptions :many
-- System: every signing secret of a subscription, for sealing under a new key.
SELECT id, tenant_id, url, signing_secret FROM webhook_subscription ORDER BY id;

-- name: RekeySubscription :execrows
UPDATE webhook_subscription SET signing_secret = @secret WHERE id = @id AND tenant_id = @tenant_id AND signing_secret = @before;

-- name: SealedAPIKeys :many
-- System: every signing secret of a key, for sealing under a new key.
SELECT id, tenant_id, lookup, signing_secret::text AS signing_secret FROM api_key WHERE signing_secret IS NOT NULL ORDER BY id;

-- name: RekeyAPIKey :execrows
UPDATE api_key SET signing_secret = @secret::text WHERE id = @id AND tenant_id = @tenant_id AND signing_secret = @before::text;

-- name: SealedFactors :many
-- System: every second factor, for sealing under a new key.
SELECT id, tenant_id, totp_secret::text AS totp_secret FROM app_user WHERE totp_secret IS NOT NULL ORDER BY id;

-- name: RekeyFactor :execrows
UPDATE app_user SET totp_secret = @secret::text WHERE id = @id AND tenant_id = @tenant_id AND totp_secret = @before::text;
