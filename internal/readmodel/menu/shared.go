package menu

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Key is the Redis key of a branch's menu.
func Key(slug string) string { return "cache:menu:" + slug }

// dropsKey is the counter of a menu's drops. A process that read the menu before a drop
// must not store it afterwards.
func dropsKey(slug string) string { return "cache:menu-drops:" + slug }

// dropsTTL is much longer than any load takes.
const dropsTTL = 10 * time.Minute

var storeUnlessDropped = redis.NewScript(`
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`)

// fetch returns the menu in Redis, or nil, and its count of drops. It reports false if
// Redis cannot be used.
func (c *Cache) fetch(ctx context.Context, slug string) (body []byte, version string, ok bool) {
	if !c.retryDrop(ctx, slug) {
		return nil, "", false
	}
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	found, err := c.redis.MGet(ctx, Key(slug), dropsKey(slug)).Result()
	if err != nil {
		c.log.WarnContext(ctx, "menu cache not read", "slug", slug, "error", err)
		return nil, "", false
	}
	if s, is := found[0].(string); is {
		body = []byte(s)
	}
	version, _ = found[1].(string)
	return body, version, true
}

func (c *Cache) store(ctx context.Context, slug, version string, body []byte) {
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	keys := []string{Key(slug), dropsKey(slug)}
	err := storeUnlessDropped.Run(ctx, c.redis, keys, version, body, sharedTTL.Milliseconds()).Err()
	if err != nil {
		c.log.WarnContext(ctx, "menu cache not written", "slug", slug, "error", err)
	}
}

// retryDrop repeats a drop that failed, and reports whether none is pending.
func (c *Cache) retryDrop(ctx context.Context, slug string) bool {
	c.mu.Lock()
	pending := c.pending[slug]
	c.mu.Unlock()
	if !pending {
		return true
	}
	err := c.dropShared(ctx, slug)
	if err != nil {
		c.log.WarnContext(ctx, "menu cache not dropped", "slug", slug, "error", err)
	}
	return err == nil
}

// dropShared removes the menu from Redis. If it fails, the drop is pending.
func (c *Cache) dropShared(ctx context.Context, slug string) error {
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	_, err := c.redis.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Incr(ctx, dropsKey(slug))
		p.PExpire(ctx, dropsKey(slug), dropsTTL)
		p.Del(ctx, Key(slug))
		return nil
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.pending[slug] = true
		return err
	}
	delete(c.pending, slug)
	return nil
}
