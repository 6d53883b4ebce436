package realtime_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/jobs/relay"
	"integrador/internal/platform/pubsub"
)

// TestTwoGatewaysEachTellEverything: gateways share no work. Each hears all and
// tells its own sockets.
func TestTwoGatewaysEachTellEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var listeners []*client
	for range 2 {
		g := w.gateway()
		listeners = append(listeners, g.staff("kitchen", cook), g.diner(session1), g.staff("admin", admin))
	}
	var told []event.Event
	for i := range 50 {
		told = append(told, w.tell(session1, round(event.RoundReady, hall, i))...)
	}
	for _, c := range listeners {
		c.hears(told...)
	}
}

// TestEventOnSeveralChannelsIsToldOnce: a manager on the waiters' screen of two
// roles, and every republication, still make one frame.
func TestEventOnSeveralChannelsIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	board, floor, phone := g.staff("admin", manager), g.staff("waiter", manager), g.diner(session1)
	e := w.tell(session1, round(event.RoundReady, hall, 1))[0]
	for range 3 {
		w.publish(e)
	}
	last := w.tell(session1, round(event.RoundServed, hall, 1))[0]
	for _, c := range []*client{board, floor, phone} {
		c.hears(e, last)
	}
}

// TestEventsArriveAtOnce: an event is heard in milliseconds, without a poll
// between Redis and the sockets, also while others stream in.
func TestEventsArriveAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	c := g.staff("kitchen", cook)
	w.tell(session1, round(event.RoundReady, hall, 0))
	c.event()
	best := time.Minute
	for i := range 20 {
		started := time.Now()
		w.tell(session1, round(event.RoundReady, hall, i))
		c.event()
		best = min(best, time.Since(started))
	}
	t.Logf("the fastest arrived after %v", best) // make bench measures it on a quiet machine
}

// TestRedisRestartLosesNothing kills Redis twice while orders come in. Every
// socket hears every event once; phones hear theirs in order.
func TestRedisRestartLosesNothing(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	w := newWorldOn(t, server.URL())
	g := w.gateway()
	relay := &relay.Relay{Store: w.store, Publisher: w.publisher, Log: quiet()}
	w.background(relay.Run)
	kitchen, floor, phone := g.staff("kitchen", cook), g.staff("waiter", waiter1), g.diner(session1)

	var mu sync.Mutex
	var told []event.Event
	stop := w.background(func(ctx context.Context) error {
		for i := 0; ctx.Err() == nil; i++ {
			committed := w.commit(session1, round(event.RoundReady, hall, i))
			_ = w.publisher.Publish(context.Background(), committed) //nolint:forbidigo // the process goes on when a request has ended
			mu.Lock()
			told = append(told, committed...)
			mu.Unlock()
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
		return nil
	})
	count := func() int { mu.Lock(); defer mu.Unlock(); return len(told) }
	for range 2 {
		more := count() + 100
		testkit.Eventually(t, soon, "a hundred more orders", func() bool { return count() > more })
		server.Kill()
		more = count() + 100
		testkit.Eventually(t, soon, "a hundred orders without Redis", func() bool { return count() > more })
		require.NoError(t, server.Restart(t.Context()))
	}
	more := count() + 200
	testkit.Eventually(t, soon, "orders with Redis again", func() bool { return count() > more })
	stop()

	want := map[int64]int{}
	for _, e := range told {
		want[e.ID]++
	}
	for _, c := range []*client{kitchen, floor} {
		got := map[int64]int{}
		for range told {
			got[c.event().ID]++
		}
		require.Equal(t, want, got)
		c.silent()
	}
	for i := range told {
		e := phone.event()
		require.Equal(t, int64(i+1), e.Seq)
		require.Equal(t, told[i].ID, e.ID)
	}
	phone.silent()
}

// TestSilentRedisIsNoticed freezes Redis: the connection stays open and says
// nothing. What was published by others meanwhile is read from the ledger.
func TestSilentRedisIsNoticed(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	w := newWorldOn(t, server.URL())
	g := w.gateway()
	kitchen := g.staff("kitchen", cook)
	first := w.tell(session1, round(event.RoundReady, hall, 1))
	kitchen.hears(first...)

	require.NoError(t, server.Pause())
	testkit.Eventually(t, 20*time.Second, "the subscription gives up", func() bool { return g.metric("redis_reconnects_total") == "1" })
	missed := w.commit(session1, round(event.RoundServed, hall, 1))
	w.exec("UPDATE event SET published_at = now() WHERE id = $1", missed[0].ID)
	require.NoError(t, server.Resume())
	kitchen.hears(missed...)
}

// TestMissingNumberIsReadFromTheLedger: two publications got lost; the third
// shows the gap, and the phone hears all three in order.
func TestMissingNumberIsReadFromTheLedger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone, other := g.diner(session1), g.diner(session1)
	first := w.tell(session1, round(event.RoundReady, hall, 0))
	phone.hears(first...)
	other.hears(first...)

	all := w.commit(session1, round(event.RoundReady, hall, 1), round(event.RoundReady, hall, 2), round(event.RoundReady, hall, 3))
	w.publish(all[2])
	w.publish(all[0]) // late, and known by then
	for _, c := range []*client{phone, other} {
		c.hears(all...)
	}
}

