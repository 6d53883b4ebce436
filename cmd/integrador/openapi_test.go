package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const committedOpenAPI = "../../api/openapi.json"

func openAPIDocument(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs([]string{"openapi"})
	require.NoError(t, root.ExecuteContext(t.Context()))
	return out.Bytes()
}

// make generate writes the file.
func TestCommittedOpenAPIIsCurrent(t *testing.T) {
	t.Parallel()
	committed, err := os.ReadFile(committedOpenAPI)
	require.NoError(t, err)
	require.True(t, bytes.Equal(committed, openAPIDocument(t)), "api/openapi.json is old: run make generate")
}

func TestOpenAPIDocumentIsSmall(t *testing.T) {
	t.Parallel()
	var served bytes.Buffer
	require.NoError(t, json.Compact(&served, openAPIDocument(t)))
	require.Less(t, served.Len(), 350<<10)
}

// Every reference leads somewhere, and everything shared is referred to.
func TestOpenAPIReferencesAreConsistent(t *testing.T) {
	t.Parallel()
	document := openAPIDocument(t)
	var parsed struct {
		Components map[string]map[string]any `json:"components"`
	}
	require.NoError(t, json.Unmarshal(document, &parsed))
	used := map[string]bool{}
	for _, ref := range regexp.MustCompile(`"\$ref": "#/components/(\w+)/([^"]+)"`).FindAllSubmatch(document, -1) {
		kind, name := string(ref[1]), string(ref[2])
		require.Contains(t, parsed.Components[kind], name)
		used[kind+"/"+name] = true
	}
	for _, kind := range []string{"parameters", "responses", "schemas"} {
		require.NotEmpty(t, parsed.Components[kind])
		for name := range parsed.Components[kind] {
			require.True(t, used[kind+"/"+name], "nothing refers to %s/%s", kind, name)
			require.NotContains(t, strings.ToLower(name), " ")
		}
	}
}
