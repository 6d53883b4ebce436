package realtime

import (
	"net/http"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

// traced gives each request a span, except the frequent health checks and scrapes. A socket's span ends when the socket
// is open. Spans record the path and not the query, which has tokens in it.
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
