package telemetry

import (
	"context"
	"io"
	"log/slog"
	"slices"

	"go.opentelemetry.io/otel/trace"
)

// LogOptions say how a process writes its log.
type LogOptions struct {
	Level slog.Leveler // nil means info
	// Text writes lines for people; otherwise each line is a JSON object.
	Text bool
}

// NewLogger makes the logger of a process. Each line has the attributes that With put
// into its context, and the trace and span. Values whose key names a secret are
// redacted.
func NewLogger(w io.Writer, o LogOptions) *slog.Logger {
	opts := &slog.HandlerOptions{Level: o.Level, ReplaceAttr: redact}
	if o.Text {
		return slog.New(contextual{slog.NewTextHandler(w, opts)})
	}
	return slog.New(contextual{slog.NewJSONHandler(w, opts)})
}

// secret are the keys whose values never reach a log.
var secret = []string{
	"password", "token", "access_token", "refresh_token", "table_token", "authorization", "cookie", "secret", "totp_code",
}

func redact(_ []string, a slog.Attr) slog.Attr {
	if slices.Contains(secret, a.Key) {
		return slog.String(a.Key, "[redacted]")
	}
	return a
}

type attrsKey struct{}

// With returns a context whose log lines also have attrs. Keys are snake_case:
// request_id, tenant_id, session_id, user_id.
func With(ctx context.Context, attrs ...slog.Attr) context.Context {
	before, _ := ctx.Value(attrsKey{}).([]slog.Attr)
	return context.WithValue(ctx, attrsKey{}, slices.Concat(before, attrs))
}

// contextual adds the context's attributes to a record.
type contextual struct{ slog.Handler }

// Handle implements slog.Handler.
func (h contextual) Handle(ctx context.Context, r slog.Record) error {
	if attrs, ok := ctx.Value(attrsKey{}).([]slog.Attr); ok {
		r.AddAttrs(attrs...)
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		r.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h contextual) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextual{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h contextual) WithGroup(name string) slog.Handler {
	return contextual{h.Handler.WithGroup(name)}
}
