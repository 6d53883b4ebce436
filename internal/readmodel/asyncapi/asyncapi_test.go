package asyncapi_test

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
	"integrador/internal/readmodel/asyncapi"
	"integrador/internal/readmodel/asyncapi/asyncapitest"
)

var update = flag.Bool("update", false, "write api/asyncapi.json")

const committed = "../../../api/asyncapi.json"

type object = map[string]any

func document(t *testing.T) (raw []byte, parsed object) {
	t.Helper()
	raw, err := asyncapi.Document()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &parsed))
	return raw, parsed
}

// make generate writes the file.
func TestCommittedDocumentIsCurrent(t *testing.T) {
	t.Parallel()
	raw, _ := document(t)
	if *update {
		require.NoError(t, os.WriteFile(committed, raw, 0o600))
	}
	file, err := os.ReadFile(committed)
	require.NoError(t, err)
	require.True(t, string(raw) == string(file), "api/asyncapi.json is old: run make generate")
}

func TestEveryEventTypeIsDescribed(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../../domain/event/routes.go", nil, 0)
	require.NoError(t, err)
	var declared []event.Type
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Type" {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				declared = append(declared, event.Type(value))
			}
		}
		return true
	})
	var described []event.Type
	_, doc := document(t)
	messages := at(doc, "components", "messages")
	for _, d := range event.Catalogue() {
		described = append(described, d.Type)
		require.NotEmpty(t, d.Summary, d.Type)
		require.Contains(t, messages, string(d.Type))
	}
	require.Equal(t, declared, described)
}

func TestEveryCloseCodeIsDescribed(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../../domain/sockets/sockets.go", nil, 0)
	require.NoError(t, err)
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.CompositeLit); ok {
			if name, ok := literal.Type.(*ast.Ident); ok && name.Name == "CloseCode" {
				declared++
			}
		}
		return true
	})
	_, doc := document(t)
	require.Len(t, doc["x-close-codes"], declared)
	for _, c := range sockets.CloseCodes() {
		require.NotEmpty(t, c.Meaning, c.Code)
		require.NotEmpty(t, c.Action, c.Code)
	}
}

// Every reference leads somewhere, and every example is what its schema says.
func TestDocumentIsConsistent(t *testing.T) {
	t.Parallel()
	_, doc := document(t)
	each(doc, func(key string, value any) {
		if path, ok := value.(string); ok && key == "$ref" {
			require.NotNil(t, at(doc, strings.Split(strings.TrimPrefix(path, "#/"), "/")...), path)
		}
	})
	for name, m := range at(doc, "components", "messages").(object) {
		examples := m.(object)["examples"].([]any)
		require.NotEmpty(t, examples, name)
		for _, e := range examples {
			frame, err := json.Marshal(e.(object)["payload"])
			require.NoError(t, err)
			require.NoError(t, asyncapitest.Message(name, frame))
		}
	}
	require.Error(t, asyncapitest.Message("ROUND_READY", []byte(`{"type":"ROUND_READY"}`)))
	require.Error(t, asyncapitest.Event(event.Event{Type: event.RoundReady, Entity: event.Body(event.Table{})}))
}

// A client that was written for the last committed document has to work with this one. A change that breaks clients
// needs a new major version of the document.
func TestDocumentBreaksNoClient(t *testing.T) {
	t.Parallel()
	_, doc := document(t)
	compared := 0
	for _, old := range committedDocuments(t) {
		if major(old) == major(doc) {
			require.Empty(t, breaking(old, doc), "bump the major version, or keep what clients use")
			compared++
		}
	}
	t.Logf("compared with %d committed documents", compared)
}

func major(doc object) string {
	version, _ := at(doc, "info", "version").(string)
	first, _, _ := strings.Cut(version, ".")
	return first
}

// committedDocuments are the last two versions in git: the working tree may have a new one, and so may the last commit.
func committedDocuments(t *testing.T) (out []object) {
	t.Helper()
	log, err := exec.CommandContext(t.Context(), "git", "log", "-2", "--format=%H", "--", committed).Output()
	require.NoError(t, err, "the versions to compare with are in git")
	for _, commit := range strings.Fields(string(log)) {
		raw, err := exec.CommandContext(t.Context(), "git", "show", commit+":api/asyncapi.json").Output()
		if err != nil {
			continue // the commit removed it
		}
		var doc object
		require.NoError(t, json.Unmarshal(raw, &doc))
		out = append(out, doc)
	}
	return out
}

