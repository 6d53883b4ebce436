package archtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// layer is a folder and what the packages in it may import of this module.
type layer struct {
	folder  string   // "api/*" matches what lies below api, not api itself
	imports []string // folders; "." stands for the package's own parents and children
	because string   // printed when the rule is broken
}

// layers is read from the top: a package belongs to the first folder that it lies in.
// docs/architecture.md explains it.
var layers = []layer{
	{
		"internal/domain", []string{"internal/domain"},
		"the rules take values and return values: workflows replay them, so no database, network or clock",
	},
	{
		"internal/platform", []string{".", "internal/domain"},
		"a platform package speaks to one outside system; whoever needs two of them combines them above",
	},
	{
		"internal/readmodel", []string{".", "internal/platform", "internal/domain"},
		"a read model is a query's result in the shape of a screen; it sends no command",
	},
	{
		"internal/jobs", []string{".", "internal/readmodel", "internal/platform", "internal/domain"},
		"a job runs by itself on the database and Redis; requests and workflows do not call it",
	},
	{
		"internal/operator", []string{".", "client", "internal/readmodel", "internal/platform", "internal/domain"},
		"what the command line does; it talks to a running system from outside",
	},
	{
		"activities", []string{"internal/readmodel", "internal/platform", "internal/domain"},
		"an activity is one transaction or one outside call; workflows call activities, not the other way round",
	},
	{
		"workflows", []string{"activities", "internal/domain"},
		"a workflow is replayed: it touches PostgreSQL, Redis and the network only through activities",
	},
	{
		"api/httpx", []string{".", "internal/platform", "internal/domain"},
		"what every audience shares of HTTP: access, problems, decoding, limits; it knows no audience",
	},
	{
		"api/dispatch", []string{"api/httpx", "internal/readmodel", "internal/platform", "internal/domain"},
		"how a command reaches a table session; it knows no audience",
	},
	{
		"api/entity", []string{"api/httpx", "api/dispatch", "internal/platform", "internal/domain"},
		"what everything that the dashboard administers shares; it knows no audience",
	},
	{
		"api/apitest", []string{".", "api", "api/*", "workflows", "activities", "realtime", "internal"},
		"fixtures of the API's tests",
	},
	{
		"api/*", []string{".", "api/httpx", "api/dispatch", "api/entity", "internal/readmodel", "internal/platform", "internal/domain"},
		"an audience knows neither another audience nor Temporal: what two need goes to api/httpx, dispatch or entity",
	},
	{
		"api", []string{"api/*", "internal/readmodel", "internal/platform", "internal/domain"},
		"api declares what it needs as interfaces; internal/app gives it workflows.Client",
	},
	{
		"realtime", []string{".", "internal/readmodel", "internal/platform", "internal/domain"},
		"the gateway delivers events; it sends no commands",
	},
	{
		"client", []string{"."},
		"the Go SDK is what a program outside this repository would use; it knows only the contract",
	},
	{
		"migrations", []string{"."},
		"the schema stands alone",
	},
	{
		"web", []string{"."},
		"the screens are static files; they know the contract only",
	},
	{
		"internal/app", []string{
			"api", "api/*", "workflows", "activities", "realtime", "client", "migrations", "web",
			"internal/operator", "internal/jobs", "internal/readmodel", "internal/platform", "internal/domain",
		},
		"app wires everything that runs in production",
	},
	{
		"internal/dev", []string{
			"internal/dev", "client", "workflows", "migrations",
			"internal/operator", "internal/readmodel", "internal/platform", "internal/domain",
		},
		"development tools stand beside the system and use it from outside",
	},
	{
		"cmd", []string{
			"internal/app", "client", "migrations", "workflows", "api", "realtime",
			"internal/operator", "internal/readmodel", "internal/platform", "internal/domain", "internal/dev/demo", "internal/dev/mpsim",
		},
		"a command parses its arguments and calls app, operator, or one of the two programs that ship for trying out: demo and mpsim",
	},
	{
		"chaos", []string{".", "client", "migrations", "internal/dev", "internal/platform", "internal/domain"},
		"chaos breaks the system from outside",
	},
	{
		"bench", []string{".", "client", "workflows", "activities", "internal/dev", "internal/platform", "internal/domain"},
		"the benchmark measures the system from outside, and runs a worker of its own to compare with",
	},
}

// exceptions are single imports that no layer allows.
var exceptions = []struct{ from, to, because string }{
	{"workflows", "internal/platform/telemetry", "the propagator carries the trace's context; it does no input or output"},
	{"internal/platform/config", "internal/platform/secretbox", "a malformed CREDENTIALS_KEYS must stop the process at start"},
	{"internal/operator/doctor", "workflows", "the names of the schedules that must exist"},
	{"internal/app", "internal/dev/devservices", "`integrador run` starts PostgreSQL, Redis and Temporal"},
	{"internal/app", "internal/dev/mpsim", "`integrador run` and `integrador mpsim` start the simulator"},
	{"internal/app", "internal/dev/seed", "`integrador run` and `integrador db-seed` create the demo restaurant"},
}

