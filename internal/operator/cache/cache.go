// Package cache clears the caches in Redis and counts what Redis holds.
//
// Imports: internal/operator, internal/readmodel/menu.
package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"integrador/internal/operator"
	"integrador/internal/readmodel/menu"
)

// prefix begins the names of keys that can be rebuilt from PostgreSQL. Rate limits
// and presence cannot: clearing them would lift limits and close tables in use.
const prefix = "cache:"

// scanPage is how many keys are asked for at a time.
const scanPage = 500

var errNoCache = errors.New("el patrón tiene que ser de una caché: empieza con " + prefix +
	" (lo demás de Redis no se puede rehacer)")

// Cache is what Redis holds. Menus drops a menu in every process.
type Cache struct {
	Redis *redis.Client
	Menus *menu.Cache
}

// Clear deletes the caches under a pattern, as in "cache:menu:*", and lists them.
// A dry run only lists.
func (c Cache) Clear(ctx context.Context, pattern string, dryRun bool) (keys []string, err error) {
	if !strings.HasPrefix(pattern, prefix) {
		return nil, errNoCache
	}
	err = c.eachPage(ctx, pattern, func(page []string) error {
		for _, key := range page {
			// The counters of drops keep an old menu from being stored after a drop.
			if strings.HasPrefix(key, menu.Key("")) || !strings.HasPrefix(key, "cache:menu-") {
				keys = append(keys, key)
			}
		}
		return nil
	})
	slices.Sort(keys)
	if err != nil || dryRun {
		return keys, err
	}
	for _, key := range keys {
		if err := c.delete(ctx, key); err != nil {
			return keys, fmt.Errorf("delete %s: %w", key, err)
		}
	}
	return keys, nil
}

func (c Cache) delete(ctx context.Context, key string) error {
	if slug, isMenu := strings.CutPrefix(key, menu.Key("")); isMenu {
		return c.Menus.Drop(ctx, slug)
	}
	return c.Redis.Unlink(ctx, key).Err()
}

// eachPage visits the keys under a pattern, page by page.
func (c Cache) eachPage(ctx context.Context, pattern string, visit func([]string) error) error {
	seen := map[string]bool{} // a scan may return a key twice
	for cursor := uint64(0); ; {
		page, next, err := c.Redis.Scan(ctx, cursor, pattern, scanPage).Result()
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

// Usage is what Redis holds and how often lookups succeed.
type Usage struct {
	Kinds   []Kind   `json:"kinds"` // the largest first
	Keys    int      `json:"keys"`
	Bytes   int64    `json:"used_memory_bytes"` // of all of Redis
	Limit   int64    `json:"maxmemory_bytes"`   // 0: none
	Policy  string   `json:"maxmemory_policy"`
	Hits    int64    `json:"keyspace_hits"` // since Redis started
	Misses  int64    `json:"keyspace_misses"`
	HitRate *float64 `json:"hit_rate"` // nil: there was no lookup yet
	Evicted int64    `json:"evicted_keys"`
}

// Kind is the keys with one prefix.
type Kind struct {
	Kind  string `json:"kind"`
	About string `json:"about"`
	Keys  int    `json:"keys"`
	Bytes int64  `json:"bytes"`
}

// kinds are the prefixes of our keys, the longer before the shorter.
var kinds = []struct{ prefix, about string }{
	{"cache:menu-drops:", "cuántas veces cambió cada menú"},
	{"cache:menu:", "menús públicos"},
	{"presence:session:", "mesas con teléfonos conectados"},
	{"rate:", "límites de pedidos"},
}

// Stats counts what Redis holds, by kind. progress receives the keys counted so far.
func (c Cache) Stats(ctx context.Context, progress func(keys int)) (usage Usage, err error) {
	reply, err := c.Redis.Info(ctx, "memory", "stats").Result()
	if err != nil {
		return usage, fmt.Errorf("no contesta Redis: %w", err)
	}
	usage = usageOf(operator.ParseRedisInfo(reply))
	byKind := map[string]*Kind{}
	err = c.eachPage(ctx, "*", func(page []string) error {
		usage.Keys += len(page)
		progress(usage.Keys)
		return c.count(ctx, page, byKind)
	})
	for _, k := range byKind {
		usage.Kinds = append(usage.Kinds, *k)
	}
	slices.SortFunc(usage.Kinds, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Kind, b.Kind))
	})
	return usage, err
}

func usageOf(info map[string]string) Usage {
	number := func(name string) int64 { n, _ := strconv.ParseInt(info[name], 10, 64); return n }
	usage := Usage{
		Kinds:   []Kind{},
		Bytes:   number("used_memory"),
		Limit:   number("maxmemory"),
		Policy:  info["maxmemory_policy"],
		Hits:    number("keyspace_hits"),
		Misses:  number("keyspace_misses"),
		Evicted: number("evicted_keys"),
	}
	if all := usage.Hits + usage.Misses; all > 0 {
		usage.HitRate = new(float64(usage.Hits) / float64(all))
	}
	return usage
}

// count adds the number and the size of keys to their kinds.
func (c Cache) count(ctx context.Context, keys []string, byKind map[string]*Kind) error {
	sizes := make([]*redis.IntCmd, len(keys))
	_, err := c.Redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, key := range keys {
			sizes[i] = pipe.MemoryUsage(ctx, key)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) { // a key may expire meanwhile
		return fmt.Errorf("read the size of keys: %w", err)
	}
	for i, key := range keys {
		name, about := kindOf(key)
		if byKind[name] == nil {
			byKind[name] = &Kind{Kind: name, About: about}
		}
		byKind[name].Keys++
		byKind[name].Bytes += sizes[i].Val()
	}
	return nil
}

func kindOf(key string) (name, about string) {
	for _, k := range kinds {
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
