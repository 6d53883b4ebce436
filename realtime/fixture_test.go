package realtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/redisclient"
	"integrador/internal/platform/token"
	"integrador/realtime"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// Two restaurants. The first has two branches; its branch 1 has the sectors 1
// and 2 and a session at each of three tables.
const (
	tenantA, tenantB   = 1, 2
	centro, norte      = 1, 2 // branches of A
	otherBranch        = 3    // branch of B
	admin, manager     = 1, 2
	waiter1, waiter2   = 3, 4 // serve sectors 1 and 2 of centro
	idle, cook         = 5, 6 // a waiter without sector; a cook
	otherAdmin         = 7    // admin of B
	hall, patio        = 1, 2 // sectors
	table1, table2     = 1, 2
	session1           = 11 // at table 1, in sector hall
	session2           = 12 // at table 2, in sector patio
	sessionB, sessionN = 13, 14
)

const seed = `
INSERT INTO tenant (id, name, slug) VALUES (1, 'A', 'a'), (2, 'B', 'b');
INSERT INTO branch (id, tenant_id, name, slug) VALUES (1, 1, 'Centro', 'centro'), (2, 1, 'Norte', 'norte'), (3, 2, 'Ajeno', 'ajeno');
INSERT INTO app_user (id, tenant_id, email, password)
  SELECT i, CASE WHEN i = 7 THEN 2 ELSE 1 END, 'u' || i || '@example.com', 'x' FROM generate_series(1, 7) i;
INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES
  (1, 1, 1, 'ADMIN'), (1, 2, 1, 'MANAGER'), (1, 3, 1, 'WAITER'), (1, 3, 2, 'WAITER'), (1, 4, 1, 'WAITER'), (1, 5, 1, 'WAITER'),
  (1, 6, 1, 'KITCHEN'), (2, 7, 3, 'ADMIN');
INSERT INTO branch_sector (id, tenant_id, branch_id, name, prefix) VALUES (1, 1, 1, 'Salón', 'SAL'), (2, 1, 1, 'Patio', 'PAT');
INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date)
  SELECT 1, 1, s, w, (now() AT TIME ZONE 'America/Argentina/Mendoza')::date FROM (VALUES (1, 3), (2, 4)) v (s, w);
INSERT INTO restaurant_table (id, tenant_id, branch_id, code, sector_id) VALUES
  (1, 1, 1, 'M1', 1), (2, 1, 1, 'M2', 2), (3, 2, 3, 'M1', NULL), (4, 1, 2, 'M1', NULL);
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (11, 1, 1, 1), (12, 1, 1, 2), (13, 2, 3, 3), (14, 1, 2, 4);
`

// fixture is a database, a Redis and as many gateways as a test starts.
type fixture struct {
	t         *testing.T
	store     *postgres.Store
	pool      *pgxpool.Pool
	redisURL  string
	redis     *redis.Client
	publisher *pubsub.Publisher
	keys      token.Keys
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func newFixture(t *testing.T) *fixture {
	t.Helper()
	return newFixtureWithRedis(t, testkit.RedisURL(t))
}

func newFixtureWithRedis(t *testing.T, redisURL string) *fixture {
	t.Helper()
	return newFixtureWith(t, testkit.Postgres(t), redisURL)
}

func newFixtureWith(t *testing.T, pool *pgxpool.Pool, redisURL string) *fixture {
	t.Helper()
	_, err := pool.Exec(t.Context(), seed)
	require.NoError(t, err)
	f := &fixture{
		t: t, pool: pool, store: postgres.New(pool), redisURL: redisURL,
		keys: token.Keys{
			Staff: []byte("0123456789abcdef0123456789abcdef"), Issuer: "menu-ops", Audience: "menu-ops-users",
			Table: []byte("fedcba9876543210fedcba9876543210"), AccessLife: time.Hour, RefreshLife: time.Hour, TableLife: time.Hour,
		},
	}
	f.redis = f.dial()
	f.publisher = pubsub.NewPublisher(f.redis, f.store, quiet())
	f.background(f.publisher.Run)
	return f
}

func (f *fixture) dial() *redis.Client {
	c, err := redisclient.New(f.redisURL, 10)
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = c.Close() })
	return c
}

// background runs a loop until the test ends, and fails the test if the loop does not end then.
func (f *fixture) background(run func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			require.NoError(f.t, err)
		case <-time.After(time.Minute):
			f.t.Error("a background loop does not end")
		}
	}
	f.t.Cleanup(stop)
	return stop
}

var generous = realtime.Limits{
	PerUser: 10, PerTable: 60, Total: 1000, Messages: 10_000, MessageWindow: time.Second, MessageBytes: 64 << 10, Heartbeat: time.Minute,
}

