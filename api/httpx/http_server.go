package httpx

import (
	"log/slog"
	"net/http"
	"time"
)

// Cookie is how the refresh token travels.
type Cookie struct {
	Secure   bool
	SameSite http.SameSite // 0 means lax
	Domain   string        // "" means the host that set it
}

// NewHTTPServer makes the server that listens at addr, with the bounds that keep
// slow or greedy clients from holding connections.
func NewHTTPServer(addr string, h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       75 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
