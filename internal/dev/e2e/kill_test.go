package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// unlimited lets a phone order as often as a test likes.
var unlimited = map[string]string{"RATE_LIMIT_ROUND_SUBMIT": "100000"}

// TestKillNine kills each part in the middle of dinners, twice, and brings it
// back. Nothing that was acknowledged may be lost, nothing doubled, and every
// client that reconnects receives exactly what it missed.
func TestKillNine(t *testing.T) {
	testkit.Long(t)
	s := newFleet(t, unlimited)
	ctx := t.Context()
	process := func(role string) (kill func(), back func() error) {
		p := s.processes[role]
		return p.kill, func() error { p.start(); return nil }
	}
	for _, part := range []struct {
		name string
		kill func()
		back func() error
	}{
		{name: "api"},
		{name: "worker"},
		{name: "gateway"},
		{"redis", s.redis.Kill, func() error { return s.redis.Restart(ctx) }},
		{"temporal", s.temporal.Kill, func() error { return s.temporal.Restart(ctx) }},
		{"postgres", s.postgres.Kill, func() error { return s.postgres.Restart(ctx) }},
	} {
		kill, back := part.kill, part.back
		if kill == nil {
			kill, back = process(part.name)
		}
		t.Run(part.name, func(t *testing.T) {
			l := newLoad(s.in(t))
			defer l.leave(t)
			killAndRestart := func() {
				kill()
				require.NoError(t, back())
				l.noteFirstAnswer(t, time.Now())
			}
			l.run(t, []injection{{allOrders / 4, killAndRestart}, {allOrders / 2, killAndRestart}})
			l.check(t)
		})
	}
}

// noteFirstAnswer logs how long the next acknowledged order took. It is a note:
// how fast the machine is says nothing about whether the system is right.
func (l *load) noteFirstAnswer(t *testing.T, since time.Time) {
	t.Helper()
	before := l.acked.Load()
	testkit.Eventually(t, generous, "an order is acknowledged again", func() bool {
		return l.acked.Load() > before || before == allOrders
	})
	t.Logf("first answer %v after the restart", time.Since(since).Round(10*time.Millisecond))
}

// TestDegradedRedis: without Redis orders are taken and can be read; what was to
// be published meanwhile is delivered when it is back.
func TestDegradedRedis(t *testing.T) {
	testkit.Long(t)
	s := newSystem(t, unlimited)
	g, dish := s.sit("INT-01", "ana"), num(s.dishes()[0], "id")
	p := s.listen(g, "phone")
	s.redis.Kill()

	seen := map[int64]bool{}
	for _, key := range []string{"a", "b", "c"} {
		o, err := g.order(t.Context(), key, dish, 1)
		require.NoError(t, err)
		for _, r := range g.list(t, "/api/diner/session/"+itoa(g.session)+"/rounds") {
			seen[num(r, "id")] = true
		}
		require.True(t, seen[num(o, "round_id")], "the order can be read at once")
	}
	s.public().must(t, http.MethodGet, "/api/public/menu/centro", nil)
	s.kitchen() // logs in
	require.Len(t, s.kitchen().list(t, "/api/kitchen/rounds"), 3)

	require.NoError(t, answersOK(t.Context(), s.api+"/api/health"), "the process lives")
	require.ErrorContains(t, answersOK(t.Context(), s.api+"/api/health/detailed"), "503", "and says what is wrong")

	require.NoError(t, s.redis.Restart(t.Context()))
	logs := s.receiveAll(g.session, []*eventSocket{p})
	require.Len(t, logs[0], 2+3*2)
	s.ready()
}
