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

// EmitSession writes events of one session, numbered after its last. It takes
// the session's row lock, so it belongs late in a transaction. TenantID and
// SessionID of the events are taken from the arguments; BranchID and TableID
// from the session's row. The events come back complete, ready to be published.
func (tx *Tx) EmitSession(ctx context.Context, tenant, session int64, events ...event.Event) ([]event.Event, error) {
	head, err := tx.NextEventSeqs(ctx, dbgen.NextEventSeqsParams{N: int64(len(events)), SessionID: session, TenantID: tenant})
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

// Emit writes one event of no session.
func (tx *Tx) Emit(ctx context.Context, e event.Event) (event.Event, error) {
	err := tx.insertEvent(ctx, &e)
	return e, err
}

func (tx *Tx) insertEvent(ctx context.Context, e *event.Event) error {
	actor, err := json.Marshal(e.Actor)
	if err != nil {
		return fmt.Errorf("encode actor: %w", err)
	}
	var seq *int64
	if e.Seq > 0 {
		seq = &e.Seq
	}
	e.RequestID, e.TraceID = cause(ctx)
	row, err := tx.InsertEvent(ctx, dbgen.InsertEventParams{
		TenantID: e.TenantID, BranchID: e.BranchID, SessionID: e.SessionID, Seq: seq, TableID: e.TableID,
		SectorID: e.SectorID, Type: string(e.Type), Entity: e.Entity, Actor: actor,
		RequestID: e.RequestID, TraceID: e.TraceID,
	})
	if err != nil {
		return fmt.Errorf("insert event %s: %w", e.Type, err)
	}
	e.ID, e.At = row.ID, row.At
	return nil
}

// cause tells the request and the trace that something is written in; "" for none.
func cause(ctx context.Context) (requestID, traceID string) {
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		traceID = span.TraceID().String()
	}
	return access.OriginFrom(ctx).RequestID, traceID
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// ClaimUnpublished hands up to n events that nobody published to publish, and
// marks them published if it returns nil. Claimed rows are skipped by other
// processes. Events younger than grace are left to their writer.
func (s *Store) ClaimUnpublished(ctx context.Context, n int32, grace time.Duration, publish func([]event.Event) error) (int, error) {
	var count int
	err := s.InTx(ctx, func(tx *Tx) error {
		rows, err := tx.ClaimUnpublishedEvents(ctx, grace.Seconds(), n)
		if err != nil || len(rows) == 0 {
			return err
		}
		events, ids := make([]event.Event, len(rows)), make([]int64, len(rows))
		for i, r := range rows {
			events[i], ids[i] = EventOf(dbgen.SessionLogAfterRow(r)), r.ID
		}
		if err := publish(events); err != nil {
			return err
		}
		count = len(rows)
		return tx.MarkEventsPublished(ctx, ids)
	})
	return count, err
}

// EventOf turns a row of the log into the event it is. All queries of the log
// select the same columns, so their rows convert to this one.
func EventOf(r dbgen.SessionLogAfterRow) event.Event {
	e := event.Event{
		ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, TableID: r.TableID, SessionID: r.SessionID,
		SectorID: r.SectorID, Type: event.Type(r.Type), Entity: r.Entity, At: r.At,
	}
	if r.Seq != nil {
		e.Seq = *r.Seq
	}
	e.RequestID, e.TraceID = orEmpty(r.RequestID), orEmpty(r.TraceID)
	// An actor that does not decode is told as the system's: the event matters more.
	if json.Unmarshal(r.Actor, &e.Actor) != nil {
		e.Actor = access.BySystem
	}
	return e
}
