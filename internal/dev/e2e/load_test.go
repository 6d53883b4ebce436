package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/testkit"
)

// load is some phones at some tables that go on ordering, whatever happens to
// the system meanwhile. A phone that does not know what became of an order sends
// it again with the same key.
type load struct {
	s       *system
	seats   []seat
	sockets []*eventSocket // one for each seat
	screen  *eventSocket   // the kitchen's
	dish    int64

	acked atomic.Int64
	tries atomic.Int64

	mu      sync.Mutex
	answers map[string]answer // by key
}

type answer struct {
	session, round, number int64
	qty                    int64
}

const (
	loadTables = 2
	loadSeats  = 2 // at each table
	loadOrders = 20
	allOrders  = loadTables * loadSeats * loadOrders
	// A phone gives up after so long. It is for the machine that runs the test, not
	// for the system.
	generous = 5 * time.Minute
)

// newLoad seats the guests and connects everybody's sockets.
func newLoad(s *system) *load {
	s.t.Helper()
	l := &load{s: s, dish: num(s.dishes()[0], "id"), answers: map[string]answer{}}
	for _, code := range []string{"INT-01", "TER-02"}[:loadTables] {
		for n := range loadSeats {
			name := fmt.Sprintf("%s-%d", code, n)
			g := s.sit(code, name)
			l.seats, l.sockets = append(l.seats, g), append(l.sockets, s.listen(g, "phone "+name))
		}
	}
	branch := s.id(`SELECT branch_id FROM table_session WHERE id = $1`, l.seats[0].session)
	l.screen = s.screen(s.kitchen(), "kitchen", "kitchen screen", branch)
	return l
}

// injection is what happens when so many orders are acknowledged.
type injection struct {
	at     int64
	inject func()
}

