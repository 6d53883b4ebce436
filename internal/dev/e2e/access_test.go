package e2e_test

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who may call what, as clients and restaurants were promised.
//
//go:embed testdata/access.tsv
var accessFacts string

var staffRoles = []string{"WAITER", "KITCHEN", "MANAGER", "ADMIN"}

// promise is who may call an operation: public, table, anybody with either
// token, signature, or staff of some roles.
type promise struct {
	who   string
	roles []string
}

func promises(t *testing.T) map[string]promise {
	t.Helper()
	out := map[string]promise{}
	for _, row := range rows(t, accessFacts, 3) {
		who, roles, some := strings.Cut(row[2], ":")
		p := promise{who, staffRoles}
		if some {
			p.roles = strings.Split(roles, ",")
		}
		out[row[0]+" "+row[1]] = p
	}
	require.Len(t, out, 285)
	return out
}

// strangers are the new operations that people and programs without a token of
// ours call: each proves itself otherwise.
var strangers = map[string]bool{
	"POST /webhooks/mercadopago/{connection}": true, // by a signature
	"GET /api/mercadopago/callback":           true, // by a state that works once
}

// promised is what op's clients were promised. Operations that are new have what
// the system's document says of them, but may not be public.
func (o operation) promised(t *testing.T, all map[string]promise) promise {
	t.Helper()
	p, known := all[o.method+" "+parameter.ReplaceAllString(o.path, "{}")]
	if known {
		return p
	}
	if strangers[o.method+" "+o.path] {
		return promise{who: "public"}
	}
	require.NotEqual(t, "public", o.access, "%s is public and nobody asked for that", o)
	p = promise{who: "table"}
	if o.staff() {
		p.who = "staff"
		p.roles = slices.DeleteFunc(slices.Clone(staffRoles), func(role string) bool { return !o.admits(role) })
	}
	return p
}

// TestNobodyWalksIn knocks at every door of the system's document: without a
// token, with the other kind of token, and with each role that has no business
// there. Ids that lead nowhere are good enough: who is not let in does not learn
// that.
func TestNobodyWalksIn(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish)
	all, guest := promises(t), s.sit("BAR-01", "ana")
	byRole := map[string]client{"WAITER": s.waiter(), "KITCHEN": s.kitchen(), "MANAGER": s.manager(), "ADMIN": s.admin()}
	doors := 0
	for _, op := range s.operations() {
		p := op.promised(t, all)
		knock := func(who client, as string, want int) {
			doors++
			r, err := op.send(t, who, elsewhere)
			require.NoError(t, err)
			if r.status != want {
				t.Errorf("%s as %s: %d instead of %d: %s", op, as, r.status, want, r.body)
			}
		}
		switch p.who {
		case "public":
			r, err := op.send(t, s.public(), elsewhere)
			require.NoError(t, err)
			login := strings.HasPrefix(op.path, "/api/auth/")
			if !login && (r.status == http.StatusUnauthorized || r.status == http.StatusForbidden) {
				t.Errorf("%s is public and answers %d", op, r.status)
			}
		case "table":
			knock(s.public(), "nobody", http.StatusUnauthorized)
			knock(s.admin(), "an admin", http.StatusUnauthorized)
		case "staff":
			knock(s.public(), "nobody", http.StatusUnauthorized)
			knock(guest.client, "a diner", http.StatusUnauthorized)
			for role, who := range byRole {
				if !slices.Contains(p.roles, role) {
					knock(who, "a "+role, http.StatusForbidden)
				}
			}
		default:
			knock(s.public(), "nobody", http.StatusUnauthorized)
		}
	}
	t.Logf("knocked at doors %d times", doors)
}

// elsewhere leads nowhere.
func elsewhere(string) any { return nil }

// send calls o with an example of its input. choose may give the value of a
// parameter or of a property of the body.
func (o operation) send(t *testing.T, who client, choose func(name string) any) (reply, error) {
	t.Helper()
	path := o.address(choose)
	var body any
	if o.body != nil {
		body = o.example(o.body, "", choose)
	}
	return who.call(t.Context(), o.method, path, body)
}