// gateway is one running gateway.
type gateway struct {
	f    *fixture
	url  string
	stop func()
}

func (f *fixture) gateway(change ...func(*realtime.Options)) *gateway {
	f.t.Helper()
	o := realtime.Options{Store: f.store, Redis: f.dial(), Keys: f.keys, Limits: generous, Log: quiet()}
	for _, c := range change {
		c(&o)
	}
	g := realtime.New(o)
	server := httptest.NewServer(g.Handler())
	stop := f.background(g.Run)
	f.t.Cleanup(server.Close)
	at := &gateway{f: f, url: server.URL, stop: stop}
	testkit.EventuallyNil(f.t, 10*time.Second, func() error { // the subscription is up
		status, body := at.get("/ws/health/detailed", nil)
		if status != http.StatusOK {
			return errors.New(body)
		}
		return nil
	})
	return at
}

func (g *gateway) get(path string, q url.Values) (int, string) {
	g.f.t.Helper()
	request, err := http.NewRequestWithContext(g.f.t.Context(), http.MethodGet, g.url+path+"?"+q.Encode(), nil)
	require.NoError(g.f.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(g.f.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(g.f.t, err)
	return response.StatusCode, string(body)
}

func (g *gateway) metric(name string) string {
	_, body := g.get("/ws/metrics", nil)
	for line := range strings.Lines(body) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "wsgateway_"+name+" "); ok {
			return value
		}
	}
	return ""
}

// staffToken is an access token as a login would issue it.
func (f *fixture) staffToken(user int64) string {
	f.t.Helper()
	s := access.Staff{UserID: user, TenantID: tenantA}
	switch user {
	case admin:
		s.Roles, s.BranchIDs = []access.Role{access.Admin}, []int64{centro}
	case manager:
		s.Roles, s.BranchIDs = []access.Role{access.Manager}, []int64{centro}
	case waiter1:
		s.Roles, s.BranchIDs = []access.Role{access.Waiter}, []int64{centro, norte}
	case waiter2, idle:
		s.Roles, s.BranchIDs = []access.Role{access.Waiter}, []int64{centro}
	case cook:
		s.Roles, s.BranchIDs = []access.Role{access.Kitchen}, []int64{centro}
	case otherAdmin:
		s.TenantID, s.Roles, s.BranchIDs = tenantB, []access.Role{access.Admin}, []int64{otherBranch}
	}
	issued, err := f.keys.IssueAccess(s)
	require.NoError(f.t, err)
	return issued.Token
}

func (f *fixture) tableToken(session int64) string {
	f.t.Helper()
	at := access.Table{TenantID: tenantA, BranchID: centro, TableID: session - 10, SessionID: session}
	switch session {
	case sessionB:
		at.TenantID, at.BranchID = tenantB, otherBranch
	case sessionN:
		at.BranchID = norte
	}
	issued, err := f.keys.IssueTable(at)
	require.NoError(f.t, err)
	return issued.Token
}

// client is one connection that collects what it receives.
type client struct {
	t      *testing.T
	conn   *websocket.Conn
	frames chan string
	closed chan int // the close code, once
}

func (g *gateway) staff(path string, user int64, more ...string) *client {
	g.f.t.Helper()
	return g.connect("/ws/"+path+"?token="+g.f.staffToken(user)+strings.Join(more, ""), nil)
}

func (g *gateway) diner(session int64, more ...string) *client {
	g.f.t.Helper()
	return g.connect("/ws/diner?table_token="+g.f.tableToken(session)+strings.Join(more, ""), nil)
}

func (g *gateway) connect(target string, header http.Header) *client {
	g.f.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, header)
	if response != nil {
		require.NoError(g.f.t, err, response.Status)
	}
	require.NoError(g.f.t, err)
	c := &client{t: g.f.t, conn: conn, frames: make(chan string, 10_000), closed: make(chan int, 1)}
	g.f.t.Cleanup(func() { _ = conn.Close() })
	go c.read()
	return c
}

func (c *client) read() {
	for {
		_, body, err := c.conn.ReadMessage()
		if err != nil {
			code := -1
			if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
				code = closed.Code
			}
			c.closed <- code
			return
		}
		c.frames <- string(body)
	}
}

// rejected is how a socket is refused: by the HTTP status of the handshake, or by a close code at once; 0 if it opens.
func (g *gateway) rejected(target string, header http.Header) int {
	g.f.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, header)
	if err != nil {
		require.NotNil(g.f.t, response, err)
		return response.StatusCode
	}
	defer conn.Close()
	_ = conn.WriteMessage(websocket.TextMessage, []byte("ping"))
	_, _, err = conn.ReadMessage()
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		return closed.Code
	}
	require.NoError(g.f.t, err)
	return 0
}

