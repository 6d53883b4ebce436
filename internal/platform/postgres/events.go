package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/trace"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// EmitSession writes events of one session with the next sequence numbers. It locks the
// session's row, so call it late in a transaction. Tenant, session, branch and table of
// the events are filled in. It returns the complete events, to be published.
func (tx *Tx) EmitSession(ctx context.Context, tenant, session int64, events ...event.Event) ([]event.Event, error) {
	head, err := tx.NextEventSeqs(ctx, dbgen.NextEventSeqsParams{
		N:         int64(len(events)),
		SessionID: session,
		TenantID:  tenant,
	})
	if err != nil {
		return nil, fmt.Errorf("number events: %w", err)
	}
	for i := range events {
		e := &events[i]
		e.TenantID, e.SessionID, e.BranchID, e.TableID = tenant, &session, head.BranchID, &head.TableID
		e.Seq = head.LastSeq - int64(len(events)-1-i)
		if err := tx.insertEvent(ctx, e); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// Emit writes one event that belongs to no session.
func (tx *Tx) Emit(ctx context.Context, e event.Event) (event.Event, error) {
	err := tx.insertEvent(ctx, &e)
	return e, err
}

func (tx *Tx) insertEvent(ctx context.Context, e *event.Event) error {
	actor, err := json.Marshal(e.Actor)
	if err != nil {
		return fmt.Errorf("encode actor: %w", err)
	}
	e.RequestID, e.TraceID = cause(ctx)
	row, err := tx.InsertEvent(ctx, dbgen.InsertEventParams{
		TenantID: e.TenantID, BranchID: e.BranchID, SessionID: e.SessionID, Seq: OrNil(e.Seq), TableID: e.TableID,
		SectorID: e.SectorID, Type: string(e.Type), Entity: e.Entity, Actor: actor,
		RequestID: e.RequestID, TraceID: e.TraceID,
	})
	if err != nil {
		return fmt.Errorf("insert event %s: %w", e.Type, err)
	}
	e.ID, e.At = row.ID, row.At
	return nil
}

// cause returns the IDs of the request and the trace that a write belongs to, or "".
func cause(ctx context.Context) (requestID, traceID string) {
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		traceID = span.TraceID().String()
	}
	return access.OriginFrom(ctx).RequestID, traceID
}

// ClaimUnpublished passes up to n unpublished events to publish, and marks them as
// published if it returns nil. Other processes skip claimed rows. Events younger than
// grace are left to the process that wrote them.
func (s *Store) ClaimUnpublished(
	ctx context.Context, n int32, grace time.Duration, publish func([]event.Event) error,
) (int, error) {
	var count int
	err := s.InTx(ctx, func(tx *Tx) error {
		rows, err := tx.ClaimUnpublishedEvents(ctx, grace.Seconds(), n)
		if err != nil || len(rows) == 0 {
			return err
		}
		events, ids := make([]event.Event, len(rows)), make([]int64, len(rows))
		for i, r := range rows {
			events[i], ids[i] = eventOf(r), r.ID
		}
		if err := publish(events); err != nil {
			return err
		}
		count = len(rows)
		return tx.MarkEventsPublished(ctx, ids)
	})
	return count, err
}

// eventOf converts a row of the event table.
func eventOf(r dbgen.Event) event.Event {
	e := event.Event{
		ID:        r.ID,
		TenantID:  r.TenantID,
		BranchID:  r.BranchID,
		TableID:   r.TableID,
		SessionID: r.SessionID,
		SectorID:  r.SectorID,
		Seq:       orZero(r.Seq),
		Type:      event.Type(r.Type),
		Entity:    r.Entity,
		At:        r.At,
		RequestID: orZero(r.RequestID),
		TraceID:   orZero(r.TraceID),
	}
	if json.Unmarshal(r.Actor, &e.Actor) != nil {
		e.Actor = access.BySystem // an unreadable actor does not keep the event from being delivered
	}
	return e
}

func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
