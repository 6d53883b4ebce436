package mercadopago

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const (
	// callbackPath is where the provider sends people back to.
	callbackPath = "/api/mercadopago/callback"
	// browserCookie ties an authorization to the browser that began it. Without it
	// somebody could send a stranger to authorize, and connect the stranger's account
	// to a restaurant of their own.
	browserCookie = "mercadopago_connect"
	// attemptLife is how long a person has: as long as the provider's code lives.
	attemptLife = 10 * time.Minute
)

// MercadoPagoAuthorizeOutput is where to send a manager's browser.
type MercadoPagoAuthorizeOutput struct {
	AuthorizationURL string    `json:"authorization_url"`
	ExpiresAt        time.Time `json:"expires_at"`
}

type authorizeOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      MercadoPagoAuthorizeOutput
}

// authorize begins OAuth with PKCE. The state works once, for this person, in
// this browser.
func (h *Handlers) authorize(ctx context.Context, in *Proven) (*authorizeOutput, error) {
	if err := h.prove(ctx, *in); err != nil {
		return nil, err
	}
	if h.Settings.AuthorizeURL == nil || h.Settings.Connections == nil {
		return nil, errNoConnecting
	}
	who, attempt := access.StaffFrom(ctx), uuid.New()
	state, browser, verifier := randomText(), randomText(), randomText()
	kept := h.newAttempt(who, attempt, postgres.ConnectedByOAuth)
	kept.StateHash, kept.BrowserHash = hashOf(state), hashOf(browser)
	kept.Verifier = new(h.Settings.Vault.Seal(verifier, postgres.AttemptBinding(attempt, "verifier")))
	if err := h.Store.InsertAttempt(ctx, kept); err != nil {
		return nil, postgres.Fault(err)
	}
	return &authorizeOutput{
		SetCookie: h.browserCookie(browser, int(attemptLife.Seconds())),
		Body:      MercadoPagoAuthorizeOutput{h.Settings.AuthorizeURL(state, verifier), kept.ExpiresAt},
	}, nil
}

func (h *Handlers) newAttempt(who access.Staff, id uuid.UUID, mode string) dbgen.InsertAttemptParams {
	return dbgen.InsertAttemptParams{ID: id, TenantID: who.TenantID, UserID: who.UserID, Mode: mode, ExpiresAt: h.Now().UTC().Add(attemptLife)}
}

// browserCookie comes back with the person from the provider's page, hence Lax.
func (h *Handlers) browserCookie(value string, age int) http.Cookie {
	return http.Cookie{ //nolint:gosec // Secure wherever production is
		Name: browserCookie, Value: value, Path: callbackPath, MaxAge: age, HttpOnly: true,
		Secure: h.Cookie.Secure, SameSite: http.SameSiteLaxMode, Domain: h.Cookie.Domain,
	}
}

// randomText is 256 bits in the characters that URLs and PKCE allow.
func randomText() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)
}

func hashOf(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

type callbackInput struct {
	State   string `query:"state" maxLength:"200"`
	Code    string `query:"code" maxLength:"512"`
	Error   string `query:"error" maxLength:"200"`
	Browser string `cookie:"mercadopago_connect"`
}

// pageOutput is a page for a person who came by themselves, whatever came of it.
type pageOutput struct {
	Status      int
	ContentType string      `header:"Content-Type"`
	SetCookie   http.Cookie `header:"Set-Cookie"`
	Body        []byte
}

var (
	errState    = fault.New(fault.Refused, "connection_state_invalid", "Este enlace ya se usó, venció, o se abrió en otro navegador.")
	errDeclined = fault.New(fault.Refused, "connection_declined", "No autorizaste la conexión.")
)

// connected finishes what authorize began. It answers a person, so every outcome
// is a page; none repeats anything that came with the request.
func (h *Handlers) connected(ctx context.Context, in *callbackInput) (*pageOutput, error) {
	err := h.finish(ctx, in)
	page := &pageOutput{Status: http.StatusOK, ContentType: "text/html; charset=utf-8", SetCookie: h.browserCookie("", -1)}
	if err == nil {
		page.Body = resultPage("Listo, la cuenta está conectada", "Desde ahora los comensales le pagan a esta cuenta de Mercado Pago. Ya podés cerrar esta página.")
		return page, nil
	}
	problem := h.api.Problem(ctx, err)
	page.Status = problem.GetStatus()
	page.Body = resultPage("No pudimos conectar la cuenta", httpx.FaultOf(err).Message+" Volvé al panel y empezá de nuevo.")
	return page, nil
}

func (h *Handlers) finish(ctx context.Context, in *callbackInput) error {
	if h.Settings.Connections == nil {
		return errNoConnecting
	}
	used, err := h.Store.UseAttempt(ctx, dbgen.UseAttemptParams{StateHash: hashOf(in.State), BrowserHash: hashOf(in.Browser), At: h.Now()})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return errState
	case err != nil:
		return postgres.Fault(err)
	case in.Error != "" || in.Code == "":
		return h.decline(ctx, used)
	}
	grant := h.Settings.Vault.Seal(in.Code, postgres.AttemptBinding(used.ID, "grant"))
	if err := h.Store.GiveGrant(ctx, dbgen.GiveGrantParams{ID: used.ID, TenantID: used.TenantID, GrantSecret: &grant}); err != nil {
		return postgres.Fault(err)
	}
	return h.Settings.Connections.Connect(ctx, used.TenantID, used.ID)
}

func (h *Handlers) decline(ctx context.Context, used dbgen.UseAttemptRow) error {
	err := h.Store.FinishAttempt(ctx, dbgen.FinishAttemptParams{ID: used.ID, TenantID: used.TenantID, Outcome: new("declined")})
	if err != nil {
		return postgres.Fault(err)
	}
	return errDeclined
}
