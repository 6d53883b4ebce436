package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/testkit"
)

// TestEightSocketsOnOneTable has eight diners fill the cart and order at once.
// Each of their sockets receives everything, once and in order; nobody is asked to
// slow down, although all sit behind one address.
func TestEightSocketsOnOneTable(t *testing.T) {
	t.Parallel()
	const diners, rounds, carts = 8, 5, 6
	s := newSystem(t)
	dishes := s.dishes()
	var seats []seat
	var sockets []*eventSocket
	for i := range diners {
		g := s.sit("INT-05", fmt.Sprintf("comensal-%d", i))
		seats, sockets = append(seats, g), append(sockets, s.listen(g, fmt.Sprintf("phone %d", i)))
	}

	group, ctx := errgroup.WithContext(t.Context())
	for i, g := range seats {
		group.Go(func() error {
			for n := range carts {
				line := object{"product_id": num(dishes[n], "id"), "quantity": n + 1, "diner_id": g.diner}
				if err := g.good(ctx, http.MethodPost, "/api/diner/cart/add", line, nil); err != nil {
					return err
				}
			}
			for n := range rounds {
				if _, err := g.order(ctx, fmt.Sprintf("phone-%d-%d", i, n), num(dishes[n], "id"), 1); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait(), "nobody is refused")

	events := 1 + diners + diners*carts + diners*rounds*2 // started, joined, lines, rounds with an emptied cart
	logs := s.receiveAll(seats[0].session, sockets)
	for _, log := range logs {
		require.Len(t, log, events)
		for i, f := range log {
			require.Equal(t, logs[0][i].raw, f.raw, "all phones hear the same")
		}
	}
	require.EqualValues(t, diners*rounds, s.id(`SELECT max(round_number) FROM round WHERE table_session_id = $1`, seats[0].session))
}

// receiveAll waits until sockets have received a session's whole log, and fails the test
// if one of them received anything else.
func (s *system) receiveAll(session int64, sockets []*eventSocket) [][]frame {
	s.t.Helper()
	last := s.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, session)
	var logs [][]frame
	for _, p := range sockets {
		testkit.EventuallyNil(s.t, 30*time.Second, func() error {
			if got := p.seq(); got < last {
				return fmt.Errorf("%s heard %d of %d events", p.name, got, last)
			}
			return nil
		})
		log, err := p.received()
		require.NoError(s.t, err)
		require.Len(s.t, log, int(last), p.name)
		logs = append(logs, log)
	}
	return logs
}

// TestReconnectedSocketReceivesMissedEvents, and nothing besides.
func TestReconnectedSocketReceivesMissedEvents(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	g, dish := s.sit("INT-02", "ana"), num(s.dishes()[0], "id")
	order := func(n int) {
		_, err := g.order(t.Context(), fmt.Sprintf("k%d", n), dish, 1)
		require.NoError(t, err)
	}
	order(1)
	p := s.listen(g, "phone")
	s.receiveAll(g.session, []*eventSocket{p})
	p.close()
	known := p.seq()
	order(2)
	order(3)
	missed, last := s.catchUpSession(g, known), s.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, g.session)
	require.Len(t, missed, int(last-known))
	for i, f := range missed {
		require.Equal(t, known+1+int64(i), f.Seq)
	}
	require.Empty(t, s.catchUpSession(g, last))
	foreign := s.sit("INT-04", "otra")
	r, err := client{at: "http" + s.ws[len("ws"):]}.call(context.WithoutCancel(t.Context()), http.MethodGet,
		fmt.Sprintf("/ws/catchup/session?session_id=%d&since_seq=0&table_token=%s", g.session, foreign.bearer()), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusForbidden, r.status, "another table's past is nobody's business")
}

// catchUpSession asks for what came after a number of a session's log.
func (s *system) catchUpSession(g seat, seq int64) []frame {
	s.t.Helper()
	var missed struct {
		Events []frame `json:"events"`
		Count  int     `json:"count"`
	}
	path := fmt.Sprintf("/ws/catchup/session?session_id=%d&since_seq=%d&table_token=%s", g.session, seq, g.bearer())
	require.NoError(s.t, client{at: "http" + s.ws[len("ws"):]}.good(s.t.Context(), http.MethodGet, path, nil, &missed))
	require.Len(s.t, missed.Events, missed.Count)
	return missed.Events
}
