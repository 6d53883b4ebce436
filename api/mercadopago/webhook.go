package mercadopago

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"integrador/api/httpx"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

// Settings are what the API knows of the provider. It asks it nothing itself.
type Settings struct {
	// Collects lets a restaurant without an account of its own ask for checkouts.
	Collects bool
	// Notices distinguishes the provider's notices to the platform's application from forged
	// ones. nil means that no secret is configured: every notice is answered 503, so
	// that the provider sends it again once there is one.
	Notices NoticeVerifier
	// Verifier makes the like for the secrets of one connection's own application.
	Verifier func(secrets []string) NoticeVerifier

	// Connections make and end the restaurants' links; nil: there are none.
	Connections Connections
	Vault       *secretbox.Box // hides what a person brings to connect
	// AuthorizeURL is where a person goes to connect an account; nil: only pasted
	// credentials connect one.
	AuthorizeURL func(state, verifier string) string
	NotifyURL    func(publicID string) string // where a connection is notified
}

// NoticeVerifier reads a notice of which body was read already. Any error means
// that it is not the provider's.
type NoticeVerifier interface {
	Verify(header http.Header, query url.Values, body []byte, now time.Time) (payments.Notice, error)
}

const (
	noticePath           = "/api/billing/mercadopago/webhook"
	connectionNoticePath = "/webhooks/mercadopago/"
)

func (h *Handlers) webhookRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+noticePath, "receiveMercadoPagoWebhook",
		"Recibe los avisos de Mercado Pago, firmados con x-signature.", httpx.Public, h.webhook, httpx.LimitWebhook,
		httpx.Fails{401}, httpx.NeverShed)
	httpx.Route(api, "POST "+connectionNoticePath+"{connection}", "receiveConnectionWebhook",
		"Recibe los avisos de Mercado Pago a la cuenta conectada de un restaurante.", httpx.Public, h.connectionWebhook,
		httpx.LimitWebhook, httpx.Fails{401, 404}, httpx.NeverShed)
}

// webhookInput is the request as it came: what is signed is bytes and parameters,
// not values.
type webhookInput struct {
	header http.Header
	query  url.Values
	body   []byte
}

// Resolve implements huma.Resolver.
func (in *webhookInput) Resolve(hc huma.Context) []error {
	at := hc.URL()
	in.query = at.Query()
	in.header = http.Header{}
	hc.EachHeader(in.header.Add)
	var err error
	if in.body, err = io.ReadAll(hc.BodyReader()); err != nil {
		return []error{err}
	}
	return nil
}

// WebhookResponse says what becomes of a notice: processed is handed over to be
// looked up, queued_for_retry is kept to be handed over, ignored is neither.
type WebhookResponse struct {
	Status        string `json:"status" enum:"processed,ignored,queued_for_retry"`
	PaymentStatus string `json:"payment_status,omitzero" doc:"pending: lo que se sepa del pago se aplica después de responder."`
	Reason        string `json:"reason,omitzero"`
}

type webhookOutput struct {
	Body WebhookResponse
}

var (
	errNoSecret  = fault.New(fault.Unavailable, "webhook_not_configured", "No hay una clave para verificar los avisos de Mercado Pago.").After(300)
	errSignature = fault.New(fault.Unauthenticated, "signature_invalid", "La firma del aviso no es válida.")
)

func ignored(reason string) *webhookOutput {
	return &webhookOutput{WebhookResponse{Status: "ignored", Reason: reason}}
}

// The provider gives up on an answer after seconds and counts it as a failure.
const (
	keepTimeout = 2 * time.Second // for the ledger
	handTimeout = time.Second     // for Temporal
)

// webhook receives for the platform's application: each connected seller's notices may
// come here, and of the platform's own account all do.
func (h *Handlers) webhook(ctx context.Context, in *webhookInput) (*webhookOutput, error) {
	return h.receive(ctx, in, endpoint{path: "platform", verifier: h.Settings.Notices})
}

