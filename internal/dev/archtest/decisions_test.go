package archtest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDecisionsAreComplete: numbered without gaps, each with its parts, under a page.
func TestDecisionsAreComplete(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("docs", "decisions")
	entries, err := os.ReadDir(filepath.Join(root, folder))
	require.NoError(t, err)
	dated := regexp.MustCompile(`\n\nDate: 20\d\d-\d\d-\d\d\n\n`)
	number := 0
	for _, entry := range entries {
		if entry.Name() == "README.md" {
			continue
		}
		number++
		text := string(read(t, filepath.Join(folder, entry.Name())))
		assert.True(t, strings.HasPrefix(entry.Name(), fmt.Sprintf("%04d-", number)), "%s is not number %d", entry.Name(), number)
		assert.True(t, strings.HasPrefix(text, fmt.Sprintf("# %d. ", number)), "%s: its title does not begin with %d", entry.Name(), number)
		assert.Regexp(t, dated, text, entry.Name())
		for _, part := range []string{"Context", "Decision", "Alternatives", "Cost"} {
			assert.Contains(t, text, "\n**"+part+".** ", entry.Name())
		}
		assert.Less(t, strings.Count(text, "\n"), 40, "%s is longer than a page", entry.Name())
	}
	assert.Greater(t, number, 20)
}
