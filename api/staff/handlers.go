package staff

import (
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers edit people, their roles and assignments.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
	Auth   *httpx.Authenticator
	Now    func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.staffRoutes(api.Tagged(httpx.TagStaff))
	h.assignmentRoutes(api.Tagged(httpx.TagStaff))
}
