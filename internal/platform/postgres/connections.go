package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Connection is a restaurant's link to its account at the provider. Its tokens
// are sealed.
type Connection = dbgen.ProviderConnection

// The states of a Connection, and the ways to make one.
const (
	ConnectionActive         = "ACTIVE"
	ConnectionNeedsReconnect = "NEEDS_RECONNECT" // the provider accepts its token no more
	ConnectionDisconnected   = "DISCONNECTED"

	ConnectedByOAuth   = "OAUTH"
	ConnectedByPasting = "PASTED"
)

// ErrNotConnected answers who asks for the connection of a restaurant without one.
var ErrNotConnected = fault.New(fault.NotFound, "mercadopago_not_connected", "Este restaurante no tiene una cuenta de Mercado Pago conectada.")

// Connected gives the connection of a restaurant, whatever its state.
//
// Errors: ErrNotConnected without one that is not disconnected.
func (s *Store) Connected(ctx context.Context, tenant int64) (Connection, error) {
	c, err := s.CurrentConnection(ctx, tenant)
	return c, NotFoundAs(err, ErrNotConnected)
}

// NewConnection is a link that the provider has confirmed.
type NewConnection struct {
	dbgen.UpsertConnectionParams
	Attempt    uuid.UUID
	HookLabel  string  // names HookSecret
	HookSecret *string // sealed; nil when the platform's application signs
}

// SaveConnection makes c the restaurant's connection, ends one to another account
// that it had, and tells the restaurant.
func (s *Store) SaveConnection(ctx context.Context, c NewConnection) (saved Connection, told []event.Event, err error) {
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
		if err := tx.FinishAttempt(ctx, dbgen.FinishAttemptParams{ID: c.Attempt, TenantID: c.TenantID, Outcome: new("connected")}); err != nil {
			return fmt.Errorf("finish attempt: %w", err)
		}
		told, err = tx.tellConnection(ctx, saved, "CONNECT", access.Actor{UserID: c.ConnectedBy, Role: access.Manager})
		return err
	})
	return saved, told, Fault(err)
}

func (tx *Tx) endOther(ctx context.Context, tenant, seller int64) error {
	current, err := tx.LockCurrentConnection(ctx, tenant)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && current.SellerUserID == seller {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lock connection: %w", err)
	}
	_, err = tx.Queries.EndConnection(ctx, dbgen.EndConnectionParams{ID: current.ID, TenantID: tenant, Reason: new("replaced")})
	return err
}

// BreakConnection notes that the provider accepts the token of version no more,
// and tells the restaurant. What changed meanwhile stays as it is.
func (s *Store) BreakConnection(ctx context.Context, of Connection, reason string) ([]event.Event, error) {
	return s.turn(ctx, "BREAK", access.BySystem, func(tx *Tx) (Connection, error) {
		return tx.Queries.BreakConnection(ctx, dbgen.BreakConnectionParams{
			ID: of.ID, TenantID: of.TenantID, Version: of.TokenVersion, Reason: &reason,
		})
	})
}

// StopRenewing notes that the provider refused the refresh token: the connection
// works until its access token ends, and the restaurant is told to connect anew.
func (s *Store) StopRenewing(ctx context.Context, of Connection, reason string) ([]event.Event, error) {
	return s.turn(ctx, "RENEWAL_REFUSED", access.BySystem, func(tx *Tx) (Connection, error) {
		return tx.Queries.StopRenewing(ctx, dbgen.StopRenewingParams{
			ID: of.ID, TenantID: of.TenantID, Version: of.TokenVersion, Reason: &reason,
		})
	})
}

// EndConnection forgets the tokens of a connection for good.
func (s *Store) EndConnection(ctx context.Context, of Connection, by access.Actor, reason string) ([]event.Event, error) {
	return s.turn(ctx, "DISCONNECT", by, func(tx *Tx) (Connection, error) {
		return tx.Queries.EndConnection(ctx, dbgen.EndConnectionParams{ID: of.ID, TenantID: of.TenantID, Reason: &reason})
	})
}

// turn changes a connection and tells so, unless there was nothing to change.
func (s *Store) turn(ctx context.Context, action string, by access.Actor, change func(*Tx) (Connection, error)) (told []event.Event, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		c, err := change(tx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s connection: %w", action, err)
		}
		told, err = tx.tellConnection(ctx, c, action, by)
		return err
	})
	return told, Fault(err)
}

// connectionNews is told of ENTITY_UPDATED when a connection changed.
type connectionNews struct {
	EntityType string     `json:"entity_type"`
	EntityID   int64      `json:"entity_id"`
	EntityName string     `json:"entity_name"`
	Status     string     `json:"status"`
	Reason     *string    `json:"reason"`
	ExpiresAt  *time.Time `json:"expires_at"`
}

// tellConnection writes the audit line of a change and its event, once for each
// branch: the connection is the whole restaurant's, dashboards are a branch's.
func (tx *Tx) tellConnection(ctx context.Context, c Connection, action string, by access.Actor) ([]event.Event, error) {
	news := connectionNews{"payment_connection", c.ID, "Mercado Pago", c.Status, c.StatusReason, c.ExpiresAt}
	kept, err := json.Marshal(map[string]any{"status": c.Status, "reason": c.StatusReason, "mode": c.Mode, "seller_user_id": c.SellerUserID})
	if err != nil {
		return nil, fmt.Errorf("encode audit: %w", err)
	}
	err = tx.InsertConnectionAudit(ctx, dbgen.InsertConnectionAuditParams{
		TenantID: c.TenantID, UserID: by.UserID, ConnectionID: &c.ID, Action: action, NewValues: kept,
	})
	if err != nil {
		return nil, fmt.Errorf("audit connection: %w", err)
	}
	branches, err := tx.BranchesOfTenant(ctx, c.TenantID)
	if err != nil {
		return nil, fmt.Errorf("list branches: %w", err)
	}
	var told []event.Event
	for _, branch := range branches {
		e, err := tx.Emit(ctx, event.Event{TenantID: c.TenantID, BranchID: branch, Type: event.EntityUpdated, Entity: event.Body(news), Actor: by})
		if err != nil {
			return nil, err
		}
		told = append(told, e)
	}
	return told, nil
}
