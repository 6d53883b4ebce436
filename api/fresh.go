package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// fresh answers a question that every request asks, from memory while the
// answer is younger than life. Askers at the same time share one load. The
// ledger stays the truth: nothing outside the process can empty or fake this.
type fresh[K comparable, V any] struct {
	life    time.Duration
	now     func() time.Time
	load    func(context.Context, K) (V, error)
	answers *lru.Cache[K, answer[V]]
	flights singleflight.Group

	mu     sync.Mutex
	erased uint64 // counts forget, so that a load begun before does not remember
}

type answer[V any] struct {
	value V
	at    time.Time
}

// freshSize is how many answers are kept, at most some hundred bytes each.
const freshSize = 20_000

// loadTimeout bounds a load, which serves many and so has no asker's deadline.
const loadTimeout = 3 * time.Second

func newFresh[K comparable, V any](life time.Duration, now func() time.Time, load func(context.Context, K) (V, error)) *fresh[K, V] {
	answers, err := lru.New[K, answer[V]](freshSize)
	if err != nil {
		panic(err) // only a size below 1 does this
	}
	return &fresh[K, V]{life: life, now: now, load: load, answers: answers}
}

// of gives the answer for key. An error is not remembered.
func (f *fresh[K, V]) of(ctx context.Context, key K) (V, error) {
	if a, ok := f.answers.Get(key); ok && f.now().Sub(a.at) < f.life {
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

func (f *fresh[K, V]) refresh(ctx context.Context, key K) (V, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	erased, at := f.epoch(), f.now()
	value, err := f.load(ctx, key)
	if err == nil {
		f.remember(key, answer[V]{value, at}, erased)
	}
	return value, err
}

func (f *fresh[K, V]) epoch() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.erased
}

func (f *fresh[K, V]) remember(key K, a answer[V], erased uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.erased == erased {
		f.answers.Add(key, a)
	}
}

// forget has the next asker load again.
func (f *fresh[K, V]) forget(key K) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.erased++
	f.flights.Forget(fmt.Sprint(key))
	f.answers.Remove(key)
}
