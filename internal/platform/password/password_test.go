package password

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"
)

func TestMatches(t *testing.T) {
	t.Parallel()
	cheap := func(text string) string {
		hash, err := bcrypt.GenerateFromPassword([]byte(text), bcrypt.MinCost)
		require.NoError(t, err)
		return string(hash)
	}
	longest := strings.Repeat("a", MaxBytes)
	for name, tt := range map[string]struct {
		hash, typed string
		want        bool
	}{
		"the password":     {cheap("milanesa"), "milanesa", true},
		"another one":      {cheap("milanesa"), "Milanesa", false},
		"of another maker": {strings.Replace(cheap("milanesa"), "$2a$", "$2b$", 1), "milanesa", true},
		"beyond 72 bytes":  {cheap(longest), longest + "b", false},
		"nothing":          {cheap("milanesa"), "", false},
		"no hash":          {"milanesa", "milanesa", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Matches(t.Context(), tt.hash, tt.typed)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestCanceledCallerDoesNotWait(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	leave()
	_, err := Matches(ctx, "", "")
	require.ErrorIs(t, err, context.Canceled)
}

func TestUnknownPersonTakesAsLongAsKnownOne(t *testing.T) {
	t.Parallel()
	cost, err := bcrypt.Cost([]byte(unmatchable))
	require.NoError(t, err)
	assert.Equal(t, Cost, cost)
	require.NoError(t, CompareNothing(t.Context(), "milanesa"))
}

func TestHash(t *testing.T) {
	t.Parallel()
	hash, err := Hash("milanesa")
	require.NoError(t, err)
	cost, err := bcrypt.Cost([]byte(hash))
	require.NoError(t, err)
	assert.Equal(t, Cost, cost)
	_, err = Hash(strings.Repeat("a", MaxBytes+1))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "aaa")
}