// external are packages of other modules, or of the standard library, that a layer does not import directly.
var external = []struct{ folder, pkg, because string }{
	{"api", "go.temporal.io", "send commands through the interface that workflows.Client implements"},
	{"realtime", "go.temporal.io", "the gateway sends no commands"},
	{"internal/readmodel", "go.temporal.io", "screens are read from PostgreSQL"},
	{"workflows", "github.com/jackc/pgx", "a workflow is replayed: use an activity"},
	{"workflows", "github.com/redis/go-redis", "a workflow is replayed: use an activity"},
	{"workflows", "net/http", "a workflow is replayed: use an activity"},
	{"workflows", "math/rand", "a workflow is replayed: use a side effect"},
}

// TestLayers holds the imports of every package, tests left out, to the table of layers.
func TestLayers(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		l, ok := layerOf(p.path())
		if !ok {
			t.Errorf("%s lies in no layer: put it in one of the folders, or add a line to layers\n%s", p.path(), drawn())
			continue
		}
		for _, imported := range p.Imports {
			if path, ok := strings.CutPrefix(imported, module+"/"); ok && !l.allows(p.path(), path) && !excepted(p.path(), path) {
				t.Errorf("%s imports %s: %s\n%s", p.path(), path, l.because, drawn())
			}
		}
	}
}

func TestEveryLayerAndExceptionIsInUse(t *testing.T) {
	t.Parallel()
	inUse := map[string]bool{}
	for _, p := range ours(t) {
		l, _ := layerOf(p.path())
		inUse[l.folder] = true
		for _, e := range exceptions {
			if p.path() == e.from && slices.Contains(p.Imports, module+"/"+e.to) {
				inUse[e.from+" "+e.to] = true
			}
		}
	}
	for _, e := range exceptions {
		if !inUse[e.from+" "+e.to] {
			t.Errorf("%s no longer imports %s: delete the exception", e.from, e.to)
		}
	}
	for _, l := range layers {
		if !inUse[l.folder] {
			t.Errorf("no package lies in %s: delete the layer", l.folder)
		}
	}
}

func TestExternalImports(t *testing.T) {
	t.Parallel()
	for _, rule := range external {
		for _, p := range under(t, rule.folder) {
			if strings.HasPrefix(p.path(), "api/apitest") {
				continue
			}
			for _, imported := range p.Imports {
				if below(imported, rule.pkg) {
					t.Errorf("%s imports %s: %s", p.path(), imported, rule.because)
				}
			}
		}
	}
}

// TestDomainIsPure looks at everything that a domain package needs, directly or not.
func TestDomainIsPure(t *testing.T) {
	t.Parallel()
	packages := all(t)
	for _, p := range under(t, "internal/domain") {
		for _, dep := range p.Deps {
			domain := strings.HasPrefix(dep, module+"/internal/domain/")
			if !packages[dep].Standard && !domain && dep != "github.com/google/uuid" {
				t.Errorf("%s depends on %s: domain needs the standard library and google/uuid only", p.path(), dep)
			}
		}
	}
}

// TestTestSupportIsNotShipped keeps what only tests need out of the binary.
func TestTestSupportIsNotShipped(t *testing.T) {
	t.Parallel()
	support := []string{"integrador/internal/dev/testkit", "integrador/internal/dev/reconcile", "integrador/internal/dev/e2e", "github.com/ory/dockertest/v3"}
	for _, p := range under(t, "cmd") {
		for _, pkg := range support {
			if slices.Contains(p.Deps, pkg) {
				t.Errorf("%s ships %s", p.path(), pkg)
			}
		}
	}
}

func layerOf(path string) (layer, bool) {
	for _, l := range layers {
		if liesIn(path, l.folder) {
			return l, true
		}
	}
	return layer{}, false
}

func liesIn(path, folder string) bool {
	if parent, ok := strings.CutSuffix(folder, "/*"); ok {
		return path != parent && below(path, parent)
	}
	return below(path, folder)
}

func (l layer) allows(from, to string) bool {
	return slices.ContainsFunc(l.imports, func(folder string) bool {
		switch folder {
		case ".":
			return below(from, to) || below(to, from)
		case "api":
			return to == "api"
		default:
			return liesIn(to, folder)
		}
	})
}

func excepted(from, to string) bool {
	for _, e := range exceptions {
		if e.from == from && e.to == to {
			return true
		}
	}
	return false
}

// drawn is the table as it is printed with a violation.
func drawn() string {
	var b strings.Builder
	for _, l := range layers {
		fmt.Fprintf(&b, "  %-19s → %s\n", l.folder, strings.Join(l.imports, " "))
	}
	return b.String()
}