// TestLostTailIsFound: nothing follows the lost publication, so only the
// comparison with the ledger finds it.
func TestLostTailIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone := g.diner(session1)
	phone.silent()
	phone.hears(w.commit(session1, round(event.RoundReady, hall, 0))...)
}

// TestNumbersOfOthersLeaveNoGap: the kitchen's tickets are numbered in the
// session's log, but not for its phones.
func TestNumbersOfOthersLeaveNoGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone := g.diner(session1)
	phone.silent()
	all := w.tell(session1, round(event.RoundSubmitted, hall, 1), round(event.TicketReady, hall, 1), round(event.RoundReady, hall, 1))
	phone.hears(all[0], all[2])
}

// TestRepeatedNumberHasTheSameBytes: the ledger keeps JSON in its own way, and
// still a repeat is byte for byte what was told live.
func TestRepeatedNumberHasTheSameBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	phone := g.diner(session1)
	phone.silent()
	e := round(event.RoundItemVoided, hall, 1)
	e.Entity = json.RawMessage(`{"zz":1,"a":{"y":"<é>","x":[1.50,2]},"product_name":"Ñoquis"}`)
	w.tell(session1, e)
	live := phone.next()
	require.Equal(t, live, g.diner(session1, "&since_seq=0").next())
}

// TestResumedPhoneMissesNothing connects again and again while orders come in,
// naming the last number it knows, and folds the whole log without a hole.
func TestResumedPhoneMissesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	const orders = 300
	w.background(func(context.Context) error {
		for i := range orders {
			w.tell(session1, round(event.RoundReady, hall, i))
		}
		return nil
	})
	for seq := int64(0); seq < orders; {
		phone := g.diner(session1, "&since_seq="+itoa(seq))
		for range min(25, orders-seq) {
			e := phone.event()
			require.Equal(t, seq+1, e.Seq)
			seq = e.Seq
		}
		require.NoError(t, phone.conn.Close())
	}
}

// TestResumedPhoneHearsOfDishesOnce: what concerns no session has no number, and
// is told all the same.
func TestResumedPhoneHearsOfDishesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	known := w.tell(session1, round(event.RoundReady, hall, 1))
	gone := w.emit(dish(centro, 5))
	w.emit(dish(norte, 6))
	after := w.commit(session1, round(event.RoundServed, hall, 1))
	phone := g.diner(session1, "&since_seq="+itoa(known[0].Seq))
	phone.hears(gone, after[0])
	w.publish(gone)
	last := w.emit(dish(centro, 7))
	w.publish(last)
	phone.hears(last)
}

// TestPhoneThatMissedTooMuchStartsAnew: there is no partial past.
func TestPhoneThatMissedTooMuchStartsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	events := make([]event.Event, 301)
	for i := range events {
		events[i] = round(event.RoundReady, hall, i)
	}
	w.tell(session1, events...)

	long := g.diner(session1, "&since_seq=0")
	require.JSONEq(t, `{"type":"resync","seq":301}`, long.next())
	g.diner(session1, "&since_seq=1").hears(w.logOf(session1)[1:]...)

	// A phone that knows more than the ledger knew another ledger.
	ahead := g.diner(session1, "&since_seq=302")
	require.JSONEq(t, `{"type":"resync","seq":301}`, ahead.next())

	next := w.tell(session1, round(event.RoundServed, hall, 1))
	long.hears(next...)
	ahead.hears(next...)
}

// TestHoleInTheLedgerIsNotPapered: when rows are gone, the phone is told.
func TestHoleInTheLedgerIsNotPapered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	w.tell(session1, round(event.RoundReady, hall, 1), round(event.RoundReady, hall, 2), round(event.RoundReady, hall, 3))
	w.exec("DELETE FROM event WHERE session_id = $1 AND seq = 2", session1)
	require.JSONEq(t, `{"type":"resync","seq":3}`, g.diner(session1, "&since_seq=1").next())
}

// TestPoisonHoldsUpNobody: what is no event is dropped and counted, and the next
// good message comes through.
func TestPoisonHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	kitchen, phone := g.staff("kitchen", cook), g.diner(session1)
	before := w.tell(session1, round(event.RoundReady, hall, 1))
	kitchen.hears(before...)
	phone.hears(before...)

	huge := make([]byte, pubsub.MaxEvent+1)
	good, err := json.Marshal(before[0])
	require.NoError(t, err)
	poison := []string{
		"", "null", "[]", "{", "\x00\xff", string(huge), `{"type":"NOPE","event_id":9}`, string(good[:len(good)-1]),
		`{"type":"ROUND_READY","event_id":99999,"ts":"2026-01-01T00:00:00.000Z"}`,
	}
	for _, channel := range []string{event.KitchenOf(centro), event.DinersOf(session1)} {
		for _, p := range poison {
			require.NoError(t, w.redis.Publish(t.Context(), channel, p).Err())
		}
	}
	// One that claims a number far ahead must not make the phone wait for it.
	lie := before[0]
	lie.ID, lie.Seq = 1<<40, 1<<40
	body, err := json.Marshal(lie)
	require.NoError(t, err)
	require.NoError(t, w.redis.Publish(t.Context(), event.DinersOf(session1), body).Err())

	after := w.tell(session1, round(event.RoundServed, hall, 1))
	kitchen.hears(after...)
	phone.hears(after...)
	require.Equal(t, itoa(int64(2*len(poison))), g.metric("events_invalid_schema"))
}
