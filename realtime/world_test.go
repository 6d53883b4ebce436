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
	ajeno              = 3    // branch of B
	admin, manager     = 1, 2
	waiter1, waiter2   = 3, 4 // serve sectors 1 and 2 of centro
	idle, cook         = 5, 6 // a waiter without sector; a cook
	foreigner          = 7    // admin of B
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

// world is a ledger, a bell and as many gateways as a test starts.
type world struct {
	t         *testing.T
	store     *postgres.Store
	pool      *pgxpool.Pool
	redisURL  string
	redis     *redis.Client
	publisher *pubsub.Publisher
	keys      token.Keys
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldOn(t, testkit.RedisURL(t))
}

func newWorldOn(t *testing.T, redisURL string) *world {
	t.Helper()
	return newWorldOf(t, testkit.Postgres(t), redisURL)
}

func newWorldOf(t *testing.T, pool *pgxpool.Pool, redisURL string) *world {
	t.Helper()
	_, err := pool.Exec(t.Context(), seed)
	require.NoError(t, err)
	w := &world{
		t: t, pool: pool, store: postgres.New(pool), redisURL: redisURL,
		keys: token.Keys{
			Staff: []byte("0123456789abcdef0123456789abcdef"), Issuer: "menu-ops", Audience: "menu-ops-users",
			Table: []byte("fedcba9876543210fedcba9876543210"), AccessLife: time.Hour, RefreshLife: time.Hour, TableLife: time.Hour,
		},
	}
	w.redis = w.dial()
	w.publisher = pubsub.NewPublisher(w.redis, w.store, quiet())
	w.background(w.publisher.Run)
	return w
}

func (w *world) dial() *redis.Client {
	c, err := redisclient.New(w.redisURL, 10)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

// background runs a loop until the test ends, and fails the test if it does not
// end then.
func (w *world) background(run func(context.Context) error) (stop func()) {
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
			require.NoError(w.t, err)
		case <-time.After(time.Minute):
			w.t.Error("a background loop does not end")
		}
	}
	w.t.Cleanup(stop)
	return stop
}

var generous = realtime.Limits{
	PerUser: 10, PerTable: 60, Total: 1000, Messages: 10_000, MessageWindow: time.Second, MessageBytes: 64 << 10, Heartbeat: time.Minute,
}

// gate is one running gateway.
type gate struct {
	w    *world
	url  string
	stop func()
}

func (w *world) gateway(change ...func(*realtime.Options)) *gate {
	w.t.Helper()
	o := realtime.Options{Store: w.store, Redis: w.dial(), Keys: w.keys, Limits: generous, Log: quiet()}
	for _, c := range change {
		c(&o)
	}
	g := realtime.New(o)
	server := httptest.NewServer(g.Handler())
	stop := w.background(g.Run)
	w.t.Cleanup(server.Close)
	at := &gate{w: w, url: server.URL, stop: stop}
	testkit.EventuallyNil(w.t, 10*time.Second, func() error { // the subscription is up
		status, body := at.get("/ws/health/detailed", nil)
		if status != http.StatusOK {
			return errors.New(body)
		}
		return nil
	})
	return at
}

func (g *gate) get(path string, q url.Values) (int, string) {
	g.w.t.Helper()
	request, err := http.NewRequestWithContext(g.w.t.Context(), http.MethodGet, g.url+path+"?"+q.Encode(), nil)
	require.NoError(g.w.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(g.w.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(g.w.t, err)
	return response.StatusCode, string(body)
}

func (g *gate) metric(name string) string {
	_, body := g.get("/ws/metrics", nil)
	for line := range strings.Lines(body) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "wsgateway_"+name+" "); ok {
			return value
		}
	}
	return ""
}

// staffToken is the token of a member of staff as a login would make it.
func (w *world) staffToken(user int64) string {
	w.t.Helper()
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
	case foreigner:
		s.TenantID, s.Roles, s.BranchIDs = tenantB, []access.Role{access.Admin}, []int64{ajeno}
	}
	issued, err := w.keys.IssueAccess(s)
	require.NoError(w.t, err)
	return issued.Token
}