// run orders until every order is acknowledged.
func (l *load) run(t *testing.T, injections []injection) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), generous)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	for i, g := range l.seats {
		group.Go(func() error {
			for n := range loadOrders {
				if err := l.order(ctx, g, fmt.Sprintf("%s-%d-%d", t.Name(), i, n), int64(n%3+1)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, b := range injections {
		testkit.Eventually(t, generous, "enough orders", func() bool { return l.acked.Load() >= b.at || ctx.Err() != nil })
		b.inject()
	}
	require.NoError(t, group.Wait())
	t.Logf("%d orders took %d tries", allOrders, l.tries.Load())
}

// order sends one order until it is acknowledged. Every third one it sends once
// more, as if the answer had been lost: it has to be the same round.
func (l *load) order(ctx context.Context, g seat, key string, qty int64) error {
	got, err := l.retryUntilAnswered(ctx, g, key, qty)
	if err != nil {
		return err
	}
	if qty == 3 {
		again, err := l.retryUntilAnswered(ctx, g, key, qty)
		if err != nil {
			return err
		}
		if again != got {
			return fmt.Errorf("key %s gave %+v and then %+v", key, got, again)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers[key] = got
	l.acked.Add(1)
	return nil
}

// retryUntilAnswered repeats an order while nobody knows what became of it. A refusal that
// no repetition can change is an error.
func (l *load) retryUntilAnswered(ctx context.Context, g seat, key string, qty int64) (answer, error) {
	body := object{"items": []object{{"product_id": l.dish, "qty": qty, "diner_id": g.diner, "notes": key}}}
	var last string
	for {
		l.tries.Add(1)
		r, err := g.with("X-Idempotency-Key", key).call(ctx, http.MethodPost, "/api/diner/rounds/submit", body)
		switch {
		case ctx.Err() != nil:
			return answer{}, fmt.Errorf("order %s: %w; the last answer was %s", key, ctx.Err(), last)
		case err != nil, r.status >= 500, r.status == http.StatusTooManyRequests, r.status == http.StatusConflict:
			last = fmt.Sprint(err, r.status, string(r.body))
			wait(ctx, 50*time.Millisecond)
			continue
		case r.status != http.StatusOK:
			return answer{}, fmt.Errorf("order %s: %d %s", key, r.status, r.body)
		}
		var o object
		if err := json.Unmarshal(r.body, &o); err != nil {
			return answer{}, fmt.Errorf("order %s: %w", key, err)
		}
		return answer{num(o, "session_id"), num(o, "round_id"), num(o, "round_number"), qty}, nil
	}
}

// check compares what was acknowledged with the ledger, the API and everybody's
// sockets: each order once, with its contents; numbers and events without a gap.
func (l *load) check(t *testing.T) {
	t.Helper()
	l.s.ready()
	l.checkLedger(t)
	for i, g := range l.seats {
		logs := l.s.receiveAll(g.session, l.sockets[i:i+1])
		l.checkEvents(t, g.session, logs[0])
		l.checkAPI(t, g)
	}
	l.checkKitchen(t)
	l.checkRepeats(t)
}

func (l *load) checkLedger(t *testing.T) {
	t.Helper()
	for key, a := range l.answers {
		var rounds, round, number, items, qty int64
		l.s.scan(`SELECT count(*), min(r.id), min(r.round_number), (SELECT count(*) FROM round_item i WHERE i.round_id = min(r.id)),
  (SELECT sum(qty) FROM round_item i WHERE i.notes = $2)
FROM round r WHERE r.table_session_id = $1 AND EXISTS (SELECT FROM round_item i WHERE i.round_id = r.id AND i.notes = $2)`,
			[]any{a.session, key}, &rounds, &round, &number, &items, &qty)
		require.EqualValues(t, 1, rounds, "order %s", key)
		require.Equal(t, answer{a.session, round, number, qty}, a, "order %s", key)
		require.EqualValues(t, 1, items, "order %s", key)
	}
	for _, g := range l.seats {
		var count, last int64
		l.s.scan(`SELECT count(*), max(round_number) FROM round WHERE table_session_id = $1`, []any{g.session}, &count, &last)
		require.EqualValues(t, loadSeats*loadOrders, count, "nothing was ordered that nobody ordered")
		require.Equal(t, count, last, "the numbers have no gap")
	}
}

// checkEvents finds each round announced once in what a socket received.
func (l *load) checkEvents(t *testing.T, session int64, log []frame) {
	t.Helper()
	announced := map[int64]int{}
	for _, f := range log {
		if f.Type == "ROUND_SUBMITTED" {
			announced[roundOf(t, f)]++
		}
	}
	for key, a := range l.answers {
		if a.session == session {
			require.Equal(t, 1, announced[a.round], "order %s", key)
		}
	}
}

func roundOf(t *testing.T, f frame) int64 {
	t.Helper()
	var about struct {
		Round int64 `json:"round_id"`
	}
	require.NoError(t, json.Unmarshal(f.Entity, &about))
	return about.Round
}

func (l *load) checkAPI(t *testing.T, g seat) {
	t.Helper()
	var rounds []object
	testkit.EventuallyNil(t, 15*time.Second, func() error { // the last blow was a moment ago
		return g.good(t.Context(), http.MethodGet, fmt.Sprintf("/api/diner/session/%d/rounds", g.session), nil, &rounds)
	})
	seen := map[int64]bool{}
	for _, r := range rounds {
		seen[num(r, "id")] = true
	}
	require.Len(t, seen, loadSeats*loadOrders)
	head := l.s.id(`SELECT last_event_seq FROM table_session WHERE id = $1`, g.session)
	require.Len(t, l.s.catchUpSession(g, head-5), 5)
}

// checkKitchen waits until the kitchen's screen knows every order. What it was
// sent twice on one connection, it has failed about.
func (l *load) checkKitchen(t *testing.T) {
	t.Helper()
	testkit.EventuallyNil(t, 30*time.Second, func() error {
		frames, err := l.screen.received()
		require.NoError(t, err)
		known := map[int64]bool{}
		for _, f := range frames {
			if f.Type == "ROUND_SUBMITTED" {
				known[roundOf(t, f)] = true
			}
		}
		for key, a := range l.answers {
			if !known[a.round] {
				return fmt.Errorf("the kitchen does not know order %s", key)
			}
		}
		return nil
	})
}

// checkRepeats sends every order once more: the answer is the old one and
// nothing happens.
func (l *load) checkRepeats(t *testing.T) {
	t.Helper()
	before := l.s.id(`SELECT count(*) FROM event`)
	i := 0
	for key, a := range l.answers {
		if i++; i%4 != 0 { // a sample: they are many
			continue
		}
		for _, g := range l.seats {
			if g.session != a.session || l.s.id(`SELECT diner_id FROM round_item WHERE notes = $1`, key) != g.diner {
				continue
			}
			again, err := l.retryUntilAnswered(t.Context(), g, key, a.qty)
			require.NoError(t, err)
			require.Equal(t, a, again, key)
		}
	}
	require.Equal(t, before, l.s.id(`SELECT count(*) FROM event`), "repeated orders make no events")
}

// leave frees the tables, which also proves that everybody still works.
func (l *load) leave(t *testing.T) {
	t.Helper()
	for _, p := range append(l.sockets, l.screen) {
		p.close()
	}
	for i := 0; i < len(l.seats); i += loadSeats {
		path := fmt.Sprintf("/api/waiter/tables/%d/close", l.seats[i].table)
		closed := l.s.admin().must(t, http.MethodPost, path, object{"force": true})
		require.Equal(t, "CLOSED", str(closed, "session_status"))
	}
}
