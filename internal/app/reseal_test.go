package app

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/store"
	"integrador/internal/testkit"
	"integrador/internal/vault"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func key(id string, first byte) string {
	raw := make([]byte, vault.KeyBytes)
	for i := range raw {
		raw[i] = first + byte(7*i)
	}
	return id + ":" + base64.StdEncoding.EncodeToString(raw)
}

func vaultOf(t *testing.T, written string) *vault.Vault {
	t.Helper()
	keys, err := vault.ParseKeys(written)
	require.NoError(t, err)
	v, err := vault.New(keys...)
	require.NoError(t, err)
	return v
}

func TestEverythingIsSealedUnderTheNewKey(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	before, after := vaultOf(t, key("old", 1)), vaultOf(t, key("new", 2))
	_, err := pool.Exec(t.Context(), `INSERT INTO tenant (id, name, slug) VALUES (1, 'A', 'a')`)
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO provider_connection (id, tenant_id, public_id, mode, status, seller_user_id, live_expected, access_token, refresh_token)
VALUES (7, 1, repeat('0', 32), 'OAUTH', 'ACTIVE', 5, true, $1, $2)`,
		before.Seal("access", store.TokenPlace(1, 5, "access_token")), before.Seal("refresh", store.TokenPlace(1, 5, "refresh_token")))
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `INSERT INTO connection_secret (tenant_id, connection_id, label, secret) VALUES (1, 7, 'x', $1)`,
		before.Seal("secret", store.SecretPlace(1, 5, "x")))
	require.NoError(t, err)

	p := &parts{store: store.From(pool), vault: vaultOf(t, key("new", 2)+","+key("old", 1))}
	for _, want := range []int{1, 0} {
		tokens, err := p.resealTokens(t.Context())
		require.NoError(t, err)
		secrets, err := p.resealSecrets(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, tokens)
		assert.Equal(t, want, secrets)
	}
	c, err := p.store.Connected(t.Context(), 1)
	require.NoError(t, err)
	opened, err := after.Open(*c.RefreshToken, store.TokenPlace(1, 5, "refresh_token"))
	require.NoError(t, err)
	assert.Equal(t, "refresh", opened)
	p.vault = after
	_, err = p.resealTokens(t.Context())
	require.NoError(t, err, "the old key can go")
}
