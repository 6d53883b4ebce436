package archtest_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestEveryThreatNamesATest holds docs/security.md to its thirty-two rows, each
// with a test that fails when what holds the threat off is gone.
func TestEveryThreatNamesATest(t *testing.T) {
	t.Parallel()
	text := string(read(t, filepath.Join("docs", "security.md")))
	for n := 1; n <= 32; n++ {
		_, row, _ := strings.Cut(text, "\n| T"+strconv.Itoa(n)+" |")
		row, _, _ = strings.Cut(row, "\n")
		assert.Regexp(t, namedTest, row, "T%d", n)
	}
}