const soon = time.Minute

// next is the next frame.
func (c *client) next() string {
	c.t.Helper()
	timeout := time.After(soon)
	select {
	case f := <-c.frames:
		return f
	case code := <-c.closed:
		c.closed <- code
	case <-timeout:
	}
	select {
	case f := <-c.frames: // read before the connection ended
		return f
	default:
		c.t.Fatal("no frame came")
		return ""
	}
}

func (c *client) event() event.Event {
	c.t.Helper()
	var e event.Event
	f := c.next()
	require.NoError(c.t, json.Unmarshal([]byte(f), &e), f)
	return e
}

// receives expects exactly these events, in order, and then the answer to a ping: nothing else was queued before.
func (c *client) receives(want ...event.Event) {
	c.t.Helper()
	for _, w := range want {
		e := c.event()
		require.Equal(c.t, w.ID, e.ID, "%s came instead of %s", e.Type, w.Type)
		require.Equal(c.t, w.Type, e.Type)
	}
	c.idle()
}

// idle expects that nothing is queued.
func (c *client) idle() {
	c.t.Helper()
	c.write(`{"type":"ping"}`)
	require.Equal(c.t, `{"type":"pong"}`, c.next())
}

func (c *client) write(text string) {
	c.t.Helper()
	require.NoError(c.t, c.conn.WriteMessage(websocket.TextMessage, []byte(text)))
}

// closeCode waits for the close code, after whatever frames.
func (c *client) closeCode(within time.Duration) int {
	c.t.Helper()
	select {
	case code := <-c.closed:
		return code
	case <-time.After(within):
		c.t.Fatalf("still open after %v", within)
		return 0
	}
}

// commit writes events as the worker would, and does not publish them.
func (f *fixture) commit(session int64, events ...event.Event) []event.Event {
	f.t.Helper()
	tenant := int64(tenantA)
	if session == sessionB {
		tenant = tenantB
	}
	var out []event.Event
	err := f.store.InTx(f.t.Context(), func(tx *postgres.Tx) (err error) {
		out, err = tx.EmitSession(f.t.Context(), tenant, session, events...)
		return err
	})
	require.NoError(f.t, err)
	return out
}

// emit writes one event of no session.
func (f *fixture) emit(e event.Event) event.Event {
	f.t.Helper()
	e.At = time.Now()
	err := f.store.InTx(f.t.Context(), func(tx *postgres.Tx) (err error) {
		e, err = tx.Emit(f.t.Context(), e)
		return err
	})
	require.NoError(f.t, err)
	return e
}

func (f *fixture) publish(events ...event.Event) {
	f.t.Helper()
	require.NoError(f.t, f.publisher.Publish(f.t.Context(), events))
}

// send commits and publishes.
func (f *fixture) send(session int64, events ...event.Event) []event.Event {
	f.t.Helper()
	out := f.commit(session, events...)
	f.publish(out...)
	return out
}

func (f *fixture) exec(sql string, args ...any) {
	f.t.Helper()
	_, err := f.pool.Exec(f.t.Context(), sql, args...)
	require.NoError(f.t, err)
}

// round is an event of a session, in a sector or in none (0).
func round(typ event.Type, sector int64, n int) event.Event {
	e := event.Event{Type: typ, Entity: event.Body(event.Round{RoundID: int64(n), RoundNumber: n}), Actor: access.BySystem}
	if sector != 0 {
		e.SectorID = new(sector)
	}
	return e
}

func dish(branch, product int64) event.Event {
	return event.Event{
		TenantID: tenantA, BranchID: branch, Type: event.ProductAvailabilityChanged,
		Entity: event.Body(event.Availability{ProductID: product}), Actor: access.BySystem,
	}
}

// verifyNoLeaks fails the test if goroutines outlive it. It comes first in a test: what is registered first is cleaned
// up last.
func verifyNoLeaks(t *testing.T) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		if err := goleak.Find(ignore, goleak.IgnoreAnyFunction("integrador/internal/dev/devservices.launch.func1")); err != nil {
			t.Error(fmt.Errorf("goroutines outlive the test: %w", err))
		}
	})
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// logOf is a session's whole log.
func (f *fixture) logOf(session int64) []event.Event {
	f.t.Helper()
	events, err := f.store.LogAfter(f.t.Context(), dbgen.SessionLogAfterParams{
		SessionID: &session, TenantID: tenantA, MaxRows: 10_000,
	})
	require.NoError(f.t, err)
	return events
}

// deadline is generous: what it bounds must end, on a busy machine too.
const deadline = time.Minute
