package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// SequenceEvents gives positions to the events that were committed since the last
// call and have subscribers, and reports how many. While another process does
// that, there is nothing to do.
func (s *Store) SequenceEvents(ctx context.Context) (n int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		horizon, err := tx.LockHorizon(ctx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("lock the horizon: %w", err)
		}
		if n, err = tx.PositionEvents(ctx, horizon); err != nil {
			return fmt.Errorf("give positions: %w", err)
		}
		return tx.MoveHorizon(ctx)
	})
	return n, Fault(err)
}

// SubscriptionBinding binds a sealed signing secret to where it signs for.
func SubscriptionBinding(tenant int64, url string) string {
	return "webhook/" + strconv.FormatInt(tenant, 10) + "/" + url
}

// PositionedEvent is an event with its place in the order in which subscribers hear.
type PositionedEvent struct {
	Position int64       `json:"position"`
	Event    event.Event `json:"event"`
}

// Undelivered gives the next events of a subscription, at most n, and the position
// up to which it has heard everything once it got them.
func (s *Store) Undelivered(ctx context.Context, sub dbgen.SubscriptionToServeRow, n int32) ([]PositionedEvent, int64, error) {
	head, err := s.StreamHead(ctx, sub.TenantID)
	if err != nil {
		return nil, 0, Fault(err)
	}
	rows, err := s.EventsToDeliver(ctx, dbgen.EventsToDeliverParams{
		TenantID: sub.TenantID, After: sub.Cursor, BranchID: sub.BranchID, EventTypes: sub.EventTypes, MaxRows: n,
	})
	if err != nil {
		return nil, 0, Fault(err)
	}
	out := make([]PositionedEvent, len(rows))
	for i, r := range rows {
		out[i] = PositionedEvent{r.Position, positionedEvent(r)}
	}
	if len(rows) == int(n) {
		return out, rows[len(rows)-1].Position, nil
	}
	if len(rows) > 0 {
		head = max(head, rows[len(rows)-1].Position)
	}
	return out, max(head, sub.Cursor), nil
}

func positionedEvent(r dbgen.EventsToDeliverRow) event.Event {
	e := event.Event{
		ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, TableID: r.TableID, SessionID: r.SessionID,
		SectorID: r.SectorID, Type: event.Type(r.Type), Entity: r.Entity, At: r.At,
	}
	if r.Seq != nil {
		e.Seq = *r.Seq
	}
	e.RequestID, e.TraceID = orEmpty(r.RequestID), orEmpty(r.TraceID)
	if json.Unmarshal(r.Actor, &e.Actor) != nil {
		e.Actor = access.BySystem
	}
	return e
}

// Delivered notes that a subscription took what leads from its cursor to to. If
// somebody rewound it meanwhile it stays where they put it.
func (s *Store) Delivered(ctx context.Context, sub dbgen.SubscriptionToServeRow, to int64, d *dbgen.InsertDeliveryParams) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if d != nil {
			if err := tx.InsertDelivery(ctx, *d); err != nil {
				return fmt.Errorf("note a delivery: %w", err)
			}
		}
		_, err := tx.MoveSubscription(ctx, dbgen.MoveSubscriptionParams{ID: sub.ID, TenantID: sub.TenantID, Before: sub.Cursor, Cursor: to})
		return err
	}))
}

// Undeliverable notes a try that failed.
func (s *Store) Undeliverable(ctx context.Context, d dbgen.InsertDeliveryParams) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if err := tx.InsertDelivery(ctx, d); err != nil {
			return fmt.Errorf("note a delivery: %w", err)
		}
		return tx.SubscriptionFailed(ctx, dbgen.SubscriptionFailedParams{ID: d.SubscriptionID, TenantID: d.TenantID, LastError: d.Error})
	}))
}
