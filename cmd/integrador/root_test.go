package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	for _, c := range cmd.Commands() {
		visit(c)
		each(c, visit)
	}
}

// TestEveryCommandHasHelp: operators depend on --help.
func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	each(newRoot(), func(c *cobra.Command) {
		require.NotEmpty(t, c.Short, c.CommandPath())
		if c.HasSubCommands() {
			return
		}
		require.NotEmpty(t, c.Example, "%s has no example", c.CommandPath())
		for line := range strings.Lines(c.Example) {
			require.Contains(t, line, strings.Fields(c.CommandPath())[len(strings.Fields(c.CommandPath()))-1])
		}
	})
}

// TestCommandsHaveJSON: only processes, and commands with one form of output, have
// no --json.
func TestCommandsHaveJSON(t *testing.T) {
	t.Parallel()
	each(newRoot(), func(c *cobra.Command) {
		without := c.Annotations["is"] == process["is"] && c.Name() != "version" ||
			slices.Contains([]string{"demo", "health", "openapi"}, c.Name())
		if !c.HasSubCommands() && !without {
			require.NotNil(t, c.Flag("json"), c.CommandPath())
		}
	})
}

// TestSpecificationCommandsExist by the names that runbooks use.
func TestSpecificationCommandsExist(t *testing.T) {
	t.Parallel()
	root := newRoot()
	for _, line := range []string{
		"db-migrate", "db-seed --env", "cache-clear --dry-run", "cache-warm", "cache-stats",
		"ws-test --url", "health", "version", "config --example",
		"tenant create --password-stdin", "user list", "user create", "user set-password", "user deactivate", "user roles",
		"apikey list", "apikey create", "apikey create --signed", "apikey rotate", "apikey revoke",
		"audit verify", "table story --at", "doctor --json", "dlq-stats --json", "dlq-process --max-messages",
	} {
		path, flag, _ := strings.Cut(line, " --")
		cmd, _, err := root.Find(strings.Fields(path))
		require.NoError(t, err, line)
		require.Equal(t, "integrador "+path, cmd.CommandPath())
		if flag != "" {
			require.NotNil(t, cmd.Flag(flag), line)
		}
	}
}

// TestDocumentedCommandsExist reads each `integrador …` of the documents.
func TestDocumentedCommandsExist(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	named := regexp.MustCompile("`integrador ([^`]+)`")
	seen := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			words := strings.Fields(m[1])
			if words[0] == "help" {
				continue
			}
			seen++
			cmd, rest, err := newRoot().Find(words)
			if err != nil {
				t.Errorf("%s: %s: %v", page, m[0], err)
				continue
			}
			require.NotEqual(t, "integrador", cmd.CommandPath(), "%s: %s", page, m[0])
			for _, word := range rest {
				flag, isFlag := strings.CutPrefix(strings.Trim(word, "[]"), "--")
				if flag, _, _ = strings.Cut(flag, "="); isFlag {
					require.NotNil(t, cmd.Flag(flag), "%s: %s", page, m[0])
				}
			}
		}
	}
	require.Greater(t, seen, 20)
}

func TestErrorsAreInSpanish(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"doctor --que":                 "mirá integrador doctor --help",
		"db-migrate doce":              "no es el número de una migración",
		"cache-clear rate:*":           "empieza con cache:",
		"apikey revoke uno":            "no es el número de una clave",
		"user roles a@b JEFE":          "WAITER@centro",
		"db-seed --env production":     "no se siembra",
		"user create sinarroba":        "no es un correo",
		"apikey create --name X":       "al menos un permiso",
		"verify-payment uno":           "no es el número de un pago",
		"dlq-process --max-messages 0": "tiene que ser 1 o más",
	} {
		root := newRoot()
		root.SetOut(new(bytes.Buffer))
		root.SetErr(new(bytes.Buffer))
		root.SetArgs(append(strings.Fields(line), "--dir", t.TempDir()))
		err := root.ExecuteContext(t.Context())
		require.ErrorContains(t, err, want, line)
	}
}

// productionSettings are the least that production accepts.
func productionSettings(t *testing.T) map[string]string {
	t.Helper()
	key := "3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="
	return map[string]string{
		"ENVIRONMENT": "production", "DATABASE_URL": "postgresql://app:clave@127.0.0.1:1/menu_ops", "REDIS_URL": "redis://127.0.0.1:1",
		"JWT_SECRET": strings.Repeat("j", 32), "TABLE_TOKEN_SECRET": strings.Repeat("t", 32), "CREDENTIALS_KEYS": "k1:" + key,
		"MERCADOPAGO_WEBHOOK_SECRET": "w", "COOKIE_SECURE": "true", "ALLOWED_ORIGINS": "https://menu.ejemplo.com",
		"BASE_URL": "https://menu.ejemplo.com", "PUBLIC_URL": "https://api.ejemplo.com", "PUBLIC_WS_URL": "wss://ws.ejemplo.com",
	}
}

// TestSeedingNeverLoosensProduction: in production no --env lets the demo's passwords in.
func TestSeedingNeverLoosensProduction(t *testing.T) {
	for name, value := range productionSettings(t) {
		t.Setenv(name, value)
	}
	for _, environment := range []string{"development", "test", "production"} {
		root := newRoot()
		root.SetOut(new(bytes.Buffer))
		root.SetErr(new(bytes.Buffer))
		root.SetArgs([]string{"db-seed", "--env", environment, "--dir", t.TempDir()})
		require.ErrorContains(t, root.ExecuteContext(t.Context()), "no se siembra", environment)
	}
}

// TestOpenAPINeedsNoService: the document is the same each time.
func TestOpenAPINeedsNoService(t *testing.T) {
	t.Parallel()
	documents := [2]bytes.Buffer{}
	for i := range documents {
		root := newRoot()
		root.SetOut(&documents[i])
		root.SetArgs([]string{"openapi"})
		require.NoError(t, root.ExecuteContext(t.Context()))
	}
	require.Contains(t, documents[0].String(), "\n  \"openapi\": \"3.")
	require.True(t, bytes.Equal(documents[0].Bytes(), documents[1].Bytes()))
}
