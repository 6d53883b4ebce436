package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"integrador/internal/operator/doctor"
	"integrador/internal/platform/config"
	"integrador/internal/readmodel/menu"
)

// cachePrefix begins the names of what can be made anew from the ledger. Limits
// and presences are no cache: emptying them would let strangers in or close
// tables that are not deserted.
const cachePrefix = "cache:"

// scanPage is how many keys are asked for at a time.
const scanPage = 500

var errNoCache = errors.New("el patrón tiene que ser de una caché: empieza con " + cachePrefix + " (lo demás de Redis no se puede rehacer)")

// CacheClear forgets what the caches hold under a pattern, as in "cache:menu:*",
// and lists it. A dry run only lists.
func CacheClear(ctx context.Context, cfg config.Config, log *slog.Logger, pattern string, dry bool) (keys []string, err error) {
	if !strings.HasPrefix(pattern, cachePrefix) {
		return nil, errNoCache
	}
	p, err := open(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	defer p.close()
	err = p.eachKey(ctx, pattern, func(page []string) error {
		for _, key := range page {
			// What counts drops keeps an old menu from being stored after a drop.
			if !strings.HasPrefix(key, menu.Key("")) && strings.HasPrefix(key, "cache:menu-") {
				continue
			}
			keys = append(keys, key)
		}
		return nil
	})
	slices.Sort(keys)
	if err != nil || dry {
		return keys, err
	}
	return keys, p.forget(ctx, keys)
}

func (p *parts) forget(ctx context.Context, keys []string) error {
	for _, key := range keys {
		slug, isMenu := strings.CutPrefix(key, menu.Key(""))
		var err error
		if isMenu {
			err = p.menus.Drop(ctx, slug)
		} else {
			err = p.redis.Unlink(ctx, key).Err()
		}
		if err != nil {
			return fmt.Errorf("forget %s: %w", key, err)
		}
	}
	return nil
}

// eachKey visits the keys under a pattern, page by page.
func (p *parts) eachKey(ctx context.Context, pattern string, visit func([]string) error) error {
	seen := map[string]bool{} // a scan may tell a key twice
	for cursor := uint64(0); ; {
		page, next, err := p.redis.Scan(ctx, cursor, pattern, scanPage).Result()
		if err != nil {
			return fmt.Errorf("no contesta Redis: %w", err)
		}
		page = slices.DeleteFunc(page, func(k string) bool { was := seen[k]; seen[k] = true; return was })
		if len(page) > 0 {
			if err := visit(page); err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// CacheWarm loads the menu of every active branch, and tells how many there are
// and how long it took.
func CacheWarm(ctx context.Context, cfg config.Config, log *slog.Logger) (menus int, took time.Duration, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return 0, 0, err
	}
	defer p.close()
	began := time.Now()
	menus, err = p.menus.Warm(ctx)
	return menus, time.Since(began), err
}

// CacheUse is what Redis holds and how well it serves.
type CacheUse struct {
	Kinds   []KindOfKey `json:"kinds"` // those that take most first
	Keys    int         `json:"keys"`
	Bytes   int64       `json:"used_memory_bytes"` // of all of Redis
	Limit   int64       `json:"maxmemory_bytes"`   // 0: none
	Policy  string      `json:"maxmemory_policy"`
	Hits    int64       `json:"keyspace_hits"` // since Redis began
	Misses  int64       `json:"keyspace_misses"`
	HitRate *float64    `json:"hit_rate"` // nil: nothing was looked up yet
	Evicted int64       `json:"evicted_keys"`
}

// KindOfKey is one kind of keys.
type KindOfKey struct {
	Kind  string `json:"kind"`
	About string `json:"about"`
	Keys  int    `json:"keys"`
	Bytes int64  `json:"bytes"`
}

// kindsOfKey are the beginnings of our keys' names, the longer before the shorter.
var kindsOfKey = []struct{ prefix, about string }{
	{"cache:menu-drops:", "cuántas veces cambió cada menú"},
	{"cache:menu:", "menús públicos"},
	{"presence:session:", "mesas con teléfonos conectados"},
	{"rate:", "límites de pedidos"},
}

// CacheStats counts what Redis holds, by kind.
func CacheStats(ctx context.Context, cfg config.Config, log *slog.Logger, progress func(keys int)) (use CacheUse, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return use, err
	}
	defer p.close()
	text, err := p.redis.Info(ctx, "memory", "stats").Result()
	if err != nil {
		return use, fmt.Errorf("no contesta Redis: %w", err)
	}
	use = useOf(doctor.InfoOf(text))
	kinds := map[string]*KindOfKey{}
	err = p.eachKey(ctx, "*", func(page []string) error {
		use.Keys += len(page)
		progress(use.Keys)
		return p.weigh(ctx, page, kinds)
	})
	for _, k := range kinds {
		use.Kinds = append(use.Kinds, *k)
	}
	slices.SortFunc(use.Kinds, func(a, b KindOfKey) int { return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Kind, b.Kind)) })
	return use, err
}

func useOf(info map[string]string) CacheUse {
	number := func(name string) int64 { n, _ := strconv.ParseInt(info[name], 10, 64); return n }
	use := CacheUse{
		Kinds: []KindOfKey{}, Bytes: number("used_memory"), Limit: number("maxmemory"), Policy: info["maxmemory_policy"],
		Hits: number("keyspace_hits"), Misses: number("keyspace_misses"), Evicted: number("evicted_keys"),
	}
	if all := use.Hits + use.Misses; all > 0 {
		use.HitRate = new(float64(use.Hits) / float64(all))
	}
	return use
}

// weigh adds keys to their kinds.
func (p *parts) weigh(ctx context.Context, keys []string, kinds map[string]*KindOfKey) error {
	sizes := make([]*redis.IntCmd, len(keys))
	_, err := p.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, key := range keys {
			sizes[i] = pipe.MemoryUsage(ctx, key)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) { // a key may expire meanwhile
		return fmt.Errorf("weigh keys: %w", err)
	}
	for i, key := range keys {
		kind, about := kindOfKey(key)
		if kinds[kind] == nil {
			kinds[kind] = &KindOfKey{Kind: kind, About: about}
		}
		kinds[kind].Keys++
		kinds[kind].Bytes += sizes[i].Val()
	}
	return nil
}

func kindOfKey(key string) (kind, about string) {
	for _, k := range kindsOfKey {
		if strings.HasPrefix(key, k.prefix) {
			return k.prefix + "*", k.about
		}
	}
	first, _, found := strings.Cut(key, ":")
	if found {
		first += ":*"
	}
	return first, "otra cosa"
}
