package auth

import (
	"log/slog"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/token"
)

// Handlers log people in and out.
type Handlers struct {
	Store   *postgres.Store
	Keys    token.Keys
	Auth    *httpx.Authenticator
	Limiter *httpx.Limiter
	Writer  *entity.Writer
	Vault   *secretbox.Box
	Cookie  httpx.Cookie
	Log     *slog.Logger
	Now     func() time.Time
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.authRoutes(api.Tagged(httpx.TagAuth))
	h.twoFactorRoutes(api.Tagged(httpx.TagAuth))
}
