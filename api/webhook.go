package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"integrador/internal/checkout"
	"integrador/internal/fault"
)

// MercadoPago is what the API knows of the provider. It asks it nothing itself.
type MercadoPago struct {
	// Collects says that checkouts can be asked for; without it they are 503.
	Collects bool
	// Notices tells the provider's notices from forged ones. nil means that no
	// secret is configured: every notice is answered 503, so that the provider
	// sends it again once there is one.
	Notices NoticeVerifier
}

// NoticeVerifier reads a notice of which body was read already. Any error means
// that it is not the provider's.
type NoticeVerifier interface {
	Verify(header http.Header, query url.Values, body []byte, now time.Time) (checkout.Notice, error)
}

func (s *Server) webhookRoutes() {
	handle(s, operation{
		Method: http.MethodPost, Path: billingPath + "/mercadopago/webhook", Access: public,
		Summary: "Recibe los avisos de Mercado Pago, firmados con x-signature.",
		Errors:  []int{http.StatusUnauthorized},
	}, s.webhook)
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

// WebhookResponse tells what becomes of a notice: processed is handed over to be
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

// webhook keeps a notice before it answers; who answers 200 has it for good. What
// the notice says is not believed: the payment is read at the provider.
func (s *Server) webhook(ctx context.Context, in *webhookInput) (*webhookOutput, error) {
	if in.isLegacy() {
		return ignored("ipn"), nil
	}
	if s.mercadoPago.Notices == nil {
		return nil, errNoSecret
	}
	notice, err := s.mercadoPago.Notices.Verify(in.header, in.signedQuery(), in.body, s.now())
	if err != nil {
		s.log.InfoContext(ctx, "notice refused", "error", err)
		return nil, errSignature.Because(err)
	}
	if notice.Topic != "payment" {
		s.log.InfoContext(ctx, "notice ignored", "topic", notice.Topic, "data_id", notice.DataID)
		return ignored("topic"), nil
	}
	keeping, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	id, fresh, err := s.store.KeepNotice(keeping, notice.Topic, notice.DataID, in.nameOf(notice), notice.Action)
	if err != nil {
		return nil, err
	}
	if !fresh {
		return ignored("duplicate"), nil
	}
	return s.handOver(ctx, id, notice.DataID), nil
}

// handOver gives a kept notice to its workflow. Where that fails the sweep does
// it later: the notice is not lost, so the provider need not repeat it.
func (s *Server) handOver(ctx context.Context, id int64, dataID string) *webhookOutput {
	handing, cancel := context.WithTimeout(ctx, handTimeout)
	defer cancel()
	if err := s.sessions.NoteWebhook(handing, id, dataID); err != nil {
		s.log.WarnContext(ctx, "notice waits for the sweep", "notice_id", id, "error", err)
		return &webhookOutput{WebhookResponse{Status: "queued_for_retry", Reason: "processor_unavailable"}}
	}
	return &webhookOutput{WebhookResponse{Status: "processed", PaymentStatus: "pending"}}
}

// isLegacy reports an IPN, which nobody can verify and a webhook always follows.
func (in *webhookInput) isLegacy() bool {
	return !in.query.Has("data.id") && in.query.Has("topic") && in.query.Has("id")
}

// signedQuery is the query with the id that is signed. Some deliveries tell the
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
	for name, values := range in.query {
		query[name] = values
	}
	return query
}

// nameOf tells a notice from the next one about the same payment. Where a proxy
// dropped the request's id the signature does, of which the time is part.
func (in *webhookInput) nameOf(n checkout.Notice) string {
	if n.RequestID != "" {
		return n.RequestID
	}
	sum := sha256.Sum256([]byte(in.header.Get("X-Signature")))
	return "signature-" + hex.EncodeToString(sum[:16])
}
