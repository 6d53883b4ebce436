package tenants_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/operator/people"
	"integrador/internal/operator/tenants"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func elFaro() postgres.NewTenant {
	return postgres.NewTenant{
		Name: "El Faro", Slug: "el-faro", BranchName: "Puerto", BranchSlug: "puerto", Timezone: "America/Argentina/Buenos_Aires",
		Admin: postgres.NewUser{Email: "laura@ejemplo.com", FirstName: "Laura"},
	}
}

// TestAnEmptyDatabaseGetsItsRestaurant: all of it or nothing, audited.
func TestAnEmptyDatabaseGetsItsRestaurant(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	ctx, store := t.Context(), postgres.New(pool)
	const secret = "vereda-57-lluvia"
	id, err := tenants.Create(ctx, store, elFaro(), secret)
	require.NoError(t, err)

	users, err := people.List(ctx, store, "el-faro")
	require.NoError(t, err)
	require.Len(t, users, 1)
	require.Equal(t, []string{"ADMIN@puerto"}, users[0].Roles)
	var hash, zone string
	require.NoError(t, pool.QueryRow(ctx, `SELECT u.password, b.timezone FROM app_user u JOIN branch b USING (tenant_id) WHERE u.tenant_id = $1`, id).Scan(&hash, &zone))
	require.Equal(t, "America/Argentina/Buenos_Aires", zone)
	fits, err := password.Matches(ctx, hash, secret)
	require.NoError(t, err)
	require.True(t, fits)
	var audited int
	require.NoError(t, pool.QueryRow(ctx, `SELECT count(*) FROM audit_log WHERE tenant_id = $1 AND user_email = 'cli' AND action = 'CREATE'
		AND entity_type IN ('tenant', 'branch', 'staff') AND coalesce(new_values::text, '') NOT LIKE '%vereda%'`, id).Scan(&audited))
	require.Equal(t, 3, audited)

	again := elFaro()
	again.BranchSlug = "puerto-2"
	_, err = tenants.Create(ctx, store, again, secret)
	require.ErrorContains(t, err, "Ya hay un restaurante")
	again = elFaro()
	again.Slug = "el-faro-2"
	_, err = tenants.Create(ctx, store, again, secret)
	require.Error(t, err)
	var n int
	require.NoError(t, pool.QueryRow(ctx, `SELECT count(*) FROM tenant`).Scan(&n))
	require.Equal(t, 1, n, "what is refused leaves nothing")
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	store := postgres.New(nil) // nothing of it reaches the database
	for want, change := range map[string]func(*postgres.NewTenant) string{
		"entre 10 y 72 bytes":                 func(*postgres.NewTenant) string { return "corta-1" },
		"la contraseña se adivina":            func(*postgres.NewTenant) string { return "xx-admin123-xx" },
		"contraseña se adivina: no uses":      func(*postgres.NewTenant) string { return "aaaaaaaaaaaa" },
		"se adivina: no uses el nombre":       func(*postgres.NewTenant) string { return "El-Faro-2026" },
		"adivina: no uses el nombre del rest": func(*postgres.NewTenant) string { return "soylaura1987" },
		"--slug va en las direcciones":        func(n *postgres.NewTenant) string { n.Slug = "El Faro"; return "vereda-57-lluvia" },
		"--branch-slug va en":                 func(n *postgres.NewTenant) string { n.BranchSlug = ""; return "vereda-57-lluvia" },
		"zona horaria":                        func(n *postgres.NewTenant) string { n.Timezone = "Mendoza"; return "vereda-57-lluvia" },
		"no es un correo":                     func(n *postgres.NewTenant) string { n.Admin.Email = "Laura <l@x.com>"; return "vereda-57-lluvia" },
		"la sucursal necesita un nombre":      func(n *postgres.NewTenant) string { n.BranchName = " "; return "vereda-57-lluvia" },
	} {
		n := elFaro()
		secret := change(&n)
		_, err := tenants.Create(t.Context(), store, n, secret)
		require.ErrorContains(t, err, want)
	}
}
