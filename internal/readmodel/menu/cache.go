package menu

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"
)

const (
	sharedTTL    = 300 * time.Second      // in Redis
	localTTL     = 500 * time.Millisecond // in this process, which does not see drops elsewhere
	loadTimeout  = 5 * time.Second
	redisTimeout = 250 * time.Millisecond // then the menu is read from PostgreSQL
	warmAtOnce   = 4
)

// Cache serves encoded public menus: from this process for half a second, from Redis
// for five minutes, else from the database. Concurrent requests share one load. Without
// Redis it reads the database at most twice a second.
//
// It is safe for concurrent use.
type Cache struct {
	read  *Reader
	redis redis.UniversalClient
	log   *slog.Logger

	flight  singleflight.Group
	mu      sync.Mutex
	local   map[string]page
	drops   uint64          // a menu that was read before a drop is not stored after it
	pending map[string]bool // drops that Redis has not received
}

type page struct {
	body  []byte
	etag  string
	until time.Time
}

// NewCache makes an empty cache over read.
func NewCache(read *Reader, client redis.UniversalClient, log *slog.Logger) *Cache {
	return &Cache{read: read, redis: client, log: log, local: map[string]page{}, pending: map[string]bool{}}
}

// Menu returns the JSON of a branch's MenuOutput, not to be modified, and its quoted
// ETag.
//
// Errors: fault.NotFound.
func (c *Cache) Menu(ctx context.Context, slug string) (body []byte, etag string, err error) {
	if p, ok := c.localPage(slug); ok {
		return p.body, p.etag, nil
	}
	// The load goes on if the first caller cancels, since other callers wait for it.
	loading := c.flight.DoChan(slug, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
		defer cancel()
		return c.load(ctx, slug)
	})
	select {
	case r := <-loading:
		if r.Err != nil {
			return nil, "", r.Err
		}
		p, _ := r.Val.(page)
		return p.body, p.etag, nil
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
}

// Drop removes the menus of branches from the cache; call it after the commit that
// changed them. Other processes may serve theirs for half a second more. If Redis fails,
// this process ignores the copy in Redis until the drop succeeds.
func (c *Cache) Drop(ctx context.Context, slugs ...string) error {
	c.mu.Lock()
	c.drops++
	for _, slug := range slugs {
		delete(c.local, slug)
		c.pending[slug] = true // until dropShared succeeds
		c.flight.Forget(slug)
	}
	c.mu.Unlock()
	for _, slug := range slugs {
		if err := c.dropShared(ctx, slug); err != nil {
			return fmt.Errorf("drop the menu of %s: %w", slug, err)
		}
	}
	return nil
}

// Warm loads the menus of all active branches and returns their number.
func (c *Cache) Warm(ctx context.Context) (int, error) {
	branches, err := c.read.Branches(ctx)
	if err != nil {
		return 0, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(warmAtOnce)
	for _, b := range branches {
		group.Go(func() error {
			_, _, err := c.Menu(ctx, b.Slug)
			return err
		})
	}
	return len(branches), group.Wait()
}

func (c *Cache) load(ctx context.Context, slug string) (page, error) {
	c.mu.Lock()
	drops := c.drops
	c.mu.Unlock()

	body, version, shared := c.fetch(ctx, slug)
	if body == nil {
		menu, err := c.read.Menu(ctx, slug)
		if err != nil {
			return page{}, err
		}
		if body, err = json.Marshal(menu); err != nil {
			return page{}, fmt.Errorf("encode the menu of %s: %w", slug, err)
		}
		if shared {
			c.store(ctx, slug, version, body)
		}
	}
	sum := sha256.Sum256(body)
	p := page{body: body, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, until: time.Now().Add(localTTL)}
	c.storeLocal(slug, p, drops)
	return p, nil
}

func (c *Cache) localPage(slug string) (page, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.local[slug]
	return p, ok && time.Now().Before(p.until)
}

func (c *Cache) storeLocal(slug string, p page, drops uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops == drops {
		c.local[slug] = p
	}
}
