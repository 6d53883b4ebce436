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

// paperHouse has everything that a program of faults names, and runs nothing.
func paperHouse(seed int64) *house {
	h := &house{
		plan: plan{seed: seed, brief: 1}, hops: newHops(), out: io.Discard, disk: disk{at: "somewhere"}, fakeTime: "some library",
		Services:  devservices.Services{Postgres: &devservices.Postgres{}, Redis: &devservices.Redis{}, Temporal: &devservices.Temporal{}},
		processes: map[string]*devservices.Program{"api": {Name: "api"}, "worker": {Name: "worker"}, "gateway": {Name: "gateway"}},
	}
	return h
}

func names(all []*strike) (out []string) {
	for _, s := range all {
		out = append(out, s.what+" "+s.lasts.String())
	}
	return out
}

func TestTheSeedDecidesTheProgram(t *testing.T) {
	t.Parallel()
	one := names(paperHouse(7).program(newRng(7, 1)))
	require.Equal(t, one, names(paperHouse(7).program(newRng(7, 1))))
	require.NotEqual(t, one, names(paperHouse(8).program(newRng(8, 1))))
}

func TestEveryFaultComesOnceBeforeAnyComesTwice(t *testing.T) {
	t.Parallel()
	all := paperHouse(7).program(newRng(7, 1))
	kinds := map[string]int{}
	for _, s := range all {
		kinds[s.what]++
	}
	first := map[string]bool{}
	for _, s := range all[:len(kinds)] {
		require.False(t, first[s.what], s.what)
		first[s.what] = true
	}
	for _, victim := range []string{"PostgreSQL", "Redis", "Temporal", "api", "worker", "gateway"} {
		require.True(t, first["kill -9 "+victim], victim)
		require.True(t, first["SIGSTOP "+victim], victim)
	}
	h := paperHouse(7)
	h.money = true
	var struck []string
	for _, s := range h.program(newRng(7, 1))[:3] {
		struck = append(struck, s.what)
	}
	require.ElementsMatch(t, []string{"kill -9 PostgreSQL", "kill -9 api", "kill -9 worker"}, struck)
}

// TestABlackHoleAnswersNothingUntilItIsGone shows that a spoiled hop is spoiled,
// and that healing it is enough.
func TestABlackHoleAnswersNothingUntilItIsGone(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hola") }))
	defer server.Close()
	h := newHops()
	defer h.close()
	at, err := h.through("a-b", strings.TrimPrefix(server.URL, "http://"))
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
	heal, err := h.spoil(blackHole, []string{"a-b"})
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
