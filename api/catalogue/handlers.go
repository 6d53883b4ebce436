package catalogue

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers edit the menu.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.categoryRoutes(api.Tagged(httpx.TagMenu))
	h.subcategoryRoutes(api.Tagged(httpx.TagMenu))
	h.exclusionRoutes(api.Tagged(httpx.TagMenu))
	h.shelfRoutes(api.Tagged(httpx.TagMenu))
	h.productRoutes(api.Tagged(httpx.TagMenu))
	h.allergenRoutes(api.Tagged(httpx.TagMenu))
	h.crossReactionRoutes(api.Tagged(httpx.TagMenu))
	h.promotionRoutes(api.Tagged(httpx.TagMenu))
	h.customizationRoutes(api.Tagged(httpx.TagMenu))
}
