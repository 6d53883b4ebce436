package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/assert"
)

// strange are values that JSON allows and a body's member may not be able to hold.
var strange = []string{
	`{}`, `[[]]`, `[{}]`, `[100.0]`, `[1e2]`, `[null]`, `[1,1]`, strings.Repeat("[", 50) + strings.Repeat("]", 50),
	`100.0`, `1e2`, `-0.0`, `5e-324`, `-5e-324`, `1e308`, `12345678901234567890`, `[12345678901234567890]`, `4611686018427387904`,
	`""`, `[""]`, `[{"a":{}}]`, `null`,
}

// TestStrangeValuesAreRefused sends each strange value as each member of each staff operation's body, beside members
// that fit. The answer says what is wrong with the request; it is no failure of the server.
func TestStrangeValuesAreRefused(t *testing.T) {
	t.Parallel()
	o := newAdmin(t, sealing(t)).StockPantry(t)
	o.Exec(t, `SELECT setval(pg_get_serial_sequence('ingredient', 'id'), 100000)`)
	doc := o.OpenAPI()
	for _, op := range o.Operations() {
		if !strings.HasPrefix(op.Access, "staff") || !strings.HasPrefix(op.Path, "/api/") || op.Limit != "" {
			continue
		}
		body := bodySchema(doc, op.Method, op.Path)
		if body == nil {
			continue
		}
		fits := map[string]json.RawMessage{}
		for _, name := range body.Required {
			fits[name] = fitting(doc, body.Properties[name])
		}
		for name := range body.Properties {
			for _, value := range strange {
				sent := map[string]json.RawMessage{}
				for member, v := range fits {
					sent[member] = v
				}
				sent[name] = json.RawMessage(value)
				a := o.Call(t, op.Method, pathNumber.ReplaceAllString(op.Path, "1"), sent, o.Admin)
				assert.Less(t, a.StatusCode, http.StatusInternalServerError, "%s %s: %s = %s: %s", op.Method, op.Path, name, value, a.Text)
			}
		}
	}
}

// TestEmptyParametersAreRefusedOrIgnored sends each parameter of each list with nothing in it.
func TestEmptyParametersAreRefusedOrIgnored(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	for _, op := range o.Operations() {
		if !strings.HasPrefix(op.Access, "staff") || op.Method != http.MethodGet {
			continue
		}
		item := o.OpenAPI().Paths[op.Path]
		for _, p := range item.Get.Parameters {
			if p.In != "query" {
				continue
			}
			for _, value := range []string{"", "0", "-1", "99999999999999999999", "2026-02-30", "0001-01-01", "9999-12-31"} {
				path := fmt.Sprintf("%s?%s=%s", pathNumber.ReplaceAllString(op.Path, "1"), p.Name, value)
				a := o.Call(t, op.Method, path, nil, o.Admin)
				assert.Less(t, a.StatusCode, http.StatusInternalServerError, "%s: %s", path, a.Text)
			}
		}
	}
}

// bodySchema is what an operation reads; nil if that is nothing.
func bodySchema(doc *huma.OpenAPI, method, path string) *huma.Schema {
	item := doc.Paths[path]
	op := map[string]*huma.Operation{
		http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}[method]
	if op == nil || op.RequestBody == nil {
		return nil
	}
	return resolved(doc, op.RequestBody.Content["application/json"].Schema)
}

func resolved(doc *huma.OpenAPI, s *huma.Schema) *huma.Schema {
	for s.Ref != "" {
		s = doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// fitting is a value that a schema accepts.
func fitting(doc *huma.OpenAPI, s *huma.Schema) json.RawMessage {
	s = resolved(doc, s)
	switch {
	case len(s.Enum) > 0:
		return asJSON(s.Enum[0])
	case len(s.Examples) > 0 && s.Type != huma.TypeInteger:
		return asJSON(s.Examples[0])
	case s.Type == huma.TypeArray && s.MinItems == nil:
		return json.RawMessage(`[]`)
	case s.Type == huma.TypeArray:
		return json.RawMessage(`[` + string(fitting(doc, s.Items)) + `]`)
	case s.Type == huma.TypeObject:
		members := map[string]json.RawMessage{}
		for _, name := range slices.Sorted(slices.Values(s.Required)) {
			members[name] = fitting(doc, s.Properties[name])
		}
		return asJSON(members)
	case s.Type == huma.TypeString:
		return json.RawMessage(`"abc"`)
	case s.Type == huma.TypeBoolean:
		return json.RawMessage(`true`)
	case len(s.Examples) > 0:
		return asJSON(s.Examples[0])
	default:
		return json.RawMessage(`10`)
	}
}

func asJSON(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
