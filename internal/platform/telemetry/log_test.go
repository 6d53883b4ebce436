package telemetry

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"
)

func TestLogLineHasContextAttributes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := NewLogger(&out, LogOptions{}).With("process", "api")
	ctx := With(t.Context(), slog.String("request_id", "r-1"))
	inner := With(ctx, slog.Int64("tenant_id", 7))
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}})
	log.ErrorContext(trace.ContextWithSpanContext(inner, span), "relay failed", "error", errors.New("gone"), "token", "abc", "count", 3)
	log.InfoContext(ctx, "after")

	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	require.Len(t, lines, 2)
	var first, second map[string]any
	require.NoError(t, json.Unmarshal(lines[0], &first))
	require.NoError(t, json.Unmarshal(lines[1], &second))
	delete(first, "time")
	assert.Equal(t, map[string]any{
		"level": "ERROR", "msg": "relay failed", "process": "api", "error": "gone", "token": "[redacted]", "count": 3.0,
		"request_id": "r-1", "tenant_id": 7.0,
		"trace_id": "01000000000000000000000000000000", "span_id": "0200000000000000",
	}, first)
	assert.NotContains(t, second, "tenant_id", "an inner context says nothing about the outer")
}

func TestSecretsAreRedactedInGroupsToo(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := NewLogger(&out, LogOptions{Text: true})
	log.WithGroup("http").Info("sent", "authorization", "Bearer abc", slog.Group("form", "password", "hunter2"))
	assert.NotContains(t, out.String(), "abc")
	assert.NotContains(t, out.String(), "hunter2")
}
