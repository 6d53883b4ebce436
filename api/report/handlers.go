package report

import (
	"time"

	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers report and print.
type Handlers struct {
	Store *postgres.Store
	Now   func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.orderRoutes(api.Tagged(httpx.TagReport))
	h.reportRoutes(api.Tagged(httpx.TagReport))
	h.feedbackRoutes(api.Tagged(httpx.TagReport))
	h.receiptRoutes(api.Tagged(httpx.TagReport))
}
