package api

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

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/telemetry"
	"integrador/internal/platform/token"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// house is a server with a tenant in its database: one branch, one table with an
// open session, a waiter who also cooks, and a person without any role.
type house struct {
	*Server
	pool  *pgxpool.Pool
	http  *httptest.Server
	clock *clock
	log   *bytes.Buffer
	redis *redis.Client
}

const (
	tenantID, branchID, otherBranchID    = 1, 10, 11
	waiterID, idlerID                    = 100, 101
	tableID, sessionID                   = 1000, 5000
	waiterEmail, idlerEmail, rightSecret = "waiter@demo.com", "idler@demo.com", "waiter123"
)

const population = `
INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor');
INSERT INTO branch (id, tenant_id, name, slug) VALUES (10, 1, 'Centro', 'centro'), (11, 1, 'Norte', 'norte');
INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (1000, 1, 10, 'INT-01');
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (5000, 1, 10, 1000);`

// clock runs with the real one, ahead by what a test asks.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time           { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) advance(by time.Duration) { c.ahead.Add(int64(by)) }

// newHouse opens a house; change may alter its options.
func newHouse(t *testing.T, change func(*Options)) *house {
	t.Helper()
	h := &house{pool: testkit.Postgres(t), redis: testkit.Redis(t), clock: &clock{}, log: &bytes.Buffer{}}
	h.exec(t, population)
	hash, err := bcrypt.GenerateFromPassword([]byte(rightSecret), bcrypt.MinCost)
	require.NoError(t, err)
	h.exec(t, `INSERT INTO app_user (id, tenant_id, email, password) VALUES (100, 1, $1, $3), (101, 1, $2, $3)`,
		waiterEmail, idlerEmail, string(hash))
	h.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 100, 10, 'WAITER'), (1, 100, 10, 'KITCHEN')`)

	o := Options{
		Store: postgres.New(h.pool), Redis: h.redis, Now: h.clock.now, Environment: "test",
		Log: telemetry.NewLogger(h.log, telemetry.LogOptions{Text: true}),
		Keys: token.Keys{
			Staff: []byte(strings.Repeat("s", 32)), Table: []byte(strings.Repeat("t", 32)), Issuer: "menu-ops", Audience: "menu-ops-users",
			AccessLife: 15 * time.Minute, RefreshLife: 7 * 24 * time.Hour, TableLife: 3 * time.Hour,
		},
		AllowedOrigins: []string{"http://localhost:5176"},
		Limits:         roomy(),
		Timeout:        time.Minute, // machines that test with -race take long to check a password
	}
	if change != nil {
		change(&o)
	}
	h.Server, err = New(o)
	require.NoError(t, err)
	h.http = httptest.NewServer(h.Handler())
	t.Cleanup(h.http.Close)
	return h
}

// roomy limits do not get into the way of a test about something else.
func roomy() Limits {
	l := DefaultLimits()
	for name := range l.PerMinute {
		l.PerMinute[name] = 1000
	}
	l.LoginTries = 1000
	return l
}

func (h *house) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := h.pool.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

func (h *house) count(t *testing.T, sql string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, h.pool.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// headers are those of one request; "" leaves one out.
type headers map[string]string

// reply is a response that has been read.
type reply struct {
	*http.Response
	text string
	body map[string]any // nil if the body is no JSON object
}

// call sends a request. A body that is no string is sent as JSON.
func (h *house) call(t *testing.T, method, path string, body any, with headers) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.http.URL+path, reader(t, body))
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
	a, err := send(req)
	require.NoError(t, err)
	return a
}

func send(req *http.Request) (reply, error) {
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	a := reply{Response: res, text: string(raw)}
	_ = json.Unmarshal(raw, &a.body)
	return a, err
}

func reader(t *testing.T, body any) io.Reader {
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

// want fails unless the reply has the status and, if not "", the code.
func (a reply) want(t *testing.T, status int, code string) reply {
	t.Helper()
	require.Equal(t, status, a.StatusCode, a.text)
	if code != "" {
		require.Equal(t, code, a.body["code"], a.text)
	}
	return a
}

func (a reply) str(t *testing.T, key string) string {
	t.Helper()
	value, ok := a.body[key].(string)
	require.True(t, ok, "no text %q in %s", key, a.text)
	return value
}

func (h *house) login(t *testing.T, email, secret string) reply {
	t.Helper()
	return h.call(t, "POST", "/api/auth/login", map[string]string{"email": email, "password": secret}, nil)
}

func bearing(accessToken string) headers { return headers{"Authorization": "Bearer " + accessToken} }

// seated are the headers of a device at the house's session.
func (h *house) seated(t *testing.T, device string) headers {
	t.Helper()
	issued, err := h.keys.IssueTable(access.Table{TenantID: tenantID, BranchID: branchID, TableID: tableID, SessionID: sessionID})
	require.NoError(t, err)
	return headers{tableTokenHeader: issued.Token, deviceHeader: device}
}

// probe registers an endpoint that answers nothing, for tests of what is around it.
func (h *house) probe(op operation) {
	op.Method = http.MethodGet
	handle(router{h.Server, tagHealth}, op, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}

// redisClient is another client of the house's Redis.
func (h *house) redisClient(t *testing.T) *redis.Client {
	t.Helper()
	c := redis.NewClient(h.redis.Options())
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// failing registers an endpoint that fails as do says.
func failing(h *house, path string, do func(context.Context) error) {
	handle(router{h.Server, tagHealth}, operation{Method: http.MethodGet, Path: path, Access: public},
		func(ctx context.Context, _ *struct{}) (*struct{}, error) { return nil, do(ctx) })
}

// patience is a deadline and no measure: what it bounds must end, on a busy machine too.
const patience = time.Minute
