package e2e_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/demo"
	"integrador/internal/dev/testkit"
)

// TestTimelineOfATable asks the program for the life of a table at which a
// dinner was played, and for moments of it.
func TestTimelineOfATable(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	require.NoError(t, demo.Play(t.Context(), demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken, Out: new(bytes.Buffer)}))
	session := s.id(`SELECT table_session_id FROM app_check WHERE status = 'PAID' ORDER BY id DESC LIMIT 1`)
	number := strconv.FormatInt(session, 10)

	var whole timeline
	testkit.EventuallyNil(t, 30*time.Second, func() error { // Temporal's list lags behind
		whole = s.story(number)
		if whole.Missing != "" || whole.count("run") < 4 {
			return errRunsMissing
		}
		return nil
	})
	require.Empty(t, whole.Differs)
	require.EqualValues(t, s.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, session), whole.count("event"), "every event")
	recorded := 0
	for _, l := range whole.Lines {
		if l.Kind == "command" && l.Source != "temporal" {
			recorded++
		}
	}
	require.EqualValues(t, s.id(`SELECT count(*) FROM session_command WHERE session_id = $1`, session), recorded, "every command")
	require.EqualValues(t, s.id(`SELECT count(*) FROM payment p JOIN app_check c ON c.id = p.check_id WHERE c.table_session_id = $1`, session), whole.count("payment"))
	require.Positive(t, whole.count("timer"))
	require.Positive(t, whole.count("activity"))
	require.Positive(t, whole.count("audit"))

	var asked time.Time
	for _, l := range whole.Lines {
		if l.Name == "CHECK_REQUESTED" {
			asked = l.At
		}
	}
	then := s.story(number, "--at", asked.Format(time.RFC3339Nano))
	require.Equal(t, "OPEN", s.story(number, "--at", asked.Add(-time.Millisecond).Format(time.RFC3339Nano)).State.Status)
	require.EqualValues(t, 0, then.State.Check.Paid)
	require.Equal(t, whole.State.Check.Total, then.State.Check.Total)
	require.Equal(t, whole.State.Check.Total, whole.State.Check.Paid)
	require.True(t, slices.ContainsFunc(then.Lines, func(l line) bool { return l.Name == "CHECK_REQUESTED" }))
	require.Zero(t, then.count("payment"), "nobody had paid yet")

	alone := s.story(number, "TEMPORAL_ADDRESS=127.0.0.1:1")
	require.Contains(t, alone.Missing, "Temporal no contesta")
	require.Equal(t, whole.State, alone.State, "the ledger alone tells the same")
	require.Equal(t, whole.count("event"), alone.count("event"))
}

type line struct {
	At                            time.Time
	Kind, Source, Name, Who, Text string
}

type timeline struct {
	Lines []line
	State struct {
		Status string
		Check  *struct {
			Total int64 `json:"total_cents"`
			Paid  int64 `json:"paid_cents"`
		}
		Rounds []struct {
			Number int
			Status string
		}
	}
	Missing string `json:"temporal_missing"`
	Differs []string
}

func (t timeline) count(kind string) (n int) {
	for _, l := range t.Lines {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

type missing string

func (m missing) Error() string { return string(m) }

const errRunsMissing = missing("Temporal does not list all runs yet")

// story runs the operator's command. Arguments with a = are of its environment.
func (s *system) story(of string, more ...string) (out timeline) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), program, "table", "story", of, "--json")
	cmd.Env = slices.Clone(s.processes["all"].env)
	for _, m := range more {
		if strings.Contains(m, "=") {
			cmd.Env = append(cmd.Env, m)
			continue
		}
		cmd.Args = append(cmd.Args, m)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	raw, err := cmd.Output()
	require.NoError(s.t, err, stderr.String())
	require.NoError(s.t, json.Unmarshal(raw, &out))
	return out
}
