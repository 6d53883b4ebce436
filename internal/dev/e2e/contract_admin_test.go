package e2e_test

import (
	_ "embed"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

// The facts of the Dashboard's administration.
//
//go:embed testdata/contract_admin.tsv
var adminFacts string

// made are the lists of which the walk makes one, in an order in which each finds
// what it needs; they are deleted in the opposite order.
var made = []string{
	"branches", "allergens", "allergens/cross-reactions", "categories", "subcategories", "products", "staff", "sectors", "tables", "reservations",
	"delivery/orders", "tip-pools",
}

// aGoodDay calls every row of the administration with an example of its input.
func (w *walk) aGoodDay() {
	admin := w.callers["ADMIN"]
	w.serve()
	for _, list := range made {
		w.good(admin, "POST /api/admin/"+list, w.own(list))
	}
	for _, name := range w.names() {
		if f := w.facts[name]; !f.called && (f.method == http.MethodPatch || f.method == http.MethodPut) {
			w.good(admin, name, w.own(name))
		}
	}
	w.assign(admin)
	w.tip(admin)
	w.good(admin, "POST /api/admin/tables/batch", object{"prefix": "PRB"})
	w.twoFactors()
	for _, name := range w.names() {
		if f := w.facts[name]; !f.called && f.method == http.MethodGet {
			w.good(admin, name, w.own(name))
		}
	}
	for _, m := range slices.Backward(made) {
		w.good(admin, "DELETE /api/admin/"+m+"/{id}", nil)
	}
	w.good(admin, "POST /api/admin/allergens/{id}/restore", nil)
}

// own are members that mean something else here than elsewhere.
func (w *walk) own(name string) object {
	switch {
	case strings.HasSuffix(name, "cross-reactions"):
		return object{"allergen_id": w.byList["/api/admin/allergens"], "cross_reacts_with_id": w.byName["allergen_id"]}
	case strings.Contains(name, "exclusions/categories"):
		return object{"id": w.byName["category_id"]}
	case strings.HasSuffix(name, "tip-pools"), strings.HasSuffix(name, "tip-pools/{id}"):
		return object{"waiter_percent": 70, "kitchen_percent": 25, "other_percent": 5}
	case strings.Contains(name, "exclusions/subcategories"):
		return object{"id": w.byName["subcategory_id"]}
	}
	return nil
}

// serve leaves a round that waits for the kitchen, and one that was eaten and
// paid.
func (w *walk) serve() {
	t := w.t
	g := w.s.sit("INT-03", "ana")
	dish := num(w.s.dishes()[0], "id")
	eaten, err := g.order(t.Context(), "walk-1", dish, 1)
	require.NoError(t, err)
	w.byName["round_id"] = num(eaten, "round_id")
	for _, status := range []string{"IN_KITCHEN", "READY", "SERVED"} {
		w.callers["ADMIN"].must(t, http.MethodPost, fmt.Sprintf("/api/kitchen/rounds/%d/status", num(eaten, "round_id")), object{"status": status})
	}
	check := g.must(t, http.MethodPost, "/api/billing/check/request", nil)
	w.callers["WAITER"].must(t, http.MethodPost, "/api/billing/cash/pay", object{"check_id": num(check, "check_id"), "amount_cents": num(check, "total_cents")})
	waiting := w.s.sit("INT-04", "leo")
	_, err = waiting.order(t.Context(), "walk-2", dish, 2)
	require.NoError(t, err)
}

func (w *walk) assign(admin client) {
	o, _ := w.good(admin, "POST /api/admin/assignments/bulk", nil).(object)
	w.good(admin, "POST /api/admin/assignments/copy", nil)
	w.good(admin, "GET /api/admin/assignments", nil)
	if all, ok := o["assignments"].([]any); ok && len(all) > 0 {
		w.good(admin, "DELETE /api/admin/assignments/{assignment_id}", object{"assignment_id": num(all[0].(object), "id")})
	}
	w.good(admin, "DELETE /api/admin/assignments-bulk", object{"assignment_date": "2030-01-02"})
}

// tip has the waiter of the table that paid get a tip.
func (w *walk) tip(admin client) {
	branch := w.byName["branch_id"]
	w.good(admin, "POST /api/admin/tips", object{
		"table_session_id": w.s.id(`SELECT max(table_session_id) FROM app_check WHERE branch_id = $1`, branch),
		"check_id":         w.s.id(`SELECT max(id) FROM app_check WHERE branch_id = $1`, branch),
		"amount_cents":     1001,
	})
	w.good(admin, "POST /api/admin/tips/distribute", object{"tip_id": w.byList["/api/admin/tips"], "pool_id": w.byList["/api/admin/tip-pools"]})
}

// twoFactors has a waiter take up a second factor and lay it down again.
func (w *walk) twoFactors() {
	ana := w.s.as("ana@demo.com", "ana123")
	o, _ := w.good(ana, "POST /api/auth/2fa/setup", nil).(object)
	w.good(ana, "POST /api/auth/2fa/verify", object{"code": codeOf(w.t, o, 0)})
	w.good(ana, "DELETE /api/auth/2fa/disable", object{"code": codeOf(w.t, o, 1)})
}

// codeOf is what the app shows now, or so many steps later: a code works once.
func codeOf(t *testing.T, setup object, steps int) string {
	t.Helper()
	code, err := totp.GenerateCode(str(setup, "secret"), time.Now().Add(time.Duration(steps)*30*time.Second))
	require.NoError(t, err)
	return code
}

// lookAround fills the map of ids with things of the demo restaurant.
func (w *walk) lookAround() {
	branch := w.s.centro()
	w.byName["branch_id"] = branch
	for name, sql := range map[string]string{
		"category_id":       `SELECT min(id) FROM category WHERE branch_id = $1`,
		"subcategory_id":    `SELECT min(s.id) FROM subcategory s JOIN category c ON c.id = s.category_id WHERE c.id = (SELECT min(id) FROM category WHERE branch_id = $1)`,
		"product_id":        `SELECT min(product_id) FROM branch_product WHERE branch_id = $1`,
		"sector_id":         `SELECT min(id) FROM branch_sector WHERE branch_id = $1`,
		"table_id":          `SELECT min(id) FROM restaurant_table WHERE branch_id = $1`,
		"ingredient_id":     `SELECT min(i.id) FROM ingredient i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"group_id":          `SELECT min(i.id) FROM ingredient_group i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"allergen_id":       `SELECT min(i.id) FROM allergen i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"flavor_id":         `SELECT min(i.id) FROM flavor_profile i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"texture_id":        `SELECT min(i.id) FROM texture_profile i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"cooking_method_id": `SELECT min(i.id) FROM cooking_method i JOIN branch b ON b.tenant_id = i.tenant_id WHERE b.id = $1`,
		"waiter_id":         `SELECT min(r.user_id) FROM user_branch_role r WHERE r.branch_id = $1 AND r.role = 'WAITER'`,
	} {
		w.byName[name] = w.s.id(sql, branch)
	}
	maps.Copy(w.byName, map[string]any{
		"excluded_branch_id": w.s.id(`SELECT min(o.id) FROM branch o JOIN branch b ON b.tenant_id = o.tenant_id AND o.id <> b.id WHERE b.id = $1`, branch), "assignment_date": "2030-01-01", "from_date": "2030-01-01", "to_date": "2030-01-02",
		"name": "Prueba", "slug": "prueba", "prefix": "PRB", "code": "PRB-01", "email": "prueba@demo.com",
		"branch_role": []object{{"branch_id": branch, "role": "WAITER"}},
	})
	recipe := w.s.admin().must(w.s.t, http.MethodPost, "/api/recipes", object{"branch_id": branch, "name": "Receta de prueba"})
	w.byName["recipe_id"] = num(recipe, "id")
}

// good calls a row as who may with an example of its input, and checks
// the answer. given are members that the example cannot know.
func (w *walk) good(who client, name string, given object) any {
	w.t.Helper()
	f, op := w.facts[name], w.ops[name]
	if f == nil || op.path == "" {
		w.t.Errorf("nobody knows %s", name)
		return nil
	}
	f.called = true
	r, err := op.send(w.t, who, func(member string) any {
		if v, some := given[member]; some {
			return v
		}
		if list, _, _ := strings.Cut(f.path, "/{"+member+"}"); member != "" && list != f.path && w.byList[list] != 0 {
			return w.byList[list]
		}
		return w.choose(member)
	})
	require.NoError(w.t, err)
	if strconv.Itoa(r.status) != f.status {
		w.t.Errorf("%s: %d and not %s: %s", name, r.status, f.status, r.body)
		return nil
	}
	value := w.check(f, name, r)
	if o, ok := value.(object); ok && f.method == http.MethodPost && !strings.Contains(f.path, "{") {
		w.byList[f.path] = num(o, "id")
	}
	return value
}
