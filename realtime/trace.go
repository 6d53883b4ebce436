package realtime

import (
	"net/http"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

// traced gives each request a span, except those that ask how the process is,
// which come every few seconds. A socket's ends when it is open. Spans tell the
// path and not the query, which has tokens in it.
func traced(mux *http.ServeMux) http.Handler {
	return otelhttp.NewHandler(mux, "gateway",
		otelhttp.WithFilter(func(r *http.Request) bool {
			return !strings.HasPrefix(r.URL.Path, "/ws/health") && r.URL.Path != "/ws/metrics"
		}),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
			_, pattern := mux.Handler(r)
			_, path, spaced := strings.Cut(pattern, " ")
			if !spaced {
				path = pattern
			}
			return strings.TrimSpace(r.Method + " " + path)
		}))
}
