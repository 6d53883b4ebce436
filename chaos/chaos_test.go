package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/devservices"
)

// idleCluster has everything that a schedule of faults names, and runs nothing.
func idleCluster(seed int64) *cluster {
	cl := &cluster{
		plan: plan{seed: seed, brief: 1}, proxies: newProxies(), out: io.Discard, disk: disk{at: "somewhere"}, fakeTime: "some library",
		Services:  devservices.Services{Postgres: &devservices.Postgres{}, Redis: &devservices.Redis{}, Temporal: &devservices.Temporal{}},
		processes: map[string]*devservices.Program{"api": {Name: "api"}, "worker": {Name: "worker"}, "gateway": {Name: "gateway"}},
	}
	return cl
}

func names(all []*fault) (out []string) {
	for _, s := range all {
		out = append(out, s.what+" "+s.lasts.String())
	}
	return out
}

func TestSeedDecidesTheSchedule(t *testing.T) {
	t.Parallel()
	one := names(idleCluster(7).schedule(newRng(7, 1)))
	require.Equal(t, one, names(idleCluster(7).schedule(newRng(7, 1))))
	require.NotEqual(t, one, names(idleCluster(8).schedule(newRng(8, 1))))
}

func TestEveryFaultComesOnceBeforeAnyRepeats(t *testing.T) {
	t.Parallel()
	all := idleCluster(7).schedule(newRng(7, 1))
	kinds := map[string]int{}
	for _, s := range all {
		kinds[s.what]++
	}
	first := map[string]bool{}
	for _, s := range all[:len(kinds)] {
		require.False(t, first[s.what], s.what)
		first[s.what] = true
	}
	for _, target := range []string{"PostgreSQL", "Redis", "Temporal", "api", "worker", "gateway"} {
		require.True(t, first["kill -9 "+target], target)
		require.True(t, first["SIGSTOP "+target], target)
	}
	cl := idleCluster(7)
	cl.money = true
	var names []string
	for _, s := range cl.schedule(newRng(7, 1))[:3] {
		names = append(names, s.what)
	}
	require.ElementsMatch(t, []string{"kill -9 PostgreSQL", "kill -9 api", "kill -9 worker"}, names)
}

// TestBlackHoleDropsEverythingUntilRemoved shows that a toxic in a proxy works,
// and that healing it is enough.
func TestBlackHoleDropsEverythingUntilRemoved(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hola") }))
	defer server.Close()
	cl := newProxies()
	defer cl.close()
	at, err := cl.open("a-b", strings.TrimPrefix(server.URL, "http://"))
	require.NoError(t, err)
	ask := func(within time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at, nil)
		require.NoError(t, err)
		resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		return err
	}
	require.NoError(t, ask(10*time.Second))
	heal, err := cl.addToxic(blackHole, []string{"a-b"})
	require.NoError(t, err)
	require.ErrorIs(t, ask(300*time.Millisecond), context.DeadlineExceeded)
	require.NoError(t, heal(t.Context()))
	require.NoError(t, ask(10*time.Second))
	require.NoError(t, heal(t.Context()), "healing twice does nothing")
}

// TestSocketReportsHolesAndRepetitions shows that a hole, a repeat and another order
// are noticed.
func TestSocketReportsHolesAndRepetitions(t *testing.T) {
	t.Parallel()
	for numbers, complaints := range map[string]int{"1 2 3": 0, "1 3": 1, "1 2 2": 1, "2": 1, "1 2 1": 1} {
		s := &socket{}
		for seq := range strings.FieldsSeq(numbers) {
			s.receiveNumbered(1, []byte(`{"type":"X","seq":`+seq+`}`))
		}
		_, wrong := s.received()
		require.Len(t, wrong, complaints, numbers)
	}
	s := &socket{}
	s.receiveNumbered(1, []byte(`{"type":"X","seq":1}`))
	s.receiveNumbered(2, []byte(`{"type":"X","seq":1}`))
	_, wrong := s.received()
	require.Empty(t, wrong, "another connection may repeat")
}
