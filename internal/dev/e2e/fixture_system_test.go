package e2e_test

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"integrador/internal/dev/devservices"
	"integrador/internal/dev/seed"
	"integrador/internal/dev/testkit"
	"integrador/internal/platform/postgres"
)

const simToken = "abre los controles del simulador en las pruebas"

// system is the whole of it, with the demo restaurant in its ledger.
type system struct {
	t            *testing.T
	api, ws, sim string
	metrics      string        // of the worker
	db           *pgxpool.Pool // to look into the ledger; nothing is written through it
	at           backing

	// What can be killed. Only a fleet has all of them.
	processes map[string]*process
	postgres  *devservices.Postgres
	redis     *devservices.Redis
	temporal  *devservices.Temporal
	namespace testkit.Namespace

	logins *loginCache
}

// loginCache are the people who have logged in.
type loginCache struct {
	mu  sync.Mutex
	all map[string]client
}

// in is the system as a subtest sees it.
func (s *system) in(t *testing.T) *system {
	t.Helper()
	c := *s
	c.t = t
	return &c
}

// backing is what a system stands on.
type backing struct{ database, redis, temporal, namespace string }

// newSystem runs api, worker and gateway as one process, on services that are
// shared with other tests, but for Redis.
func newSystem(t *testing.T, settings ...map[string]string) *system {
	t.Helper()
	namespace := testkit.Temporal(t)
	s := &system{t: t, redis: testkit.RedisServer(t), namespace: namespace}
	s.start(backing{testkit.PostgresURL(t), s.redis.URL(), namespace.Address, namespace.Name}, []string{"all"}, settings)
	return s
}

// newFleet runs every role and every service as a process of its own.
func newFleet(t *testing.T, settings ...map[string]string) *system {
	t.Helper()
	s := &system{t: t, redis: testkit.RedisServer(t), postgres: testkit.PostgresServer(t)}
	server, namespace := testkit.TemporalServer(t)
	s.temporal = server
	at := backing{s.postgres.URL("menu_ops"), s.redis.URL(), namespace.Address, namespace.Name}
	s.start(at, []string{"api", "worker", "gateway"}, settings)
	return s
}

func (s *system) start(at backing, roles []string, more []map[string]string) {
	s.t.Helper()
	seedDemo(s.t, at.database)
	pool, err := pgxpool.New(context.WithoutCancel(s.t.Context()), at.database)
	require.NoError(s.t, err)
	s.t.Cleanup(pool.Close)
	s.at, s.db, s.logins, s.processes = at, pool, &loginCache{all: map[string]client{}}, map[string]*process{}

	ports := freePorts(s.t, 4)
	s.api, s.ws, s.sim = "http://localhost:"+ports[0], "ws://localhost:"+ports[1], "http://localhost:"+ports[2]
	s.metrics = "http://localhost:" + ports[3] + "/metrics"
	settings := map[string]string{
		"ENVIRONMENT": "test", "LOG_LEVEL": "warn", "PUBLIC_URL": s.api, "MPSIM_ADMIN_TOKEN": simToken,
		"REST_API_PORT": ports[0], "WS_GATEWAY_PORT": ports[1], "MPSIM_PORT": ports[2], "WORKER_METRICS_PORT": ports[3],
		"DATABASE_URL": at.database, "REDIS_URL": at.redis, "TEMPORAL_ADDRESS": at.temporal, "TEMPORAL_NAMESPACE": at.namespace,
	}
	for _, m := range more {
		maps.Copy(settings, m)
	}
	for _, role := range append([]string{"mpsim"}, roles...) {
		s.processes[role] = launch(s.t, role, environment(settings))
	}
	s.ready()
}

// ready waits until everything answers.
func (s *system) ready() {
	s.t.Helper()
	for _, at := range []string{s.api + "/api/health/detailed", "http" + s.ws[len("ws"):] + "/ws/health/detailed", s.sim + "/__sim/ledger"} {
		testkit.EventuallyNil(s.t, time.Minute, func() error {
			for _, p := range s.processes {
				require.True(s.t, p.running(), "%s has ended", p.role)
			}
			return answersOK(s.t.Context(), at)
		})
	}
}

func answersOK(ctx context.Context, at string) error {
	r, err := client{at: at, header: map[string]string{"X-Sim-Token": simToken}}.call(ctx, http.MethodGet, "", nil)
	if err == nil && r.status != http.StatusOK {
		err = fmt.Errorf("%s answers %d: %s", at, r.status, r.body)
	}
	return err
}

// seedDemo seeds the demo restaurants. Their passwords are hashed cheaply, and
// their waiters assigned for tomorrow too, lest midnight come between.
func seedDemo(t *testing.T, database string) {
	t.Helper()
	db, err := postgres.Open(t.Context(), database, postgres.Options{})
	require.NoError(t, err)
	defer db.Close()
	_, err = seed.DemoHashed(t.Context(), db, time.Now(), func(text string) (string, error) {
		hash, err := bcrypt.GenerateFromPassword([]byte(text), bcrypt.MinCost)
		return string(hash), err
	})
	require.NoError(t, err)
	require.NoError(t, seed.EnsureAssignments(t.Context(), db, time.Now().Add(24*time.Hour)))
}

// freePorts finds ports that nobody listens on.
func freePorts(t *testing.T, n int) []string {
	t.Helper()
	var ports []string
	for range n {
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", ":0")
		require.NoError(t, err)
		defer func() { _ = l.Close() }()
		ports = append(ports, strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	}
	return ports
}

// scan reads one row of the ledger. Connections may be of a server that died.
func (s *system) scan(sql string, args []any, into ...any) {
	s.t.Helper()
	testkit.EventuallyNil(s.t, 10*time.Second, func() error { return s.db.QueryRow(s.t.Context(), sql, args...).Scan(into...) })
}

// id reads one number of the ledger.
func (s *system) id(sql string, args ...any) (id int64) {
	s.t.Helper()
	s.scan(sql, args, &id)
	return id
}
