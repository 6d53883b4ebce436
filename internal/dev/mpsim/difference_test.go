package mpsim_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

var update = flag.Bool("update", false, "rewrite docs/simulator-differences.md")

func TestDifferencesAreWrittenDown(t *testing.T) {
	path := filepath.Join("..", "..", "..", "docs", "simulator-differences.md")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(mpsim.Differences()), 0o600))
	}
	committed, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, mpsim.Differences(), string(committed), "run make generate")
}