// receive keeps a notice before it answers; who answers 200 has it for good. What
// the notice says is not believed: the payment is read at the provider.
func (h *Handlers) receive(ctx context.Context, in *webhookInput, at endpoint) (*webhookOutput, error) {
	if in.isLegacy() {
		h.countNotice(at, "ipn")
		h.lookForPayments(ctx, in, at)
		return ignored("ipn"), nil
	}
	if at.verifier == nil {
		h.countNotice(at, "no_secret")
		return nil, errNoSecret
	}
	notice, err := at.verifier.Verify(in.header, in.signedQuery(), in.body, h.Now())
	if err != nil {
		h.countNotice(at, refusalOf(err))
		h.Log.InfoContext(ctx, "notice refused", "path", at.path, "error", err)
		if refusalOf(err) == "no_secret" {
			return nil, errNoSecret
		}
		return nil, errSignature.Because(err)
	}
	return h.keep(ctx, in, at, notice)
}

// keep stores a genuine notice and hands it over, if it is of a kind that matters.
func (h *Handlers) keep(ctx context.Context, in *webhookInput, at endpoint, n payments.Notice) (*webhookOutput, error) {
	matters := n.Topic == "payment" || n.Topic == "mp-connect"
	keeping, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	id, fresh, err := h.Store.SaveNotice(keeping, postgres.ReceivedNotice{
		Topic: storable(n.Topic), DataID: storable(n.DataID), RequestID: storable(in.nameOf(n)), Action: storable(n.Action),
		TenantID: at.tenant, ConnectionID: at.connection, Seller: n.Seller, Ignore: !matters,
	})
	switch {
	case err != nil:
		h.countNotice(at, "not_kept")
		return nil, err
	case !matters:
		h.countNotice(at, "ignored_topic")
		h.Log.InfoContext(ctx, "notice ignored", "topic", n.Topic, "data_id", n.DataID)
		return ignored("topic"), nil
	case !fresh:
		h.countNotice(at, "duplicate")
		return ignored("duplicate"), nil
	}
	h.countNotice(at, "kept")
	return h.handOver(ctx, id, n.DataID), nil
}

// storable is what can be kept of a text that a notice brings: PostgreSQL stores no NUL. No payment has such an id.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// handOver gives a kept notice to its workflow. Where that fails the sweep does
// it later: the notice is not lost, so the provider need not repeat it.
func (h *Handlers) handOver(ctx context.Context, id int64, dataID string) *webhookOutput {
	handing, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	if err := h.Sessions.NoteWebhook(handing, id, dataID); err != nil {
		h.Log.WarnContext(ctx, "notice waits for the sweep", "notice_id", id, "error", err)
		return &webhookOutput{WebhookResponse{Status: "queued_for_retry", Reason: "processor_unavailable"}}
	}
	return &webhookOutput{WebhookResponse{Status: "processed", PaymentStatus: "pending"}}
}

// isLegacy reports an IPN, which nobody can verify and a webhook always follows.
func (in *webhookInput) isLegacy() bool {
	return !in.query.Has("data.id") && in.query.Has("topic") && in.query.Has("id")
}

// signedQuery is the query with the id that is signed. Some deliveries name the
// id in the body alone; the signature covers it wherever it was read.
func (in *webhookInput) signedQuery() url.Values {
	if in.query.Has("data.id") {
		return in.query
	}
	var wire struct {
		Data struct {
			ID json.RawMessage `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(in.body, &wire) != nil {
		return in.query
	}
	var id string
	if json.Unmarshal(wire.Data.ID, &id) != nil {
		id = string(wire.Data.ID) // a number, or nothing that a signature fits
	}
	query := url.Values{"data.id": {id}}
	maps.Copy(query, in.query)
	return query
}

// nameOf distinguishes a notice from the next one about the same payment. Where a proxy
// dropped the request's id the signature does, of which the time is part.
func (in *webhookInput) nameOf(n payments.Notice) string {
	if n.RequestID != "" {
		return n.RequestID
	}
	sum := sha256.Sum256([]byte(in.header.Get("X-Signature")))
	return "signature-" + hex.EncodeToString(sum[:16])
}
