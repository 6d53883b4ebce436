package realtime

import (
	"net/http"
	"slices"
)

// origins decides which pages may talk to the gateway.
type origins struct {
	allowed  []string
	required bool
}

// allow judges a request for a socket.
func (o origins) allow(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return !o.required
	}
	return slices.Contains(o.allowed, origin)
}

// cors lets our own pages read what next answers to GET. The request carries its
// token in the URL, so a page that is not ours learns nothing by asking.
func (o origins) cors(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		if origin := r.Header.Get("Origin"); slices.Contains(o.allowed, origin) {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
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
