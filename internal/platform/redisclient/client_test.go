package redisclient_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/redisclient"
)

func TestErrorDoesNotQuoteThePassword(t *testing.T) {
	t.Parallel()
	_, err := redisclient.New("http://:hunter2@host", 0)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "hunter2")
}
