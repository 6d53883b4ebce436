package e2e_test

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// TestCircuitBreakerIsShared lets the provider fail until calls are held back,
// and asks another process than the one that calls.
func TestCircuitBreakerIsShared(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish)
	guest := s.sit("INT-02", "ana")
	dish := num(s.dishes()[0], "id")
	guest.must(t, http.MethodPost, "/api/diner/rounds/submit", object{"items": []object{{"product_id": dish, "qty": 1}}})
	check := guest.must(t, http.MethodPost, "/api/billing/check/request", nil)
	sim := client{at: s.sim, header: map[string]string{"X-Sim-Token": simToken}}
	sim.must(t, http.MethodPost, "/__sim/faults", object{
		"match": object{"method": "POST", "path_regex": "^/checkout/preferences"}, "times": 50, "phase": "before",
		"action": object{"type": "status", "code": 500},
	})
	var last reply
	testkit.Eventually(t, time.Minute, "calls are held back", func() bool {
		r, err := guest.call(t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", object{"check_id": num(check, "check_id")})
		require.NoError(t, err)
		last = r
		return s.breaker()["state"] == "open"
	})
	require.Equal(t, http.StatusServiceUnavailable, last.status, string(last.body))
	require.NotEmpty(t, last.header.Get("Retry-After"))
	require.GreaterOrEqual(t, num(s.breaker(), "failed_calls"), int64(5))
	r, err := s.public().call(t.Context(), http.MethodGet, "/metrics", nil)
	require.NoError(t, err)
	require.Contains(t, string(r.body), `integrador_circuit_breaker_state{name="mercadopago"} 2`)
}

func (s *system) breaker() object {
	s.t.Helper()
	health := s.public().must(s.t, http.MethodGet, "/api/health/detailed", nil)
	return health["circuit_breakers"].(object)["mercadopago"].(object)
}

// TestDeadLettersAreProcessed runs the commands that an operator runs.
func TestDeadLettersAreProcessed(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	_, err := s.db.Exec(t.Context(), `INSERT INTO webhook_notice (topic, data_id, request_id, status, attempts, last_error, received_at) VALUES
  ('payment', '123456', 'a', 'DEAD', 6, 'mercadopago_unavailable', now()),
  ('payment', '424242', 'b', 'DEAD', 6, 'payment_not_found', now() - interval '2 days'),
  ('payment', '434343', 'c', 'DEAD', 6, 'payment_not_found', now() - interval '3 days')`)
	require.NoError(t, err)
	require.Contains(t, s.command("dlq-stats"), "payment_not_found                 2")

	require.Contains(t, s.command("dlq-process", "--dry-run"), "se reintentarían 1 y se archivarían 2")
	require.EqualValues(t, 3, s.id(`SELECT count(*) FROM webhook_notice WHERE status = 'DEAD'`))
	require.Contains(t, s.command("dlq-process", "--max-messages", "2"), "1 avisos en camino, 1 archivados")
	testkit.Eventually(t, 30*time.Second, "the one that may succeed comes to its end", func() bool {
		return s.id(`SELECT count(*) FROM webhook_notice WHERE status = 'QUARANTINED' AND data_id = '123456'`) == 1
	})
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM webhook_notice WHERE status = 'ARCHIVED'`))
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM webhook_notice WHERE status = 'DEAD'`))
	health := s.public().must(t, http.MethodGet, "/api/health/detailed", nil)["webhook_retry"].(object)
	require.EqualValues(t, 1, num(health, "dead_letter_count"))
}

// command runs the program once and gives what it says.
func (s *system) command(args ...string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), program, args...)
	cmd.Env = s.processes["all"].env
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	require.NoError(s.t, err, errors.String())
	return string(out)
}
