package audit

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers show the audit log and erase personal data.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.auditRoutes(api.Tagged(httpx.TagAudit))
	h.privacyRoutes(api.Tagged(httpx.TagAudit))
}
