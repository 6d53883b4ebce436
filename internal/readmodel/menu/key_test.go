package menu

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestKeysAreOfOneBranch: no branch's menu, nor its count of drops, is under a key
// of another's, and all of them are the cache's to clear.
func TestKeysAreOfOneBranch(t *testing.T) {
	t.Parallel()
	slug := rapid.StringMatching(`[a-z0-9:-]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := slug.Draw(t, "slug"), slug.Draw(t, "another")
		require.Equal(t, a == b, Key(a) == Key(b))
		require.Equal(t, a == b, dropsKey(a) == dropsKey(b))
		require.NotEqual(t, Key(a), dropsKey(b))
		require.Regexp(t, "^cache:menu:", Key(a))
		require.Regexp(t, "^cache:", dropsKey(a))
	})
}
