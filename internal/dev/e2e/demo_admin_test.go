package e2e_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/demo"
	"integrador/internal/dev/testkit"
)

// TestTwoAdminsPlayTheDemoAtOnce plays the administrator's demonstration by two at once,
// who administer one restaurant, and then a plain dinner in the branch that was
// there before.
func TestTwoAdminsPlayTheDemoAtOnce(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	s := newSystem(t)
	var out [3]bytes.Buffer
	at := func(out *bytes.Buffer) demo.Options {
		// This machine may be busy; what is late on it is still no deviation.
		return demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken, Out: out, Promptly: time.Minute}
	}
	branches, people := s.id(`SELECT count(*) FROM branch`), s.id(`SELECT count(*) FROM app_user`)
	promotions := s.id(`SELECT count(*) FROM promotion`)
	both, ctx := errgroup.WithContext(t.Context())
	for i := range 2 {
		both.Go(func() error { return demo.PlayAdmin(ctx, at(&out[i])) })
	}
	require.NoError(t, both.Wait(), out[0].String()+out[1].String())
	require.NoError(t, demo.Play(t.Context(), at(&out[2])), out[2].String())
	require.Equal(t, people, s.id(`SELECT count(*) FROM app_user WHERE is_active`), "whom the demos took on is gone")
	require.Equal(t, branches, s.id(`SELECT count(*) FROM branch WHERE is_active`), "the branches of the demos are gone")
	require.Equal(t, promotions, s.id(`SELECT count(*) FROM promotion WHERE is_active`))
}

// TestAdminDemoReportsLateEvents: no event arrives at the moment itself.
func TestAdminDemoReportsLateEvents(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	s := newSystem(t)
	o := demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken, Promptly: time.Nanosecond}
	require.ErrorContains(t, demo.PlayAdmin(t.Context(), o), "la socia tenía que recibir")
}
