package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"integrador/api/dispatch"
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/telemetry"
	"integrador/internal/platform/token"
	"integrador/internal/readmodel/menu"
)

// Fixture is a server with a tenant in its database: one branch, one table with an
// open session, a waiter who also cooks, and a person without any role.
type Fixture struct {
	*httpx.API
	Parts
	Pool   *pgxpool.Pool
	HTTP   *httptest.Server
	Clock  *Clock
	Logged *bytes.Buffer
	redis  *redis.Client
}

const (
	TenantID, BranchID, OtherBranchID    = 1, 10, 11
	WaiterID, idlerID                    = 100, 101
	TableID, SessionID                   = 1000, 5000
	waiterEmail, idlerEmail, rightSecret = "waiter@demo.com", "idler@demo.com", "waiter123"
)

const population = `
INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor');
INSERT INTO branch (id, tenant_id, name, slug) VALUES (10, 1, 'Centro', 'centro'), (11, 1, 'Norte', 'norte');
INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (1000, 1, 10, 'INT-01');
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (5000, 1, 10, 1000);`

// Clock runs with the real one, ahead by what a test asks, until it is stopped.
type Clock struct {
	ahead   atomic.Int64
	stopped atomic.Pointer[time.Time]
}

func (c *Clock) Now() time.Time {
	if at := c.stopped.Load(); at != nil {
		return *at
	}
	return time.Now().Add(time.Duration(c.ahead.Load()))
}

func (c *Clock) Advance(by time.Duration) { c.ahead.Add(int64(by)) }

// Stop has time stand still: what a cache holds does not expire.
func (c *Clock) Stop() {
	now := c.Now()
	c.stopped.Store(&now)
}

// Parts are what a fixture makes for the server that a test starts.
type Parts struct {
	httpx.Options
	Sessions dispatch.Sessions
	Events   dispatch.Events
	Menu     *menu.Cache
}

// Serve starts a server with the operations that register registers, and those that
// restore deleted rows.
func (p Parts) Serve(register func(*httpx.API)) (*httpx.API, error) {
	api, err := httpx.New(p.Options)
	if err != nil {
		return nil, err
	}
	register(api)
	p.Writer().Register(api.Tagged(httpx.TagAudit))
	return api, api.Finish(p.Registry)
}

// Dispatcher sends commands to the sessions of p.
func (p Parts) Dispatcher(api *httpx.API) *dispatch.Dispatcher {
	return dispatch.NewDispatcher(p.Sessions, p.Store, api.Auth.LiveSessions)
}

// Publisher publishes the events that are committed.
func (p Parts) Publisher() *dispatch.Publisher {
	return &dispatch.Publisher{Events: p.Events, Menus: p.Menu, Log: p.Log}
}

// Writer writes rows of the catalog's kinds.
func (p Parts) Writer() *entity.Writer { return entity.NewWriter(p.Store, p.Publisher(), p.Log) }

// Start starts the server, or one audience's part of it.
type Start func(Parts) (*httpx.API, error)

// New populates a database and starts a server on it.
func New(t *testing.T, begin Start) *Fixture {
	t.Helper()
	h := prepare(t)
	h.serve(t, begin)
	return h
}

