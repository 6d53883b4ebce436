package httpx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"integrador/internal/domain/access"
	"integrador/internal/platform/telemetry"
)

// maxBody is how many bytes a request may send. A round of a hundred dishes with
// notes needs a third of it.
const maxBody = 64 << 10

const requestIDHeader = "X-Request-ID"

// requestContext gives a request its ID and what is known of its sender.
func requestContext(c *gin.Context) {
	r := &request{ID: c.GetHeader(requestIDHeader), UserAgent: agent(c.Request.UserAgent())}
	if r.ID == "" || !isName(r.ID) {
		r.ID = uuid.NewString()
	}
	if ip, err := netip.ParseAddr(c.ClientIP()); err == nil {
		r.IP = ip.Unmap()
	}
	c.Header(requestIDHeader, r.ID)
	ctx := context.WithValue(c.Request.Context(), requestKey{}, r)
	ctx = access.WithOrigin(ctx, access.Origin{RequestID: r.ID, Address: r.address(), UserAgent: r.UserAgent})
	c.Request = c.Request.WithContext(telemetry.With(ctx, slog.String("request_id", r.ID)))
}

// accessLog writes the access log and the metrics. Neither says the path as sent
// nor the query, which may carry a token.
func (a *API) accessLog(c *gin.Context) {
	start := time.Now()
	a.metrics.inFlight.Inc()
	c.Next()
	a.metrics.inFlight.Dec()
	took, route := time.Since(start), c.FullPath()
	if route == "" {
		route = "unmatched"
	}
	a.metrics.count(c.Request.Method, route, c.Writer.Status(), took)
	level := slog.LevelInfo
	if routine[route] {
		level = slog.LevelDebug
	}
	r := RequestFrom(c.Request.Context())
	a.log.LogAttrs(c.Request.Context(), level, "http request", append([]slog.Attr{
		slog.String("method", c.Request.Method), slog.String("route", route), slog.Int("status", c.Writer.Status()),
		slog.Int64("duration_ms", took.Milliseconds()), slog.Int("bytes", max(0, c.Writer.Size())),
		slog.String("ip", r.IP.String()),
	}, r.who...)...)
}

// routine are routes that machines ask for every few seconds.
var routine = map[string]bool{metricsPath: true, healthPath: true, detailedHealthPath: true}

// recovery answers a request whose handler panicked.
func (a *API) recovery(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		a.log.ErrorContext(c.Request.Context(), "handler panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		c.Abort()
		if !c.Writer.Written() {
			problemOf(internalFault).write(c.Writer)
		}
	}()
	c.Next()
}

// deadline gives a request its deadline.
func (a *API) deadline(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), a.timeout)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// guard refuses what no endpoint wants: too large a body, one that is not JSON,
// and characters in the address that the ledger could not store.
func guard(c *gin.Context) {
	switch {
	case c.Request.ContentLength > maxBody:
		refuse(c, tooLarge)
	case hasBody(c.Request) && !isJSON(c.GetHeader("Content-Type")):
		refuse(c, notJSON)
	case !isText(c.Request.URL.Path):
		refuse(c, problemOf(noRouteFault))
	case !isTextQuery(c.Request.URL.RawQuery):
		refuse(c, badQuery)
	default:
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxBody)
		c.Next()
	}
}

var badQuery = &Problem{
	Status: http.StatusUnprocessableEntity, Code: "validation_error",
	Detail: []DetailItem{{
		Type: "value_error", Loc: []any{"query"}, Msg: "La dirección tiene caracteres que no se pueden usar.",
	}},
}

func refuse(c *gin.Context, p *Problem) {
	c.Abort()
	p.write(c.Writer)
}

func hasBody(r *http.Request) bool {
	return r.ContentLength > 0 || (r.ContentLength < 0 && r.Body != http.NoBody)
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

func isText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, isControl)
}

func isTextQuery(raw string) bool {
	text, err := url.QueryUnescape(raw)
	return err == nil && isText(text)
}
