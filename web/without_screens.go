package web

import (
	"io"
	"net/http"
)

const withoutScreensPage = `<!doctype html>
<html lang="es">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Integrador</title>
<h1>Este programa se compiló sin las pantallas</h1>
<p>La API funciona igual: su documentación está en <a href="/docs">/docs</a>.
Para tener las pantallas, compilalo con <code>make build</code>.</p>
</html>
`

// withoutScreens answers / when the program was built without the screens.
func withoutScreens(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/" {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, withoutScreensPage)
	})
}
