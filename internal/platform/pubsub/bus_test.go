package pubsub_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/pubsub"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func dial(t *testing.T, url string) *redis.Client {
	t.Helper()
	c, err := pubsub.Dial(url, 5)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestDialDoesNotQuoteThePassword(t *testing.T) {
	t.Parallel()
	_, err := pubsub.Dial("http://:hunter2@host", 0)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "hunter2")
}

var ids int64

func ready(branch, session, sector int64) event.Event {
	ids++
	return event.Event{
		ID: ids, TenantID: 1, BranchID: branch, SessionID: &session, SectorID: &sector, Seq: ids, Type: event.RoundReady,
		Entity: event.Body(event.Round{RoundID: 1}), Actor: access.BySystem, At: time.Now().UTC().Truncate(time.Millisecond),
	}
}

// ear collects what a subscription hears.
type ear struct {
	*pubsub.Subscription
	mu    sync.Mutex
	heard []string
	tuned map[string]int
	deaf  []time.Time
}

func listen(t *testing.T, client *redis.Client) *ear {
	t.Helper()
	e := &ear{tuned: map[string]int{}}
	e.Subscription = pubsub.New(client, quiet()).Subscribe(pubsub.Hearing{
		Heard: func(channel, payload string) { e.note(func() { e.heard = append(e.heard, channel+" "+payload) }) },
		Tuned: func(channel string) { e.note(func() { e.tuned[channel]++ }) },
		Deaf:  func(since time.Time) { e.note(func() { e.deaf = append(e.deaf, since) }) },
	})
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	t.Cleanup(func() { cancel(); require.NoError(t, <-done) })
	return e
}

func (e *ear) note(do func()) { e.mu.Lock(); defer e.mu.Unlock(); do() }

func (e *ear) all() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.heard...)
}

func (e *ear) awaitTuned(t *testing.T, channel string, times int) {
	t.Helper()
	testkit.Eventually(t, 20*time.Second, channel+" is tuned", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.tuned[channel] >= times
	})
}

func (e *ear) awaitHeard(t *testing.T, want ...string) {
	t.Helper()
	testkit.Eventually(t, 10*time.Second, "messages come", func() bool { return len(e.all()) >= len(want) })
	require.Equal(t, want, e.all())
}

func TestPublishReachesEveryChannelOfTheEvent(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	e, ev := listen(t, client), ready(1, 2, 3)
	channels := ev.Channels()
	require.Len(t, channels, 5)
	for _, c := range channels {
		e.Add(c)
		e.awaitTuned(t, c, 1)
	}
	require.NoError(t, pubsub.New(client, quiet()).Publish(t.Context(), []event.Event{ev}))
	body, err := json.Marshal(ev)
	require.NoError(t, err)
	want := []string{}
	for _, c := range channels {
		want = append(want, c+" "+string(body))
	}
	e.awaitHeard(t, want...)
}

// TestUnfitEventHoldsUpNobody: what can never be published is counted and left
// out, and the rest of the batch goes out.
func TestUnfitEventHoldsUpNobody(t *testing.T) {
	client := testkit.Redis(t)
	e := listen(t, client)
	e.Add(event.DinersOf(2))
	e.awaitTuned(t, event.DinersOf(2), 1)
	before := unfit(t)
	broken, huge, unknown, good := ready(1, 2, 3), ready(1, 2, 3), ready(1, 2, 3), ready(1, 2, 3)
	broken.Entity = json.RawMessage(`{"`)
	huge.Entity = event.Body(event.RoundItemVoid{ProductName: strings.Repeat("x", pubsub.MaxEvent)})
	unknown.Type = "NOPE"
	require.NoError(t, pubsub.New(client, quiet()).Publish(t.Context(), []event.Event{broken, huge, unknown, good}))
	body, err := json.Marshal(good)
	require.NoError(t, err)
	e.awaitHeard(t, event.DinersOf(2)+" "+string(body))
	require.InDelta(t, 3, unfit(t)-before, 0)
}

