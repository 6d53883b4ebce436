// Package outbox publishes the events that nobody else published.
//
// Whoever commits an event publishes it at once and marks it. What a crash or an
// outage of Redis left unmarked is found here, in the ledger, and published. So
// are the cached menus dropped that its writer then did not drop either. It may
// import bus, catalog, event and store.
package relay

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/pubsub"
)

const (
	pollEvery = 500 * time.Millisecond
	// grace leaves young events to their writer, who needs some milliseconds to
	// publish and 200 more to mark.
	grace     = 2 * time.Second
	batchSize = 200
	// patience bounds one batch. Its rows stay locked meanwhile.
	patience = 5 * time.Second
	// nap is the wait after a failure: Redis or PostgreSQL is out.
	nap = time.Second
)

var (
	relayed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "integrador_outbox_relayed_total", Help: "Events that the relay published because their writer had not.",
	})
	failed = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "integrador_outbox_failures_total", Help: "Batches that the relay could not claim or publish; it tries them again.",
	})
)

// Collectors are the package's metrics, for the process's registry.
func Collectors() []prometheus.Collector { return []prometheus.Collector{relayed, failed} }

// Relay moves unpublished events from the ledger to Redis, oldest first.
//
// It may run in many processes: rows are claimed with SKIP LOCKED. An event is
// published at least once; listeners drop repeats by its id. An event that can
// never be published is logged, counted and marked like the others, so that it
// does not hold them up; it stays in the ledger for catch-up.
type Relay struct {
	Store     *postgres.Store
	Publisher *pubsub.Publisher
	Menus     Menus
	Log       *slog.Logger
}

// Menus are the cached menus of branches, by slug.
type Menus interface {
	Drop(ctx context.Context, slugs ...string) error
}

// Run relays until ctx ends and returns nil then. A failed batch is logged and
// tried again.
func (r *Relay) Run(ctx context.Context) error {
	for {
		n, err := r.batch(ctx)
		wait := pollEvery
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // it was asked to end
		case err != nil:
			failed.Inc()
			r.Log.WarnContext(ctx, "unpublished events stay for later", "error", err)
			wait = nap
		case n == batchSize:
			wait = 0 // there is more
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (r *Relay) batch(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n, err := r.Store.ClaimUnpublished(ctx, batchSize, grace, func(events []event.Event) error {
		// First the menus: whoever hears the event reads the menu anew.
		if err := r.dropMenus(ctx, events); err != nil {
			return err
		}
		return r.Publisher.PublishUnmarked(ctx, events)
	})
	relayed.Add(float64(n))
	return n, err
}
