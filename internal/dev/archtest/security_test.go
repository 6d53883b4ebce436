package archtest_test

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestEveryThreatNamesATest holds docs/security.md to its thirty-two rows, each with
// a test that fails when the defence is gone, in the folder that it names.
func TestEveryThreatNamesATest(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{} // folders by test
	eachText(t, "_test.go", func(path, text string) {
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			tests[m[1]] = append(tests[m[1]], filepath.Dir(path))
		}
	})
	text := string(read(t, filepath.Join("docs", "security.md")))
	group := regexp.MustCompile("((?:`(?:Test|Fuzz)\\w+`,? )+)\\(((?:api|client|internal|workflows|realtime|activities)[\\w/]*)\\)")
	for n := 1; n <= 32; n++ {
		_, row, _ := strings.Cut(text, "\n| T"+strconv.Itoa(n)+" |")
		row, _, _ = strings.Cut(row, "\n")
		assert.Regexp(t, namedTest, row, "T%d", n)
		for _, m := range group.FindAllStringSubmatch(row, -1) {
			for _, name := range namedTest.FindAllStringSubmatch(m[1], -1) {
				assert.True(t, anyBelow(tests[name[1]], m[2]), "T%d: %s is not in %s but in %v", n, name[1], m[2], tests[name[1]])
			}
		}
	}
}

func anyBelow(folders []string, parent string) bool {
	for _, folder := range folders {
		if below(folder, parent) {
			return true
		}
	}
	return false
}
