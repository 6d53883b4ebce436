package menu

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Key names a branch's menu in Redis.
func Key(slug string) string { return "cache:menu:" + slug }

// dropsKey counts how often a menu was dropped. A process that read the ledger
// before a drop must not store what it read after it.
func dropsKey(slug string) string { return "cache:menu-drops:" + slug }

// dropsKeptFor outlasts every load by far.
const dropsKeptFor = 10 * time.Minute

var storeUnlessDropped = redis.NewScript(`
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`)

// fetch gives the menu that Redis holds, or nil, and the count of drops that
// goes with it. It reports false when Redis is to be left alone.
func (c *Cache) fetch(ctx context.Context, slug string) (body []byte, version string, ok bool) {
	if !c.caughtUp(ctx, slug) {
		return nil, "", false
	}
	ctx, cancel := context.WithTimeout(ctx, redisWait)
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

func (c *Cache) share(ctx context.Context, slug, version string, body []byte) {
	ctx, cancel := context.WithTimeout(ctx, redisWait)
	defer cancel()
	err := storeUnlessDropped.Run(ctx, c.redis, []string{Key(slug), dropsKey(slug)}, version, body, keptFor.Milliseconds()).Err()
	if err != nil {
		c.log.WarnContext(ctx, "menu cache not written", "slug", slug, "error", err)
	}
}

// caughtUp makes up for a drop that Redis did not take, and reports whether
// nothing is owed.
func (c *Cache) caughtUp(ctx context.Context, slug string) bool {
	c.mu.Lock()
	behind := c.behind[slug]
	c.mu.Unlock()
	if !behind {
		return true
	}
	err := c.dropShared(ctx, slug)
	if err != nil {
		c.log.WarnContext(ctx, "menu cache not dropped", "slug", slug, "error", err)
	}
	return err == nil
}

// dropShared forgets Redis's copy. Until it could, this process owes it.
func (c *Cache) dropShared(ctx context.Context, slug string) error {
	ctx, cancel := context.WithTimeout(ctx, redisWait)
	defer cancel()
	_, err := c.redis.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Incr(ctx, dropsKey(slug))
		p.PExpire(ctx, dropsKey(slug), dropsKeptFor)
		p.Del(ctx, Key(slug))
		return nil
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.behind[slug] = true
		return err
	}
	delete(c.behind, slug)
	return nil
}
