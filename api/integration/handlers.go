package integration

import (
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
)

// Handlers manage API keys and webhook subscriptions.
type Handlers struct {
	Store         *postgres.Store
	Writer        *entity.Writer
	Vault         *secretbox.Box
	Receivers     func(url string) error // refuses addresses that are not public
	Subscriptions Subscriptions          // nil leaves serving them to a worker's start
	Now           func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.apiKeyRoutes(api.Tagged(httpx.TagProgram))
	h.webhookSubscriptionRoutes(api.Tagged(httpx.TagProgram))
}
