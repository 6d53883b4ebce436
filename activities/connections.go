package activities

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

// Connector links restaurants' accounts at the provider.
type Connector interface {
	Exchange(ctx context.Context, code, verifier string) (mercadopago.Grant, error)
	Refresh(ctx context.Context, refresh mercadopago.Secret) (mercadopago.Grant, error)
	Account(ctx context.Context, token mercadopago.Secret) (mercadopago.Account, error)
}

// Connections make, renew and end the links of restaurants to their accounts. A
// workflow names a restaurant; tokens stay in the ledger, sealed, and in here.
type Connections struct {
	Store     *postgres.Store
	Publisher Publisher
	Vault     *secretbox.Box
	Connector Connector
	Now       func() time.Time // nil means time.Now
}

// Attempt names somebody's attempt to connect.
type Attempt struct {
	TenantID int64     `json:"tenant_id"`
	ID       uuid.UUID `json:"id"`
}

// What an attempt may come to, besides a connection.
var (
	errAttempt = fault.New(fault.Refused, "connection_attempt_over", "Ese intento de conexión ya no sirve. Empezá de nuevo.")
	errRefused = fault.New(fault.Refused, "mercadopago_authorization_refused", "Mercado Pago no aceptó la autorización. Empezá de nuevo.")
	errToken   = fault.New(fault.Refused, "mercadopago_token_invalid", "Mercado Pago no acepta esa credencial. Copiala de nuevo del panel de tu cuenta.")
	errSite    = fault.New(fault.Refused, "mercadopago_not_argentina", "La cuenta de Mercado Pago no es de Argentina.")
)

// Connect finishes an attempt: it proves the grant to the provider and keeps what
// comes of it. Repeating it changes nothing.
func (c *Connections) Connect(ctx context.Context, a Attempt) error {
	attempt, err := c.Store.AttemptByID(ctx, a.ID, a.TenantID)
	switch {
	case fault.CodeOf(postgres.Fault(err)) == fault.NotFound:
		return errAttempt
	case err != nil:
		return postgres.Fault(err)
	case attempt.FinishedAt != nil && attempt.Outcome != nil && *attempt.Outcome == "connected":
		return nil
	case attempt.FinishedAt != nil || attempt.GrantSecret == nil:
		return errAttempt
	}
	grant, account, err := c.prove(ctx, attempt)
	if err == nil && account.Site != "MLA" {
		err = errSite
	}
	if err != nil {
		return c.giveUp(ctx, a, err)
	}
	return c.keep(ctx, attempt, grant, account)
}

// giveUp ends an attempt that was refused, and leaves one that may still succeed.
func (c *Connections) giveUp(ctx context.Context, a Attempt, why error) error {
	if fault.CodeOf(why).Temporary() {
		return why
	}
	outcome := fault.ReasonOf(why)
	if err := c.Store.FinishAttempt(ctx, dbgen.FinishAttemptParams{ID: a.ID, TenantID: a.TenantID, Outcome: &outcome}); err != nil {
		return postgres.Fault(err)
	}
	return why
}

// prove turns what a person brought into tokens and the account they are of.
func (c *Connections) prove(ctx context.Context, a dbgen.ConnectionAttempt) (mercadopago.Grant, mercadopago.Account, error) {
	brought, err := c.Vault.Open(*a.GrantSecret, postgres.AttemptBinding(a.ID, "grant"))
	if err != nil {
		return mercadopago.Grant{}, mercadopago.Account{}, errAttempt.Because(err)
	}
	grant, refusal := mercadopago.Grant{Access: mercadopago.Secret(brought)}, errToken
	if a.Mode == postgres.ConnectedByOAuth {
		if grant, err = c.exchange(ctx, a, brought); err != nil {
			return grant, mercadopago.Account{}, err
		}
		refusal = errRefused
	}
	account, err := c.Connector.Account(ctx, grant.Access)
	if err != nil {
		return grant, account, connectFault(err, refusal)
	}
	if grant.SellerID != 0 && grant.SellerID != account.ID {
		return grant, account, errRefused.Because(errors.New("the token is another account's"))
	}
	grant.SellerID = account.ID
	if a.Mode == postgres.ConnectedByPasting {
		grant.Live = !account.Test && !strings.HasPrefix(brought, "TEST-")
	}
	return grant, account, nil
}

