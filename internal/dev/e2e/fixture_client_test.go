package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "integrador/client"
)

// web is shared: a client of its own for each caller would leave connections.
var web = &http.Client{
	Timeout:   time.Minute,
	Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
}

// client speaks to a server in somebody's name. It is safe for concurrent use.
type client struct {
	at     string
	header map[string]string
}

// object is a JSON object.
type object = map[string]any

// reply is an answer that has been read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (c client) with(name, value string) client {
	header := maps.Clone(c.header)
	if header == nil {
		header = map[string]string{}
	}
	header[name] = value
	return client{c.at, header}
}

// sdk is the SDK's client, which repeats nothing here: tests look at every answer.
func (c client) sdk() *sdk.Client {
	of := sdk.New(sdk.Config{API: c.at, HTTP: web, Retries: -1})
	for name, value := range c.header {
		of = of.WithHeader(name, value)
	}
	return of
}

// call sends a request and reads the answer, whatever its status.
func (c client) call(ctx context.Context, method, path string, body any) (reply, error) {
	r, err := c.sdk().Send(ctx, method, path, body)
	if err != nil {
		return reply{}, err
	}
	return reply{r.Status, r.Header, r.Body}, nil
}

// good is call for an answer that has to be 2xx, decoded into out.
func (c client) good(ctx context.Context, method, path string, body, out any) error {
	return c.sdk().Call(ctx, method, path, body, out)
}

// must is good in the test's own goroutine, for an object.
func (c client) must(t *testing.T, method, path string, body any) object {
	t.Helper()
	var out object
	into := any(&out)
	if method == http.MethodDelete {
		into = nil
	}
	require.NoError(t, c.good(t.Context(), method, path, body, into))
	return out
}

// list is must for an array.
func (c client) list(t *testing.T, path string) []object {
	t.Helper()
	var out []object
	require.NoError(t, c.good(t.Context(), http.MethodGet, path, nil, &out))
	return out
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func num(o object, name string) int64 {
	n, _ := o[name].(float64)
	return int64(n)
}

func str(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

// public is a client that has not said who it is.
func (s *system) public() client { return client{at: s.api} }

// as logs somebody in, once.
func (s *system) as(email, password string) client {
	s.t.Helper()
	s.logins.mu.Lock()
	defer s.logins.mu.Unlock()
	c, known := s.logins.all[email]
	if !known {
		in := s.public().must(s.t, http.MethodPost, "/api/auth/login", object{"email": email, "password": password})
		c = s.public().with("Authorization", "Bearer "+str(in, "access_token"))
		s.logins.all[email] = c
	}
	return c
}

func (s *system) waiter() client  { s.t.Helper(); return s.as("waiter@demo.com", "waiter123") }
func (s *system) kitchen() client { s.t.Helper(); return s.as("kitchen@demo.com", "kitchen123") }
func (s *system) manager() client { s.t.Helper(); return s.as("manager@demo.com", "manager123") }
func (s *system) admin() client   { s.t.Helper(); return s.as("admin@demo.com", "admin123") }

// bearer is the token that a client carries.
func (c client) bearer() string {
	if t := c.header["X-Table-Token"]; t != "" {
		return t
	}
	return c.header["Authorization"][len("Bearer "):]
}

// table finds a table of the branch centro by its code.
func (s *system) table(code string) int64 {
	s.t.Helper()
	return s.id(`SELECT t.id FROM restaurant_table t JOIN branch b ON b.id = t.branch_id WHERE b.slug = 'centro' AND t.code = $1`, code)
}

// seat is a phone at a session.
type seat struct {
	client
	session, table, diner int64
}

// sit opens a table, or joins it, with a phone that has a diner.
func (s *system) sit(code, name string) seat {
	s.t.Helper()
	return s.sitAt(s.table(code), name)
}

func (s *system) sitAt(table int64, name string) seat {
	s.t.Helper()
	in := s.public().must(s.t, http.MethodPost, fmt.Sprintf("/api/tables/%d/session", table), nil)
	c := s.public().with("X-Table-Token", str(in, "table_token")).with("X-Device-Id", "device-"+name)
	diner := c.must(s.t, http.MethodPost, "/api/diner/register", object{"name": name, "color": "#0F766E", "local_id": name})
	return seat{c, num(in, "session_id"), table, num(diner, "id")}
}

// dishes are products that the branch centro sells.
func (s *system) dishes() []object {
	s.t.Helper()
	menu := s.public().must(s.t, http.MethodGet, "/api/public/menu/centro", nil)
	var out []object
	for _, c := range menu["categories"].([]any) {
		for _, p := range c.(object)["products"].([]any) {
			out = append(out, p.(object))
		}
	}
	require.NotEmpty(s.t, out)
	return out
}

// order sends one dish as a round.
func (g seat) order(ctx context.Context, key string, dish, qty int64) (object, error) {
	var out object
	body := object{"items": []object{{"product_id": dish, "qty": qty, "diner_id": g.diner, "notes": key}}}
	return out, g.with("X-Idempotency-Key", key).good(ctx, http.MethodPost, "/api/diner/rounds/submit", body, &out)
}

func decoded(t *testing.T, r reply) object {
	t.Helper()
	var o object
	require.NoError(t, json.Unmarshal(r.body, &o), string(r.body))
	return o
}