func TestBreakingChangesAreFound(t *testing.T) {
	t.Parallel()
	remove := func(key string, path ...string) func(object) {
		return func(doc object) { delete(at(doc, path...).(object), key) }
	}
	set := func(key string, value any, path ...string) func(object) {
		return func(doc object) { at(doc, path...).(object)[key] = value }
	}
	for name, change := range map[string]func(object){
		"removed channel":        remove("kitchen", "channels"),
		"moved channel":          set("address", "/ws/cook", "channels", "kitchen"),
		"removed message":        remove("ROUND_READY", "channels", "kitchen", "messages"),
		"removed property":       remove("round_number", "components", "schemas", "Round", "properties"),
		"changed type":           set("type", "string", "components", "schemas", "Round", "properties", "round_id"),
		"property not always in": set("required", []any{"round_id"}, "components", "schemas", "Round"),
		"new required parameter": set("required", []any{"token", "x"}, "channels", "admin", "bindings", "ws", "query"),
		"removed close code":     func(doc object) { doc["x-close-codes"] = doc["x-close-codes"].([]any)[1:] },
	} {
		_, old := document(t)
		_, changed := document(t)
		require.Empty(t, breaking(old, changed))
		change(changed)
		require.NotEmpty(t, breaking(old, changed), name)
	}
	_, old := document(t)
	_, grown := document(t)
	set("new", object{"type": "string"}, "components", "schemas", "Round", "properties")(grown)
	set("summary", "Otro texto.", "components", "messages", "ROUND_READY")(grown)
	require.Empty(t, breaking(old, grown))
}

// breaking lists what a client of the old document may miss in the new one: whatever the old one has, except texts and
// examples, has to be in the new one.
func breaking(old, now object) []string { return missing("", old, now) }

// only is the schema of a choice between equal ones: it accepts the same.
func only(schema any) any {
	choice, _ := schema.(object)
	of, _ := choice["anyOf"].([]any)
	if len(choice) != 1 || len(of) == 0 {
		return schema
	}
	for _, other := range of {
		if !reflect.DeepEqual(of[0], other) {
			return schema
		}
	}
	return of[0]
}

func missing(path string, old, now any) (out []string) {
	old, now = only(old), only(now)
	switch old := old.(type) {
	case object:
		for key, value := range old {
			switch key {
			case "description", "summary", "title", "examples", "info", "servers", "operations":
				continue
			}
			other, ok := now.(object)
			if !ok || other[key] == nil {
				out = append(out, path+"/"+key+" was removed")
				continue
			}
			out = append(out, missing(path+"/"+key, value, other[key])...)
		}
		if strings.HasSuffix(path, "/query") {
			out = append(out, missing(path+"/required is new:", now.(object)["required"], old["required"])...)
		}
	case []any:
		list, _ := now.([]any)
		for _, value := range old {
			if !containsLike(list, value) {
				out = append(out, path+" lost an element")
			}
		}
	default:
		if !reflect.DeepEqual(old, now) {
			out = append(out, path+" changed")
		}
	}
	return out
}

func containsLike(list []any, value any) bool {
	for _, candidate := range list {
		if len(missing("", value, candidate)) == 0 {
			return true
		}
	}
	return false
}

func TestHandlersServeDocumentAndPage(t *testing.T) {
	t.Parallel()
	handlers, err := asyncapi.Handlers()
	require.NoError(t, err)
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		handlers[path].ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		require.Equal(t, http.StatusOK, w.Code, path)
		return w
	}
	raw, _ := document(t)
	require.Equal(t, string(raw), get(asyncapi.DocumentPath).Body.String())
	page := get(asyncapi.PagePath)
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "default-src 'none'")
	for _, d := range event.Catalogue() {
		require.Contains(t, page.Body.String(), `id="`+string(d.Type)+`"`)
	}
	require.NotContains(t, page.Body.String(), "http://")
	require.NotContains(t, page.Body.String(), "https://")
	require.NotContains(t, page.Body.String(), "<script")
}

func at(value any, path ...string) any {
	for _, key := range path {
		m, _ := value.(object)
		value = m[key]
	}
	return value
}

func each(value any, visit func(key string, value any)) {
	switch value := value.(type) {
	case object:
		for key, v := range value {
			visit(key, v)
			each(v, visit)
		}
	case []any:
		for _, v := range value {
			each(v, visit)
		}
	}
}
