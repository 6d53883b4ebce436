package e2e_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The facts that clients were written against. They are ours to keep, not to
// derive from the code.
//
//go:embed testdata/contract.tsv
var contractFacts string

// fact is one endpoint: what a good answer looks like.
type fact struct {
	method, path, who string
	status            string
	fields            []string // path:type
	called            bool
	filled            map[string]bool // lists that had an element in some answer
}

// contract checks answers against the facts.
type contract struct {
	t     *testing.T
	facts map[string]*fact // by "METHOD /path"
}

func newContract(t *testing.T) *contract {
	t.Helper()
	return contractOf(t, contractFacts, 74)
}

// contractOf reads so many facts.
func contractOf(t *testing.T, facts string, n int) *contract {
	t.Helper()
	c := &contract{t: t, facts: map[string]*fact{}}
	heading, _, _ := strings.Cut(facts, "\n")
	for _, row := range rows(t, facts, strings.Count(heading, "\t")+1) {
		f := &fact{method: row[0], path: row[1], who: row[2], status: row[3], fields: strings.Fields(row[4]), filled: map[string]bool{}}
		c.facts[f.method+" "+f.path] = f
	}
	require.Len(t, c.facts, n)
	return c
}

// rows reads a table of tab-separated columns; lines with # are remarks.
func rows(t *testing.T, table string, columns int) [][]string {
	t.Helper()
	var out [][]string
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimRight(line, "\n"), "\t")
		require.Len(t, row, columns, line)
		out = append(out, row)
	}
	return out
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// call sends what fits an endpoint of the contract and checks the answer. op is
// "METHOD /path?query"; args fill its parameters in turn.
func (c *contract) call(who client, op string, body any, args ...any) any {
	c.t.Helper()
	name, query, _ := strings.Cut(op, "?")
	f := c.facts[name]
	require.NotNil(c.t, f, "the contract knows no %s", name)
	f.called = true
	path := parameter.ReplaceAllStringFunc(f.path, func(string) string {
		arg := args[0]
		args = args[1:]
		return url.PathEscape(fmt.Sprint(arg))
	})
	if query != "" {
		path += "?" + query
	}
	r, err := who.call(c.t.Context(), f.method, path, body)
	require.NoError(c.t, err)
	require.Equal(c.t, f.status, strconv.Itoa(r.status), "%s: %s", op, r.body)
	return c.check(f, op, r)
}

// object is call for an answer that is one.
func (c *contract) object(who client, op string, body any, args ...any) object {
	c.t.Helper()
	o, ok := c.call(who, op, body, args...).(object)
	require.True(c.t, ok, "%s does not answer an object", op)
	return o
}

func (c *contract) check(f *fact, op string, r reply) any {
	c.t.Helper()
	switch f.fields[0] {
	case "EMPTY":
		require.Empty(c.t, r.body, op)
		return nil
	case "TEXT":
		require.NotEmpty(c.t, r.body, op)
		return nil
	}
	require.Contains(c.t, r.header.Get("Content-Type"), "application/json", op)
	var value any
	require.NoError(c.t, json.Unmarshal(r.body, &value), op)
	if f.fields[0] == "any" {
		return value
	}
	for _, field := range f.fields {
		path, typ, _ := strings.Cut(field, ":")
		for _, wrong := range f.misfits(value, strings.Split(path, "."), typ, "") {
			c.t.Errorf("%s: %s: %s", op, wrong, r.body)
		}
	}
	return value
}

// misfits lists where value has no field at path that fits typ. Each step is a
// name, [] or name[].
func (f *fact) misfits(value any, path []string, typ, at string) []string {
	if len(path) == 0 {
		if !fits(value, typ) {
			return []string{fmt.Sprintf("%s is %v and not %s", at, value, typ)}
		}
		return nil
	}
	name, list := strings.CutSuffix(path[0], "[]")
	if name != "" {
		o, ok := value.(object)
		if !ok {
			return nil // null; its own row complains if it must not be
		}
		inner, there := o[name]
		if !there {
			return []string{at + "." + name + " is missing"}
		}
		value, at = inner, at+"."+name
	}
	if !list {
		return f.misfits(value, path[1:], typ, at)
	}
	elements, ok := value.([]any)
	if !ok && value != nil {
		return []string{at + " is no list"}
	}
	var wrong []string
	f.filled[at] = f.filled[at] || len(elements) > 0
	for _, e := range elements {
		wrong = append(wrong, f.misfits(e, path[1:], typ, at)...)
	}
	return wrong
}

// fits reports whether a decoded value is of a type as the facts name it.
func fits(value any, typ string) bool {
	typ, nullable := strings.CutSuffix(typ, "?")
	if value == nil || typ == "any" {
		return nullable || typ == "any"
	}
	switch v := value.(type) {
	case bool:
		return typ == "bool"
	case float64:
		return typ == "num" || typ == "int" && v == math.Trunc(v)
	case object:
		return typ == "obj" || typ == "any"
	case []any:
		return strings.TrimSuffix(typ, "*") == "list"
	case string:
		return textFits(v, typ)
	}
	return false
}

func textFits(v, typ string) bool {
	layouts := map[string]string{"ts": time.RFC3339, "date": time.DateOnly, "time": time.TimeOnly}
	if layout, known := layouts[typ]; known {
		_, err := time.Parse(layout, v)
		return err == nil
	}
	return typ == "str" || typ == "any" || strings.ToUpper(typ) == typ && slices.Contains(strings.Split(typ, "|"), v)
}

// complete fails for endpoints that nobody called, and for lists that never had
// an element to look at, unless the facts allow that.
func (c *contract) complete() {
	c.t.Helper()
	for name, f := range c.facts {
		if !f.called {
			c.t.Errorf("%s was not called", name)
		}
		for list, filled := range f.filled {
			if mayBeEmpty := slices.Contains(f.fields, strings.TrimPrefix(list, ".")+":list*"); !filled && !mayBeEmpty {
				c.t.Errorf("%s: %q was always empty", name, list)
			}
		}
	}
}

// documented checks that the system's own document knows every endpoint.
func (c *contract) documented(s *system) {
	c.t.Helper()
	known := map[string]map[string]bool{} // statuses by operation
	for _, op := range s.operations() {
		known[op.method+" "+parameter.ReplaceAllString(op.path, "{}")] = op.statuses
	}
	for name, f := range c.facts {
		statuses, there := known[f.method+" "+parameter.ReplaceAllString(f.path, "{}")]
		if f.path == "/metrics" {
			continue // not of the API
		}
		if !there || !statuses[f.status] {
			c.t.Errorf("/openapi.json does not say that %s answers %s", name, f.status)
		}
	}
}
