package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// otherTenant is the other restaurant, with everything that has an identifier, and
// its mark on every text.
type otherTenant struct {
	*system
	byPath map[string]int64 // the id of one of its things, by the path of their list
	byName map[string]int64 // the same, by what parameters call them
}

// nowhere is an id that nobody has.
const nowhere = 999_999_999

// TestNobodySeesAnotherRestaurant calls every operation with the ids of another
// tenant's things. Each is answered exactly as if they did not exist, and no
// answer has a word of the other tenant in it.
func TestNobodySeesAnotherRestaurant(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish)
	them := newOtherTenant(s)
	guest, admin := s.sit("BAR-01", "ana"), s.admin().with("X-Request-ID", "pedido")
	guest.client = guest.with("X-Request-ID", "pedido")
	probed, refused := 0, 0
	for _, op := range s.operations() {
		who := admin
		switch {
		case op.access == "public":
			continue
		case !op.staff():
			who = guest.client
		case !op.admits("ADMIN"):
			continue
		}
		if !op.asksForThings() {
			them.unmarked(t, op, who)
			continue
		}
		theirs, err := op.send(t, who, them.idsFor(op))
		require.NoError(t, err)
		none, err := op.send(t, who, func(name string) any { return them.replace(op, name, nowhere) })
		require.NoError(t, err)
		probed++
		if theirs.status == http.StatusNotFound || theirs.status == http.StatusForbidden {
			refused++
		}
		them.compare(t, op, theirs, none)
	}
	t.Logf("%d operations take ids; %d refused the stranger's as not found or forbidden", probed, refused)
	require.Greater(t, refused, 150)
}

var digits = regexp.MustCompile(`[0-9]+`)

// compare fails where an answer shows that the thing exists.
func (them *otherTenant) compare(t *testing.T, op operation, theirs, none reply) {
	t.Helper()
	same := theirs.status == none.status && digits.ReplaceAllString(string(theirs.body), "#") == digits.ReplaceAllString(string(none.body), "#")
	if !same {
		t.Errorf("%s tells the stranger's things from none:\n  theirs: %d %s\n  none:   %d %s", op, theirs.status, theirs.body, none.status, none.body)
	}
	if op.names() && theirs.status/100 == 2 {
		t.Errorf("%s took the stranger's id: %d %s", op, theirs.status, theirs.body)
	}
	if leaks(theirs) {
		t.Errorf("%s tells what is the stranger's: %s", op, theirs.body)
	}
}

// unmarked reads a list, which must not have anything of the stranger's.
func (them *otherTenant) unmarked(t *testing.T, op operation, who client) {
	t.Helper()
	if op.method != http.MethodGet {
		return
	}
	r, err := op.send(t, who, elsewhere)
	require.NoError(t, err)
	if leaks(r) {
		t.Errorf("%s tells what is the stranger's: %s", op, r.body)
	}
}

// leaks looks for the stranger's mark. What we sent ourselves comes back in
// complaints about it: they carry the marks of a request.
func leaks(r reply) bool {
	body := string(r.body)
	return strings.Contains(body, mark) || strings.Contains(body, "laesquina") || strings.Contains(body, "La Esquina")
}

// mark is in every text of the stranger's; nobody else writes it.
const mark = "marca-ajena-4417"

// asksForThings reports whether o takes the id of anything.
func (o operation) asksForThings() bool {
	found := false
	look := func(name string) any {
		found = found || isID(name)
		return nil
	}
	for _, p := range o.parameters {
		if p.in == "path" || p.in == "query" {
			look(p.name)
		}
	}
	if o.body != nil {
		o.example(o.body, "", look)
	}
	return found
}

// names reports whether o's path names a thing.
func (o operation) names() bool {
	return slices.ContainsFunc(o.parameters, func(p param) bool { return p.in == "path" && isID(p.name) })
}

// isID reports whether a name is that of an id of ours. Devices name themselves.
func isID(name string) bool {
	name = strings.TrimSuffix(name, "s")
	return name == "id" || strings.HasSuffix(name, "_id") && name != "device_id" && name != "local_id"
}

// idsFor fills o's ids with those of the stranger's things.
func (them *otherTenant) idsFor(o operation) func(string) any {
	return func(name string) any { return them.replace(o, name, 0) }
}

// replace gives a value for an id, or nil for what is none: the stranger's, or
// instead if that is not 0. Of things that the stranger does not have it is
// nowhere.
func (them *otherTenant) replace(o operation, name string, instead int64) any {
	switch {
	case !isID(name):
		return nil
	case instead != 0:
		return instead
	}
	return them.find(o, strings.TrimSuffix(name, "s"))
}

func (them *otherTenant) find(o operation, name string) int64 {
	if list, _, inPath := strings.Cut(o.path, "/{"+name+"}"); inPath {
		if id := them.byPath[strings.Replace(list, "/exclusions/", "/", 1)]; id != 0 {
			return id
		}
	}
	for known, id := range them.byName {
		if name == known+"_id" || strings.HasSuffix(name, "_"+known+"_id") {
			return id
		}
	}
	return nowhere
}

