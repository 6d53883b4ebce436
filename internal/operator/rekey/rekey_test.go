package rekey

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func key(id string, first byte) string {
	raw := make([]byte, secretbox.KeyBytes)
	for i := range raw {
		raw[i] = first + byte(7*i)
	}
	return id + ":" + base64.StdEncoding.EncodeToString(raw)
}

func boxOf(t *testing.T, written string) *secretbox.Box {
	t.Helper()
	keys, err := secretbox.ParseKeys(written)
	require.NoError(t, err)
	v, err := secretbox.New(keys...)
	require.NoError(t, err)
	return v
}

func TestAllSecretsAreEncryptedWithTheNewKey(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	before, after := boxOf(t, key("old", 1)), boxOf(t, key("new", 2))
	_, err := pool.Exec(t.Context(), `INSERT INTO tenant (id, name, slug) VALUES (1, 'A', 'a')`)
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO provider_connection (id, tenant_id, public_id, mode, status, seller_user_id, live_expected, access_token, refresh_token)
VALUES (7, 1, repeat('0', 32), 'OAUTH', 'ACTIVE', 5, true, $1, $2)`,
		before.Seal("access", postgres.TokenBinding(1, 5, "access_token")), before.Seal("refresh", postgres.TokenBinding(1, 5, "refresh_token")))
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO connection_secret (tenant_id, connection_id, label, secret) VALUES (1, 7, 'x', $1)`,
		before.Seal("secret", postgres.SecretBinding(1, 5, "x")))
	require.NoError(t, err)

	_, err = pool.Exec(t.Context(), `INSERT INTO webhook_subscription (id, tenant_id, name, url, event_types, signing_secret, cursor)
VALUES (8, 1, 'caja', 'https://a.example', '{}', $1, 0)`, before.Seal("signs events", postgres.SubscriptionBinding(1, "https://a.example")))
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO app_user (id, tenant_id, email, password, totp_secret)
VALUES (1, 1, 'a@a.example', 'x', $1), (2, 1, 'b@a.example', 'x', 'BASE32BEFOREBOXES'), (3, 1, 'c@a.example', 'x', NULL)`, before.Seal("factor", postgres.FactorBinding(1)))
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO api_key (tenant_id, name, lookup, secret_hash, permissions, signing_secret, created_by_id)
VALUES (1, 'caja', 'k1', '\x00', '{menu:read}', $1, 1), (1, 'sin firma', 'k2', '\x01', '{menu:read}', NULL, 1)`, before.Seal("signs requests", postgres.APIKeyBinding("k1")))
	require.NoError(t, err)

	k := Rekeyer{Store: postgres.New(pool), Box: boxOf(t, key("new", 2)+","+key("old", 1))}
	for _, want := range []Counts{{Connections: 1, Notices: 1, Subscriptions: 1, APIKeys: 1, SecondFactors: 2}, {}} {
		done, err := k.All(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, done)
	}
	for query, want := range map[string]struct{ place, secret string }{
		`SELECT signing_secret FROM webhook_subscription WHERE id = 8`: {postgres.SubscriptionBinding(1, "https://a.example"), "signs events"},
		`SELECT signing_secret FROM api_key WHERE lookup = 'k1'`:       {postgres.APIKeyBinding("k1"), "signs requests"},
		`SELECT totp_secret FROM app_user WHERE id = 1`:                {postgres.FactorBinding(1), "factor"},
		`SELECT totp_secret FROM app_user WHERE id = 2`:                {postgres.FactorBinding(2), "BASE32BEFOREBOXES"},
	} {
		var sealed string
		require.NoError(t, pool.QueryRow(t.Context(), query).Scan(&sealed))
		opened, err := after.Open(sealed, want.place)
		require.NoError(t, err, query)
		assert.Equal(t, want.secret, opened)
	}
	c, err := k.Store.Connected(t.Context(), 1)
	require.NoError(t, err)
	opened, err := after.Open(*c.RefreshToken, postgres.TokenBinding(1, 5, "refresh_token"))
	require.NoError(t, err)
	assert.Equal(t, "refresh", opened)
	k.Box = after
	_, err = k.All(t.Context())
	require.NoError(t, err, "the old key can go")
}