func unfit(t *testing.T) float64 {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(pubsub.Collectors()...)
	families, err := registry.Gather()
	require.NoError(t, err)
	return families[0].GetMetric()[0].GetCounter().GetValue()
}

func TestSubscriptionFollowsItsSetOfChannels(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	e := listen(t, client)
	publish := func(channel, message string) { require.NoError(t, client.Publish(t.Context(), channel, message).Err()) }
	e.Add("a")
	e.Add("b")
	e.awaitTuned(t, "a", 1)
	e.awaitTuned(t, "b", 1)
	e.Remove("a")
	testkit.Eventually(t, 10*time.Second, "a is not listened to", func() bool {
		n, err := client.PubSubNumSub(t.Context(), "a").Result()
		return err == nil && n["a"] == 0
	})
	publish("a", "lost")
	publish("b", "1")
	e.awaitHeard(t, "b 1")
	e.Add("a")
	e.awaitTuned(t, "a", 2)
	publish("a", "2")
	e.awaitHeard(t, "b 1", "a 2")
}

// TestAddAfterRemoveIsTunedAgain, however fast: whoever adds a channel is told.
func TestAddAfterRemoveIsTunedAgain(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	e := listen(t, client)
	for i := range 50 {
		e.mu.Lock()
		before := e.tuned["a"]
		e.mu.Unlock()
		e.Add("a")
		e.awaitTuned(t, "a", before+1)
		if i < 49 {
			e.Remove("a")
		}
	}
	require.NoError(t, client.Publish(t.Context(), "a", "x").Err())
	testkit.Eventually(t, 10*time.Second, "the message comes", func() bool { return len(e.all()) == 1 })
}

// TestSubscriptionSurvivesRedis: a killed server, then a frozen one. Each time
// the owner is told since when it was deaf, and that it hears again.
func TestSubscriptionSurvivesRedis(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	client := dial(t, server.URL())
	e := listen(t, client)
	e.Add("a")
	e.awaitTuned(t, "a", 1)
	require.True(t, e.Alive())

	killed := time.Now()
	server.Kill()
	require.NoError(t, server.Restart(t.Context()))
	e.awaitTuned(t, "a", 2)
	e.Add("b")
	e.awaitTuned(t, "b", 1)

	require.NoError(t, server.Pause())
	testkit.Eventually(t, 20*time.Second, "the silence is noticed", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return len(e.deaf) == 2
	})
	require.False(t, e.Alive())
	require.NoError(t, server.Resume())
	e.awaitTuned(t, "a", 3)
	e.awaitTuned(t, "b", 2)
	require.True(t, e.deaf[0].Before(killed.Add(time.Second)))
	require.Greater(t, time.Since(e.deaf[1]), 5*time.Second, "deaf since it last spoke, not since it was noticed")
	require.NoError(t, client.Publish(t.Context(), "b", "x").Err())
	testkit.Eventually(t, 10*time.Second, "the message comes", func() bool { return len(e.all()) == 1 })
}

func TestSubscriptionLeavesNothingBehind(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	t.Run("run", func(t *testing.T) {
		server := testkit.RedisServer(t)
		e := listen(t, dial(t, server.URL()))
		e.Add("a")
		e.awaitTuned(t, "a", 1)
		server.Kill()
		testkit.Eventually(t, 10*time.Second, "deaf", func() bool { e.mu.Lock(); defer e.mu.Unlock(); return len(e.deaf) == 1 })
	})
	goleak.VerifyNone(t, ignore)
}

