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
	keptFor     = 300 * time.Second      // in Redis
	nearFor     = 500 * time.Millisecond // in this process: how old a menu may look after a change elsewhere
	loadTimeout = 5 * time.Second
	redisWait   = 250 * time.Millisecond // past it PostgreSQL answers instead
	warmAtOnce  = 4
)

// Cache serves public menus as encoded bytes: from this process for half a
// second, from Redis for five minutes, else from the ledger. However many ask,
// one of them reads. Without Redis it reads the ledger twice a second at most.
//
// It is safe for concurrent use.
type Cache struct {
	read  *Reader
	redis redis.UniversalClient
	log   *slog.Logger

	flight singleflight.Group
	mu     sync.Mutex
	near   map[string]page
	drops  uint64          // counted, so that a menu read before a drop is not kept after it
	behind map[string]bool // dropped here while Redis did not answer
}

type page struct {
	body  []byte
	etag  string
	until time.Time
}

// NewCache makes an empty cache over read.
func NewCache(read *Reader, client redis.UniversalClient, log *slog.Logger) *Cache {
	return &Cache{read: read, redis: client, log: log, near: map[string]page{}, behind: map[string]bool{}}
}

// Menu gives the JSON of a branch's MenuOutput, not to be modified, and its
// quoted ETag.
//
// Errors: fault.NotFound.
func (c *Cache) Menu(ctx context.Context, slug string) (body []byte, etag string, err error) {
	if p, ok := c.nearby(slug); ok {
		return p.body, p.etag, nil
	}
	// The load outlives whoever started it: others wait for it too.
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

// Drop forgets the menus of branches, to be called after the commit that changed
// them. Other processes serve theirs for half a second more. When Redis does not
// answer, this process stays away from its copy until it does.
func (c *Cache) Drop(ctx context.Context, slugs ...string) error {
	c.mu.Lock()
	c.drops++
	for _, slug := range slugs {
		delete(c.near, slug)
		c.behind[slug] = true // until dropShared says otherwise
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

// Warm loads the menu of every active branch and reports how many there are.
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
			c.share(ctx, slug, version, body)
		}
	}
	sum := sha256.Sum256(body)
	p := page{body: body, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, until: time.Now().Add(nearFor)}
	c.keep(slug, p, drops)
	return p, nil
}

func (c *Cache) nearby(slug string) (page, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.near[slug]
	return p, ok && time.Now().Before(p.until)
}

func (c *Cache) keep(slug string, p page, drops uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops == drops {
		c.near[slug] = p
	}
}
