package people_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/operator/people"
	"integrador/internal/platform/postgres"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestPeople(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	_, err := pool.Exec(t.Context(), `WITH tenant AS (INSERT INTO tenant (name, slug) VALUES ('A', 'a'), ('B', 'b') RETURNING id, slug)
INSERT INTO branch (tenant_id, name, slug) SELECT id, 'Centro', 'centro-' || slug FROM tenant`)
	require.NoError(t, err)
	ctx, store := t.Context(), postgres.New(pool)
	ana := postgres.NewUser{Email: "ana@x.example", FirstName: "Ana"}

	for _, refused := range []struct {
		tenant, secret, want string
		roles                []string
	}{
		{"", "una clave larga", "hay varios restaurantes (a, b)", nil},
		{"c", "una clave larga", "no hay ningún restaurante", nil},
		{"a", "corta", "entre 8 y 72 bytes", nil},
		{"a", "una clave larga", "no es un rol", []string{"JEFE@centro-a"}},
	} {
		_, err := people.Create(ctx, store, refused.tenant, ana, refused.secret, refused.roles)
		require.ErrorContains(t, err, refused.want)
	}
	for _, slug := range []string{"a", "b"} {
		_, err := people.Create(ctx, store, slug, ana, "una clave larga", []string{"waiter@centro-" + slug})
		require.NoError(t, err)
	}

	require.ErrorContains(t, people.SetActive(ctx, store, people.Ref{Email: ana.Email}, false), "en 2 restaurantes")
	require.ErrorContains(t, people.SetActive(ctx, store, people.Ref{Email: "otra@x.example"}, false), "no hay ninguna")
	ref := people.Ref{Email: ana.Email, Tenant: "a"}
	require.NoError(t, people.SetActive(ctx, store, ref, false))
	require.NoError(t, people.SetPassword(ctx, store, ref, "otra clave larga"))
	require.NoError(t, people.SetRoles(ctx, store, ref, []string{"MANAGER@centro-a"}))

	users, err := people.List(ctx, store, "a")
	require.NoError(t, err)
	require.Len(t, users, 1)
	require.False(t, users[0].IsActive)
	require.Equal(t, []string{"MANAGER@centro-a"}, users[0].Roles)
	users, err = people.List(ctx, store, "")
	require.NoError(t, err)
	require.Len(t, users, 2)
}
