package app

import (
	"encoding/json"
	"net/http"
	"net/url"

	"integrador/internal/dev/seed"
	"integrador/internal/platform/qr"
)

// withVisitorsGuide serves what the first page shows in development: the demo's tables, with the QR codes that
// lie on them, its logins, and the pictures of its dishes.
func (d *Deps) withVisitorsGuide(next http.Handler) http.Handler {
	if d.Config.Environment.Production() {
		return next
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dev/guide.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(seed.VisitorsGuide())
	})
	mux.HandleFunc("GET /dev/qr/{branch}/{table}", func(w http.ResponseWriter, r *http.Request) {
		address := d.Config.HTTP.BaseURL + "/t/" + url.PathEscape(r.PathValue("branch")) + "/" + url.PathEscape(r.PathValue("table"))
		image, err := qr.SVG(address)
		if err != nil {
			http.Error(w, "La dirección es demasiado larga para un código.", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(image))
	})
	mux.HandleFunc("GET /dev/pictures/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, seed.Pictures, seed.PicturesFolder+r.PathValue("name"))
	})
	mux.Handle("/", next)
	return mux
}
