package e2e_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// walk goes over rows of the contract, as every sort of caller.
type walk struct {
	*contract
	s        *system
	ops      map[string]operation // the system's document, by "METHOD /path"
	stricter map[string]stricter
	byName   map[string]any   // what parameters and members are, by their names
	byList   map[string]int64 // what was made, by the path of its list
	callers  map[string]client
}

// stricter is who may call an operation of ours where the contract lets in more.
type stricter struct{ who, because string }

// walkOver reads tables of facts with the columns of contractOf and two more: who
// may call here, if it is not whom the contract says, and why.
// Those of known have been called by another test.
func walkOver(s *system, facts, known string) *walk {
	s.t.Helper()
	w := &walk{
		contract: &contract{t: s.t, facts: map[string]*fact{}}, s: s, ops: map[string]operation{}, stricter: map[string]stricter{},
		byName: map[string]any{}, byList: map[string]int64{},
		callers: map[string]client{"WAITER": s.waiter(), "KITCHEN": s.kitchen(), "MANAGER": s.manager(), "ADMIN": s.admin()},
	}
	for _, table := range []string{facts, known} {
		for _, row := range rows(s.t, table, 7) {
			name := row[0] + " " + row[1]
			w.facts[name] = &fact{method: row[0], path: row[1], who: row[2], status: row[3], fields: strings.Fields(row[4]), filled: map[string]bool{}, called: table == known}
			if row[5] != "" {
				require.NotEmpty(s.t, row[6], "%s is stricter for no reason", name)
				w.stricter[name] = stricter{row[5], row[6]}
			}
		}
	}
	for _, op := range s.operations() {
		w.ops[op.String()] = op
	}
	for name := range w.facts {
		require.NotEmpty(s.t, w.ops[name].path, "the document has no %s", name)
	}
	return w
}

// names are the walk's rows in an order that never changes.
func (w *walk) names() []string { return slices.Sorted(maps.Keys(w.facts)) }

// admits is who may call a row here.
func (w *walk) admits(name string) string {
	if here, some := w.stricter[name]; some {
		return here.who
	}
	return w.facts[name].who
}

// words is an operation's rule as the tables write it.
func (o operation) words() string {
	rule, _, _ := strings.Cut(o.access, " or key ")
	rule, _, _ = strings.Cut(rule, " +")
	_, roles, some := strings.Cut(rule, "[")
	switch {
	case some:
		return "staff:" + strings.ReplaceAll(strings.TrimSuffix(roles, "]"), "/", ",")
	case rule == "table or staff":
		return "anybody"
	}
	return rule
}

// choose gives the value of a parameter or of a body's member by its name.
func (w *walk) choose(name string) any {
	one, plural := strings.CutSuffix(name, "s")
	if id, ok := w.byName[one].(int64); plural && ok {
		return []int64{id}
	}
	return w.byName[one]
}

// lost is choose for who looks for what is not there.
func (w *walk) lost(name string) any {
	if name == "branch_id" {
		return w.byName[name]
	}
	if name == "id" || isID(name) {
		return nowhere
	}
	return w.choose(name)
}

// everyRoleKnocks compares what each role is answered with what the tables say.
func (w *walk) everyRoleKnocks() {
	asked := 0
	defer func() { require.Greater(w.t, asked, 400) }()
	for _, name := range w.names() {
		op, who := w.ops[name], w.admits(name)
		if op.words() != who {
			w.t.Errorf("%s is for %s, and should be for %s", name, op.words(), who)
		}
		if !op.staff() || strings.Contains(op.path, "/2fa/") { // whose wrong codes are 401, too
			continue
		}
		r, err := op.send(w.t, w.s.public(), w.lost)
		asked++
		require.NoError(w.t, err)
		if r.status != http.StatusUnauthorized {
			w.t.Errorf("%s as nobody: %d %s", name, r.status, r.body)
		}
		_, roles, some := strings.Cut(who, ":")
		for role, caller := range w.callers {
			r, err := op.send(w.t, caller, w.lost)
			asked++
			require.NoError(w.t, err)
			let := !some || slices.Contains(strings.Split(roles, ","), role)
			if refused := r.status == http.StatusForbidden || r.status == http.StatusUnauthorized; refused == let {
				w.t.Errorf("%s as a %s: %d %s", name, role, r.status, r.body)
			}
		}
	}
}

// nobodysThings asks for ids that nobody has.
func (w *walk) nobodysThings() {
	asked := 0
	defer func() { require.Greater(w.t, asked, 40) }()
	for _, name := range w.names() {
		op := w.ops[name]
		if !op.staff() || !slices.ContainsFunc(op.parameters, func(p param) bool { return p.in == "path" }) {
			continue
		}
		r, err := op.send(w.t, w.callers["ADMIN"], func(name string) any {
			if slices.ContainsFunc(op.parameters, func(p param) bool { return p.in == "path" && p.name == name }) {
				return nowhere
			}
			return w.choose(name)
		})
		asked++
		require.NoError(w.t, err)
		if r.status != http.StatusNotFound || str(decoded(w.t, r), "code") == "" {
			w.t.Errorf("%s of nobody's: %d %s", name, r.status, r.body)
		}
	}
}

