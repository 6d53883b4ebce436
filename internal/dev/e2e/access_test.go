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
		out[row[0]+"\t"+row[1]] = p
	}
	return out
}

// promised is what op's clients were promised. An operation that is not in the table
// fails the test: who may call it is written down by whoever adds it.
func (o operation) promised(t *testing.T, all map[string]promise) promise {
	t.Helper()
	address := o.method + "\t" + parameter.ReplaceAllString(o.path, "{}")
	p, known := all[address]
	if !known {
		t.Errorf("testdata/access.tsv does not say who may call it; the system says:\n%s\t%s", address, o.access)
	}
	return p
}

// TestEveryOperationRefusesWhoMayNotCallIt calls every operation of the system's document without a token,
// with the other kind of token, and with each role that may not call it. Ids of
// nothing are good enough: whoever is refused does not learn that.
func TestEveryOperationRefusesWhoMayNotCallIt(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish)
	all, guest := promises(t), s.sit("BAR-01", "ana")
	byRole := map[string]client{"WAITER": s.waiter(), "KITCHEN": s.kitchen(), "MANAGER": s.manager(), "ADMIN": s.admin()}
	calls := 0
	for _, op := range s.operations() {
		p := op.promised(t, all)
		refused := func(who client, as string, want int) {
			calls++
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
			refused(s.public(), "nobody", http.StatusUnauthorized)
			refused(s.admin(), "an admin", http.StatusUnauthorized)
		case "staff":
			refused(s.public(), "nobody", http.StatusUnauthorized)
			refused(guest.client, "a diner", http.StatusUnauthorized)
			for role, who := range byRole {
				if !slices.Contains(p.roles, role) {
					refused(who, "a "+role, http.StatusForbidden)
				}
			}
		default:
			refused(s.public(), "nobody", http.StatusUnauthorized)
		}
	}
	t.Logf("refused %d calls", calls)
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
