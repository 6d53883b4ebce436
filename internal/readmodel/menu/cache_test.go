package menu_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/redisclient"
	"integrador/internal/readmodel/menu"
)

func newCache(db *postgres.Store, client redis.UniversalClient) *menu.Cache {
	return menu.NewCache(menu.NewReader(db), client, slog.New(slog.DiscardHandler))
}

const empty = "UPDATE branch_product SET is_available = false WHERE branch_id = (SELECT id FROM branch WHERE slug = 'centro')"

// available reports whether the cached menu has anything available.
func available(t *testing.T, c *menu.Cache) bool {
	t.Helper()
	body, _, err := c.Menu(t.Context(), "centro")
	require.NoError(t, err)
	for _, p := range products(decode(t, body)) {
		if p.IsAvailable {
			return true
		}
	}
	return false
}

func TestCacheServesTheSameBytesFromRedis(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	client := testkit.Redis(t)
	body, etag, err := newCache(db, client).Menu(t.Context(), "centro")
	require.NoError(t, err)
	stored, err := client.Get(t.Context(), "cache:menu:centro").Bytes()
	require.NoError(t, err)
	assert.Equal(t, body, stored)
	left, err := client.TTL(t.Context(), "cache:menu:centro").Result()
	require.NoError(t, err)
	assert.InDelta(t, 300, left.Seconds(), 5)

	exec(t, pool, empty)
	again, same, err := newCache(db, client).Menu(t.Context(), "centro")
	require.NoError(t, err)
	assert.Equal(t, body, again, "another process reads Redis, not the ledger")
	assert.Equal(t, etag, same)
	assert.Regexp(t, `^"[0-9a-f]{24}"$`, etag)

	_, _, err = newCache(db, client).Menu(t.Context(), "nadie")
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestDropIsImmediateHereAndWithinASecondElsewhere(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	client := testkit.Redis(t)
	here, elsewhere := newCache(db, client), newCache(db, client)
	require.True(t, available(t, here))
	require.True(t, available(t, elsewhere))

	exec(t, pool, empty)
	require.NoError(t, here.Drop(t.Context(), "centro"))
	dropped := time.Now()
	assert.False(t, available(t, here))
	testkit.Eventually(t, 5*time.Second, "the other process still shows the old menu", func() bool { return !available(t, elsewhere) })
	assert.Less(t, time.Since(dropped), patience) // half a second, on a machine that may be busy
}

// beforeStoring lets a test act between a load's read of the ledger and its write
// to Redis: it is called before the script that stores.
type beforeStoring struct{ do func() }

func (h beforeStoring) DialHook(next redis.DialHook) redis.DialHook { return next }
func (h beforeStoring) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (h beforeStoring) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == "evalsha" {
			h.do()
		}
		return next(ctx, cmd)
	}
}

func TestLoadOlderThanADropIsNotStored(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	client := testkit.Redis(t)
	slow := redis.NewClient(client.Options())
	t.Cleanup(func() { _ = slow.Close() })
	other := newCache(db, client)
	var once sync.Once
	slow.AddHook(beforeStoring{func() {
		once.Do(func() {
			exec(t, pool, empty)
			assert.NoError(t, other.Drop(t.Context(), "centro"))
		})
	}})

	assert.True(t, available(t, newCache(db, slow)), "it was read before the change")
	assert.Zero(t, client.Exists(t.Context(), menu.Key("centro")).Val(), "the old menu would be served for five minutes")
	assert.False(t, available(t, newCache(db, client)))
}

// outage makes a client fail while it lasts, as if the network were cut.
type outage struct{ atomic.Bool }

var errCut = errors.New("cut")

func (o *outage) DialHook(next redis.DialHook) redis.DialHook { return next }

func (o *outage) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if o.Load() {
			cmd.SetErr(errCut)
			return errCut
		}
		return next(ctx, cmd)
	}
}

func (o *outage) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if o.Load() {
			return errCut
		}
		return next(ctx, cmds)
	}
}

func TestMenuIsReadFromTheDatabaseWithoutRedis(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	client := testkit.Redis(t)
	shaky, cut := redis.NewClient(client.Options()), new(outage)
	t.Cleanup(func() { _ = shaky.Close() })
	shaky.AddHook(cut)
	c := newCache(db, shaky)
	require.True(t, available(t, c))

	cut.Store(true)
	exec(t, pool, empty)
	require.ErrorIs(t, c.Drop(t.Context(), "centro"), errCut)
	assert.False(t, available(t, c))
	require.True(t, available(t, newCache(db, client)), "Redis still holds the old menu")

	cut.Store(false)
	testkit.Eventually(t, 5*time.Second, "the drop that Redis missed is not made up for", func() bool {
		_, _, err := c.Menu(t.Context(), "centro")
		return err == nil && !available(t, newCache(db, client))
	})
}

func TestUnresponsiveRedisDoesNotBlock(t *testing.T) {
	t.Parallel()
	db, _ := demo(t)
	server := testkit.RedisServer(t)
	client, err := redisclient.New(server.URL(), 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	c := newCache(db, client)
	require.NoError(t, client.Ping(t.Context()).Err())
	require.NoError(t, server.Pause())
	began := time.Now()
	assert.True(t, available(t, c))
	assert.Less(t, time.Since(began), patience)
	require.NoError(t, server.Resume())
}

func TestWarmLoadsEveryBranch(t *testing.T) {
	t.Parallel()
	db, _ := demo(t)
	client := testkit.Redis(t)
	n, err := newCache(db, client).Warm(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	for _, slug := range []string{"centro", "godoy-cruz", "la-esquina-palermo"} {
		assert.EqualValues(t, 1, client.Exists(t.Context(), menu.Key(slug)).Val(), slug)
	}
}

func TestConcurrentRequestsShareOneLoad(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	client := testkit.Redis(t)
	c := newCache(db, client)
	before := pool.Stat().AcquireCount()
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			_, _, err := c.Menu(t.Context(), "centro")
			assert.NoError(t, err)
		})
	}
	all.Wait()
	assert.LessOrEqual(t, pool.Stat().AcquireCount()-before, int64(2), "one load is one query; a slow one may end half a second later and be repeated")
}

func BenchmarkMenu(b *testing.B) {
	pool := testkit.Postgres(b)
	db := postgres.New(pool)
	exec := func(sql string) {
		_, err := pool.Exec(b.Context(), sql)
		require.NoError(b, err)
	}
	exec("INSERT INTO tenant (name, slug) VALUES ('x', 'x')")
	exec("INSERT INTO branch (tenant_id, name, slug) SELECT id, 'x', 'x' FROM tenant")
	c := newCache(db, testkit.Redis(b))
	for b.Loop() {
		if _, _, err := c.Menu(b.Context(), "x"); err != nil {
			b.Fatal(err)
		}
	}
}

// patience is a deadline and no measure: what it bounds must end, on a busy machine too.
const patience = time.Minute
