// Package pubsub publishes committed events over Redis Pub/Sub and subscribes to them.
//
// Redis may lose a message; PostgreSQL keeps every event. Publishing is at least once: consumers drop repeats by the
// event's id. Channel names are built from ids alone, in package event.
//
// Imports: internal/domain/event.
package pubsub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"integrador/internal/domain/event"
)

// MaxEvent is the largest encoded event in bytes; a larger one is not published.
const MaxEvent = 64 << 10

const (
	markEvery = 200 * time.Millisecond
	// maxMarks bounds how many ids wait while PostgreSQL does not answer. An event whose mark is dropped is published
	// once more by the relay.
	maxMarks = 20_000
	// pauseAfterFailure keeps writers from waiting for a dead Redis after each of their commits.
	pauseAfterFailure = time.Second
)

var rejected = prometheus.NewCounter(prometheus.CounterOpts{
	Name: "integrador_bus_events_unfit_total",
	Help: "Events not published because they could not be encoded, had no route or were too large.",
})

// Collectors are the package's metrics, for the process's registry.
func Collectors() []prometheus.Collector { return []prometheus.Collector{rejected} }

// Ledger is what a Publisher needs of PostgreSQL.
type Ledger interface {
	LiveSessionsOfBranch(ctx context.Context, branchID, tenantID int64) ([]int64, error)
	MarkEventsPublished(ctx context.Context, ids []int64) error
}

// Publisher publishes committed events and marks them as published in the ledger. What it fails to publish, the relay
// publishes from the ledger.
//
// It is safe for concurrent use. Run must run for the marks to be written.
type Publisher struct {
	client *redis.Client
	ledger Ledger
	log    *slog.Logger

	mu         sync.Mutex
	marks      []int64
	pauseUntil time.Time
}

// NewPublisher makes a Publisher over a client that the caller closes.
func NewPublisher(client *redis.Client, ledger Ledger, log *slog.Logger) *Publisher {
	return &Publisher{client: client, ledger: ledger, log: log}
}

// Publish publishes committed events, in their order. An error means that they will be late, not lost: log it or
// ignore it.
func (p *Publisher) Publish(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	if p.paused() {
		return fmt.Errorf("publish %d events: Redis failed less than %v ago", len(events), pauseAfterFailure)
	}
	addressed, err := p.withSessions(ctx, events)
	if err != nil {
		return err
	}
	if err := p.send(ctx, addressed); err != nil {
		p.pause()
		return err
	}
	p.mark(events)
	return nil
}

// PublishUnmarked publishes without marking. It is for the relay, which marks in the transaction in which it claimed
// the events.
func (p *Publisher) PublishUnmarked(ctx context.Context, events []event.Event) error {
	addressed, err := p.withSessions(ctx, events)
	if err != nil {
		return err
	}
	return p.send(ctx, addressed)
}

// withSessions looks up the sessions that receive an event of no session. The caller's events are not changed.
func (p *Publisher) withSessions(ctx context.Context, events []event.Event) ([]event.Event, error) {
	out := make([]event.Event, len(events))
	copy(out, events)
	for i, e := range out {
		if event.AudienceOf(e.Type)&event.EveryDiner == 0 {
			continue
		}
		sessions, err := p.ledger.LiveSessionsOfBranch(ctx, e.BranchID, e.TenantID)
		if err != nil {
			return nil, fmt.Errorf("find the sessions of branch %d: %w", e.BranchID, err)
		}
		out[i].Sessions = sessions
	}
	return out, nil
}

// send publishes each event to all its channels, in order, in one round trip. An event that can never be published is
// logged and left out, so that it does not block the others.
func (p *Publisher) send(ctx context.Context, events []event.Event) error {
	ctx, span := otel.Tracer("integrador/pubsub").Start(ctx, "publish events", trace.WithSpanKind(trace.SpanKindProducer))
	defer span.End()
	traceparent := traceparentOf(ctx)
	pipe := p.client.Pipeline()
	for _, e := range events {
		e.Traceparent = traceparent
		body, err := encode(e)
		if err != nil {
			rejected.Inc()
			p.log.ErrorContext(ctx, "event cannot be published",
				"event_id", e.ID, "type", string(e.Type), "tenant_id", e.TenantID, "error", err)
			continue
		}
		for _, channel := range e.Channels() {
			pipe.Publish(ctx, channel, body)
		}
	}
	if pipe.Len() == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("publish %d events: %w", len(events), err)
	}
	return nil
}

// traceparentOf is the W3C trace context of ctx for the gateway, or "" if the trace is not sampled.
func traceparentOf(ctx context.Context) string {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return ""
	}
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier["traceparent"]
}

func encode(e event.Event) ([]byte, error) {
	if !event.Known(e.Type) {
		return nil, errors.New("the type has no route")
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	if len(body) > MaxEvent {
		return nil, fmt.Errorf("%d bytes are too many", len(body))
	}
	return body, nil
}

func (p *Publisher) paused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.pauseUntil)
}

func (p *Publisher) pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pauseUntil = time.Now().Add(pauseAfterFailure)
}

func (p *Publisher) mark(events []event.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range events {
		if len(p.marks) < maxMarks {
			p.marks = append(p.marks, e.ID)
		}
	}
}

// Run writes the marks every 200 ms until ctx ends, then what is left, and returns nil. A failed write is retried with
// the next one.
func (p *Publisher) Run(ctx context.Context) error {
	tick := time.NewTicker(markEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.flush(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			p.flush(last)
			return nil
		}
	}
}

func (p *Publisher) flush(ctx context.Context) {
	p.mu.Lock()
	ids := p.marks
	p.marks = nil
	p.mu.Unlock()
	if len(ids) == 0 {
		return
	}
	if err := p.ledger.MarkEventsPublished(ctx, ids); err != nil {
		p.log.WarnContext(ctx, "published events not marked; will be retried", "count", len(ids), "error", err)
		p.restore(ids)
	}
}

// restore puts back ids whose mark failed, as far as there is room.
func (p *Publisher) restore(ids []int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(ids)+len(p.marks) <= maxMarks {
		p.marks = append(ids, p.marks...)
	}
}
