package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/catalog"
)

// TestKindsAreInTheSchema compares the table of kinds with the database's own
// catalogue: their columns, and for each owner a foreign key that carries the tenant.
func TestKindsAreInTheSchema(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	has := func(table, column string) bool {
		var n int
		err := pool.QueryRow(t.Context(), `SELECT count(*) FROM information_schema.columns WHERE table_name = $1 AND column_name = $2`, table, column).Scan(&n)
		require.NoError(t, err)
		return n == 1
	}
	seen := map[string]bool{}
	for _, kind := range catalog.Kinds {
		require.False(t, seen[kind.Name], "two kinds are called %s", kind.Name)
		seen[kind.Name] = true
		columns := []string{
			"id", "tenant_id", "is_active", "created_at", "updated_at", "deleted_at", "created_by_id", "created_by_email",
			"updated_by_id", "updated_by_email", "deleted_by_id", "deleted_by_email",
		}
		for _, column := range append(columns, kind.Title, kind.Branch) {
			require.True(t, column == "" || has(kind.Table, column), "%s.%s", kind.Table, column)
		}
		require.NotEqual(t, kind.Title == "", kind.Called == nil, "%s has a title or is called by others", kind.Name)
		for _, by := range kind.Called {
			require.NotEmpty(t, by.Kind.Title, "%s is called by a %s", kind.Name, by.Kind.Name)
			require.True(t, has(kind.Table, by.Column), "%s.%s", kind.Table, by.Column)
		}
		for _, owner := range kind.Owners {
			require.NotEmpty(t, owner.Kind.Title, "an owner that is deleted is told by its name")
			var n int
			err := pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = $1::regclass AND confrelid = $2::regclass
				AND pg_get_constraintdef(oid) LIKE 'FOREIGN KEY (tenant_id, ' || $3 || ')%'`, kind.Table, owner.Kind.Table, owner.Column).Scan(&n)
			require.NoError(t, err)
			require.Equal(t, 1, n, "%s.%s does not refer to %s with its tenant", kind.Table, owner.Column, owner.Kind.Table)
		}
	}
}
