package archtest_test

import (
	"slices"
	"strings"
	"testing"
)

// layers is printed with every violation: the way out is usually one line up.
const layers = `
composition   cmd/integrador → internal/app                     knows everyone; nobody imports it
drivers       api      workflows      realtime                  something outside calls them; api → workflows (its Client) is the only arrow
work          activities                                        one transaction or one outside call each
adapters      internal/{store,bus,mercadopago,token,ollama}     one outside language each; never one another
rules         internal/{dining,billing,checkout,event,promotion,advice,foodcost}  values in, values out
              internal/domain/access → internal/{money,fault}          import nothing but rules, the standard library and google/uuid`

var rules = []string{"internal/domain/money", "internal/domain/fault", "internal/domain/access", "internal/domain/tablesession", "internal/domain/billing", "internal/domain/event", "internal/domain/payments", "internal/domain/lifecycle", "internal/domain/promotion", "internal/domain/menuchat", "internal/domain/timeline", "internal/domain/foodcost"}

var adapters = []string{"internal/platform/postgres", "internal/platform/pubsub", "internal/platform/mercadopago", "internal/platform/token", "internal/platform/ollama"}

// forbidden are direct imports: what a layer must not say itself. The reasons
// are shown to whoever breaks them.
var forbidden = []struct {
	from, to, because string
}{
	{"api", "go.temporal.io", "send messages with workflows.Client"},
	{"api", "integrador/activities", "a request sends a message; the worker does the work"},
	{"api", "integrador/realtime", "drivers do not know one another"},
	{"workflows", "github.com/jackc/pgx", "a workflow is replayed: touch the database in an activity"},
	{"workflows", "github.com/redis/go-redis", "a workflow is replayed: touch Redis in an activity"},
	{"workflows", "net/http", "a workflow is replayed: call out in an activity"},
	{"workflows", "math/rand", "a workflow is replayed: take chance from a side effect"},
	{"workflows", "integrador/internal/platform/pubsub", "a workflow is replayed: publish in an activity"},
	{"workflows", "integrador/internal/platform/mercadopago", "a workflow is replayed: call out in an activity"},
	{"workflows", "integrador/api", "drivers do not know one another"},
	{"workflows", "integrador/realtime", "drivers do not know one another"},
	{"realtime", "integrador/workflows", "the gateway hears events; it gives no orders"},
	{"realtime", "integrador/activities", "the gateway hears events; it does no work"},
	{"realtime", "integrador/api", "drivers do not know one another"},
	{"activities", "integrador/workflows", "workflows call activities, not the other way round"},
	{"activities", "integrador/api", "drivers call, they are not called"},
}

func TestLayersSayNothingForbidden(t *testing.T) {
	t.Parallel()
	for _, rule := range forbidden {
		for _, p := range under(t, rule.from) {
			for _, imported := range p.Imports {
				if below(imported, rule.to) {
					t.Errorf("%s imports %s: %s\n%s", p.path(), imported, rule.because, layers)
				}
			}
		}
	}
}

// TestRulesArePure keeps databases, clocks on the wall and frameworks out of the
// packages that a workflow replays.
func TestRulesArePure(t *testing.T) {
	t.Parallel()
	packages := all(t)
	for _, rule := range rules {
		for _, p := range under(t, rule) {
			for _, dep := range p.Deps {
				if !packages[dep].Standard && !isRule(dep) && dep != "github.com/google/uuid" {
					t.Errorf("%s depends on %s, which is no rule\n%s", p.path(), dep, layers)
				}
			}
		}
	}
}

func TestAdaptersDoNotKnowOneAnother(t *testing.T) {
	t.Parallel()
	for _, adapter := range adapters {
		for _, p := range under(t, adapter) {
			for _, imported := range p.Imports {
				if other := adapterOf(imported); other != "" && other != adapter {
					t.Errorf("%s imports %s: an adapter speaks one outside language\n%s", p.path(), imported, layers)
				}
			}
		}
	}
}

func TestNobodyImportsTheComposition(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if below(p.path(), "internal/app") || below(p.path(), "cmd") {
			continue
		}
		if slices.Contains(p.Imports, module+"/internal/app") {
			t.Errorf("%s imports internal/app, which wires it\n%s", p.path(), layers)
		}
	}
}

// TestTestSupportStaysInTests keeps testkit and what it brings out of the binary.
func TestTestSupportStaysInTests(t *testing.T) {
	t.Parallel()
	for _, p := range under(t, "cmd") {
		for _, support := range []string{module + "/internal/dev/testkit", "github.com/ory/dockertest/v3"} {
			if slices.Contains(p.Deps, support) {
				t.Errorf("%s ships %s", p.path(), support)
			}
		}
	}
}

func isRule(importPath string) bool {
	path, ok := strings.CutPrefix(importPath, module+"/")
	return ok && slices.ContainsFunc(rules, func(rule string) bool { return below(path, rule) })
}

func adapterOf(importPath string) string {
	path := strings.TrimPrefix(importPath, module+"/")
	for _, adapter := range adapters {
		if below(path, adapter) {
			return adapter
		}
	}
	return ""
}
