package e2e_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"

	"integrador/internal/dev/testkit"
)

// waitFor waits until a socket has received an event of a type.
func (p *eventSocket) waitFor(t *testing.T, kind string) (received frame) {
	t.Helper()
	testkit.Eventually(t, 20*time.Second, p.name+" hears "+kind, func() bool {
		frames, _ := p.received()
		for _, f := range frames {
			if f.Type == kind {
				received = f
				return true
			}
		}
		return false
	})
	return received
}

// hops are what a notice of a payment goes through, from the request to the
// sockets, and how the span of each begins.
var hops = []string{
	"POST /api/billing/mercadopago/webhook", "StartWorkflow:", "RunWorkflow:", "RunActivity:", "mercadopago GET",
	"UpdateWorkflow:", "HandleUpdate:", "RunActivity:Record", "publish events", "redis.pipeline", "websocket send",
}

// TestOneTraceFromTheRequestToTheSockets pays with Mercado Pago and reads what
// an OpenTelemetry collector was sent.
func TestOneTraceFromTheRequestToTheSockets(t *testing.T) {
	t.Parallel()
	kept := newTraceCollector(t)
	s := newSystem(t, lavish, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": kept.URL, "LOG_LEVEL": "info", "WEBHOOKS_ALLOW_INSIDE": "true"})
	program := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	t.Cleanup(program.Close)
	s.as("admin@demo.com", "admin123").must(t, http.MethodPost, "/api/admin/webhooks", object{"name": "caja", "url": program.URL, "event_types": []string{"PAYMENT_APPROVED"}})
	ana := s.sit("INT-01", "ana")
	socket := s.listen(ana, "ana")
	_, err := ana.order(t.Context(), "ronda-1", num(s.dishes()[0], "id"), 1)
	require.NoError(t, err)
	bill := ana.must(t, http.MethodPost, "/api/billing/check/request", object{})
	page := ana.must(t, http.MethodPost, "/api/billing/mercadopago/preference", object{"check_id": num(bill, "check_id")})
	sim := client{at: s.sim, header: map[string]string{"X-Sim-Token": simToken}}
	sim.must(t, http.MethodPost, "/__sim/preferences/"+str(page, "preference_id")+"/pay", object{})
	socket.waitFor(t, "PAYMENT_APPROVED")

	testkit.EventuallyNil(t, 30*time.Second, func() error {
		trace := kept.trace(func(s *otlp.Span) bool { return s.GetName() == hops[0] })
		if err := whole(trace); err != nil {
			return err
		}
		id := hex.EncodeToString(trace[0].GetTraceId())
		if kept.trace(func(s *otlp.Span) bool { return s.GetName() == "webhook POST" && strings.Contains(s.String(), id) }) == nil {
			return errors.New("no span of telling the restaurant's program of trace " + id)
		}
		if kept.trace(func(s *otlp.Span) bool { return s.GetName() == "GET /ws/diner" }) == nil {
			return errors.New("no span of opening the phone's socket")
		}
		return nil
	})
	assert.Equal(t, map[string]bool{"/v1/traces": true}, kept.paths, "a collector listens nowhere else")
}

// whole reports whether a trace has every hop, and each of its spans a parent.
func whole(trace []*otlp.Span) error {
	if len(trace) == 0 {
		return errors.New("no trace begins with the request")
	}
	names, ids, sql := "", map[string]bool{"": true}, false
	for _, span := range trace {
		names += "\n" + span.GetName()
		ids[string(span.GetSpanId())] = true
		for _, a := range span.GetAttributes() {
			sql = sql || strings.HasPrefix(a.GetKey(), "db.system") && strings.HasPrefix(a.GetValue().GetStringValue(), "postgres")
		}
	}
	for _, hop := range hops {
		if !strings.Contains(names, "\n"+hop) {
			return fmt.Errorf("no span %s…, only:%s", hop, names)
		}
	}
	if !sql {
		return fmt.Errorf("no span of PostgreSQL, only:%s", names)
	}
	for _, span := range trace {
		if !ids[string(span.GetParentSpanId())] {
			return fmt.Errorf("%s has a parent that nobody sent", span.GetName())
		}
	}
	return nil
}

// TestARequestIsFoundByItsID: in the answer, in the error, in every line of the
// log that it caused, and in the events, the same bytes however they come.
func TestARequestIsFoundByItsID(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": newTraceCollector(t).URL, "LOG_LEVEL": "info", "OTEL_TRACES_SAMPLER_ARG": "0"})
	ana := s.sit("INT-01", "ana")
	socket := s.listen(ana, "ana")
	const id, traceID = "pedido-que-se-busca", "4bf92f3577b34da6a3ce929d0e0e4736"
	ana.client = ana.with("X-Request-ID", id).with("traceparent", "00-"+traceID+"-00f067aa0ba902b7-01")
	_, err := ana.order(t.Context(), "ronda-1", num(s.dishes()[0], "id"), 1)
	require.NoError(t, err)

	received := socket.waitFor(t, "ROUND_SUBMITTED")
	var message struct {
		RequestID   string `json:"request_id"`
		TraceID     string `json:"trace_id"`
		Traceparent string `json:"traceparent"`
	}
	require.NoError(t, json.Unmarshal([]byte(received.raw), &message))
	assert.Equal(t, id, message.RequestID)
	assert.Equal(t, traceID, message.TraceID, "who began the trace decides that it is kept")
	assert.Empty(t, message.Traceparent, "that is between us and the gateway")
	again := s.listen(ana, "ana again")
	assert.Equal(t, received.raw, again.waitFor(t, "ROUND_SUBMITTED").raw, "the ledger says the same bytes")

	refused, err := ana.call(t.Context(), http.MethodGet, "/api/diner/session/999999/rounds", nil)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, refused.status, 400)
	assert.Equal(t, id, str(decoded(t, refused), "request_id"))
	assert.Equal(t, id, refused.header.Get("X-Request-ID"))
	for _, path := range []string{"/api/no/such/path", "/api/tables/x"} {
		r, err := ana.call(t.Context(), http.MethodGet, path, nil)
		require.NoError(t, err)
		assert.Equal(t, id, str(decoded(t, r), "request_id"), "%s: %s", path, r.body)
	}

	log, err := os.ReadFile(s.processes["all"].logPath)
	require.NoError(t, err)
	lines := regexp.MustCompile(`(?m)^.*request_id=`+id+`.*$`).FindAllString(string(log), -1)
	assert.GreaterOrEqual(t, len(lines), 4)
	for _, line := range lines {
		assert.Contains(t, line, "trace_id="+traceID)
	}
}
