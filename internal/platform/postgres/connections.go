package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Connection connects a restaurant to its account at the provider. Its tokens are
// sealed.
type Connection = dbgen.ProviderConnection

// The states of a Connection, and the ways to create one.
const (
	ConnectionActive         = "ACTIVE"
	ConnectionNeedsReconnect = "NEEDS_RECONNECT" // the provider no longer accepts its token
	ConnectionDisconnected   = "DISCONNECTED"

	ConnectedByOAuth   = "OAUTH"
	ConnectedByPasting = "PASTED"
)

// ErrNotConnected is the fault of a restaurant without a connection.
var ErrNotConnected = fault.New(fault.NotFound, "mercadopago_not_connected",
	"Este restaurante no tiene una cuenta de Mercado Pago conectada.")

// Connected reads the connection of a restaurant, active or not.
//
// Errors: ErrNotConnected if there is none or it is disconnected.
func (s *Store) Connected(ctx context.Context, tenant int64) (Connection, error) {
	c, err := s.CurrentConnection(ctx, tenant)
	return c, NotFoundAs(err, ErrNotConnected)
}

// NewConnection is a connection that the provider has confirmed.
type NewConnection struct {
	dbgen.UpsertConnectionParams
	Attempt    uuid.UUID
	HookLabel  string  // names HookSecret
	HookSecret *string // sealed; nil if the platform's application signs
}

// SaveConnection makes c the restaurant's connection and ends an earlier one to another
// account. It returns the events to publish.
func (s *Store) SaveConnection(
	ctx context.Context, c NewConnection,
) (saved Connection, events []event.Event, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		if err := tx.endOther(ctx, c.TenantID, c.SellerUserID); err != nil {
			return err
		}
		if saved, err = tx.UpsertConnection(ctx, c.UpsertConnectionParams); err != nil {
			return fmt.Errorf("save connection: %w", err)
		}
		if c.HookSecret != nil {
			_, err := tx.UpsertSecret(ctx, dbgen.UpsertSecretParams{
				TenantID: c.TenantID, ConnectionID: saved.ID, Label: c.HookLabel, Secret: *c.HookSecret,
			})
			if err != nil {
				return fmt.Errorf("save secret: %w", err)
			}
		}
		err := tx.FinishAttempt(ctx, dbgen.FinishAttemptParams{
			ID:       c.Attempt,
			TenantID: c.TenantID,
			Outcome:  new("connected"),
		})
		if err != nil {
			return fmt.Errorf("finish attempt: %w", err)
		}
		events, err = tx.recordConnection(ctx, saved, "CONNECT", access.Actor{UserID: c.ConnectedBy, Role: access.Admin})
		return err
	})
	return saved, events, Fault(err)
}

func (tx *Tx) endOther(ctx context.Context, tenant, seller int64) error {
	current, err := tx.LockCurrentConnection(ctx, tenant)
	if IsNoRow(err) || err == nil && current.SellerUserID == seller {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lock connection: %w", err)
	}
	_, err = tx.Queries.EndConnection(ctx, dbgen.EndConnectionParams{
		ID:       current.ID,
		TenantID: tenant,
		Reason:   new("replaced"),
	})
	return err
}

// BreakConnection records that the provider no longer accepts the token of this version.
// A connection that changed meanwhile stays unchanged.
func (s *Store) BreakConnection(ctx context.Context, of Connection, reason string) ([]event.Event, error) {
	return s.changeConnection(ctx, "BREAK", access.BySystem, func(tx *Tx) (Connection, error) {
		return tx.Queries.BreakConnection(ctx, dbgen.BreakConnectionParams{
			ID: of.ID, TenantID: of.TenantID, Version: of.TokenVersion, Reason: &reason,
		})
	})
}

// StopRenewing records that the provider refused the refresh token: the connection works
// until its access token expires, and the restaurant has to connect again.
func (s *Store) StopRenewing(ctx context.Context, of Connection, reason string) ([]event.Event, error) {
	return s.changeConnection(ctx, "RENEWAL_REFUSED", access.BySystem, func(tx *Tx) (Connection, error) {
		return tx.Queries.StopRenewing(ctx, dbgen.StopRenewingParams{
			ID: of.ID, TenantID: of.TenantID, Version: of.TokenVersion, Reason: &reason,
		})
	})
}

// EndConnection disconnects and deletes the tokens.
func (s *Store) EndConnection(
	ctx context.Context, of Connection, by access.Actor, reason string,
) ([]event.Event, error) {
	return s.changeConnection(ctx, "DISCONNECT", by, func(tx *Tx) (Connection, error) {
		return tx.Queries.EndConnection(ctx, dbgen.EndConnectionParams{ID: of.ID, TenantID: of.TenantID, Reason: &reason})
	})
}

// changeConnection changes a connection and records the change, unless change finds no
// row.
func (s *Store) changeConnection(
	ctx context.Context, action string, by access.Actor, change func(*Tx) (Connection, error),
) (events []event.Event, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		c, err := change(tx)
		if IsNoRow(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s connection: %w", action, err)
		}
		events, err = tx.recordConnection(ctx, c, action, by)
		return err
	})
	return events, Fault(err)
}

// connectionEntity is the payload of ENTITY_UPDATED when a connection changed.
type connectionEntity struct {
	EntityType string     `json:"entity_type"`
	EntityID   int64      `json:"entity_id"`
	EntityName string     `json:"entity_name"`
	Status     string     `json:"status"`
	Reason     *string    `json:"reason"`
	ExpiresAt  *time.Time `json:"expires_at"`
}

// recordConnection writes the audit entry of a change and an event for each branch, since
// a connection belongs to the restaurant and dashboards to a branch.
func (tx *Tx) recordConnection(
	ctx context.Context, c Connection, action string, by access.Actor,
) ([]event.Event, error) {
	entity := connectionEntity{"payment_connection", c.ID, "Mercado Pago", c.Status, c.StatusReason, c.ExpiresAt}
	values, err := json.Marshal(map[string]any{
		"status": c.Status, "reason": c.StatusReason, "mode": c.Mode, "seller_user_id": c.SellerUserID,
	})
	if err != nil {
		return nil, fmt.Errorf("encode audit: %w", err)
	}
	err = tx.InsertConnectionAudit(ctx, dbgen.InsertConnectionAuditParams{
		TenantID: c.TenantID, UserID: by.UserID, ConnectionID: &c.ID, Action: action, NewValues: values,
		RequestID: access.OriginFrom(ctx).RequestID,
	})
	if err != nil {
		return nil, fmt.Errorf("audit connection: %w", err)
	}
	branches, err := tx.BranchesOfTenant(ctx, c.TenantID)
	if err != nil {
		return nil, fmt.Errorf("list branches: %w", err)
	}
	var events []event.Event
	for _, branch := range branches {
		e, err := tx.Emit(ctx, event.Event{
			TenantID: c.TenantID, BranchID: branch, Type: event.EntityUpdated, Entity: event.Body(entity), Actor: by,
		})
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}
