package cash

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers keep cash drawers and tips.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.cashRoutes(api.Tagged(httpx.TagCash))
	h.tipRoutes(api.Tagged(httpx.TagCash))
	h.tipPoolRoutes(api.Tagged(httpx.TagCash))
}
