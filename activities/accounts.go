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

// Accounts collect for every restaurant through its own merchant account: they are the
// payments.Provider of all of them. Whose a call is follows from what it is about:
// a reference names a check, a preference and a payment are rows of one tenant.
//
// A token that is not accepted is renewed once; one that is not accepted then
// breaks the connection, which is announced.
type Accounts struct {
	Connections *Connections
	MercadoPago mercadopago.Config
	// Circuit is the breaker of a connection that processes share; nil: none is.
	Circuit func(connection string) mercadopago.Circuit
	// Platform collects for restaurants without a connection; nil refuses them.
	Platform *Account
	// NotifyURL is where a connection is notified, by its public id.
	NotifyURL func(publicID string) string

	mu   sync.Mutex
	open map[int64]*Account // by connection
}

// Account is one account that collects.
type Account struct {
	Client   *mercadopago.Client
	SellerID int64 // whose payments count; 0 accepts any seller
	Live     bool  // only real payments count
	Platform bool

	connection postgres.Connection
}

// codeNotConnected is the Code of a call for a restaurant that has no account.
const codeNotConnected = "not_connected"

// ofTenant gives the account of a restaurant.
func (t *Accounts) ofTenant(ctx context.Context, tenant int64) (*Account, error) {
	c, err := t.Connections.Store.Connected(ctx, tenant)
	if errors.Is(err, postgres.ErrNotConnected) && t.Platform != nil {
		return t.Platform, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return t.through(c)
}

// through gives the account of a connection, with its breaker and today's token.
func (t *Accounts) through(c postgres.Connection) (*Account, error) {
	if c.Status != postgres.ConnectionActive {
		return nil, &payments.Error{Op: "open account", Kind: payments.Auth, Code: c.Status, Message: "the connection does not work"}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.open[c.ID]
	if known != nil && known.connection.TokenVersion == c.TokenVersion {
		return known, nil
	}
	token, err := t.Connections.open(c, c.AccessToken, "access_token")
	if err != nil {
		return nil, &payments.Error{Op: "open account", Kind: payments.Auth, Err: err}
	}
	account := &Account{SellerID: c.SellerUserID, Live: c.LiveExpected, connection: c}
	if known != nil && known.SellerID == c.SellerUserID {
		account.Client = known.Client.With(token)
	} else if account.Client, err = t.client(c, token); err != nil {
		return nil, &payments.Error{Op: "open account", Kind: payments.Invalid, Err: err}
	}
	if t.open == nil {
		t.open = map[int64]*Account{}
	}
	t.open[c.ID] = account
	return account, nil
}

func (t *Accounts) client(c postgres.Connection, token mercadopago.Secret) (*mercadopago.Client, error) {
	of := mercadopago.Connection{AccessToken: token, SellerID: c.SellerUserID}
	if t.Circuit != nil {
		of.Circuit = t.Circuit(strconv.FormatInt(c.ID, 10))
	}
	return mercadopago.New(t.MercadoPago, of)
}

// unreadable is the failure to learn whose a call is.
func unreadable(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return &payments.Error{Op: "open account", Kind: payments.Auth, Code: codeNotConnected, Message: "no account is connected", Err: err}
	}
	return &payments.Error{Op: "open account", Kind: payments.Unavailable, Err: err}
}

// at makes a call at a account, and once more if its token had to be renewed.
func (t *Accounts) at(ctx context.Context, account *Account, call func(*Account) error) error {
	err := call(account)
	if account.Platform || !t.unauthorized(ctx, account, err) {
		return err
	}
	again, lost := t.renewed(ctx, account)
	if lost != nil {
		slog.WarnContext(ctx, "token not accepted and not renewed", "connection", account.connection.ID, "error", lost)
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
// asking whose the token is separates them.
func (t *Accounts) unauthorized(ctx context.Context, account *Account, err error) bool {
	failure, ok := errors.AsType[*payments.Error](err)
	if !ok {
		return false
	}
	if failure.Kind != payments.Forbidden || !strings.HasPrefix(failure.Code, "PA_UNAUTHORIZED") {
		return failure.Kind == payments.Auth
	}
	token, lost := t.Connections.open(account.connection, account.connection.AccessToken, "access_token")
	if lost != nil {
		return false
	}
	_, lost = t.Connections.Connector.Account(ctx, token)
	return payments.KindOf(lost) == payments.Auth
}

func (t *Accounts) renewed(ctx context.Context, account *Account) (*Account, error) {
	c, err := t.Connections.Refreshed(ctx, account.connection)
	if err != nil {
		return nil, err
	}
	return t.through(c)
}

// Foreign says why a payment is not this account's to count, in words for a person,
// or "".
func (t *Account) Foreign(p payments.Payment) string {
	switch {
	case t.SellerID != 0 && p.SellerID != t.SellerID:
		return "es de otro vendedor"
	case t.Live && !p.LiveMode:
		return "es de prueba"
	}
	return ""
}
