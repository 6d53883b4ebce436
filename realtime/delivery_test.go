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
	"integrador/internal/jobs"
	"integrador/internal/jobs/relay"
	"integrador/internal/platform/pubsub"
)

// Gateways share no work: each receives everything and delivers to its own sockets.
func TestEveryGatewayDeliversEverything(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var receivers []*client
	for range 2 {
		g := f.gateway()
		receivers = append(receivers, g.staff("kitchen", cook), g.diner(session1), g.staff("admin", admin))
	}
	var sent []event.Event
	for i := range 50 {
		sent = append(sent, f.send(session1, round(event.RoundReady, hall, i))...)
	}
	for _, c := range receivers {
		c.receives(sent...)
	}
}

// A socket gets one frame, however often and on however many channels an event is published.
func TestEventOnSeveralChannelsIsDeliveredOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	board, floor, phone := g.staff("admin", manager), g.staff("waiter", manager), g.diner(session1)
	e := f.send(session1, round(event.RoundReady, hall, 1))[0]
	for range 3 {
		f.publish(e)
	}
	last := f.send(session1, round(event.RoundServed, hall, 1))[0]
	for _, c := range []*client{board, floor, phone} {
		c.receives(e, last)
	}
}

// Redis is killed twice while orders come in. Every socket receives every event once; phones receive theirs in order.
func TestRedisRestartLosesNothing(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	f := newFixtureWithRedis(t, server.URL())
	g := f.gateway()
	relay := &relay.Relay{Store: f.store, Publisher: f.publisher}
	f.background(func(ctx context.Context) error { return jobs.Run(ctx, quiet(), relay.Job()) })
	kitchen, floor, phone := g.staff("kitchen", cook), g.staff("waiter", waiter1), g.diner(session1)

	var mu sync.Mutex
	var sent []event.Event
	stop := f.background(func(ctx context.Context) error {
		for i := 0; ctx.Err() == nil; i++ {
			committed := f.commit(session1, round(event.RoundReady, hall, i))
			_ = f.publisher.Publish(context.Background(), committed) //nolint:forbidigo // the process goes on when a request has ended
			mu.Lock()
			sent = append(sent, committed...)
			mu.Unlock()
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
		return nil
	})
	count := func() int { mu.Lock(); defer mu.Unlock(); return len(sent) }
	for range 2 {
		more := count() + 100
		testkit.Eventually(t, soon, "a hundred more orders", func() bool { return count() > more })
		server.Kill()
		more = count() + 100
		testkit.Eventually(t, soon, "a hundred orders without Redis", func() bool { return count() > more })
		require.NoError(t, server.Restart(t.Context()))
	}
	more := count() + 200
	testkit.Eventually(t, soon, "orders after Redis restarted", func() bool { return count() > more })
	stop()

	want := map[int64]int{}
	for _, e := range sent {
		want[e.ID]++
	}
	for _, c := range []*client{kitchen, floor} {
		got := map[int64]int{}
		for range sent {
			got[c.event().ID]++
		}
		require.Equal(t, want, got)
		c.idle()
	}
	for i := range sent {
		e := phone.event()
		require.Equal(t, int64(i+1), e.Seq)
		require.Equal(t, sent[i].ID, e.ID)
	}
	phone.idle()
}

// Redis freezes: the connection stays open and sends nothing. What others published meanwhile is read from PostgreSQL.
func TestSilentRedisIsDetected(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	f := newFixtureWithRedis(t, server.URL())
	g := f.gateway()
	kitchen := g.staff("kitchen", cook)
	first := f.send(session1, round(event.RoundReady, hall, 1))
	kitchen.receives(first...)

	require.NoError(t, server.Pause())
	testkit.Eventually(t, 20*time.Second, "the subscription gives up", func() bool { return g.metric("redis_reconnects_total") == "1" })
	missed := f.commit(session1, round(event.RoundServed, hall, 1))
	f.exec("UPDATE event SET published_at = now() WHERE id = $1", missed[0].ID)
	require.NoError(t, server.Resume())
	kitchen.receives(missed...)
}

// Two publications were lost; the third shows the gap, and the phone receives all three in order.
func TestMissingNumberIsReadFromTheDatabase(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone, other := g.diner(session1), g.diner(session1)
	first := f.send(session1, round(event.RoundReady, hall, 0))
	phone.receives(first...)
	other.receives(first...)

	all := f.commit(session1, round(event.RoundReady, hall, 1), round(event.RoundReady, hall, 2), round(event.RoundReady, hall, 3))
	f.publish(all[2])
	f.publish(all[0]) // late, and known by then
	for _, c := range []*client{phone, other} {
		c.receives(all...)
	}
}

// Nothing follows the lost publication, so only the comparison with the database finds it.
func TestLostLastEventIsFound(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone := g.diner(session1)
	phone.idle()
	phone.receives(f.commit(session1, round(event.RoundReady, hall, 0))...)
}

// The kitchen's tickets have numbers of the session's log, but phones do not receive them.
func TestNumbersOfTicketsLeaveNoGap(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone := g.diner(session1)
	phone.idle()
	all := f.send(session1, round(event.RoundSubmitted, hall, 1), round(event.TicketReady, hall, 1), round(event.RoundReady, hall, 1))
	phone.receives(all[0], all[2])
}

// PostgreSQL stores JSON in its own way, and still a replayed event is byte for byte the live one.
func TestReplayedEventHasTheSameBytes(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	phone := g.diner(session1)
	phone.idle()
	e := round(event.RoundItemVoided, hall, 1)
	e.Entity = json.RawMessage(`{"zz":1,"a":{"y":"<é>","x":[1.50,2]},"product_name":"Ñoquis"}`)
	f.send(session1, e)
	live := phone.next()
	require.Equal(t, live, g.diner(session1, "&since_seq=0").next())
}

// A phone reconnects many times while orders come in, sends its last number, and gets the whole log without a gap.
func TestResumedPhoneMissesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	const orders = 300
	f.background(func(context.Context) error {
		for i := range orders {
			f.send(session1, round(event.RoundReady, hall, i))
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

// What belongs to no session has no number, and is replayed all the same.
func TestResumedPhoneReceivesDishesOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	known := f.send(session1, round(event.RoundReady, hall, 1))
	soldOut := f.emit(dish(centro, 5))
	f.emit(dish(norte, 6))
	after := f.commit(session1, round(event.RoundServed, hall, 1))
	phone := g.diner(session1, "&since_seq="+itoa(known[0].Seq))
	phone.receives(soldOut, after[0])
	f.publish(soldOut)
	last := f.emit(dish(centro, 7))
	f.publish(last)
	phone.receives(last)
}

// The past is replayed completely or not at all.
func TestPhoneThatMissedTooMuchReloads(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	events := make([]event.Event, 301)
	for i := range events {
		events[i] = round(event.RoundReady, hall, i)
	}
	f.send(session1, events...)

	long := g.diner(session1, "&since_seq=0")
	require.JSONEq(t, `{"type":"resync","seq":301}`, long.next())
	g.diner(session1, "&since_seq=1").receives(f.logOf(session1)[1:]...)

	// A phone that is ahead of the database: the database was restored from an older state.
	ahead := g.diner(session1, "&since_seq=302")
	require.JSONEq(t, `{"type":"resync","seq":301}`, ahead.next())

	next := f.send(session1, round(event.RoundServed, hall, 1))
	long.receives(next...)
	ahead.receives(next...)
}

// When rows are missing in the database, the phone reloads.
func TestHoleInTheLogMakesThePhoneReload(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	f.send(session1, round(event.RoundReady, hall, 1), round(event.RoundReady, hall, 2), round(event.RoundReady, hall, 3))
	f.exec("DELETE FROM event WHERE session_id = $1 AND seq = 2", session1)
	require.JSONEq(t, `{"type":"resync","seq":3}`, g.diner(session1, "&since_seq=1").next())
}

// Invalid messages are dropped and counted, and the next valid one is delivered.
func TestInvalidMessagesBlockNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	kitchen, phone := g.staff("kitchen", cook), g.diner(session1)
	before := f.send(session1, round(event.RoundReady, hall, 1))
	kitchen.receives(before...)
	phone.receives(before...)

	huge := make([]byte, pubsub.MaxEvent+1)
	good, err := json.Marshal(before[0])
	require.NoError(t, err)
	invalid := []string{
		"", "null", "[]", "{", "\x00\xff", string(huge), `{"type":"NOPE","event_id":9}`, string(good[:len(good)-1]),
		`{"type":"ROUND_READY","event_id":99999,"ts":"2026-01-01T00:00:00.000Z"}`,
	}
	for _, channel := range []string{event.KitchenChannel(centro), event.SessionChannel(session1)} {
		for _, p := range invalid {
			require.NoError(t, f.redis.Publish(t.Context(), channel, p).Err())
		}
	}
	// A message with a number far ahead must not make the phone wait for it.
	ahead := before[0]
	ahead.ID, ahead.Seq = 1<<40, 1<<40
	body, err := json.Marshal(ahead)
	require.NoError(t, err)
	require.NoError(t, f.redis.Publish(t.Context(), event.SessionChannel(session1), body).Err())

	after := f.send(session1, round(event.RoundServed, hall, 1))
	kitchen.receives(after...)
	phone.receives(after...)
	require.Equal(t, itoa(int64(2*len(invalid))), g.metric("events_invalid_schema"))
}
