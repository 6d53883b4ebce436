// Package relay publishes the events that their writer did not publish.
//
// Whoever commits an event publishes it at once and marks it as published. What a crash or an outage of Redis left
// unmarked is found here, in PostgreSQL, and published. Cached menus that the writer did not drop are dropped too.
//
// Imports: internal/domain/catalog, internal/domain/event, internal/jobs, internal/platform/postgres,
// internal/platform/pubsub.
package relay

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/event"
	"integrador/internal/jobs"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/pubsub"
)

const (
	pollEvery = 500 * time.Millisecond
	// grace leaves young events to their writer, which needs some milliseconds to publish and 200 more to mark.
	grace     = 2 * time.Second
	batchSize = 200
	// batchTimeout bounds one batch. Its rows stay locked meanwhile.
	batchTimeout = 5 * time.Second
)

var (
	relayed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "integrador_outbox_relayed_total",
		Help: "Events that the relay published because their writer had not.",
	})
	failed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "integrador_outbox_failures_total",
		Help: "Batches that the relay could not claim or publish and will retry.",
	})
)

// Collectors are the package's metrics, for the process's registry.
func Collectors() []prometheus.Collector { return []prometheus.Collector{relayed, failed} }

// Relay publishes unpublished events from PostgreSQL to Redis, oldest first.
//
// It may run in many processes: rows are claimed with SKIP LOCKED. An event is published at least once; consumers drop
// repeats by its id. An event that can never be published is logged, counted and marked like the others, so that it
// does not block them; it stays in the database for catch-up.
type Relay struct {
	Store     *postgres.Store
	Publisher *pubsub.Publisher
	Menus     Menus
}

// Menus are the cached menus of branches, by slug.
type Menus interface {
	Drop(ctx context.Context, slugs ...string) error
}

// Job publishes batch by batch.
func (r *Relay) Job() jobs.Job {
	return jobs.Job{Name: "relay", Every: pollEvery, Timeout: batchTimeout, Run: r.batch}
}

func (r *Relay) batch(ctx context.Context) (more bool, err error) {
	n, err := r.Store.ClaimUnpublished(ctx, batchSize, grace, func(events []event.Event) error {
		// The menus first: clients that receive the event read the menu from the cache.
		if err := r.dropMenus(ctx, events); err != nil {
			return err
		}
		return r.Publisher.PublishUnmarked(ctx, events)
	})
	relayed.Add(float64(n))
	if err != nil && !errors.Is(err, context.Canceled) {
		failed.Inc()
	}
	return n == batchSize, err
}

// Sequence gives events the positions in which webhook subscribers receive them. It may run in many processes: one at
// a time works.
func Sequence(store *postgres.Store) jobs.Job {
	return jobs.Job{
		Name: "sequence events", Every: pollEvery, Timeout: batchTimeout,
		Run: func(ctx context.Context) (bool, error) {
			_, err := store.SequenceEvents(ctx)
			return false, err
		},
	}
}
