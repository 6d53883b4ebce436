package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/platform/signing"
)

// TestOperatorsCommands speaks to a running system as an operator does.
func TestOperatorsCommands(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	t.Run("doctor", func(t *testing.T) { s.in(t).checkDoctor() })
	t.Run("ws-test", func(t *testing.T) {
		out, err := s.in(t).asOperator("ws-test", "--url", s.ws, "--json")
		require.NoError(t, err, out)
		var trials []struct {
			Socket  string
			PingMS  *float64 `json:"ping_ms"`
			EventMS *float64 `json:"event_ms"`
		}
		require.NoError(t, json.Unmarshal([]byte(out), &trials))
		require.Len(t, trials, 4)
		for _, trial := range trials {
			require.NotNil(t, trial.PingMS, trial.Socket)
			require.NotNil(t, trial.EventMS, trial.Socket)
		}
		require.Zero(t, s.in(t).id(`SELECT count(*) FROM branch_product WHERE NOT is_available`), "what it changed is as it was")
		require.Zero(t, s.in(t).id(`SELECT count(*) FROM table_session WHERE status <> 'CLOSED'`))
	})
	t.Run("cache", func(t *testing.T) {
		s := s.in(t)
		_, err := s.asOperator("cache-warm")
		require.NoError(t, err)
		listed, err := s.asOperator("cache-clear", "cache:menu:centro", "--dry-run")
		require.NoError(t, err)
		require.Contains(t, listed, "1 claves que se borrarían")
		cleared, err := s.asOperator("cache-clear", "cache:menu:centro")
		require.NoError(t, err)
		require.Contains(t, cleared, "1 claves borradas")
		used, err := s.asOperator("cache-stats")
		require.NoError(t, err)
		require.Contains(t, used, "cache:menu:*")
	})
	t.Run("a new person logs in, and is kept out", func(t *testing.T) {
		s := s.in(t)
		out, err := s.asOperator("user", "create", "sofia@ejemplo.com", "--tenant", "buen-sabor", "--role", "WAITER@centro", "--json")
		require.NoError(t, err)
		var made struct{ Password string }
		require.NoError(t, json.Unmarshal([]byte(out), &made))
		login := func() int {
			r, err := client{at: s.api}.call(t.Context(), "POST", "/api/auth/login", map[string]string{"email": "sofia@ejemplo.com", "password": made.Password})
			require.NoError(t, err)
			return r.status
		}
		require.Equal(t, 200, login())
		_, err = s.asOperator("user", "deactivate", "sofia@ejemplo.com")
		require.NoError(t, err)
		require.Equal(t, 401, login())
	})
	t.Run("a key opens what it may", func(t *testing.T) {
		s := s.in(t)
		out, err := s.asOperator("apikey", "create", "--tenant", "buen-sabor", "--name", "Prueba", "--permission", "menu:read", "--json")
		require.NoError(t, err)
		var made struct{ Key string }
		require.NoError(t, json.Unmarshal([]byte(out), &made))
		r, err := client{at: s.api, header: map[string]string{"X-API-Key": made.Key}}.call(t.Context(), "GET", "/api/integrations/me", nil)
		require.NoError(t, err)
		require.Equal(t, 200, r.status)

		out, err = s.asOperator("apikey", "create", "--tenant", "buen-sabor", "--name", "Firma", "--permission", "menu:read", "--signed", "--json")
		require.NoError(t, err)
		signs := signedKey(t, out)
		out, err = s.asOperator("apikey", "rotate", itoa(signs.ID), "--tenant", "buen-sabor", "--json")
		require.NoError(t, err)
		require.Equal(t, signs.Secret, signedKey(t, out).Secret, "a successor signs as the one before")
		for i, key := range []string{signs.Key, signedKey(t, out).Key} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.api+"/api/integrations/me", nil)
			require.NoError(t, err)
			req.Header.Set("X-API-Key", key)
			require.Equal(t, 401, statusOf(t, req), "unsigned")
			signing.Sign(req.Header, []byte(signs.Secret), nil, time.Now().Add(-time.Duration(i)*time.Second)) // no signature comes twice
			require.Equal(t, 200, statusOf(t, req))
		}
		require.EqualValues(t, 3, s.id(`SELECT count(*) FROM audit_log WHERE entity_type = 'api_key' AND user_email LIKE 'cli%'`))
	})
	t.Run("what was sealed is told", func(t *testing.T) {
		out, err := s.in(t).asOperator("credentials-reseal", "--json")
		require.NoError(t, err)
		require.JSONEq(t, `{"connections": 0, "notice_secrets": 0, "subscriptions": 0, "api_keys": 0, "second_factors": 0}`, out)
		out, err = s.in(t).asOperator("dlq-stats", "--json")
		require.NoError(t, err)
		require.JSONEq(t, `{"totals": [], "reasons": []}`, out)
	})
}

// madeKey is what the command line writes of a key that signs.
type madeKey struct {
	ID     int64  `json:"id"`
	Key    string `json:"key"`
	Secret string `json:"signing_secret"`
}

func signedKey(t *testing.T, out string) (made madeKey) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(out), &made))
	require.NotEmpty(t, made.Secret)
	return made
}

func statusOf(t *testing.T, req *http.Request) int {
	t.Helper()
	res, err := web.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	return res.StatusCode
}

// checkDoctor: the tests' database role owns the schema, which is the one thing wrong
// here; spoiling Redis's settings is found too.
func (s *system) checkDoctor() {
	s.t.Helper()
	sick := func() (wrong []string) {
		out, err := s.asOperator("doctor", "--json")
		require.Error(s.t, err, "something is wrong")
		var report []struct{ Area, Verdict, Says, Remedy string }
		require.NoError(s.t, json.Unmarshal([]byte(out), &report), out)
		require.Greater(s.t, len(report), 15)
		for _, f := range report {
			// How full the disk is depends on the machine that runs the test.
			if f.Verdict == "wrong" && f.Area != "Disco" {
				require.NotEmpty(s.t, f.Remedy)
				wrong = append(wrong, f.Says)
			}
		}
		return wrong
	}
	testkit.EventuallyNil(s.t, 20*time.Second, func() error { // pollers show up a moment after the start
		if found := sick(); len(found) != 1 || !strings.Contains(found[0], "auditoría") {
			return missing(strings.Join(found, "; "))
		}
		return nil
	})
	o, err := redis.ParseURL(s.redis.URL())
	require.NoError(s.t, err)
	r := redis.NewClient(o)
	defer r.Close()
	require.NoError(s.t, r.ConfigSet(s.t.Context(), "maxmemory-policy", "allkeys-lru").Err())
	require.Contains(s.t, strings.Join(sick(), "; "), "allkeys-lru")
}

// asOperator runs a command of the program and gives what it wrote.
func (s *system) asOperator(args ...string) (string, error) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), program, args...)
	cmd.Env = s.processes["all"].env
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err := cmd.Run()
	if err != nil {
		s.t.Logf("%v: %s", args, problems.String())
	}
	return out.String(), err
}
