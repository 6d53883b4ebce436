package migrations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/migrations"
)

// TestASchemaGoesToAVersion, up as asked and down only if it is said.
func TestASchemaGoesToAVersion(t *testing.T) {
	t.Parallel()
	url := testkit.EmptyPostgresURL(t)
	versions, err := migrations.Versions()
	require.NoError(t, err)
	latest := versions[len(versions)-1]
	step := func(to int64, down bool, wantBefore, wantAfter int64) {
		t.Helper()
		before, after, err := migrations.To(t.Context(), url, to, down)
		require.NoError(t, err)
		require.Equal(t, []int64{wantBefore, wantAfter}, []int64{before, after})
	}
	step(16, false, 0, 16)
	step(16, false, 16, 16)
	step(0, false, 16, latest)

	before, after, err := migrations.To(t.Context(), url, 16, false)
	require.ErrorIs(t, err, migrations.ErrDown)
	require.Equal(t, []int64{latest, latest}, []int64{before, after})

	_, _, err = migrations.To(t.Context(), url, 16, true)
	require.ErrorIs(t, err, migrations.ErrOneWay)

	step(30, true, latest, 30)
	step(0, true, 30, latest)
}
