package kitchen

import (
	"time"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers serve the kitchen's screens.
type Handlers struct {
	Store      *postgres.Store
	Dispatcher *dispatch.Dispatcher
	Publisher  *dispatch.Publisher
	Now        func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.kitchenRoutes(api.Tagged(httpx.TagKitchen))
}
