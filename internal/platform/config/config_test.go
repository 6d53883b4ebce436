package config_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/config"
)

var update = flag.Bool("update", false, "rewrite .env.example")

// aKey is 32 random bytes.
const aKey = "3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="

// inProduction is the smallest configuration that production accepts, with changes.
func inProduction(changes map[string]string) map[string]string {
	environ := map[string]string{
		"ENVIRONMENT":                "production",
		"DATABASE_URL":               "postgresql://app:clave@db:5432/menu_ops",
		"REDIS_URL":                  "redis://redis:6379",
		"JWT_SECRET":                 strings.Repeat("j", 32),
		"TABLE_TOKEN_SECRET":         strings.Repeat("t", 32),
		"CREDENTIALS_KEYS":           "k1:" + aKey,
		"MERCADOPAGO_WEBHOOK_SECRET": "w",
		"COOKIE_SECURE":              "true",
		"ALLOWED_ORIGINS":            "https://menu.ejemplo.com, https://mozos.ejemplo.com/",
		"BASE_URL":                   "https://menu.ejemplo.com/",
		"PUBLIC_URL":                 "https://api.ejemplo.com",
		"PUBLIC_WS_URL":              "wss://ws.ejemplo.com",
	}
	maps.Copy(environ, changes)
	return environ
}

func TestDevelopmentNeedsNothing(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load(map[string]string{})
	require.NoError(t, err)

	require.False(t, cfg.Environment.Production())
	require.Equal(t, "http://localhost:8090", cfg.MercadoPago.APIURL, "the simulator")
	require.Equal(t, "http://localhost:8000/api/billing/mercadopago/webhook", cfg.Webhook())
	require.Contains(t, cfg.HTTP.AllowedOrigins, "http://127.0.0.1:5180")
	require.Empty(t, cfg.HTTP.TrustedProxies, "no X-Forwarded-For is trusted by default")
	require.Equal(t, 15*time.Minute, cfg.Tokens.AccessLife.Duration())
	require.Equal(t, 7*24*time.Hour, cfg.Tokens.RefreshLife.Duration())
	require.Equal(t, 3*time.Hour, cfg.Tokens.TableLife.Duration())
	require.Equal(t, 150, cfg.RateLimits.PerAddress(cfg.RateLimits.Login))
}

func TestSimulatorURLFollowsItsPort(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load(map[string]string{"MPSIM_PORT": "9001"})
	require.NoError(t, err)
	require.Equal(t, "http://localhost:9001", cfg.MercadoPago.APIURL)
}

func TestProductionAcceptsCompleteConfiguration(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load(inProduction(nil))
	require.NoError(t, err)
	require.Equal(t, []string{"https://menu.ejemplo.com", "https://mozos.ejemplo.com"}, cfg.HTTP.AllowedOrigins)
	require.Equal(t, "https://menu.ejemplo.com", cfg.HTTP.BaseURL)
	require.Equal(t, "https://api.mercadopago.com", cfg.MercadoPago.APIURL)
}

func TestProductionRefuses(t *testing.T) {
	t.Parallel()
	development, err := config.Load(map[string]string{})
	require.NoError(t, err)

	for name, value := range map[string]string{
		"DEBUG":                       "true",
		"COOKIE_SECURE":               "false",
		"ALLOWED_ORIGINS":             "",
		"JWT_SECRET":                  "corto",
		"TABLE_TOKEN_SECRET":          development.Tokens.TableSecret.Reveal(),
		"MERCADOPAGO_ACCESS_TOKEN":    development.MercadoPago.AccessToken.Reveal(),
		"MERCADOPAGO_API_URL":         "http://localhost:8090",
		"MERCADOPAGO_AUTH_URL":        "http://localhost:8090",
		"MERCADOPAGO_CLIENT_ID":       "123",
		"MERCADOPAGO_WEBHOOK_SECRETS": "sin-clave",
		"CREDENTIALS_KEYS":            "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"DATABASE_URL":                "",
		"BASE_URL":                    "http://127.0.0.1:5176",
		"PUBLIC_URL":                  "http://localhost:8000",
		"TRUSTED_PROXIES":             "0.0.0.0/0",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(inProduction(map[string]string{name: value}))
			problems := config.Explain(err)
			require.Len(t, problems, 1, "%v", err)
			require.Contains(t, problems[0], name)
		})
	}
}

func TestCredentialsKeysAreValidated(t *testing.T) {
	t.Parallel()
	development, err := config.Load(map[string]string{})
	require.NoError(t, err)
	for _, keys := range []string{
		"", "corta", "k1:Y29ydGE=", "k1:" + aKey + ",k1:" + aKey, development.Credentials.Keys.Reveal(),
	} {
		_, err := config.Load(inProduction(map[string]string{"CREDENTIALS_KEYS": keys}))
		require.ErrorContains(t, err, "CREDENTIALS_KEYS", keys)
		require.NotContains(t, err.Error(), aKey)
	}
}

