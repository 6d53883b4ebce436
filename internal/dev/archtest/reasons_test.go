package archtest_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	quotedReason = regexp.MustCompile(`"([a-z][a-z0-9_]+)"`)
	usualReasons = regexp.MustCompile(`(?m)^- \d{3}: (.+)$`)
)

// TestDocumentedReasonsExist: each reason (`code`) that the OpenAPI document names in its shared responses, and each
// that its table lists for an operation, is one that the code gives.
func TestDocumentedReasonsExist(t *testing.T) {
	t.Parallel()
	given := map[string]bool{}
	eachText(t, ".go", func(path, text string) {
		if strings.HasSuffix(path, "_test.go") || path == "api/httpx/document_problems.go" {
			return
		}
		for _, m := range quotedReason.FindAllStringSubmatch(text, -1) {
			given[m[1]] = true
		}
	})
	named := documentedReasons(t)
	require.Greater(t, len(named), 100)
	for reason, where := range named {
		assert.True(t, given[reason], "%s names the reason %s, which no code gives", where, reason)
	}
}

// documentedReasons gives the reasons, each with the file that names it.
func documentedReasons(t *testing.T) map[string]string {
	t.Helper()
	named := map[string]string{}
	for line := range strings.Lines(string(read(t, "api/httpx/codes.tsv"))) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); len(columns) == 3 {
			named[columns[2]] = "api/httpx/codes.tsv"
		}
	}
	var document struct {
		Components struct {
			Responses map[string]struct {
				Description string
				Content     map[string]struct{ Example struct{ Code string } }
			}
		}
	}
	require.NoError(t, json.Unmarshal(read(t, "api/openapi.json"), &document))
	for _, response := range document.Components.Responses {
		if code := response.Content["application/json"].Example.Code; code != "" {
			named[code] = "api/openapi.json"
		}
		for _, m := range usualReasons.FindAllStringSubmatch(response.Description, -1) {
			for reason := range strings.SplitSeq(m[1], ", ") {
				named[reason] = "api/openapi.json"
			}
		}
	}
	return named
}