// brokenInput sends what no schema accepts: a body that is a list, an id that is
// a word, a number that is none.
func (w *walk) brokenInput() {
	asked := 0
	defer func() { require.Greater(w.t, asked, 100) }()
	for _, name := range w.names() {
		op := w.ops[name]
		admin := w.callers["ADMIN"]
		if op.body != nil {
			path := op.address(w.choose)
			r, err := admin.call(w.t.Context(), op.method, path, []int{1})
			asked++
			require.NoError(w.t, err)
			w.isValidation(name, r)
		}
		for _, p := range op.parameters {
			if k := kindOf(op.resolve(p.schema)); p.in == "header" || p.in == "cookie" || k != "integer" {
				continue
			}
			r, err := op.send(w.t, admin, func(name string) any {
				if name == p.name {
					return "x"
				}
				return w.choose(name)
			})
			asked++
			require.NoError(w.t, err)
			w.isValidation(name+" with "+p.name, r)
		}
	}
}

// isValidation checks the contract's answer to broken input.
func (w *walk) isValidation(name string, r reply) {
	var wrong []string
	problem := decoded(w.t, r)
	list, _ := problem["detail"].([]any)
	for _, d := range list {
		for _, field := range []struct{ name, typ string }{{"type", "str"}, {"loc", "list"}, {"msg", "str"}} {
			if o, ok := d.(object); !ok || !fits(o[field.name], field.typ) {
				wrong = append(wrong, field.name)
			}
		}
		if o, ok := d.(object); ok {
			if _, has := o["input"]; !has {
				wrong = append(wrong, "input")
			}
		}
	}
	if r.status != http.StatusUnprocessableEntity || len(list) == 0 || len(wrong) > 0 {
		w.t.Errorf("%s, broken: %d %v %s", name, r.status, wrong, r.body)
	}
}

// branchesOutside has a manager name a branch that is another's.
func (w *walk) branchesOutside(other int64) {
	asked := 0
	defer func() { require.Greater(w.t, asked, 20) }()
	for _, name := range w.names() {
		op := w.ops[name]
		names := slices.ContainsFunc(op.parameters, func(p param) bool { return p.name == "branch_id" })
		if op.body != nil {
			properties, _ := op.resolve(op.body)["properties"].(object)
			_, inBody := properties["branch_id"]
			names = names || inBody
		}
		if !names || !op.admits("MANAGER") {
			continue
		}
		r, err := op.send(w.t, w.callers["MANAGER"], func(name string) any {
			if name == "branch_id" {
				return other
			}
			return w.choose(name)
		})
		asked++
		require.NoError(w.t, err)
		if r.status != http.StatusForbidden {
			w.t.Errorf("%s of another's branch: %d %s", name, r.status, r.body)
		}
	}
}

// TestDashboardContract goes over every row that the Dashboard
// knows of its administration, the kitchen's book and the chat.
func TestDashboardContract(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish, map[string]string{"OLLAMA_URL": "http://localhost:1"}) // where nobody answers
	w := walkOver(s, adminFacts, kitchenbookFacts)
	require.Len(t, w.facts, 127)
	w.lookAround()
	w.documented(s)
	w.aGoodDay()
	w.complete()
	breakers, _ := s.public().must(t, http.MethodGet, "/api/health/detailed", nil)["circuit_breakers"].(object)
	require.Contains(t, breakers, "mercadopago")
	require.Equal(t, "closed", breakers["ollama"].(object)["state"])
	t.Run("roles", func(t *testing.T) { w.in(t).everyRoleKnocks() })
	t.Run("broken input", func(t *testing.T) { w.in(t).brokenInput() })
	t.Run("nobody's things", func(t *testing.T) { w.in(t).nobodysThings() })
	t.Run("branches outside", func(t *testing.T) {
		w.in(t).branchesOutside(s.id(`SELECT b.id FROM branch b JOIN branch c ON c.tenant_id = b.tenant_id AND c.slug = 'centro' WHERE b.id <> c.id AND b.id NOT IN
			(SELECT r.branch_id FROM user_branch_role r JOIN app_user u ON u.id = r.user_id WHERE u.email = 'manager@demo.com') LIMIT 1`))
	})
}

// in is the walk as a subtest sees it.
func (w *walk) in(t *testing.T) *walk {
	t.Helper()
	c, inner := *w, *w.contract
	inner.t = t
	c.contract, c.s = &inner, w.s.in(t)
	return &c
}

// address is o's path with its parameters filled in.
func (o operation) address(choose func(name string) any) string {
	path, query := o.path, []string{}
	for _, p := range o.parameters {
		if p.in == "header" || p.in == "cookie" {
			continue
		}
		value := choose(p.name)
		chosen := value != nil
		if !chosen {
			value = o.example(p.schema, p.name, choose)
		}
		if p.in == "path" {
			path = strings.Replace(path, "{"+p.name+"}", fmt.Sprint(value), 1)
		} else if p.required || chosen {
			query = append(query, fmt.Sprintf("%s=%v", p.name, value))
		}
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path
}
