package mercadopago

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// Connections make and end the links of restaurants to their accounts at the
// provider. What they return are faults.
type Connections interface {
	// Connect finishes a kept attempt and waits for what comes of it.
	Connect(ctx context.Context, tenant int64, attempt uuid.UUID) error
	// Disconnect forgets a restaurant's tokens, in the name of a person.
	Disconnect(ctx context.Context, tenant, user int64) error
}

const connectionPath = "/api/admin/mercadopago/connection"

func (h *Handlers) connectionRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+connectionPath, "getMercadoPagoConnection",
		"Dice con qué cuenta de Mercado Pago cobra el restaurante y si funciona.", httpx.Managers, h.connectionState)
	httpx.Route(api, "POST "+connectionPath+"/authorize", "authorizeMercadoPago",
		"Da la dirección donde conectar la cuenta; hay que abrirla en el mismo navegador.", httpx.Admins, h.authorize,
		httpx.LimitConnection)
	httpx.Route(api, "POST "+connectionPath+"/token", "connectMercadoPagoByToken",
		"Conecta la cuenta de una credencial pegada, después de probarla.", httpx.Admins, h.pasteToken, httpx.LimitConnection,
		httpx.Fails{400})
	httpx.Route(api, "DELETE "+connectionPath, "disconnectMercadoPago", "Desconecta la cuenta y olvida sus credenciales.",
		httpx.Admins, h.disconnect, httpx.LimitConnection)
	httpx.Route(api, "GET "+callbackPath, "completeMercadoPagoAuthorization",
		"Recibe a quien vuelve de Mercado Pago de conectar la cuenta, y le cuenta cómo salió.", httpx.Public, h.connected,
		httpx.LimitConnection)
	h.secretRoutes(api)
}

// MercadoPagoConnectionOutput is how a restaurant collects over the internet.
type MercadoPagoConnectionOutput struct {
	Status       string `json:"status" enum:"ACTIVE,NEEDS_RECONNECT,DISCONNECTED" doc:"NEEDS_RECONNECT: la cuenta ya no acepta lo que se le pide; hay que conectarla de nuevo."`
	StatusReason string `json:"status_reason" doc:"Motivo, en una palabra: unauthorized, deauthorized, expired o renewal_refused; vacío si no hay."`
	Message      string `json:"message"`
	// Collects says that diners can pay over the internet right now.
	Collects         bool       `json:"collects"`
	CanAuthorize     bool       `json:"can_authorize" doc:"Si se puede conectar desde Mercado Pago; si no, pegando la credencial."`
	Mode             *string    `json:"mode" enum:"OAUTH,PASTED"`
	SellerUserID     *int64     `json:"seller_user_id"`
	SellerName       *string    `json:"seller_name"`
	LiveMode         *bool      `json:"live_mode"`
	ConnectedAt      *time.Time `json:"connected_at"`
	ExpiresAt        *time.Time `json:"expires_at"`
	RenewsAt         *time.Time `json:"renews_at"`
	NotificationsURL *string    `json:"notifications_url" doc:"La dirección de avisos que va en el panel de la aplicación, si la credencial fue pegada."`
}

type connectionOutput struct{ Body MercadoPagoConnectionOutput }

func (h *Handlers) connectionState(ctx context.Context, _ *struct{}) (*connectionOutput, error) {
	c, err := h.Store.Connected(ctx, access.StaffFrom(ctx).TenantID)
	if errors.Is(err, postgres.ErrNotConnected) {
		return &connectionOutput{h.unconnected()}, nil
	}
	if err != nil {
		return nil, err
	}
	return &connectionOutput{h.connectionOf(c)}, nil
}

func (h *Handlers) unconnected() MercadoPagoConnectionOutput {
	out := MercadoPagoConnectionOutput{
		Status: postgres.ConnectionDisconnected, Collects: h.Settings.Collects, CanAuthorize: h.Settings.AuthorizeURL != nil,
		Message: "No hay una cuenta de Mercado Pago conectada: los comensales pagan en caja.",
	}
	if out.Collects {
		out.Message = "No hay una cuenta propia conectada: se cobra con la de la plataforma."
	}
	return out
}