// prepare is newHarness before its server starts.
func prepare(t *testing.T) *Fixture {
	t.Helper()
	h := &Fixture{Pool: testkit.Postgres(t), redis: testkit.Redis(t), Clock: &Clock{}, Logged: &bytes.Buffer{}}
	h.Exec(t, population)
	hash, err := bcrypt.GenerateFromPassword([]byte(rightSecret), bcrypt.MinCost)
	require.NoError(t, err)
	h.Exec(t, `INSERT INTO app_user (id, tenant_id, email, password) VALUES (100, 1, $1, $3), (101, 1, $2, $3)`,
		waiterEmail, idlerEmail, string(hash))
	h.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 100, 10, 'WAITER'), (1, 100, 10, 'KITCHEN')`)

	h.Parts = Parts{Options: httpx.Options{
		Store: postgres.New(h.Pool), Redis: h.redis, Now: h.Clock.Now, Environment: "test",
		Log: telemetry.NewLogger(h.Logged, telemetry.LogOptions{Text: true}),
		Keys: token.Keys{
			Staff: []byte(strings.Repeat("s", 32)), Table: []byte(strings.Repeat("t", 32)), Issuer: "menu-ops", Audience: "menu-ops-users",
			AccessLife: 15 * time.Minute, RefreshLife: 7 * 24 * time.Hour, TableLife: 3 * time.Hour,
		},
		AllowedOrigins: []string{"http://localhost:5176"},
		Limits:         roomy(),
		Timeout:        time.Minute, // machines that test with -race take long to check a password
	}.WithDefaults()}
	h.Menu = menu.NewCache(menu.NewReader(h.Store), h.redis, h.Log)
	return h
}

// serve starts the server on what the fixture made.
func (h *Fixture) serve(t *testing.T, begin Start) {
	t.Helper()
	var err error
	h.API, err = begin(h.Parts)
	require.NoError(t, err)
	h.HTTP = httptest.NewServer(recordCodes(t, h.API))
	t.Cleanup(func() {
		h.HTTP.Close()
		// The testing package keeps what cleanups refer to until the last test ends: without this, every server.
		h.HTTP.Config.Handler, h.API, h.Parts = nil, nil, Parts{}
	})
}

// roomy limits do not get into the way of a test about something else.
func roomy() httpx.Limits {
	l := httpx.DefaultLimits()
	for name := range l.PerMinute {
		l.PerMinute[name] = 1000
	}
	l.LoginTries = 1000
	return l
}

func (h *Fixture) Exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := h.Pool.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

func (h *Fixture) Count(t *testing.T, sql string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, h.Pool.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// Headers are those of one request; "" leaves one out.
type Headers map[string]string

// Reply is a response that has been read.
type Reply struct {
	*http.Response
	Text string
	Body map[string]any // nil if the body is no JSON object
}

// Call sends a request. A body that is no string is sent as JSON.
func (h *Fixture) Call(t *testing.T, method, path string, body any, with Headers) Reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.HTTP.URL+path, Reader(t, body))
	require.NoError(t, err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range with {
		req.Header.Set(name, value)
		if value == "" {
			req.Header.Del(name)
		}
	}
	a, err := Send(req)
	require.NoError(t, err)
	return a
}

func Send(req *http.Request) (Reply, error) {
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return Reply{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	a := Reply{Response: res, Text: string(raw)}
	_ = json.Unmarshal(raw, &a.Body)
	return a, err
}

func Reader(t *testing.T, body any) io.Reader {
	t.Helper()
	switch b := body.(type) {
	case nil:
		return http.NoBody
	case string:
		return strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		require.NoError(t, err)
		return bytes.NewReader(raw)
	}
}

// Want fails unless the reply has the status and, if not "", the code.
func (a Reply) Want(t *testing.T, status int, code string) Reply {
	t.Helper()
	require.Equal(t, status, a.StatusCode, a.Text)
	if code != "" {
		require.Equal(t, code, a.Body["code"], a.Text)
	}
	return a
}

func (a Reply) Str(t *testing.T, key string) string {
	t.Helper()
	value, ok := a.Body[key].(string)
	require.True(t, ok, "no text %q in %s", key, a.Text)
	return value
}

func (h *Fixture) Login(t *testing.T, email, secret string) Reply {
	t.Helper()
	return h.Call(t, "POST", "/api/auth/login", map[string]string{"email": email, "password": secret}, nil)
}

func Bearing(accessToken string) Headers { return Headers{"Authorization": "Bearer " + accessToken} }

// Seated are the headers of a device at the fixture's session.
func (h *Fixture) Seated(t *testing.T, device string) Headers {
	t.Helper()
	issued, err := h.Keys.IssueTable(access.Table{TenantID: TenantID, BranchID: BranchID, TableID: TableID, SessionID: SessionID})
	require.NoError(t, err)
	return Headers{httpx.TableTokenHeader: issued.Token, httpx.DeviceHeader: device}
}

// Probe registers an endpoint that answers nothing, for tests of what is around it.
func (h *Fixture) Probe(path string, rule httpx.Rule, more ...httpx.Option) {
	httpx.Route(h.Tagged(httpx.TagHealth), "GET "+path, "", "", rule,
		func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }, more...)
}

// RedisClient is another client of the fixture's Redis.
func (h *Fixture) RedisClient(t *testing.T) *redis.Client {
	t.Helper()
	c := redis.NewClient(h.redis.Options())
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Failing registers an endpoint that fails as do says.
func Failing(h *Fixture, path string, do func(context.Context) error) {
	httpx.Route(h.Tagged(httpx.TagHealth), "GET "+path, "", "", httpx.Public,
		func(ctx context.Context, _ *struct{}) (*struct{}, error) { return nil, do(ctx) })
}

// Patience is a deadline and no measure: what it bounds must end, on a busy machine too.
const Patience = time.Minute