func (c *Connections) exchange(ctx context.Context, a dbgen.ConnectionAttempt, code string) (mercadopago.Grant, error) {
	if a.Verifier == nil {
		return mercadopago.Grant{}, errAttempt
	}
	verifier, err := c.Vault.Open(*a.Verifier, postgres.AttemptBinding(a.ID, "verifier"))
	if err != nil {
		return mercadopago.Grant{}, errAttempt.Because(err)
	}
	grant, err := c.Connector.Exchange(ctx, code, verifier)
	return grant, connectFault(err, errRefused)
}

// connectFault is providerFault for somebody who connects an account.
func connectFault(err error, refusal *fault.Error) error {
	if err == nil {
		return nil
	}
	switch payments.KindOf(err) {
	case payments.Unavailable, payments.RateLimited, payments.Protocol:
		return fault.New(fault.Unavailable, "mercadopago_unavailable", "Mercado Pago no responde. Probá de nuevo en unos minutos.").After(30).Because(err)
	default:
		return refusal.Because(err)
	}
}

// keep stores a proven grant. The provider has given it for good, so that a
// ledger that is away for a moment must not lose it.
func (c *Connections) keep(ctx context.Context, a dbgen.ConnectionAttempt, g mercadopago.Grant, account mercadopago.Account) error {
	sealed := c.seal(a.TenantID, g)
	n := postgres.NewConnection{Attempt: a.ID, HookLabel: "inicial", UpsertConnectionParams: dbgen.UpsertConnectionParams{
		TenantID: a.TenantID, PublicID: strings.ReplaceAll(uuid.NewString(), "-", ""), Mode: a.Mode,
		SellerUserID: g.SellerID, SellerName: account.Nickname, LiveExpected: g.Live,
		AccessToken: &sealed.Access, ExpiresAt: sealed.ExpiresAt, ConnectedBy: &a.UserID,
	}}
	if g.Refresh != "" {
		n.RefreshToken, n.RenewAt = &sealed.Refresh, sealed.RenewAt
	}
	if a.HookSecret != nil {
		secret, err := c.Vault.Open(*a.HookSecret, postgres.AttemptBinding(a.ID, "hook"))
		if err != nil {
			return errAttempt.Because(err)
		}
		n.HookSecret = new(c.Vault.Seal(secret, postgres.SecretBinding(a.TenantID, g.SellerID, n.HookLabel)))
	}
	return retry(ctx, func() error {
		_, events, err := c.Store.SaveConnection(ctx, n)
		c.publish(ctx, events)
		return err
	})
}

// retry repeats what must not be lost until it succeeds, is refused, or ctx ends.
func retry(ctx context.Context, do func() error) error {
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := do()
		code := fault.CodeOf(err)
		if err == nil || code != fault.Internal && !code.Temporary() {
			return err
		}
		if wait(ctx, pause) != nil {
			return err
		}
	}
}

// Tokens are renewed when five sixths of their life are over: of 180 days, 150.
const renewAfter, renewOf = 5, 6

func (c *Connections) seal(tenant int64, g mercadopago.Grant) postgres.Renewed {
	r := postgres.Renewed{
		Access:  c.Vault.Seal(g.Access.Reveal(), postgres.TokenBinding(tenant, g.SellerID, "access_token")),
		Refresh: c.Vault.Seal(g.Refresh.Reveal(), postgres.TokenBinding(tenant, g.SellerID, "refresh_token")),
	}
	if g.ExpiresIn > 0 {
		now := c.now()
		r.ExpiresAt, r.RenewAt = new(now.Add(g.ExpiresIn)), new(now.Add(g.ExpiresIn/renewOf*renewAfter))
	}
	return r
}

// Disconnection is who ends a connection.
type Disconnection struct {
	TenantID int64 `json:"tenant_id"`
	UserID   int64 `json:"user_id"`
}

// Disconnect forgets the tokens of a restaurant. Without a connection there is
// nothing to do.
func (c *Connections) Disconnect(ctx context.Context, l Disconnection) error {
	current, err := c.Store.Connected(ctx, l.TenantID)
	if errors.Is(err, postgres.ErrNotConnected) {
		return nil
	}
	if err != nil {
		return err
	}
	events, err := c.Store.EndConnection(ctx, current, access.Actor{UserID: &l.UserID, Role: access.Admin}, "disconnected")
	c.publish(ctx, events)
	return err
}

func (c *Connections) now() time.Time {
	if c.Now != nil {
		return c.Now().UTC()
	}
	return time.Now().UTC()
}

// publish publishes what was committed; see Ledger.ring.
func (c *Connections) publish(ctx context.Context, events []event.Event) {
	(&Ledger{Publisher: c.Publisher}).publish(ctx, events)
}
