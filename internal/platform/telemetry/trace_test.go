package telemetry

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
)

// One test, since the provider is the process's.
func TestTraces(t *testing.T) {
	stop, err := StartTraces(t.Context(), TraceOptions{})
	require.NoError(t, err)
	_, span := otel.Tracer("test").Start(t.Context(), "unsent")
	assert.False(t, span.IsRecording(), "without a collector nothing is kept")
	assert.True(t, span.SpanContext().HasTraceID(), "the log tells it all the same")
	require.NoError(t, stop(t.Context()))

	_, err = StartTraces(t.Context(), TraceOptions{Endpoint: "http://user:hunter2@[broken"})
	if err != nil {
		assert.NotContains(t, err.Error(), "hunter2")
	}

	got := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.URL.Path }))
	defer collector.Close()
	stop, err = StartTraces(t.Context(), TraceOptions{Endpoint: collector.URL, Service: "test", SampleRatio: 1})
	require.NoError(t, err)
	_, span = otel.Tracer("test").Start(t.Context(), "sent")
	span.End()
	require.NoError(t, stop(t.Context()), "stopping sends what is left")
	assert.Equal(t, "/v1/traces", <-got)
}
