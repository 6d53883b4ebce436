package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
)

// operation is one entry of the system's document.
type operation struct {
	method, path string
	access       string // who may call, as the system says
	statuses     map[string]bool
	parameters   []param
	body         object // schema; nil without a body
	bodyRequired bool
	schemas      object
}

type param struct {
	name, in string // path, query or header
	required bool
	schema   object
}

func (o operation) String() string { return o.method + " " + o.path }

// operations reads /openapi.json, in the order of paths and methods.
func (s *system) operations() []operation {
	s.t.Helper()
	var doc struct {
		Paths      map[string]map[string]json.RawMessage `json:"paths"`
		Components struct {
			Schemas    object                   `json:"schemas"`
			Parameters map[string]documentParam `json:"parameters"`
		} `json:"components"`
	}
	require.NoError(s.t, s.public().good(s.t.Context(), http.MethodGet, "/openapi.json", nil, &doc))
	var out []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			op := operation{method: strings.ToUpper(method), path: path, schemas: doc.Components.Schemas}
			require.NoError(s.t, op.read(doc.Paths[path][method], doc.Components.Parameters))
			out = append(out, op)
		}
	}
	require.Greater(s.t, len(out), 70)
	return out
}

// documentParam is a parameter as the document writes it, or a reference to one.
type documentParam struct {
	Ref      string `json:"$ref"`
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Schema   object `json:"schema"`
}

func (o *operation) read(raw json.RawMessage, shared map[string]documentParam) error {
	var d struct {
		Access     string          `json:"x-access"`
		Parameters []documentParam `json:"parameters"`
		Body       struct {
			Required bool `json:"required"`
			Content  map[string]struct {
				Schema object `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
		Responses object `json:"responses"`
	}
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	o.access, o.statuses = d.Access, map[string]bool{}
	for _, p := range d.Parameters {
		if p.Ref != "" {
			p = shared[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
		}
		o.parameters = append(o.parameters, param{p.Name, p.In, p.Required, p.Schema})
	}
	for status := range d.Responses {
		o.statuses[status] = true
	}
	if content, ok := d.Body.Content["application/json"]; ok {
		o.body, o.bodyRequired = content.Schema, d.Body.Required
	}
	return nil
}

// staff reports whether the system says that o is for members of staff.
func (o operation) staff() bool { return strings.HasPrefix(o.access, "staff") }

// admits reports whether the system says that a role may call o.
func (o operation) admits(role string) bool {
	_, roles, some := strings.Cut(o.access, "[")
	roles, _, _ = strings.Cut(roles, "]")
	return o.staff() && (!some || slices.Contains(strings.Split(roles, "/"), role))
}

// example is a value that a schema accepts. choose may give the value of a
// property itself.
func (o operation) example(schema object, name string, choose func(name string) any) any {
	schema = o.resolve(schema)
	if v := choose(name); v != nil {
		return v
	}
	if shown, ok := schema["examples"].([]any); ok && kindOf(schema) != "object" {
		return shown[0]
	}
	if usual := schema["default"]; usual != nil && kindOf(schema) == "string" {
		return usual
	}
	if options, ok := schema["enum"].([]any); ok {
		return options[0]
	}
	switch kindOf(schema) {
	case "object":
		out := object{}
		properties, _ := schema["properties"].(object)
		for property, inner := range properties {
			if property != "$schema" {
				out[property] = o.example(inner.(object), property, choose)
			}
		}
		return out
	case "array":
		items, _ := schema["items"].(object)
		return []any{o.example(items, strings.TrimSuffix(name, "s"), choose)}
	case "integer", "number":
		if least, ok := schema["minimum"].(float64); ok {
			return max(least, 1)
		}
		return 1
	case "boolean":
		return false
	case "string":
		return text(schema)
	}
	return nil
}

// resolve follows a reference.
func (o operation) resolve(schema object) object {
	for {
		ref, ok := schema["$ref"].(string)
		if !ok {
			return schema
		}
		schema, _ = o.schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(object)
	}
}

// kindOf is a schema's type, also where it may be null.
func kindOf(schema object) string {
	switch t := schema["type"].(type) {
	case string:
		return t
	case []any:
		for _, one := range t {
			if one != "null" {
				return one.(string)
			}
		}
	}
	return ""
}

// text is a string that a schema accepts, of those that occur.
func text(schema object) string {
	byFormat := map[string]string{
		"date": "2030-01-01", "date-time": "2030-01-01T20:00:00Z", "time": "20:00:00", "email": "canario@example.com", "uri": "https://example.com/x",
		"uri-reference": "https://example.com/x",
	}
	if format, ok := schema["format"].(string); ok && byFormat[format] != "" {
		return byFormat[format]
	}
	pattern, _ := schema["pattern"].(string)
	switch {
	case strings.HasPrefix(pattern, `^\d\d:`):
		return "20:30"
	case strings.Contains(pattern, "#["):
		return "#112233"
	case strings.Contains(pattern, "https"):
		return "https://example.com/x"
	case strings.HasPrefix(pattern, "^(") && strings.Contains(pattern, "|"):
		first, _, _ := strings.Cut(strings.TrimPrefix(pattern, "^("), "|")
		return first
	}
	least, _ := schema["minLength"].(float64)
	most, bounded := schema["maxLength"].(float64)
	out := canary + strings.Repeat("x", max(0, int(least)-len(canary)))
	if bounded && len(out) > int(most) {
		out = out[:int(most)]
	}
	return out
}

// canary marks what belongs to the other tenant.
const canary = "canario-7731"
