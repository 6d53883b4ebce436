package api

import (
	"encoding/json"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"
)

// TestEveryOperationShowsAnExample walks the document that /docs draws: every
// parameter, body and answer has an example, and the schema accepts it.
func TestEveryOperationShowsAnExample(t *testing.T) {
	t.Parallel()
	doc := newFixture(t).OpenAPI()
	shown := 0
	show := func(where string, mode huma.ValidateMode, s *huma.Schema, example any) {
		shown++
		if example == nil {
			t.Errorf("%s has no example", where)
			return
		}
		raw, err := json.Marshal(example)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(raw, &value))
		result := &huma.ValidateResult{}
		huma.Validate(doc.Components.Schemas, s, huma.NewPathBuffer(nil, 0), mode, value, result)
		for _, wrong := range result.Errors {
			t.Errorf("%s does not accept its example: %v", where, wrong)
		}
	}
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			if op == nil {
				continue
			}
			at := method + " " + path
			require.NotEmpty(t, op.Summary, at)
			for _, p := range op.Parameters {
				show(at+" "+p.Name, huma.ModeWriteToServer, p.Schema, p.Example)
			}
			if op.RequestBody != nil {
				for kind, m := range op.RequestBody.Content {
					show(at+" body "+kind, huma.ModeWriteToServer, m.Schema, m.Example)
				}
			}
			for status, r := range op.Responses {
				for kind, m := range r.Content {
					if m.Schema != nil {
						show(at+" "+status+" "+kind, huma.ModeReadFromServer, m.Schema, m.Example)
					}
				}
			}
		}
	}
	require.Greater(t, shown, 500)
}
