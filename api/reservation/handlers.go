package reservation

import (
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers keep reservations and delivery orders.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
	Now    func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.reservationRoutes(api.Tagged(httpx.TagReservation))
	h.deliveryRoutes(api.Tagged(httpx.TagReservation))
}