func (h *Handlers) connectionOf(c postgres.Connection) MercadoPagoConnectionOutput {
	out := MercadoPagoConnectionOutput{
		Status: c.Status, Collects: c.Status == postgres.ConnectionActive, CanAuthorize: h.Settings.AuthorizeURL != nil,
		Mode: &c.Mode, SellerUserID: &c.SellerUserID, SellerName: &c.SellerName, LiveMode: &c.LiveExpected,
		ConnectedAt: &c.ConnectedAt, ExpiresAt: c.ExpiresAt, RenewsAt: c.RenewAt,
		Message: "La cuenta está conectada y se cobra con ella.",
	}
	if h.Settings.NotifyURL != nil {
		out.NotificationsURL = new(h.Settings.NotifyURL(c.PublicID))
	}
	if c.StatusReason != nil {
		out.StatusReason = *c.StatusReason
	}
	switch {
	case c.Status != postgres.ConnectionActive:
		out.Message = "Mercado Pago ya no acepta la conexión: los comensales pagan en caja. Conectá la cuenta de nuevo."
	case c.StatusReason != nil:
		out.Message = "Mercado Pago no quiso renovar la conexión: deja de cobrar cuando venza. Conectá la cuenta de nuevo antes."
	}
	return out
}

// errDisconnected answers a diner whose restaurant cannot collect; it is what a
// restaurant without Mercado Pago answers too.
var errDisconnected = fault.New(fault.Unavailable, "mercadopago_disconnected", "Este local no puede cobrar con Mercado Pago en este momento. Pagá en caja.")

// collecting refuses to ask for a checkout where nobody collects.
var errNoProvider = fault.New(fault.Unavailable, "mercadopago_not_configured", "Este local no cobra con Mercado Pago. Pagá en caja.")

func (h *Handlers) CheckCollects(ctx context.Context, tenant int64) error {
	c, err := h.Store.Connected(ctx, tenant)
	switch {
	case errors.Is(err, postgres.ErrNotConnected) && !h.Settings.Collects:
		return errNoProvider
	case errors.Is(err, postgres.ErrNotConnected):
		return nil
	case err != nil:
		return err
	case c.Status != postgres.ConnectionActive:
		return errDisconnected
	}
	return nil
}

// MercadoPagoTokenRequest is what a manager copies from their application's panel.
type MercadoPagoTokenRequest struct {
	AccessToken   string  `json:"access_token" minLength:"20" maxLength:"512" pattern:"^[!-~]+$" doc:"El access token de producción de tu aplicación."`
	WebhookSecret *string `json:"webhook_secret" required:"false" minLength:"16" maxLength:"256" pattern:"^[!-~]+$" doc:"La clave secreta de sus webhooks."`
}

// Proven is the second factor of who redirects the restaurant's money.
type Proven struct {
	Code string `header:"X-TOTP-Code" maxLength:"10" doc:"El código de la verificación en dos pasos, si la tenés activada."`
}

func (h *Handlers) prove(ctx context.Context, p Proven) error {
	if h.Prove == nil {
		return nil
	}
	return h.Prove(ctx, p.Code)
}

type pasteInput struct {
	Proven
	Body MercadoPagoTokenRequest
}

// pasteToken has the worker prove a pasted token before it is kept as one.
func (h *Handlers) pasteToken(ctx context.Context, in *pasteInput) (*connectionOutput, error) {
	if err := h.prove(ctx, in.Proven); err != nil {
		return nil, err
	}
	if h.Settings.Connections == nil {
		return nil, errNoConnecting
	}
	who, attempt := access.StaffFrom(ctx), uuid.New()
	kept := h.newAttempt(who, attempt, postgres.ConnectedByPasting)
	kept.GrantSecret = new(h.Settings.Vault.Seal(in.Body.AccessToken, postgres.AttemptBinding(attempt, "grant")))
	if in.Body.WebhookSecret != nil {
		kept.HookSecret = new(h.Settings.Vault.Seal(*in.Body.WebhookSecret, postgres.AttemptBinding(attempt, "hook")))
	}
	if err := h.Store.InsertAttempt(ctx, kept); err != nil {
		return nil, postgres.Fault(err)
	}
	if err := h.Settings.Connections.Connect(ctx, who.TenantID, attempt); err != nil {
		return nil, err
	}
	return h.connectionState(ctx, nil)
}

var errNoConnecting = fault.New(fault.Unavailable, "connecting_not_configured", "Acá no se pueden conectar cuentas de Mercado Pago.")

func (h *Handlers) disconnect(ctx context.Context, in *Proven) (*struct{}, error) {
	if err := h.prove(ctx, *in); err != nil {
		return nil, err
	}
	if h.Settings.Connections == nil {
		return nil, errNoConnecting
	}
	who := access.StaffFrom(ctx)
	return nil, h.Settings.Connections.Disconnect(ctx, who.TenantID, who.UserID)
}