func TestPresenceAddsUpOverGateways(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	one, two, asker := pubsub.NewPresence(client, "one"), pubsub.NewPresence(client, "two"), pubsub.NewPresence(client, "")
	there := func(session int64) bool {
		yes, err := asker.Connected(t.Context(), session)
		require.NoError(t, err)
		return yes
	}
	require.False(t, there(7))
	require.NoError(t, one.Touch(t.Context(), 7, 8))
	require.NoError(t, two.Touch(t.Context(), 7))
	require.NoError(t, one.Leave(t.Context(), 7, 8))
	require.True(t, there(7))
	require.False(t, there(8))
	require.NoError(t, two.Leave(t.Context(), 7))
	require.False(t, there(7))

	// A gateway that died is forgotten, even while another keeps the key alive.
	require.NoError(t, one.Touch(t.Context(), 7))
	require.NoError(t, client.ZAdd(t.Context(), "presence:session:7", redis.Z{Score: 1, Member: "one"}).Err())
	require.False(t, there(7))
	ttl, err := client.TTL(t.Context(), "presence:session:7").Result()
	require.NoError(t, err)
	require.InDelta(t, pubsub.PresenceLife.Seconds(), ttl.Seconds(), 5)
}

// books is a ledger that remembers what was marked.
type books struct {
	mu     sync.Mutex
	marked []int64
	fail   bool
	live   []int64
}

func (b *books) LiveSessionsOfBranch(context.Context, int64, int64) ([]int64, error) {
	return b.live, nil
}

func (b *books) MarkEventsPublished(_ context.Context, ids []int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail {
		return errors.New("the ledger is out")
	}
	b.marked = append(b.marked, ids...)
	return nil
}

func (b *books) set(fail bool) { b.mu.Lock(); defer b.mu.Unlock(); b.fail = fail }

func (b *books) all() []int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]int64(nil), b.marked...)
}

func TestPublisherMarksWhatRedisTook(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	ledger := &books{fail: true}
	p := pubsub.NewPublisher(pubsub.New(dial(t, server.URL()), quiet()), ledger)
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()

	first := []event.Event{ready(1, 2, 3), ready(1, 2, 3)}
	require.NoError(t, p.Publish(t.Context(), first))
	testkit.Eventually(t, 5*time.Second, "the ledger comes back", func() bool { ledger.set(false); return len(ledger.all()) == 2 })
	require.Equal(t, []int64{first[0].ID, first[1].ID}, ledger.all())

	server.Kill()
	require.Error(t, p.Publish(t.Context(), []event.Event{ready(1, 2, 3)}))
	started := time.Now()
	for range 100 {
		require.Error(t, p.Publish(t.Context(), []event.Event{ready(1, 2, 3)}))
	}
	require.Less(t, time.Since(started), patience, "writers do not wait for a dead Redis")
	require.NoError(t, server.Restart(t.Context()))
	last := ready(1, 2, 3)
	testkit.EventuallyNil(t, 10*time.Second, func() error { return p.Publish(t.Context(), []event.Event{last}) })
	cancel()
	require.NoError(t, <-done)
	require.Equal(t, []int64{first[0].ID, first[1].ID, last.ID}, ledger.all(), "the end writes what is left")
}

func TestPublisherFindsWhoHearsOfADish(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	e := listen(t, client)
	for _, c := range []string{event.DinersOf(4), event.DinersOf(5)} {
		e.Add(c)
		e.awaitTuned(t, c, 1)
	}
	p := pubsub.NewPublisher(pubsub.New(client, quiet()), &books{live: []int64{4, 5}})
	gone := event.Event{ID: 1, TenantID: 1, BranchID: 1, Type: event.ProductAvailabilityChanged, Entity: event.Body(event.Availability{ProductID: 1}), At: time.Now()}
	given := []event.Event{gone}
	require.NoError(t, p.Publish(t.Context(), given))
	require.Nil(t, given[0].Sessions, "the caller's events stay as they are")
	testkit.Eventually(t, 10*time.Second, "both sessions hear", func() bool { return len(e.all()) == 2 })
}

// patience is a deadline and no measure: what it bounds must end, on a busy machine too.
const patience = 20 * time.Second
