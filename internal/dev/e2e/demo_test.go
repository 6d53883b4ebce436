package e2e_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/demo"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel/asyncapi/asyncapitest"
)

// TestDemo plays the demonstration twice: the second one finds what the first
// one left.
func TestDemo(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	for range 2 {
		var out bytes.Buffer
		began := time.Now()
		err := demo.Play(t.Context(), demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken, Out: &out})
		require.NoError(t, err, out.String())
		t.Logf("a dinner took %v", time.Since(began).Round(10*time.Millisecond))
	}
	s.checkEvents()
}

// checkEvents compares what the restaurants published with the AsyncAPI document.
func (s *system) checkEvents() {
	s.t.Helper()
	rows, err := s.db.Query(s.t.Context(), `SELECT DISTINCT tenant_id, branch_id FROM event`)
	require.NoError(s.t, err)
	branches, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Tenant, Branch int64 }])
	require.NoError(s.t, err)
	types := map[event.Type]bool{}
	for _, b := range branches {
		events, err := postgres.New(s.db).RecentEventsOfBranch(s.t.Context(), dbgen.RecentBranchEventsParams{
			TenantID: b.Tenant, BranchID: b.Branch, Seconds: 3600, MaxRows: 10_000,
		})
		require.NoError(s.t, err)
		for _, e := range events {
			types[e.Type] = true
			require.NoError(s.t, asyncapitest.Event(e))
		}
	}
	require.Greater(s.t, len(types), 12)
}

// TestDemoReportsFailures: the player is not pleased with everything.
func TestDemoReportsFailures(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	play := func(change func(*demo.Options)) error {
		o := demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken}
		change(&o)
		return demo.Play(t.Context(), o)
	}
	require.ErrorContains(t, play(func(o *demo.Options) { o.Branch = "luna" }), `ninguna sucursal "luna"`)
	require.ErrorContains(t, play(func(o *demo.Options) { o.API = "http://localhost:1" }), "make run")
	require.ErrorContains(t, play(func(o *demo.Options) { o.SimToken = "otro" }), "/pay: 401")

	free := s.id(`SELECT count(*) FROM restaurant_table WHERE status = 'FREE'`)
	require.Equal(t, s.id(`SELECT count(*) FROM restaurant_table`), free, "a dinner that failed frees its tables")
}
