package postgres

import (
	"context"
	"fmt"
	"strconv"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// SequenceEvents assigns stream positions to the events that were committed since the
// last call and have subscriptions, and returns their number. If another process is
// doing so, it returns 0.
func (s *Store) SequenceEvents(ctx context.Context) (n int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		horizon, err := tx.LockHorizon(ctx)
		if IsNoRow(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("lock the horizon: %w", err)
		}
		if n, err = tx.PositionEvents(ctx, horizon); err != nil {
			return fmt.Errorf("assign positions: %w", err)
		}
		return tx.MoveHorizon(ctx)
	})
	return n, Fault(err)
}

// SubscriptionBinding is the binding of a webhook subscription's signing secret.
func SubscriptionBinding(tenant int64, url string) string {
	return "webhook/" + strconv.FormatInt(tenant, 10) + "/" + url
}

// PositionedEvent is an event with its position in the stream of a tenant.
type PositionedEvent struct {
	Position int64       `json:"position"`
	Event    event.Event `json:"event"`
}

// Undelivered reads the next events of a subscription, at most n, and its cursor after
// their delivery.
func (s *Store) Undelivered(
	ctx context.Context, sub dbgen.SubscriptionToServeRow, n int32,
) ([]PositionedEvent, int64, error) {
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
		out[i] = PositionedEvent{r.Position, eventOf(r.Event)}
	}
	if len(rows) == int(n) {
		return out, rows[len(rows)-1].Position, nil
	}
	if len(rows) > 0 {
		head = max(head, rows[len(rows)-1].Position)
	}
	return out, max(head, sub.Cursor), nil
}

// Delivered moves the cursor of a subscription to to, unless it was rewound meanwhile.
func (s *Store) Delivered(
	ctx context.Context, sub dbgen.SubscriptionToServeRow, to int64, d *dbgen.InsertDeliveryParams,
) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if d != nil {
			if err := tx.InsertDelivery(ctx, *d); err != nil {
				return fmt.Errorf("record a delivery: %w", err)
			}
		}
		_, err := tx.MoveSubscription(ctx, dbgen.MoveSubscriptionParams{
			ID:       sub.ID,
			TenantID: sub.TenantID,
			Before:   sub.Cursor,
			Cursor:   to,
		})
		return err
	}))
}

// Undeliverable records a failed delivery.
func (s *Store) Undeliverable(ctx context.Context, d dbgen.InsertDeliveryParams) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if err := tx.InsertDelivery(ctx, d); err != nil {
			return fmt.Errorf("record a delivery: %w", err)
		}
		return tx.SubscriptionFailed(ctx, dbgen.SubscriptionFailedParams{
			ID:        d.SubscriptionID,
			TenantID:  d.TenantID,
			LastError: d.Error,
		})
	}))
}
