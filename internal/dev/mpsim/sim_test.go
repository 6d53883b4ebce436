package mpsim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

type anyMap = map[string]any

func config() mpsim.Config {
	return mpsim.Config{
		Token: "APP_USR-1", SellerID: 724484980, WebhookSecret: "secret", AdminToken: "admin",
		Profile: mpsim.Strict, PublicURL: "http://sim.local",
	}
}

// bench speaks to a simulator without a network.
type bench struct {
	t      *testing.T
	server *mpsim.Server
}

func newBench(t *testing.T, change ...func(*mpsim.Config)) *bench {
	t.Helper()
	c := config()
	for _, apply := range change {
		apply(&c)
	}
	server, err := mpsim.New(c)
	require.NoError(t, err)
	return &bench{t, server}
}

// call sends body, a JSON text, with both tokens.
func (b *bench) call(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, "http://sim.local"+target, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer APP_USR-1")
	request.Header.Set("X-Sim-Token", "admin")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	b.server.Handler().ServeHTTP(answer, request)
	return answer
}

// ok is call for what must succeed.
func (b *bench) ok(method, target, body string, headers ...string) anyMap {
	b.t.Helper()
	answer := b.call(method, target, body, headers...)
	require.Less(b.t, answer.Code, 300, answer.Body.String())
	var decoded anyMap
	require.NoError(b.t, json.Unmarshal(answer.Body.Bytes(), &decoded))
	return decoded
}

func (b *bench) list(target string) []anyMap {
	b.t.Helper()
	answer := b.call(http.MethodGet, target, "")
	require.Equal(b.t, http.StatusOK, answer.Code)
	var decoded []anyMap
	require.NoError(b.t, json.Unmarshal(answer.Body.Bytes(), &decoded))
	return decoded
}

// preference makes one of 1.234,50 with further fields and returns its id.
func (b *bench) preference(fields ...string) string {
	b.t.Helper()
	all := append([]string{`"items":[{"id":"cuenta","title":"Mesa 4","quantity":1,"unit_price":1234.5}]`, `"external_reference":"check_4"`}, fields...)
	return b.ok(http.MethodPost, "/checkout/preferences", "{"+strings.Join(all, ",")+"}")["id"].(string)
}

func (b *bench) pay(preference, body string) anyMap {
	b.t.Helper()
	return b.ok(http.MethodPost, "/__sim/preferences/"+preference+"/pay", body)
}

func paymentPath(p anyMap) string {
	id, _ := json.Marshal(int64(p["id"].(float64)))
	return "/v1/payments/" + string(id)
}

func simPath(p anyMap) string { return strings.Replace(paymentPath(p), "/v1", "/__sim", 1) }

// receiver is a webhook endpoint without a network: it answers with its statuses in
// turn, the last one forever.
type receiver struct {
	statuses []int
	delay    time.Duration
	got      chan *http.Request
}

func newReceiver(statuses ...int) *receiver {
	return &receiver{statuses: statuses, got: make(chan *http.Request, 100)}
}

func (s *receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.delay > 0 {
		select {
		case <-time.After(s.delay):
		case <-r.Context().Done():
			s.got <- r
			return nil, r.Context().Err()
		}
	}
	status := s.statuses[0]
	if len(s.statuses) > 1 {
		s.statuses = s.statuses[1:]
	}
	s.got <- r
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// next waits for a notification, longer than any table has it wait.
func (s *receiver) next(t *testing.T) *http.Request {
	t.Helper()
	select {
	case r := <-s.got:
		return r
	case <-time.After(200 * time.Hour):
		t.Fatal("no notification came")
		return nil
	}
}

func decoded(t *testing.T, body []byte) anyMap {
	t.Helper()
	var into anyMap
	require.NoError(t, json.Unmarshal(body, &into), string(body))
	return into
}
