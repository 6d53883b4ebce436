package activities

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
)

// Tills collect for every restaurant through its own account: they are the
// checkout.Provider of all of them. Whose a call is follows from what it is about:
// a reference names a check, a preference and a payment are rows of one tenant.
//
// A token that is not accepted is renewed once; one that is not accepted then
// breaks the connection, and the restaurant is told.
type Tills struct {
	Connections *Connections
	MercadoPago mercadopago.Config
	// Circuit is the breaker of a connection that processes share; nil: none is.
	Circuit func(connection string) mercadopago.Circuit
	// Platform collects for restaurants without a connection; nil refuses them.
	Platform *Till
	// NotifyURL is where a connection is notified, by its public id.
	NotifyURL func(publicID string) string

	mu   sync.Mutex
	open map[int64]*Till // by connection
}

// Till is one account that collects.
type Till struct {
	Client   *mercadopago.Client
	SellerID int64 // whose payments count; 0 accepts any seller
	Live     bool  // only real payments count
	Platform bool

	connection postgres.Connection
}

// codeNotConnected is the Code of a call for a restaurant that has no account.
const codeNotConnected = "not_connected"

// of gives the till of a restaurant.
func (t *Tills) of(ctx context.Context, tenant int64) (*Till, error) {
	c, err := t.Connections.Store.Connected(ctx, tenant)
	if errors.Is(err, postgres.ErrNotConnected) && t.Platform != nil {
		return t.Platform, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return t.through(c)
}

// through gives the till of a connection, with its breaker and today's token.
func (t *Tills) through(c postgres.Connection) (*Till, error) {
	if c.Status != postgres.ConnectionActive {
		return nil, &payments.Error{Op: "open till", Kind: payments.Auth, Code: c.Status, Message: "the connection does not work"}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.open[c.ID]
	if known != nil && known.connection.TokenVersion == c.TokenVersion {
		return known, nil
	}
	token, err := t.Connections.open(c, c.AccessToken, "access_token")
	if err != nil {
		return nil, &payments.Error{Op: "open till", Kind: payments.Auth, Err: err}
	}
	till := &Till{SellerID: c.SellerUserID, Live: c.LiveExpected, connection: c}
	if known != nil && known.SellerID == c.SellerUserID {
		till.Client = known.Client.With(token)
	} else if till.Client, err = t.client(c, token); err != nil {
		return nil, &payments.Error{Op: "open till", Kind: payments.Invalid, Err: err}
	}
	if t.open == nil {
		t.open = map[int64]*Till{}
	}
	t.open[c.ID] = till
	return till, nil
}

func (t *Tills) client(c postgres.Connection, token mercadopago.Secret) (*mercadopago.Client, error) {
	of := mercadopago.Connection{AccessToken: token, SellerID: c.SellerUserID}
	if t.Circuit != nil {
		of.Circuit = t.Circuit(strconv.FormatInt(c.ID, 10))
	}
	return mercadopago.New(t.MercadoPago, of)
}

// unreadable is the failure to learn whose a call is.
func unreadable(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return &payments.Error{Op: "open till", Kind: payments.Auth, Code: codeNotConnected, Message: "no account is connected", Err: err}
	}
	return &payments.Error{Op: "open till", Kind: payments.Unavailable, Err: err}
}

// at makes a call at a till, and once more if its token had to be renewed.
func (t *Tills) at(ctx context.Context, till *Till, call func(*Till) error) error {
	err := call(till)
	if till.Platform || !t.unauthorized(ctx, till, err) {
		return err
	}
	again, lost := t.renewed(ctx, till)
	if lost != nil {
		slog.WarnContext(ctx, "token not accepted and not renewed", "connection", till.connection.ID, "error", lost)
		return err
	}
	err = call(again)
	if t.unauthorized(ctx, again, err) {
		if lost := t.Connections.breakOff(ctx, again.connection, "unauthorized"); lost != nil {
			slog.WarnContext(ctx, "broken connection not noted", "connection", again.connection.ID, "error", lost)
		}
	}
	return err
}

// unauthorized reports that a token is not accepted. The policy agent answers a
// write with 403 both for a bad token and for what a good one may not do: only
// asking whose the token is tells them apart.
func (t *Tills) unauthorized(ctx context.Context, till *Till, err error) bool {
	failure, ok := errors.AsType[*payments.Error](err)
	if !ok {
		return false
	}
	if failure.Kind != payments.Forbidden || !strings.HasPrefix(failure.Code, "PA_UNAUTHORIZED") {
		return failure.Kind == payments.Auth
	}
	token, lost := t.Connections.open(till.connection, till.connection.AccessToken, "access_token")
	if lost != nil {
		return false
	}
	_, lost = t.Connections.Connector.Account(ctx, token)
	return payments.KindOf(lost) == payments.Auth
}

func (t *Tills) renewed(ctx context.Context, till *Till) (*Till, error) {
	c, err := t.Connections.Refreshed(ctx, till.connection)
	if err != nil {
		return nil, err
	}
	return t.through(c)
}

// Foreign says why a payment is not this till's to count, in words for a person,
// or "".
func (t *Till) Foreign(p payments.Payment) string {
	switch {
	case t.SellerID != 0 && p.SellerID != t.SellerID:
		return "es de otro vendedor"
	case t.Live && !p.LiveMode:
		return "es de prueba"
	}
	return ""
}
