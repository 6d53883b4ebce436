package devservices_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/devservices"
)

func script(t *testing.T, text string) *devservices.Program {
	t.Helper()
	p := &devservices.Program{
		Name: "a script", Path: "/bin/sh", Args: []string{"-c", text}, Env: []string{"WORD=said"}, LogPath: filepath.Join(t.TempDir(), "log"),
	}
	require.NoError(t, p.Start(t.Context()))
	t.Cleanup(p.Stop)
	return p
}

func TestDiedMeansNobodyStoppedIt(t *testing.T) {
	t.Parallel()
	alone := script(t, "echo $WORD")
	require.Eventually(t, alone.Died, time.Minute, 10*time.Millisecond)
	said, err := os.ReadFile(alone.LogPath)
	require.NoError(t, err)
	require.Equal(t, "said\n", string(said))

	killed := script(t, "exec sleep 600")
	first := killed.PID()
	require.NoError(t, killed.Pause())
	require.NoError(t, killed.Resume())
	require.False(t, killed.Died())
	killed.Kill()
	require.False(t, killed.Died(), "somebody ended it")
	require.NoError(t, killed.Start(t.Context()))
	require.NotEqual(t, first, killed.PID())
	require.False(t, killed.Died())
	(&devservices.Program{}).Stop() // what never ran
}

func TestFreePortsAreDifferent(t *testing.T) {
	t.Parallel()
	ports, err := devservices.FreePorts(50)
	require.NoError(t, err)
	seen := map[int]bool{}
	for _, p := range ports {
		require.False(t, seen[p], p)
		seen[p] = true
	}
}
