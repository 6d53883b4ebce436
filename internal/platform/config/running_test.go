package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/config"
)

// writeRunning writes the file of a system into dir.
func writeRunning(t *testing.T, dir string) (forget func()) {
	t.Helper()
	var c config.Config
	c.Postgres.URL = config.NewSecret("postgresql://app:clave@localhost:5999/menu_ops?sslmode=disable&x=1")
	c.Redis.URL = config.NewSecret("redis://localhost:6999")
	c.Temporal.Address, c.HTTP.APIPort = "localhost:7999", 8999
	forget, err := c.WriteRunning(dir)
	require.NoError(t, err)
	return forget
}

// clearEnvironment unsets the variables of the running file.
func clearEnvironment(t *testing.T) {
	t.Helper()
	for _, name := range []string{
		"ENVIRONMENT", "DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_TASK_QUEUE",
		"TEMPORAL_UI_PORT", "REST_API_PORT", "WS_GATEWAY_PORT", "MPSIM_PORT", "AUDIT_CHECKPOINT_DIR",
	} {
		t.Setenv(name, "")
	}
}

func TestUseRunning(t *testing.T) {
	clearEnvironment(t)
	t.Setenv("REST_API_PORT", "8123")
	dir := t.TempDir()
	forget := writeRunning(t, dir)

	found, err := config.UseRunning(dir)
	require.NoError(t, err)
	require.True(t, found)
	c, err := config.Load(nil)
	require.NoError(t, err)
	require.Equal(t, "postgresql://app:clave@localhost:5999/menu_ops?sslmode=disable&x=1", c.Postgres.URL.Reveal())
	require.Equal(t, "redis://localhost:6999", c.Redis.URL.Reveal())
	require.Equal(t, "localhost:7999", c.Temporal.Address)
	require.Equal(t, 8123, c.HTTP.APIPort, "what is given stays")

	forget()
	_, err = os.Stat(filepath.Join(dir, "running.env"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestRunningFilePermissions(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "running.env")
	require.NoError(t, os.WriteFile(path, nil, 0o644)) // must not be kept
	writeRunning(t, dir)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

// TestUseRunningIsRefused if the environment names a service, in production, and if
// the process of the file no longer runs.
func TestUseRunningIsRefused(t *testing.T) {
	dir := t.TempDir()
	writeRunning(t, dir)
	for name, value := range map[string]string{
		"DATABASE_URL": "postgresql://otra", "REDIS_URL": "redis://otra", "TEMPORAL_ADDRESS": "otra:7233",
		"ENVIRONMENT": "production",
	} {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			t.Setenv(name, value)
			found, err := config.UseRunning(dir)
			require.NoError(t, err)
			require.False(t, found)
		})
	}
	t.Run("an unknown environment", func(t *testing.T) {
		clearEnvironment(t)
		t.Setenv("ENVIRONMENT", "prod")
		found, err := config.UseRunning(dir)
		require.NoError(t, err)
		require.False(t, found)
	})
	t.Run("killed", func(t *testing.T) {
		clearEnvironment(t)
		path := filepath.Join(dir, "running.env")
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		_, rest, _ := strings.Cut(string(raw), "\n")
		require.NoError(t, os.WriteFile(path, []byte("# pid 999999999\n"+rest), 0o600))
		found, err := config.UseRunning(dir)
		require.NoError(t, err)
		require.False(t, found)
	})
}
