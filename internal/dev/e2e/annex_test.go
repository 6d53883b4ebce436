package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// TestCommandsOfTheSpecificationsAnnex runs the commands that the specification's
// annex gives to operators, word for word but for the address of each service: here
// they are processes with ports of their own, not containers. What needs Docker are
// only the names: that containers are called integrador_db and integrador_ws_gateway
// and that Redis is published on port 6380 is compared with docker-compose.yml by
// TestComposeMatchesTheSpecification (internal/dev/archtest).
func TestCommandsOfTheSpecificationsAnnex(t *testing.T) {
	t.Parallel()
	s := newSystem(t, map[string]string{"LOG_LEVEL": "info"})
	guest := s.sit("INT-01", "ana")
	_, err := guest.order(t.Context(), "anexo", num(s.dishes()[0], "id"), 1)
	require.NoError(t, err)
	s.failedNotices()

	t.Run("rounds", func(t *testing.T) {
		out := s.in(t).annex(`docker exec integrador_db psql -U postgres -d menu_ops -c "SELECT COUNT(*) FROM round;"`)
		require.Regexp(t, `(?m)^ +1$`, out)
	})
	t.Run("Redis pub/sub", func(t *testing.T) { s.in(t).monitored(`redis-cli -p 6380 MONITOR`, guest) })
	t.Run("endpoints", func(t *testing.T) {
		out := s.in(t).annex(`curl http://localhost:8000/openapi.json | jq '.paths | keys | length'`)
		paths, err := strconv.Atoi(strings.TrimSpace(out))
		require.NoError(t, err)
		require.Greater(t, paths, 70)
	})
	t.Run("health", func(t *testing.T) {
		var health object
		require.NoError(t, json.Unmarshal([]byte(s.in(t).annex(`curl http://localhost:8000/api/health/detailed`)), &health))
		require.Equal(t, "healthy", str(health, "status"))
	})
	t.Run("log of the gateway", func(t *testing.T) {
		require.Contains(t, s.in(t).annex(`docker logs integrador_ws_gateway --tail 100`), "level=INFO")
	})
	t.Run("active sessions", func(t *testing.T) {
		out := s.in(t).annex(`docker exec integrador_db psql -U postgres -d menu_ops -c "
  SELECT ts.id, t.code, ts.status, COUNT(r.id) as rounds
  FROM table_session ts
  JOIN restaurant_table t ON ts.table_id = t.id
  LEFT JOIN round r ON r.table_session_id = ts.id
  WHERE ts.status IN ('OPEN', 'PAYING')
  GROUP BY ts.id, t.code, ts.status;
"`)
		require.Regexp(t, `(?m)^ +`+itoa(guest.session)+` \| INT-01 \| OPEN +\| +1$`, out)
	})
	t.Run("circuit breakers and retries", func(t *testing.T) {
		out := s.in(t).annex(`curl http://localhost:8000/api/health/detailed | jq '.circuit_breakers, .webhook_retry'`)
		answers := json.NewDecoder(strings.NewReader(out))
		var breakers, retries object
		require.NoError(t, answers.Decode(&breakers))
		require.NoError(t, answers.Decode(&retries))
		require.Equal(t, "closed", str(breakers["mercadopago"].(object), "state"))
		require.EqualValues(t, 1, num(retries, "dead_letter_count"))
	})
	dead, waiting := s.id(`SELECT id FROM webhook_notice WHERE status = 'DEAD'`), s.id(`SELECT id FROM webhook_notice WHERE data_id = '999'`)
	t.Run("dead letters", func(t *testing.T) {
		out := s.in(t).annex(`redis-cli -p 6380 LRANGE webhook_retry:dead_letter 0 10`)
		require.Equal(t, itoa(dead), strings.TrimSpace(out))
	})
	t.Run("notices that wait", func(t *testing.T) {
		out := strings.Fields(s.in(t).annex(`redis-cli -p 6380 ZRANGE webhook_retry:pending 0 -1 WITHSCORES`))
		require.Contains(t, out, itoa(waiting))
	})
}

// failedNotices leaves a notice that is tried in an hour and a dead letter. One more
// dead letter is processed and fails, after which the worker writes the view in Redis.
func (s *system) failedNotices() {
	s.t.Helper()
	_, err := s.db.Exec(s.t.Context(), `
INSERT INTO webhook_notice (topic, data_id, request_id, status, attempts, last_error, received_at, next_attempt_at) VALUES
  ('payment', '999', 'a', 'PENDING', 2, 'mercadopago_unavailable', now(), now() + interval '1 hour'),
  ('payment', '888', 'b', 'DEAD', 6, 'mercadopago_unavailable', now(), NULL),
  ('payment', '777', 'c', 'DEAD', 6, 'mercadopago_unavailable', now() - interval '1 day', NULL)`)
	require.NoError(s.t, err)
	client{at: s.sim, header: map[string]string{"X-Sim-Token": simToken}}.must(s.t, http.MethodPost, "/__sim/faults", object{
		"match": object{"method": "GET", "path_regex": "^/v1/payments/"}, "action": object{"type": "status", "code": 500},
	})
	s.command("dlq-process", "--max-messages", "1")
	testkit.Eventually(s.t, generous, "Redis shows one dead letter", func() bool {
		return s.id(`SELECT count(*) FROM webhook_notice WHERE status = 'DEAD'`) == 1 &&
			strings.Count(s.annex(`redis-cli -p 6380 LRANGE webhook_retry:dead_letter 0 10`), "\n") == 1
	})
}

// local replaces the addresses that the annex gives.
func (s *system) local(command string) string {
	return strings.NewReplacer(
		"docker exec integrador_db psql -U postgres -d menu_ops", "psql '"+s.at.database+"'",
		"docker logs integrador_ws_gateway --tail 100", "tail -n 100 '"+s.processes["all"].logPath+"'",
		"redis-cli -p 6380", "redis-cli -p "+strconv.Itoa(s.redis.Port()),
		"curl http://localhost:8000", "curl -sS "+s.api,
	).Replace(command)
}

// annex runs a command in a shell and returns what it wrote.
func (s *system) annex(command string) string {
	s.t.Helper()
	var problems bytes.Buffer
	cmd := exec.CommandContext(s.t.Context(), "bash", "-o", "pipefail", "-c", s.local(command))
	cmd.Stderr = &problems
	out, err := cmd.Output()
	require.NoError(s.t, err, problems.String())
	return string(out)
}

// monitored runs a command that prints what Redis is asked, until it shows the
// event of an order.
func (s *system) monitored(command string, guest seat) {
	s.t.Helper()
	var out lockedBuffer
	cmd := exec.CommandContext(s.t.Context(), "bash", "-c", "exec "+s.local(command))
	cmd.Stdout = &out
	require.NoError(s.t, cmd.Start())
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	testkit.Eventually(s.t, generous, "the monitor is connected", func() bool { return strings.HasPrefix(out.String(), "OK") })
	guest.must(s.t, http.MethodPost, "/api/diner/service-call", object{"type": "WAITER_CALL"})
	testkit.Eventually(s.t, generous, "the event is published", func() bool {
		return strings.Contains(strings.ToLower(out.String()), `"publish"`) && strings.Contains(out.String(), "SERVICE_CALL_CREATED")
	})
}

// lockedBuffer is written by a program while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
