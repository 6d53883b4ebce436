package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stampede runs n calls at once and returns their answers. Those who are answered that
// the table is busy ask again.
func stampede(t *testing.T, n int, call func(ctx context.Context, i int) (reply, error)) []reply {
	t.Helper()
	replies, errs := make([]reply, n), make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			for {
				replies[i], errs[i] = call(t.Context(), i)
				if errs[i] != nil || replies[i].status != http.StatusTooManyRequests {
					return
				}
				wait(t.Context(), 100*time.Millisecond)
			}
		})
	}
	close(start)
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	return replies
}

func statuses(replies []reply) map[int]int {
	count := map[int]int{}
	for _, r := range replies {
		count[r.status]++
	}
	return count
}

func TestTwoDinersRaceToOpenOneTable(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	table := s.table("INT-03")
	replies := stampede(t, 20, func(ctx context.Context, i int) (reply, error) {
		path := fmt.Sprintf("/api/tables/%d/session", table)
		if i%2 == 0 {
			path = "/api/tables/code/INT-03/session?branch_slug=centro"
		}
		return s.public().call(ctx, http.MethodPost, path, nil)
	})
	tokens := map[string]bool{}
	for _, r := range replies {
		require.Equal(t, http.StatusOK, r.status, string(r.body))
		o := decoded(t, r)
		require.Equal(t, num(decoded(t, replies[0]), "session_id"), num(o, "session_id"))
		tokens[str(o, "table_token")] = true
	}
	require.Len(t, tokens, 20, "everybody has a token of their own")
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM table_session WHERE table_id = $1`, table))
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM event WHERE table_id = $1 AND type = 'TABLE_SESSION_STARTED'`, table))
}

func TestTwentyWaitersCloseOneTable(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	g := s.sit("INT-01", "ana")
	waiter := s.waiter()
	replies := stampede(t, 20, func(ctx context.Context, _ int) (reply, error) {
		return waiter.call(ctx, http.MethodPost, fmt.Sprintf("/api/waiter/tables/%d/close", g.table), nil)
	})
	require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusBadRequest: 19}, statuses(replies))
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM event WHERE session_id = $1 AND type = 'TABLE_CLEARED'`, g.session))
	require.Equal(t, "FREE", str(waiter.must(t, http.MethodGet, fmt.Sprintf("/api/tables/%d", g.table), nil), "status"))
}

// TestTwoPayTheLastShare has two waiters take the same money, by the two ways
// there are; and then two phones and a waiter ask for a check that is being paid.
func TestTwoPayTheLastShare(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	g := s.sit("TER-01", "ana")
	_, err := g.order(t.Context(), "k", num(s.dishes()[0], "id"), 2)
	require.NoError(t, err)
	asked := stampede(t, 3, func(ctx context.Context, i int) (reply, error) {
		if i == 0 {
			return s.waiter().call(ctx, http.MethodPost, fmt.Sprintf("/api/waiter/sessions/%d/check", g.session), nil)
		}
		return g.call(ctx, http.MethodPost, "/api/billing/check/request", nil)
	})
	check, total := num(decoded(t, asked[0]), "check_id"), num(decoded(t, asked[0]), "total_cents")
	for _, r := range asked {
		require.Equal(t, check, num(decoded(t, r), "check_id"), string(r.body))
	}

	waiter, share := s.waiter(), total/2
	taps := stampede(t, 2, func(ctx context.Context, _ int) (reply, error) {
		return waiter.call(ctx, http.MethodPost, "/api/billing/cash/pay", object{"check_id": check, "amount_cents": total - share})
	})
	require.Equal(t, decoded(t, taps[0]), decoded(t, taps[1]), "who taps twice takes money once")

	replies := stampede(t, 8, func(ctx context.Context, i int) (reply, error) {
		meant := waiter.with("X-Idempotency-Key", fmt.Sprintf("cobro-%d", i)) // eight payments, not one tapped eight times
		if i%2 == 0 {
			return meant.call(ctx, http.MethodPost, "/api/billing/cash/pay", object{"check_id": check, "amount_cents": share})
		}
		return meant.call(ctx, http.MethodPost, "/api/waiter/payments/manual",
			object{"check_id": check, "amount_cents": share, "manual_method": "CARD_PHYSICAL"})
	})
	require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusBadRequest: 7}, statuses(replies))

	after := waiter.must(t, http.MethodGet, fmt.Sprintf("/api/billing/check/%d", check), nil)
	require.Equal(t, total, num(after, "paid_cents"))
	require.Zero(t, num(after, "remaining_cents"))
	require.Len(t, after["payments"], 2)
	require.Equal(t, total, s.id(`SELECT sum(a.amount_cents) FROM allocation a JOIN charge c ON c.id = a.charge_id WHERE c.check_id = $1`, check))
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM event WHERE session_id = $1 AND type = 'CHECK_PAID'`, g.session))
}
