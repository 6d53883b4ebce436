package e2e_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// traceCollector is an OpenTelemetry collector that keeps what it is sent.
type traceCollector struct {
	*httptest.Server

	mu    sync.Mutex
	raw   [][]byte
	kept  []*otlp.Span
	paths map[string]bool
}

func newTraceCollector(t *testing.T) *traceCollector {
	t.Helper()
	s := &traceCollector{paths: map[string]bool{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err != nil || proto.Unmarshal(body, &sent) != nil {
			t.Errorf("%s is no trace: %v", r.URL.Path, err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.paths[r.URL.Path] = true
		s.raw = append(s.raw, body)
		for _, resource := range sent.GetResourceSpans() {
			for _, scope := range resource.GetScopeSpans() {
				s.kept = append(s.kept, scope.GetSpans()...)
			}
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// trace gives the spans of the trace of which a span is.
func (s *traceCollector) trace(is func(*otlp.Span) bool) (out []*otlp.Span) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, root := range s.kept {
		if !is(root) {
			continue
		}
		for _, span := range s.kept {
			if string(span.GetTraceId()) == string(root.GetTraceId()) {
				out = append(out, span)
			}
		}
		return out
	}
	return nil
}

// everything is all that was sent, as text to be searched.
func (s *traceCollector) everything() (out []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, body := range s.raw {
		out = append(out, body...)
	}
	return out
}
