package inventory

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers keep stock, suppliers and food costs.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.supplierRoutes(api.Tagged(httpx.TagStock))
	h.stockRoutes(api.Tagged(httpx.TagStock))
}
