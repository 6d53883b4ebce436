package floor

import (
	"time"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/menu"
)

// Handlers serve the phones of those who wait on tables.
type Handlers struct {
	Store      *postgres.Store
	Sessions   dispatch.Sessions
	Dispatcher *dispatch.Dispatcher
	Menu       *menu.Reader
	Now        func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.waiterRoutes(api.Tagged(httpx.TagFloor))
}
