package apikeys_test

import (
	"bytes"
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/operator/apikeys"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestKeys(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	_, err := pool.Exec(t.Context(), `WITH tenant AS (INSERT INTO tenant (name, slug) VALUES ('A', 'a') RETURNING id),
branch AS (INSERT INTO branch (tenant_id, name, slug) SELECT id, 'Centro', 'centro' FROM tenant RETURNING id, tenant_id),
person AS (INSERT INTO app_user (tenant_id, email, password) SELECT id, 'admin@a.example', 'x' FROM tenant RETURNING id, tenant_id)
INSERT INTO user_branch_role (user_id, branch_id, tenant_id, role)
SELECT person.id, branch.id, branch.tenant_id, 'ADMIN' FROM person JOIN branch USING (tenant_id)`)
	require.NoError(t, err)
	parsed, err := secretbox.ParseKeys("k:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k7"), secretbox.KeyBytes/2)))
	require.NoError(t, err)
	box, err := secretbox.New(parsed...)
	require.NoError(t, err)
	ctx, keys := t.Context(), apikeys.Keys{Store: postgres.New(pool), Box: box}
	request := apikeys.Request{Name: "Balanza", Permissions: []string{"menu:read"}, Branches: []string{"centro"}, Signed: true}

	for want, change := range map[string]func(*apikeys.Request){
		"al menos un permiso": func(r *apikeys.Request) { r.Permissions = nil },
		"no es un permiso":    func(r *apikeys.Request) { r.Permissions = []string{"todo"} },
		"vencida":             func(r *apikeys.Request) { r.ExpiresAt = new(time.Now().Add(-time.Hour)) },
		"esas sucursales":     func(r *apikeys.Request) { r.Branches = []string{"luna"} },
	} {
		invalid := request
		change(&invalid)
		_, err := keys.Create(ctx, apikeys.Admin{}, invalid)
		require.ErrorContains(t, err, want)
	}
	_, err = keys.Create(ctx, apikeys.Admin{Email: "nadie@a.example"}, request)
	require.ErrorContains(t, err, "--by")

	first, err := keys.Create(ctx, apikeys.Admin{}, request)
	require.NoError(t, err)
	second, err := keys.Rotate(ctx, apikeys.Admin{}, first.ID)
	require.NoError(t, err)
	require.NotEqual(t, first.Key, second.Key)
	require.Equal(t, first.SigningSecret, second.SigningSecret, "both sign with the same secret")
	require.NoError(t, keys.Revoke(ctx, apikeys.Admin{}, first.ID))

	all, err := keys.List(ctx, "a")
	require.NoError(t, err)
	require.Len(t, all, 2)
	for _, k := range all {
		require.Equal(t, k.ID == first.ID, k.RevokedAt != nil)
		require.Len(t, k.BranchIds, 1)
		require.True(t, k.Signed)
	}
}
