package mercadopago

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/telemetry"
)

// endpoint is where a notice came in: by the platform's path or a connection's.
type endpoint struct {
	path               string // platform or connection, for the metrics
	verifier           NoticeVerifier
	tenant, connection int64
}

// endpointLife is how soon a new secret counts, and a retired one no more.
const endpointLife = 5 * time.Second

// connectionWebhookInput is webhookInput with the connection that the path names.
type connectionWebhookInput struct {
	Connection string `path:"connection" maxLength:"64"`
	sent       webhookInput
}

// Resolve implements huma.Resolver.
func (in *connectionWebhookInput) Resolve(hc huma.Context) []error { return in.sent.Resolve(hc) }

var errNoHook = fault.New(fault.NotFound, "webhook_unknown", "No lo encontramos.")

// connectionWebhook receives for the application that a connection's notices come from.
func (h *Handlers) connectionWebhook(ctx context.Context, in *connectionWebhookInput) (*webhookOutput, error) {
	at, err := h.webhooks.Get(ctx, in.Connection)
	if err != nil {
		return nil, err
	}
	if at.connection == 0 {
		h.countNotice(at, "unknown_connection")
		return nil, errNoHook
	}
	return h.receive(ctx, &in.sent, at)
}

// loadEndpoint reads who signs the notices of a connection: its own application, of
// which it gave the secrets, and for a link by OAuth the platform's too.
func (h *Handlers) loadEndpoint(ctx context.Context, publicID string) (endpoint, error) {
	at := endpoint{path: "connection"}
	c, err := h.Store.ConnectionByPublicID(ctx, publicID)
	if errors.Is(err, pgx.ErrNoRows) {
		return at, nil
	}
	if err != nil {
		return at, postgres.Fault(err)
	}
	at.tenant, at.connection = c.TenantID, c.ID
	var signers anySigner
	if c.Mode == postgres.ConnectedByOAuth && h.Settings.Notices != nil {
		signers = append(signers, h.Settings.Notices)
	}
	own, err := h.ownSecrets(ctx, c)
	if err != nil {
		return at, err
	}
	if len(own) > 0 && h.Settings.Verifier != nil {
		signers = append(signers, h.Settings.Verifier(own))
	}
	if len(signers) > 0 {
		at.verifier = signers
	}
	return at, nil
}

func (h *Handlers) ownSecrets(ctx context.Context, c dbgen.ConnectionByPublicIDRow) (secrets []string, err error) {
	sealed, err := h.Store.SigningSecrets(ctx, c.ID, c.TenantID)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	for _, one := range sealed {
		secret, err := h.Settings.Vault.Open(one.Secret, postgres.SecretBinding(c.TenantID, c.SellerUserID, one.Label))
		if err != nil {
			h.Log.ErrorContext(ctx, "webhook secret cannot be opened", "connection", c.ID, "label", one.Label, "error", err)
			continue
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

// anySigner accepts what one of several signers signed.
type anySigner []NoticeVerifier

// Verify implements NoticeVerifier. The last signer's refusal is shown.
func (a anySigner) Verify(header http.Header, query url.Values, body []byte, now time.Time) (n payments.Notice, err error) {
	for _, signer := range a {
		if n, err = signer.Verify(header, query, body, now); err == nil {
			return n, nil
		}
	}
	return n, err
}

func newNoticeCounter(r *prometheus.Registry) *prometheus.CounterVec {
	heard := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: telemetry.Webhooks, Help: "Avisos de Mercado Pago, por lo que se hizo con ellos.",
	}, []string{"path", "outcome"})
	r.MustRegister(heard)
	return heard
}

func (h *Handlers) countNotice(at endpoint, outcome string) {
	h.notices.WithLabelValues(at.path, outcome).Inc()
}

// reasoned is an error of a verifier that shows its reason in one word.
type reasoned interface{ Reason() string }

// refusalOf is the reason of a refusal, as the metrics show it.
func refusalOf(err error) string {
	var r reasoned
	if errors.As(err, &r) {
		return r.Reason()
	}
	return "refused"
}
