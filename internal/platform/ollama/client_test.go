package ollama_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/ollama"
)

// server answers as Ollama does. It remembers what it was asked.
type server struct {
	*httptest.Server
	asked  atomic.Int64
	last   atomic.Value
	answer http.HandlerFunc
}

func newServer(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		s.last.Store(body)
		s.answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/version" {
			return
		}
		_, _ = w.Write([]byte(`{"message":{"role":"assistant","content":" Hola.\n"},"done":true}`))
	})
	c := ollama.New(ollama.Options{URL: s.URL + "/", Model: "qwen"})
	require.True(t, c.Available(t.Context()))
	text, err := c.Answer(t.Context(), "Sé breve.", "¿Qué hay?")
	require.NoError(t, err)
	require.Equal(t, "Hola.", text)
	body := s.last.Load().(map[string]any)
	require.Equal(t, "qwen", body["model"])
	require.Equal(t, false, body["stream"])
	require.Equal(t, map[string]any{"role": "user", "content": "¿Qué hay?"}, body["messages"].([]any)[1])
}

func TestSlowModelTimesOut(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-done:
		}
	})
	defer close(done)
	c := ollama.New(ollama.Options{URL: s.URL, Model: "qwen", Timeout: 20 * time.Millisecond})
	_, err := c.Answer(t.Context(), "", "¿?")
	require.Error(t, err)
}

func TestFailingModelOpensTheBreaker(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	c := ollama.New(ollama.Options{URL: s.URL, Model: "qwen"})
	for range 5 {
		_, err := c.Answer(t.Context(), "", "¿?")
		require.Error(t, err)
	}
	require.EqualValues(t, 3, s.asked.Load(), "then nobody is kept waiting")
	require.Equal(t, ollama.Stats{State: "open", TotalCalls: 5, FailedCalls: 3, RejectedCalls: 2, StateChanges: 1}, c.Stats())
	require.False(t, c.Available(t.Context()))
}
