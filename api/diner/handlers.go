package diner

import (
	"log/slog"
	"time"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/token"
	"integrador/internal/readmodel/menu"
)

// Handlers serve guests, at a table or not.
type Handlers struct {
	Store      *postgres.Store
	Keys       token.Keys
	Sessions   dispatch.Sessions
	Dispatcher *dispatch.Dispatcher
	Publisher  *dispatch.Publisher
	Menu       *menu.Reader
	MenuCache  *menu.Cache
	Model      Model // nil: the search words the answers
	Log        *slog.Logger
	Now        func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.publicRoutes(api.Tagged(httpx.TagPublic))
	h.tableRoutes(api.Tagged(httpx.TagTable))
	h.dinerRoutes(api.Tagged(httpx.TagTable))
	h.dinerRoundRoutes(api.Tagged(httpx.TagOrder))
	h.dinerCartRoutes(api.Tagged(httpx.TagOrder))
	h.dinerDeviceRoutes(api.Tagged(httpx.TagCustomer))
	h.customerRoutes(api.Tagged(httpx.TagCustomer))
	h.chatRoutes(api.Tagged(httpx.TagCustomer))
}