// newOtherTenant has the other tenant dine, create one of everything that its
// administrator can, and mark all its texts.
func newOtherTenant(s *system) *otherTenant {
	s.t.Helper()
	them := &otherTenant{system: s, byPath: map[string]int64{}, byName: map[string]int64{}}
	them.dine()
	for name, table := range map[string]string{
		"branch": "branch", "table": "restaurant_table", "sector": "branch_sector", "user": "app_user", "waiter": "app_user", "staff": "app_user",
		"category": "category", "subcategory": "subcategory", "product": "product", "ingredient": "ingredient", "session": "table_session",
		"diner": "diner", "round": "round", "item": "round_item", "round_item": "round_item", "ticket": "kitchen_ticket", "call": "service_call",
		"check": "app_check", "payment": "payment", "assignment": "waiter_sector_assignment",
	} {
		them.byName[name] = s.id(`SELECT max(x.id) FROM ` + table + ` x JOIN tenant t ON t.id = x.tenant_id WHERE t.slug = 'la-esquina'`)
		require.NotZero(s.t, them.byName[name], "the stranger has a %s", name)
	}
	them.createEverything()
	them.markTexts()
	return them
}

// dine leaves a session behind that has everything a session can have.
func (them *otherTenant) dine() {
	t := them.t
	table := them.id(`SELECT min(rt.id) FROM restaurant_table rt JOIN branch b ON b.id = rt.branch_id WHERE b.slug = 'la-esquina-palermo'`)
	dish := them.id(`SELECT min(p.id) FROM product p JOIN tenant t ON t.id = p.tenant_id WHERE t.slug = 'la-esquina'`)
	g, waiter, cook := them.sitAt(table, mark), them.as("waiter@laesquina.com", "waiter123"), them.as("kitchen@laesquina.com", "kitchen123")
	o, err := g.order(t.Context(), mark, dish, 1)
	require.NoError(t, err)
	cook.must(t, http.MethodPost, fmt.Sprintf("/api/kitchen/rounds/%d/tickets", num(o, "round_id")), nil)
	g.must(t, http.MethodPost, "/api/diner/service-call", object{"type": "WAITER_CALL"})
	check := num(g.must(t, http.MethodPost, "/api/billing/check/request", nil), "check_id")
	waiter.must(t, http.MethodPost, "/api/billing/cash/pay", object{"check_id": check, "amount_cents": 100})
}

// createEverything makes one of everything for which there is a list and a way to make
// it, as far as an example of the input will do.
func (them *otherTenant) createEverything() {
	admin := them.as("admin@laesquina.com", "admin123")
	made := 0
	for _, op := range them.operations() {
		if !op.staff() || parameter.MatchString(op.path) || !strings.HasPrefix(op.path, "/api/admin/") && op.path != "/api/recipes" {
			continue
		}
		r, err := op.send(them.t, admin, them.own)
		require.NoError(them.t, err)
		if id := firstID(r); id != 0 {
			them.byPath[op.path] = id
			made++
		}
	}
	them.t.Logf("the stranger has things in %d lists", made)
}

// own gives the stranger's administrator ids of the stranger's things.
func (them *otherTenant) own(name string) any {
	plural := strings.HasSuffix(name, "s")
	id := them.byName[strings.TrimSuffix(strings.TrimSuffix(name, "s"), "_id")]
	switch {
	case !isID(name) || id == 0:
		return nil
	case plural:
		return []int64{id}
	}
	return id
}

// firstID is the id of an object, or of a list's first.
func firstID(r reply) int64 {
	var value any
	if r.status/100 != 2 || json.Unmarshal(r.body, &value) != nil {
		return 0
	}
	if list, ok := value.([]any); ok && len(list) > 0 {
		value = list[0]
	}
	o, _ := value.(object)
	return num(o, "id")
}

// markTexts writes the mark into every text of the stranger's by which something
// is named or described.
func (them *otherTenant) markTexts() {
	_, err := them.db.Exec(them.t.Context(), `
DO $$
DECLARE c record;
BEGIN
  FOR c IN
    SELECT a.table_name, a.column_name FROM information_schema.columns a
    JOIN information_schema.columns b ON b.table_schema = a.table_schema AND b.table_name = a.table_name AND b.column_name = 'tenant_id'
    JOIN information_schema.tables t ON t.table_schema = a.table_schema AND t.table_name = a.table_name AND t.table_type = 'BASE TABLE'
    WHERE a.table_schema = 'public' AND a.data_type IN ('text', 'character varying')
      AND a.column_name IN ('name', 'description', 'notes', 'first_name', 'last_name', 'address', 'phone', 'product_name', 'title', 'text', 'item', 'customer_name')
  LOOP
    EXECUTE format('UPDATE %I SET %I = left(%I, 20) || $1 WHERE tenant_id = (SELECT id FROM tenant WHERE slug = $2)', c.table_name, c.column_name, c.column_name)
      USING ' marca-ajena-4417', 'la-esquina';
  END LOOP;
END $$`)
	require.NoError(them.t, err)
}
