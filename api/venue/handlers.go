package venue

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers edit the restaurant, its branches, sectors and tables.
type Handlers struct {
	Store   *postgres.Store
	Writer  *entity.Writer
	MenuURL string // the diners' application, without a slash at the end: QR codes lead there
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.branchRoutes(api.Tagged(httpx.TagBranch))
	h.tenantRoutes(api.Tagged(httpx.TagBranch))
	h.sectorRoutes(api.Tagged(httpx.TagBranch))
	h.floorTableRoutes(api.Tagged(httpx.TagBranch))
	h.tableQRRoutes(api.Tagged(httpx.TagBranch))
}
