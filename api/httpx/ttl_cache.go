package httpx

import (
	"context"
	"fmt"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// TTLCache answers a question that every request asks, from memory while the
// answer is younger than life. Askers at the same time share one load. The
// ledger stays the truth: nothing outside the process can empty or fake this.
type TTLCache[K comparable, V any] struct {
	life    time.Duration
	now     func() time.Time
	Load    func(context.Context, K) (V, error)
	entries *lru.Cache[K, cached[V]]
	flights singleflight.Group

	mu        sync.Mutex
	forgotten uint64 // counts forget, so that a load begun before does not remember
}

type cached[V any] struct {
	value V
	at    time.Time
}

// ttlCacheSize is how many answers are kept, at most some hundred bytes each.
const ttlCacheSize = 20_000

// loadTimeout bounds a load, which serves many and so has no asker's deadline.
const loadTimeout = 3 * time.Second

func NewTTLCache[K comparable, V any](
	life time.Duration, now func() time.Time, load func(context.Context, K) (V, error),
) *TTLCache[K, V] {
	answers, err := lru.New[K, cached[V]](ttlCacheSize)
	if err != nil {
		panic(err) // only a size below 1 does this
	}
	return &TTLCache[K, V]{life: life, now: now, Load: load, entries: answers}
}

// Get gives the answer for key. An error is not remembered.
func (f *TTLCache[K, V]) Get(ctx context.Context, key K) (V, error) {
	if a, ok := f.entries.Get(key); ok && f.now().Sub(a.at) < f.life {
		return a.value, nil
	}
	got := f.flights.DoChan(fmt.Sprint(key), func() (any, error) {
		return f.refresh(context.WithoutCancel(ctx), key)
	})
	select {
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	case r := <-got:
		value, _ := r.Val.(V)
		return value, r.Err
	}
}

func (f *TTLCache[K, V]) refresh(ctx context.Context, key K) (V, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	erased, at := f.epoch(), f.now()
	value, err := f.Load(ctx, key)
	if err == nil {
		f.remember(key, cached[V]{value, at}, erased)
	}
	return value, err
}

func (f *TTLCache[K, V]) epoch() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.forgotten
}

func (f *TTLCache[K, V]) remember(key K, a cached[V], erased uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.forgotten == erased {
		f.entries.Add(key, a)
	}
}

// Forget has the next asker load again.
func (f *TTLCache[K, V]) Forget(key K) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forgotten++
	f.flights.Forget(fmt.Sprint(key))
	f.entries.Remove(key)
}
