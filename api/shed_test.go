package api

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
)

// TestTooManyAtOnce: with two places and four to wait, the seventh is told at
// once, those who waited in vain a moment later, and health answers all along.
func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	h := newFixture(t, func(o *Options) { o.InFlight = 2 })
	h.Shed.Wait = 5 * time.Second // time for all to arrive
	entered, open := make(chan struct{}, 8), make(chan struct{})
	httpx.Handle(h.Tagged("Estado del servicio"), httpx.Operation{Method: http.MethodGet, Path: "/api/test/slow", Access: httpx.Public},
		func(context.Context, *struct{}) (*struct{}, error) {
			entered <- struct{}{}
			<-open
			return nil, nil //nolint:nilnil // 204
		})
	var working, waiting sync.WaitGroup
	ask := func(group *sync.WaitGroup, into *apitest.Reply) {
		group.Go(func() { *into = h.Call(t, "GET", "/api/test/slow", nil, nil) })
	}
	done, turned := make([]apitest.Reply, 2), make([]apitest.Reply, 4)
	for i := range done {
		ask(&working, &done[i])
		<-entered
	}
	for i := range turned {
		ask(&waiting, &turned[i])
	}
	testkit.Eventually(t, apitest.Patience, "the queue is not full", func() bool { return len(h.Shed.Queue) == cap(h.Shed.Queue) })
	refused := h.Call(t, "GET", "/api/test/slow", nil, nil)
	refused.Want(t, http.StatusServiceUnavailable, "overloaded")
	assert.Equal(t, "2", refused.Header.Get("Retry-After"))
	h.Call(t, "GET", "/api/health", nil, nil).Want(t, http.StatusOK, "")
	h.Call(t, "GET", "/metrics", nil, nil).Want(t, http.StatusOK, "")
	for _, path := range []string{"/api/billing/mercadopago/webhook", "/webhooks/mercadopago/" + "unknown"} {
		notice := h.Call(t, "POST", path, map[string]string{"type": "payment"}, nil)
		assert.NotEqual(t, "overloaded", notice.Body["code"], path)
	}

	waiting.Wait()
	for _, r := range turned {
		r.Want(t, http.StatusServiceUnavailable, "overloaded")
	}
	close(open)
	working.Wait()
	for _, r := range done {
		r.Want(t, http.StatusNoContent, "")
	}
	h.Call(t, "GET", "/api/test/slow", nil, nil).Want(t, http.StatusNoContent, "")
	require.Empty(t, h.Shed.Queue, "everybody left")
	assert.InDelta(t, 5, testutil.ToFloat64(h.Shed.Refused), 0)
}
