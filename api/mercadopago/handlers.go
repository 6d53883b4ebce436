package mercadopago

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers connect merchant accounts and receive notices.
type Handlers struct {
	Store    *postgres.Store
	Sessions dispatch.Sessions
	Settings Settings
	Cookie   httpx.Cookie
	Log      *slog.Logger
	Now      func() time.Time
	Registry *prometheus.Registry
	// Prove asks a person whose second factor is on for a code. nil asks nobody.
	Prove func(ctx context.Context, code string) error

	api      *httpx.API
	webhooks *httpx.TTLCache[string, endpoint]
	ipn      ipnLimiter
	notices  *prometheus.CounterVec // by what became of them
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.api, h.notices = api, newNoticeCounter(h.Registry)
	h.webhooks = httpx.NewTTLCache(endpointLife, h.Now, h.loadEndpoint)
	h.webhookRoutes(api.Tagged(httpx.TagMercadoPago))
	h.connectionRoutes(api.Tagged(httpx.TagMercadoPago))
}
