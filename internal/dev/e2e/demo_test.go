package e2e_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/demo"
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