func (w *world) tableToken(session int64) string {
	w.t.Helper()
	at := access.Table{TenantID: tenantA, BranchID: centro, TableID: session - 10, SessionID: session}
	switch session {
	case sessionB:
		at.TenantID, at.BranchID = tenantB, ajeno
	case sessionN:
		at.BranchID = norte
	}
	issued, err := w.keys.IssueTable(at)
	require.NoError(w.t, err)
	return issued.Token
}

// client is one connection that collects what it hears.
type client struct {
	t      *testing.T
	conn   *websocket.Conn
	frames chan string
	closed chan int // the close code, once
}

func (g *gate) staff(path string, user int64, more ...string) *client {
	g.w.t.Helper()
	return g.connect("/ws/"+path+"?token="+g.w.staffToken(user)+strings.Join(more, ""), nil)
}

func (g *gate) diner(session int64, more ...string) *client {
	g.w.t.Helper()
	return g.connect("/ws/diner?table_token="+g.w.tableToken(session)+strings.Join(more, ""), nil)
}

func (g *gate) connect(target string, header http.Header) *client {
	g.w.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, header)
	if response != nil {
		require.NoError(g.w.t, err, response.Status)
	}
	require.NoError(g.w.t, err)
	c := &client{t: g.w.t, conn: conn, frames: make(chan string, 10_000), closed: make(chan int, 1)}
	g.w.t.Cleanup(func() { _ = conn.Close() })
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

// refused is the HTTP status with which a socket is refused.
func (g *gate) refused(target string, header http.Header) int {
	g.w.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, header)
	if err == nil {
		_ = conn.Close()
		return 0
	}
	require.NotNil(g.w.t, response, err)
	return response.StatusCode
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

// hears expects exactly these events, in order, and then an answer to a ping:
// nothing else was queued before.
func (c *client) hears(want ...event.Event) {
	c.t.Helper()
	for _, w := range want {
		e := c.event()
		require.Equal(c.t, w.ID, e.ID, "%s came instead of %s", e.Type, w.Type)
		require.Equal(c.t, w.Type, e.Type)
	}
	c.silent()
}

// silent expects that nothing is queued.
func (c *client) silent() {
	c.t.Helper()
	c.say(`{"type":"ping"}`)
	require.Equal(c.t, `{"type":"pong"}`, c.next())
}

func (c *client) say(text string) {
	c.t.Helper()
	require.NoError(c.t, c.conn.WriteMessage(websocket.TextMessage, []byte(text)))
}

// closes expects the close code, after whatever frames.
func (c *client) closes(within time.Duration) int {
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
func (w *world) commit(session int64, events ...event.Event) []event.Event {
	w.t.Helper()
	tenant := int64(tenantA)
	if session == sessionB {
		tenant = tenantB
	}
	var out []event.Event
	err := w.store.InTx(w.t.Context(), func(tx *postgres.Tx) (err error) {
		out, err = tx.EmitSession(w.t.Context(), tenant, session, events...)
		return err
	})
	require.NoError(w.t, err)
	return out
}

// emit writes one event of no session.
func (w *world) emit(e event.Event) event.Event {
	w.t.Helper()
	e.At = time.Now()
	err := w.store.InTx(w.t.Context(), func(tx *postgres.Tx) (err error) {
		e, err = tx.Emit(w.t.Context(), e)
		return err
	})
	require.NoError(w.t, err)
	return e
}

func (w *world) publish(events ...event.Event) {
	w.t.Helper()
	require.NoError(w.t, w.publisher.Publish(w.t.Context(), events))
}

// tell commits and publishes.
func (w *world) tell(session int64, events ...event.Event) []event.Event {
	w.t.Helper()
	out := w.commit(session, events...)
	w.publish(out...)
	return out
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.pool.Exec(w.t.Context(), sql, args...)
	require.NoError(w.t, err)
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

// leakless fails the test if goroutines outlive it. It comes first in a test:
// what is registered first is cleaned up last.
func leakless(t *testing.T) {
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
func (w *world) logOf(session int64) []event.Event {
	w.t.Helper()
	events, err := w.store.LogAfter(w.t.Context(), dbgen.SessionLogAfterParams{
		SessionID: &session, TenantID: tenantA, MaxRows: 10_000,
	})
	require.NoError(w.t, err)
	return events
}

// patience is a deadline and no measure: what it bounds must end, on a busy machine too.
const patience = time.Minute
