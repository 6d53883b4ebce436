package billing

import (
	"context"
	"log/slog"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers bring checks and take payments.
type Handlers struct {
	Store      *postgres.Store
	Sessions   dispatch.Sessions
	Dispatcher *dispatch.Dispatcher
	Publisher  *dispatch.Publisher
	Collects   func(ctx context.Context, tenant int64) error // refuses a restaurant that cannot be paid online
	Log        *slog.Logger
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.billingRoutes(api.Tagged(httpx.TagBilling))
	h.waiterBillRoutes(api.Tagged(httpx.TagBilling))
}
