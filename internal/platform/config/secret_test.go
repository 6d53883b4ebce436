package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/config"
)

func TestSecretIsRedactedInEveryFormat(t *testing.T) {
	t.Parallel()
	const value = "s3cr3t-value"
	secret := config.NewSecret(value)
	type holder struct {
		Shown  config.Secret
		hidden config.Secret
	}
	h := holder{Shown: secret, hidden: secret}

	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", secret, "holder", h)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", secret, "holder", h)
	encoded, err := json.Marshal(map[string]any{"secret": secret, "holder": h})
	require.NoError(t, err)

	var seen strings.Builder
	seen.WriteString(log.String() + string(encoded))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3s"} {
		fmt.Fprintf(&seen, verb+verb+verb, secret, &secret, h)
	}
	require.NotContains(t, seen.String(), value)
	require.NotContains(t, seen.String(), fmt.Sprintf("%x", value))
	require.Contains(t, seen.String(), "[redacted]")
	require.Equal(t, value, secret.Reveal())
}

func TestEmptySecretPrintsNothing(t *testing.T) {
	t.Parallel()
	var none config.Secret
	require.True(t, none.Empty())
	require.Empty(t, none.Reveal())
	require.Empty(t, fmt.Sprint(none), "an operator sees that it is missing")
}
