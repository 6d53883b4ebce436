package activities

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
)

// Renewal is what a look at a connection found, after renewing it if it was time.
type Renewal struct {
	Next  time.Time `json:"next,omitzero"` // when to look again; zero: not before something changes
	Ended bool      `json:"ended,omitempty"`
}

// Renew looks at the connection of a restaurant and renews its tokens if their
// time has come.
//
// Errors: fault.Unavailable while the provider is not there, or another renews.
func (c *Connections) Renew(ctx context.Context, tenant int64) (Renewal, error) {
	current, err := c.Store.Connected(ctx, tenant)
	if errors.Is(err, postgres.ErrNotConnected) {
		return Renewal{Ended: true}, nil
	}
	if err != nil {
		return Renewal{}, err
	}
	if due(current.RenewAt, c.now()) && current.Status == postgres.ConnectionActive {
		if err := c.renew(ctx, current); err != nil {
			return Renewal{}, err
		}
		if current, err = c.Store.Connected(ctx, tenant); err != nil {
			return Renewal{}, err
		}
	}
	if current.Status == postgres.ConnectionActive && due(current.ExpiresAt, c.now()) {
		return Renewal{}, c.breakOff(ctx, current, "expired")
	}
	return Renewal{Next: nextLook(current)}, nil
}

func due(at *time.Time, now time.Time) bool { return at != nil && !now.Before(*at) }

func nextLook(c postgres.Connection) time.Time {
	switch {
	case c.Status != postgres.ConnectionActive:
		return time.Time{}
	case c.RenewAt != nil:
		return c.RenewAt.UTC()
	case c.ExpiresAt != nil:
		return c.ExpiresAt.UTC()
	}
	return time.Time{}
}

// renew exchanges the refresh token of a connection, as the only one to do so. A
// process that dies between the exchange and the ledger loses the new refresh
// token: the next one's exchange is refused, the access token serves until it
// ends, and the restaurant is asked to connect again.
func (c *Connections) renew(ctx context.Context, of postgres.Connection) error {
	holder := uuid.NewString()
	begun, err := c.Store.BeginRenewal(ctx, of, holder)
	if err != nil {
		return err
	}
	refresh, err := c.open(begun, begun.RefreshToken, "refresh_token")
	if err != nil {
		return errors.Join(err, c.Store.AbandonRenewal(ctx, begun, holder))
	}
	grant, err := c.Connector.Refresh(ctx, refresh)
	if err == nil && grant.SellerID != begun.SellerUserID {
		err = &payments.Error{Op: "refresh token", Kind: payments.Protocol, Message: "tokens of another seller"}
	}
	if err == nil {
		return c.keepRenewed(ctx, begun, grant)
	}
	if worthless(err) {
		slog.WarnContext(ctx, "refresh token refused", "tenant", begun.TenantID, "connection", begun.ID, "error", err)
		events, err := c.Store.StopRenewing(ctx, begun, "renewal_refused")
		c.publish(ctx, events)
		return err
	}
	back := c.Store.AbandonRenewal(ctx, begun, holder)
	return errors.Join(fault.New(fault.Unavailable, "mercadopago_unavailable", "Mercado Pago no renovó la conexión.").After(60).Because(err), back)
}

// worthless reports that a refresh token will never be good again. Other refusals
// are about our application, and pass once it is put right.
func worthless(err error) bool {
	failure, ok := errors.AsType[*payments.Error](err)
	return ok && failure.Code == mercadopago.CodeInvalidGrant
}

func (c *Connections) keepRenewed(ctx context.Context, of postgres.Connection, g mercadopago.Grant) error {
	if g.Refresh == "" { // not every answer brings a new one
		old, err := c.open(of, of.RefreshToken, "refresh_token")
		if err != nil {
			return err
		}
		g.Refresh = old
	}
	sealed := c.seal(of.TenantID, g)
	return retry(ctx, func() error {
		_, err := c.Store.FinishRenewal(ctx, of, sealed)
		return err
	})
}

// Refreshed gives the connection that follows one whose token the provider did
// not accept: what another has renewed already, or what it renews now.
//
// Errors: fault.Refused if there is nothing to renew; the connection is broken then.
func (c *Connections) Refreshed(ctx context.Context, of postgres.Connection) (postgres.Connection, error) {
	for {
		current, err := c.Store.ConnectionByID(ctx, of.ID, of.TenantID)
		if err != nil {
			return of, postgres.Fault(err)
		}
		switch {
		case current.TokenVersion != of.TokenVersion && current.Status == postgres.ConnectionActive:
			return current, nil
		case current.Status != postgres.ConnectionActive:
			return current, errBroken
		case current.RefreshToken == nil || current.RenewAt == nil && current.StatusReason != nil:
			return current, errors.Join(errBroken, c.breakOff(ctx, current, "unauthorized"))
		}
		err = c.renew(ctx, current)
		if errors.Is(err, postgres.ErrRenewing) { // another's turn: its outcome is ours
			err = wait(ctx, 100*time.Millisecond)
		}
		if err != nil {
			return current, err
		}
	}
}

var errBroken = fault.New(fault.Refused, "mercadopago_needs_reconnect", "La conexión con Mercado Pago no funciona: hay que conectar la cuenta de nuevo.")

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// breakOff marks a connection broken and announces it, once.
func (c *Connections) breakOff(ctx context.Context, of postgres.Connection, reason string) error {
	events, err := c.Store.BreakConnection(ctx, of, reason)
	if len(events) > 0 {
		slog.WarnContext(ctx, "connection broken", "tenant", of.TenantID, "connection", of.ID, "reason", reason)
	}
	c.publish(ctx, events)
	return err
}

// Verify asks the provider whether a connection's token is still good, as one
// does when a notice says that it was taken back.
func (c *Connections) Verify(ctx context.Context, of postgres.Connection) error {
	if of.Status != postgres.ConnectionActive {
		return nil
	}
	token, err := c.open(of, of.AccessToken, "access_token")
	if err != nil {
		return err
	}
	_, err = c.Connector.Account(ctx, token)
	switch payments.KindOf(err) {
	case payments.Auth:
		return c.breakOff(ctx, of, "deauthorized")
	case "":
		return nil
	default:
		return providerFault(err)
	}
}

// open reveals a sealed token of a connection.
func (c *Connections) open(of postgres.Connection, sealed *string, field string) (mercadopago.Secret, error) {
	if sealed == nil {
		return "", fmt.Errorf("connection %d has no %s", of.ID, field)
	}
	token, err := c.Vault.Open(*sealed, postgres.TokenBinding(of.TenantID, of.SellerUserID, field))
	if err != nil {
		return "", fmt.Errorf("open the %s of connection %d: %w", field, of.ID, err)
	}
	return mercadopago.Secret(token), nil
}
