package api

import (
	"encoding/json"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"
)

// TestEveryOperationShowsAnExample walks the document that /docs draws: every parameter has an example, and each example
// of a parameter, a body or a schema's property is accepted.
func TestEveryOperationShowsAnExample(t *testing.T) {
	t.Parallel()
	doc := newFixture(t).OpenAPI()
	shown := map[string]int{}
	accepts := func(kind, where string, s *huma.Schema, example any) {
		shown[kind]++
		raw, err := json.Marshal(example)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(raw, &value))
		result := &huma.ValidateResult{}
		huma.Validate(doc.Components.Schemas, s, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, value, result)
		for _, wrong := range result.Errors {
			t.Errorf("%s does not accept its example: %v", where, wrong)
		}
	}
	for path, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			at := op.Method + " " + path
			require.NotEmpty(t, op.Summary, at)
			for _, p := range op.Parameters {
				require.NotNil(t, p.Example, at+" "+p.Name)
				accepts("parameter", at+" "+p.Name, p.Schema, p.Example)
			}
			if op.RequestBody == nil {
				continue
			}
			if m := op.RequestBody.Content["application/json"]; m != nil && m.Example != nil {
				accepts("body", at, m.Schema, m.Example)
			}
		}
	}
	for name, schema := range doc.Components.Schemas.Map() {
		for property, s := range schema.Properties {
			for _, example := range s.Examples {
				accepts("property", name+"."+property, s, example)
			}
		}
	}
	require.Greater(t, shown["parameter"], 300)
	require.GreaterOrEqual(t, shown["body"], 18)
	require.Greater(t, shown["property"], 100)
}
