package pubsub_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
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
	"integrador/internal/platform/redisclient"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func dial(t *testing.T, url string) *redis.Client {
	t.Helper()
	c, err := redisclient.New(url, 5)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// lastID is shared by tests that run at once.
var lastID atomic.Int64

func roundReady(branch, session, sector int64) event.Event {
	id := lastID.Add(1)
	return event.Event{
		ID: id, TenantID: 1, BranchID: branch, SessionID: &session, SectorID: &sector, Seq: id, Type: event.RoundReady,
		Entity: event.Body(event.Round{RoundID: 1}), Actor: access.BySystem, At: time.Now().UTC().Truncate(time.Millisecond),
	}
}

// recorder records what a subscription receives.
type recorder struct {
	*pubsub.Subscription
	mu          sync.Mutex
	messages    []string
	subscribed  map[string]int
	interrupted []time.Time
}

func subscribe(t *testing.T, client *redis.Client) *recorder {
	t.Helper()
	r := &recorder{subscribed: map[string]int{}}
	r.Subscription = pubsub.NewSubscription(client, quiet(), pubsub.Handlers{
		Message: func(channel, payload string) {
			r.record(func() { r.messages = append(r.messages, channel+" "+payload) })
		},
		Subscribed:  func(channel string) { r.record(func() { r.subscribed[channel]++ }) },
		Interrupted: func(since time.Time) { r.record(func() { r.interrupted = append(r.interrupted, since) }) },
	})
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	t.Cleanup(func() { cancel(); require.NoError(t, <-done) })
	return r
}

func (r *recorder) record(do func()) { r.mu.Lock(); defer r.mu.Unlock(); do() }

func (r *recorder) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.messages...)
}

func (r *recorder) awaitSubscribed(t *testing.T, channel string, times int) {
	t.Helper()
	testkit.Eventually(t, 20*time.Second, channel+" is subscribed", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.subscribed[channel] >= times
	})
}

func (r *recorder) awaitMessages(t *testing.T, want ...string) {
	t.Helper()
	testkit.Eventually(t, 10*time.Second, "messages come", func() bool { return len(r.all()) >= len(want) })
	require.Equal(t, want, r.all())
}

func TestPublishReachesEveryChannelOfTheEvent(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	r, e := subscribe(t, client), roundReady(1, 2, 3)
	channels := e.Channels()
	require.Len(t, channels, 5)
	for _, c := range channels {
		r.Add(c)
		r.awaitSubscribed(t, c, 1)
	}
	require.NoError(t, pubsub.NewPublisher(client, &fakeLedger{}, quiet()).PublishUnmarked(t.Context(), []event.Event{e}))
	body, err := json.Marshal(e)
	require.NoError(t, err)
	want := []string{}
	for _, c := range channels {
		want = append(want, c+" "+string(body))
	}
	r.awaitMessages(t, want...)
}

// What can never be published is counted and left out; the rest of the batch is published.
func TestUnpublishableEventDoesNotBlockOthers(t *testing.T) {
	client := testkit.Redis(t)
	r := subscribe(t, client)
	r.Add(event.SessionChannel(2))
	r.awaitSubscribed(t, event.SessionChannel(2), 1)
	before := rejected(t)
	broken, huge, unknown, good := roundReady(1, 2, 3), roundReady(1, 2, 3), roundReady(1, 2, 3), roundReady(1, 2, 3)
	broken.Entity = json.RawMessage(`{"`)
	huge.Entity = event.Body(event.VoidedItem{ProductName: strings.Repeat("x", pubsub.MaxEvent)})
	unknown.Type = "NOPE"
	require.NoError(t, pubsub.NewPublisher(client, &fakeLedger{}, quiet()).PublishUnmarked(t.Context(), []event.Event{broken, huge, unknown, good}))
	body, err := json.Marshal(good)
	require.NoError(t, err)
	r.awaitMessages(t, event.SessionChannel(2)+" "+string(body))
	require.InDelta(t, 3, rejected(t)-before, 0)
}

func rejected(t *testing.T) float64 {
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
	r := subscribe(t, client)
	publish := func(channel, message string) { require.NoError(t, client.Publish(t.Context(), channel, message).Err()) }
	r.Add("a")
	r.Add("b")
	r.awaitSubscribed(t, "a", 1)
	r.awaitSubscribed(t, "b", 1)
	r.Remove("a")
	testkit.Eventually(t, 10*time.Second, "a is unsubscribed", func() bool {
		n, err := client.PubSubNumSub(t.Context(), "a").Result()
		return err == nil && n["a"] == 0
	})
	publish("a", "lost")
	publish("b", "1")
	r.awaitMessages(t, "b 1")
	r.Add("a")
	r.awaitSubscribed(t, "a", 2)
	publish("a", "2")
	r.awaitMessages(t, "b 1", "a 2")
}

