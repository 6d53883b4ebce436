package pubsub

import (
	"context"
	"fmt"
	"sync"
	"time"

	"integrador/internal/domain/event"
)

// Ledger is what a Publisher asks of the store.
type Ledger interface {
	LiveSessionsOfBranch(ctx context.Context, branchID, tenantID int64) ([]int64, error)
	MarkEventsPublished(ctx context.Context, ids []int64) error
}

const (
	markEvery = 200 * time.Millisecond
	// maxMarks bounds what waits while the ledger does not answer. An event whose
	// mark is dropped is published again by the relay.
	maxMarks = 20_000
	// After a failure the bell is left alone for so long: a writer does not wait
	// for a dead Redis after each of its commits.
	rest = time.Second
)

// Publisher rings the bell for committed events and notes in the ledger that it
// did. What it fails to ring for, the relay publishes from the ledger.
//
// It is safe for concurrent use. Run must run for the notes to be written.
type Publisher struct {
	bus    *Bus
	ledger Ledger

	mu        sync.Mutex
	marks     []int64
	restUntil time.Time
}

// NewPublisher makes a Publisher.
func NewPublisher(b *Bus, l Ledger) *Publisher { return &Publisher{bus: b, ledger: l} }

// Publish sends events that are committed, in their order. An error means that
// they will be late, not lost: log it or drop it.
func (p *Publisher) Publish(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	if p.resting() {
		return fmt.Errorf("publish %d events: Redis failed a moment ago", len(events))
	}
	ready, err := p.address(ctx, events)
	if err != nil {
		return err
	}
	if err := p.bus.Publish(ctx, ready); err != nil {
		p.mu.Lock()
		p.restUntil = time.Now().Add(rest)
		p.mu.Unlock()
		return err
	}
	p.note(events)
	return nil
}

// Send publishes without noting it. It is for the relay, which marks what it
// claimed in its own transaction.
func (p *Publisher) Send(ctx context.Context, events []event.Event) error {
	ready, err := p.address(ctx, events)
	if err != nil {
		return err
	}
	return p.bus.Publish(ctx, ready)
}

// address looks up the sessions that hear an event of no session. The caller's
// events stay as they are.
func (p *Publisher) address(ctx context.Context, events []event.Event) ([]event.Event, error) {
	ready := make([]event.Event, len(events))
	copy(ready, events)
	for i, e := range ready {
		if event.For(e.Type)&event.EveryDiner == 0 {
			continue
		}
		sessions, err := p.ledger.LiveSessionsOfBranch(ctx, e.BranchID, e.TenantID)
		if err != nil {
			return nil, fmt.Errorf("find the sessions of branch %d: %w", e.BranchID, err)
		}
		ready[i].Sessions = sessions
	}
	return ready, nil
}

func (p *Publisher) resting() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.restUntil)
}

func (p *Publisher) note(events []event.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range events {
		if len(p.marks) < maxMarks {
			p.marks = append(p.marks, e.ID)
		}
	}
}

// Run writes the notes every 200 ms until ctx ends, then what is left, and
// returns nil. A failed write is tried again with the next one.
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
		p.bus.log.WarnContext(ctx, "published events are not marked yet", "count", len(ids), "error", err)
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
