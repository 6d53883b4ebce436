package realtime

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"integrador/internal/platform/cors"
)

// originAllowed reports whether a page of that origin may open a socket: one of ours, or one that came from the address
// that it connects to. Programs that are no browser send none.
func (g *Gateway) originAllowed(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return !g.requireOrigin
	}
	if slices.Contains(g.origins, origin) {
		return true
	}
	from, err := url.Parse(origin)
	return err == nil && from.Host != "" && strings.EqualFold(from.Host, r.Host)
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
