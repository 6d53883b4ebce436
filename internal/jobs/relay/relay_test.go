package relay_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/jobs"
	"integrador/internal/jobs/relay"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/redisclient"
	"integrador/internal/readmodel/menu"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// insert writes an unpublished event of that age.
func insert(t *testing.T, pool *pgxpool.Pool, session int64, seq int64, typ event.Type, age time.Duration) int64 {
	t.Helper()
	var id int64
	err := pool.QueryRow(t.Context(), `INSERT INTO event (tenant_id, branch_id, session_id, seq, table_id, type, entity, actor, at)
		VALUES (1, 1, $1, $2, 1, $3, '{"round_id":1}', '{"role":"SYSTEM"}', now() - make_interval(secs => $4)) RETURNING id`,
		session, seq, typ, age.Seconds()).Scan(&id)
	require.NoError(t, err)
	return id
}

func unpublished(t *testing.T, pool *pgxpool.Pool) (n int) {
	t.Helper()
	require.NoError(t, pool.QueryRow(t.Context(), "SELECT count(*) FROM event WHERE published_at IS NULL").Scan(&n))
	return n
}

// start runs as many relays as processes would.
func start(t *testing.T, pool *pgxpool.Pool, url string, relays int) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	client, err := redisclient.New(url, 10)
	require.NoError(t, err)
	s := postgres.New(pool)
	ctx, cancel := context.WithCancel(context.Background()) //nolint:forbidigo // the clean-up ends it, after t.Context() has ended
	done := make(chan error, relays)
	for range relays {
		r := &relay.Relay{Store: s, Publisher: pubsub.NewPublisher(client, s, log), Menus: menu.NewCache(menu.NewReader(s), client, log)}
		go func() { done <- jobs.Run(ctx, log, r.Job()) }()
	}
	t.Cleanup(func() {
		cancel()
		for range relays {
			require.NoError(t, <-done)
		}
		_ = client.Close()
	})
}

func subscribe(t *testing.T, url string, channels ...string) <-chan *redis.Message {
	t.Helper()
	o, err := redis.ParseURL(url)
	require.NoError(t, err)
	c := redis.NewClient(o)
	sub := c.Subscribe(t.Context(), channels...)
	_, err = sub.Receive(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _ = sub.Close(); _ = c.Close() })
	return sub.Channel(redis.WithChannelSize(10_000))
}

// Each event is published once although several relays run, in the order of the log; young events are left to their
// writer.
func TestRelayPublishesWhatACrashLeft(t *testing.T) {
	t.Parallel()
	pool, url := testkit.Postgres(t), testkit.RedisURL(t)
	const backlog = 450 // more than two batches
	for i := range backlog {
		insert(t, pool, 7, int64(i+1), event.RoundReady, time.Minute)
	}
	insert(t, pool, 7, backlog+1, event.RoundServed, -time.Hour) // its writer is publishing it
	messages := subscribe(t, url, event.SessionChannel(7))
	start(t, pool, url, 3)
	published := map[int64]bool{}
	for range backlog {
		var e event.Event
		require.NoError(t, json.Unmarshal([]byte((<-messages).Payload), &e))
		require.Equal(t, event.RoundReady, e.Type)
		require.False(t, published[e.ID])
		published[e.ID] = true
	}
	testkit.Eventually(t, 10*time.Second, "all but the young one are marked", func() bool { return unpublished(t, pool) == 1 })
	require.Empty(t, messages)
}

// A row with an unknown type stays in the database, and the rows behind it are published.
func TestUnknownTypeDoesNotBlockOthers(t *testing.T) {
	t.Parallel()
	pool, url := testkit.Postgres(t), testkit.RedisURL(t)
	insert(t, pool, 7, 1, "NO_SUCH_EVENT", time.Minute)
	good := insert(t, pool, 7, 2, event.RoundReady, time.Minute)
	messages := subscribe(t, url, event.SessionChannel(7))
	start(t, pool, url, 1)
	var e event.Event
	require.NoError(t, json.Unmarshal([]byte((<-messages).Payload), &e))
	require.Equal(t, good, e.ID)
	testkit.Eventually(t, 10*time.Second, "both are marked", func() bool { return unpublished(t, pool) == 0 })
}

// What was not published is not marked.
func TestRelayWaitsForRedis(t *testing.T) {
	t.Parallel()
	pool, server := testkit.Postgres(t), testkit.RedisServer(t)
	server.Kill()
	start(t, pool, server.URL(), 1)
	insert(t, pool, 7, 1, event.RoundReady, time.Minute)
	failures := relay.Collectors()[1]
	testkit.Eventually(t, 10*time.Second, "it has tried", func() bool { return value(t, failures) > 0 })
	require.Equal(t, 1, unpublished(t, pool))
	require.NoError(t, server.Restart(t.Context()))
	testkit.Eventually(t, 10*time.Second, "it is published", func() bool { return unpublished(t, pool) == 0 })
}

func value(t *testing.T, c prometheus.Collector) float64 {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(c)
	families, err := registry.Gather()
	require.NoError(t, err)
	return families[0].GetMetric()[0].GetCounter().GetValue()
}

// A writer that dies after its commit has neither dropped the menu nor published the event.
func TestRelayDropsTheMenuThatACrashLeft(t *testing.T) {
	t.Parallel()
	entity := func(kind string) any { return event.Entity{EntityType: kind, EntityID: 1, EntityName: "x"} }
	for name, change := range map[string]struct {
		typ   event.Type
		body  any
		stale bool
	}{
		"a product":      {event.EntityUpdated, entity("product"), true},
		"a new allergen": {event.EntityCreated, entity("allergen"), true},
		"a category":     {event.CascadeDelete, entity("category"), true},
		"availability":   {event.ProductAvailabilityChanged, event.Availability{ProductID: 1}, true},
		"a table":        {event.EntityUpdated, entity("table"), false},
		"a round":        {event.RoundReady, entity("product"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, url := testkit.Postgres(t), testkit.RedisURL(t)
			_, err := pool.Exec(t.Context(), `INSERT INTO tenant (id, name, slug) VALUES (1, 'x', 'x'), (2, 'y', 'y')`)
			require.NoError(t, err)
			_, err = pool.Exec(t.Context(), `INSERT INTO branch (id, tenant_id, name, slug) VALUES (1, 1, 'x', 'centro'), (2, 1, 'y', 'norte'), (3, 2, 'z', 'ajena')`)
			require.NoError(t, err)
			client, err := redisclient.New(url, 1)
			require.NoError(t, err)
			t.Cleanup(func() { _ = client.Close() })
			for _, slug := range []string{"centro", "norte", "ajena"} {
				require.NoError(t, client.Set(t.Context(), menu.Key(slug), "old", 0).Err())
			}
			body, err := json.Marshal(change.body)
			require.NoError(t, err)
			_, err = pool.Exec(t.Context(), `INSERT INTO event (tenant_id, branch_id, type, entity, actor, at)
				VALUES (1, 1, $1, $2, '{"role":"ADMIN"}', now() - interval '1 minute')`, change.typ, body)
			require.NoError(t, err)
			start(t, pool, url, 1)
			testkit.Eventually(t, 10*time.Second, "the event is published", func() bool { return unpublished(t, pool) == 0 })
			left := client.Exists(t.Context(), menu.Key("centro"), menu.Key("norte")).Val()
			if change.stale {
				require.Zero(t, left, "the old menus are dropped")
			} else {
				require.EqualValues(t, 2, left)
			}
			require.EqualValues(t, 1, client.Exists(t.Context(), menu.Key("ajena")).Val(), "the other tenant's menu stays")
		})
	}
}
