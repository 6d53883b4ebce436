package realtime

import (
	"net/http"
	"slices"

	"integrador/internal/platform/cors"
)

// originAllowed reports whether a page of that origin may open a socket. Programs that are no browser send none.
func (g *Gateway) originAllowed(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		return slices.Contains(g.origins, origin)
	}
	return !g.requireOrigin
}

// readable lets our own pages read what next answers to GET. The token travels in the URL, so a page that is not ours
// learns nothing by asking.
func readable(origins cors.Origins, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origins.Allow(w.Header(), r) {
			w.Header().Set("Access-Control-Allow-Headers", "Content-Type, Authorization, X-Request-ID")
		}
		switch r.Method {
		case http.MethodGet:
			next(w, r)
		case http.MethodOptions:
			w.Header().Set("Access-Control-Allow-Methods", "GET, OPTIONS")
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Allow", "GET, OPTIONS")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}
