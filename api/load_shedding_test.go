package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
	"integrador/internal/platform/telemetry"
)

// TestTooManyAtOnce: with two places and four to wait, the seventh is refused at
// once, those who waited in vain a moment later, and health answers all along.
func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	h := newFixture(t, func(o *Options) {
		o.InFlight, o.QueueTime = 2, 5*time.Second // time for all to arrive
	})
	metrics := func() string { return h.Call(t, "GET", "/metrics", nil, nil).Text }
	entered, open := make(chan struct{}, 8), make(chan struct{})
	httpx.Route(h.Tagged("Estado del servicio"), "GET /api/test/slow", "", "", httpx.Public,
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
	testkit.Eventually(t, apitest.Patience, "the queue is not full", func() bool {
		return strings.Contains(metrics(), telemetry.HTTPInFlight+" 7\n") // two work, four wait, one asks for this
	})
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
	assert.Contains(t, metrics(), telemetry.HTTPInFlight+" 1\n", "everybody left")
	assert.Contains(t, metrics(), telemetry.Shed+" 5\n")
}