func TestPlatformCollectsOnlyIfConfigured(t *testing.T) {
	t.Parallel()
	development, err := config.Load(map[string]string{})
	require.NoError(t, err)
	require.True(t, development.Collects())
	cfg, err := config.Load(inProduction(nil))
	require.NoError(t, err)
	require.False(t, cfg.Collects())

	_, err = config.Load(inProduction(map[string]string{"MERCADOPAGO_PLATFORM_COLLECTS": "true"}))
	require.ErrorContains(t, err, "MERCADOPAGO_ACCESS_TOKEN")
	require.ErrorContains(t, err, "MERCADOPAGO_SELLER_ID")
	cfg, err = config.Load(inProduction(map[string]string{
		"MERCADOPAGO_PLATFORM_COLLECTS": "true", "MERCADOPAGO_ACCESS_TOKEN": "APP_USR-1", "MERCADOPAGO_SELLER_ID": "123",
	}))
	require.NoError(t, err)
	require.True(t, cfg.Collects())
}

func TestSigningSecretsHaveLabelsAndDates(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load(inProduction(map[string]string{
		"MERCADOPAGO_WEBHOOK_SECRETS": "anterior:abc:2026-12-01, prueba:def",
	}))
	require.NoError(t, err)
	all, err := cfg.MercadoPago.SigningSecrets()
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.Equal(t, "anterior", all[1].Label)
	require.Equal(t, "abc", all[1].Secret.Reveal())
	require.Equal(t, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), all[1].Retired)
	require.True(t, all[2].Retired.IsZero())
}

func TestSecretsMustDiffer(t *testing.T) {
	t.Parallel()
	_, err := config.Load(inProduction(map[string]string{"TABLE_TOKEN_SECRET": strings.Repeat("j", 32)}))
	require.ErrorContains(t, err, "distinto de JWT_SECRET")
}

func TestSimulatorIsRefusedInProduction(t *testing.T) {
	t.Parallel()
	for _, api := range []string{
		"http://mpsim:8090", "https://mpsim", "https://127.0.0.1",
		"https://[::1]:8090", "https://10.0.0.7", "http://api.mercadopago.com",
	} {
		_, err := config.Load(inProduction(map[string]string{"MERCADOPAGO_API_URL": api}))
		require.ErrorContains(t, err, "MERCADOPAGO_API_URL", api)
	}
}

func TestAllProblemsAreReported(t *testing.T) {
	t.Parallel()
	_, err := config.Load(map[string]string{
		"WS_GATEWAY_PORT":               "70000",
		"TABLE_GATE":                    "0",
		"PUBLIC_URL":                    "localhost:8000",
		"TEMPORAL_ADDRESS":              "localhost",
		"TRUSTED_PROXIES":               "proxy.local",
		"ALLOWED_ORIGINS":               "*",
		"OTEL_TRACES_SAMPLER_ARG":       "2",
		"RATE_LIMIT_PER_ADDRESS_FACTOR": "-1",
	})
	for _, name := range []string{
		"WS_GATEWAY_PORT", "TABLE_GATE", "PUBLIC_URL", "TEMPORAL_ADDRESS", "TRUSTED_PROXIES",
		"ALLOWED_ORIGINS", "OTEL_TRACES_SAMPLER_ARG", "RATE_LIMIT_PER_ADDRESS_FACTOR",
	} {
		require.ErrorContains(t, err, name)
	}
}

func TestInvalidValuesAreNotShown(t *testing.T) {
	t.Parallel()
	_, err := config.Load(map[string]string{
		"ENVIRONMENT": "prod", "REST_API_PORT": "s3cr3t", "COOKIE_SAMESITE": "laxo", "DEBUG": "quizás",
	})
	require.Len(t, config.Explain(err), 4, "%v", err)
	for _, name := range []string{"ENVIRONMENT", "REST_API_PORT", "COOKIE_SAMESITE", "DEBUG"} {
		require.ErrorContains(t, err, name)
	}
	require.NotContains(t, err.Error(), "s3cr3t")
}

func TestShownHidesSecrets(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load(inProduction(nil))
	require.NoError(t, err)

	shown := cfg.Shown()
	require.Contains(t, shown, "JWT_SECRET=[redacted]\n")
	require.Contains(t, shown, "DATABASE_URL=[redacted]\n")
	require.Contains(t, shown, "COOKIE_SAMESITE=lax\n")
	require.NotContains(t, shown, aKey)
	require.NotContains(t, shown, "clave")
}

func TestExampleIsCurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "..", ".env.example")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(config.Example()), 0o600))
	}
	committed, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, config.Example(), string(committed), "run make generate")
	require.NotContains(t, string(committed), "desarrollo:", "no secret, not even one of development")
}