// However fast the changes are, Handlers.Subscribed follows each Add.
func TestAddAfterRemoveIsSubscribed(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	r := subscribe(t, client)
	for i := range 50 {
		r.mu.Lock()
		before := r.subscribed["a"]
		r.mu.Unlock()
		r.Add("a")
		r.awaitSubscribed(t, "a", before+1)
		if i < 49 {
			r.Remove("a")
		}
	}
	require.NoError(t, client.Publish(t.Context(), "a", "x").Err())
	testkit.Eventually(t, 10*time.Second, "the message comes", func() bool { return len(r.all()) == 1 })
}

// The server is killed, then frozen. Each time the handlers learn since when messages may be missing, and that the
// channels are subscribed again.
func TestSubscriptionSurvivesRedis(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	client := dial(t, server.URL())
	r := subscribe(t, client)
	r.Add("a")
	r.awaitSubscribed(t, "a", 1)
	require.True(t, r.Alive())

	killed := time.Now()
	server.Kill()
	require.NoError(t, server.Restart(t.Context()))
	r.awaitSubscribed(t, "a", 2)
	r.Add("b")
	r.awaitSubscribed(t, "b", 1)

	require.NoError(t, server.Pause())
	testkit.Eventually(t, 20*time.Second, "the silence is detected", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.interrupted) == 2
	})
	require.False(t, r.Alive())
	require.NoError(t, server.Resume())
	r.awaitSubscribed(t, "a", 3)
	r.awaitSubscribed(t, "b", 2)
	require.True(t, r.interrupted[0].Before(killed.Add(time.Second)))
	require.Greater(t, time.Since(r.interrupted[1]), 5*time.Second, "interrupted since the last message, not since it was detected")
	require.NoError(t, client.Publish(t.Context(), "b", "x").Err())
	testkit.Eventually(t, 10*time.Second, "the message comes", func() bool { return len(r.all()) == 1 })
}

func TestSubscriptionLeavesNoGoroutine(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	t.Run("run", func(t *testing.T) {
		server := testkit.RedisServer(t)
		r := subscribe(t, dial(t, server.URL()))
		r.Add("a")
		r.awaitSubscribed(t, "a", 1)
		server.Kill()
		testkit.Eventually(t, 10*time.Second, "interrupted", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(r.interrupted) == 1 })
	})
	goleak.VerifyNone(t, ignore)
}

// fakeLedger records what was marked.
type fakeLedger struct {
	mu     sync.Mutex
	marked []int64
	fail   bool
	live   []int64
}

func (l *fakeLedger) LiveSessionsOfBranch(context.Context, int64, int64) ([]int64, error) {
	return l.live, nil
}

func (l *fakeLedger) MarkEventsPublished(_ context.Context, ids []int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail {
		return errors.New("PostgreSQL does not answer")
	}
	l.marked = append(l.marked, ids...)
	return nil
}

func (l *fakeLedger) set(fail bool) { l.mu.Lock(); defer l.mu.Unlock(); l.fail = fail }

func (l *fakeLedger) all() []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]int64(nil), l.marked...)
}

func TestPublisherMarksWhatRedisTook(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	ledger := &fakeLedger{fail: true}
	p := pubsub.NewPublisher(dial(t, server.URL()), ledger, quiet())
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()

	first := []event.Event{roundReady(1, 2, 3), roundReady(1, 2, 3)}
	require.NoError(t, p.Publish(t.Context(), first))
	testkit.Eventually(t, 5*time.Second, "PostgreSQL answers", func() bool { ledger.set(false); return len(ledger.all()) == 2 })
	require.Equal(t, []int64{first[0].ID, first[1].ID}, ledger.all())

	server.Kill()
	require.Error(t, p.Publish(t.Context(), []event.Event{roundReady(1, 2, 3)}))
	started := time.Now()
	for range 100 {
		require.Error(t, p.Publish(t.Context(), []event.Event{roundReady(1, 2, 3)}))
	}
	require.Less(t, time.Since(started), deadline, "writers do not wait for a dead Redis")
	require.NoError(t, server.Restart(t.Context()))
	last := roundReady(1, 2, 3)
	testkit.EventuallyNil(t, 10*time.Second, func() error { return p.Publish(t.Context(), []event.Event{last}) })
	cancel()
	require.NoError(t, <-done)
	require.Equal(t, []int64{first[0].ID, first[1].ID, last.ID}, ledger.all(), "the end writes what is left")
}

func TestPublisherFindsTheSessionsOfADish(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	r := subscribe(t, client)
	for _, c := range []string{event.SessionChannel(4), event.SessionChannel(5)} {
		r.Add(c)
		r.awaitSubscribed(t, c, 1)
	}
	p := pubsub.NewPublisher(client, &fakeLedger{live: []int64{4, 5}}, quiet())
	soldOut := event.Event{ID: 1, TenantID: 1, BranchID: 1, Type: event.ProductAvailabilityChanged, Entity: event.Body(event.Availability{ProductID: 1}), At: time.Now()}
	given := []event.Event{soldOut}
	require.NoError(t, p.Publish(t.Context(), given))
	require.Nil(t, given[0].Sessions, "the caller's events stay as they are")
	testkit.Eventually(t, 10*time.Second, "both sessions receive it", func() bool { return len(r.all()) == 2 })
}

// deadline is generous: what it bounds must end, on a busy machine too.
const deadline = 20 * time.Second
