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

	"integrador/internal/dev/testkit"
)

// TestTooManyAtOnce: with two places and four to wait, the seventh is told at
// once, those who waited in vain a moment later, and health answers all along.
func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *Options) { o.InFlight = 2 })
	h.shed.wait = 5 * time.Second // time for all to arrive
	entered, open := make(chan struct{}, 8), make(chan struct{})
	handle(router{h.Server, tagHealth}, operation{Method: http.MethodGet, Path: "/api/test/slow", Access: public},
		func(context.Context, *struct{}) (*struct{}, error) {
			entered <- struct{}{}
			<-open
			return nil, nil //nolint:nilnil // 204
		})
	var working, waiting sync.WaitGroup
	ask := func(group *sync.WaitGroup, into *reply) {
		group.Go(func() { *into = h.call(t, "GET", "/api/test/slow", nil, nil) })
	}
	done, turned := make([]reply, 2), make([]reply, 4)
	for i := range done {
		ask(&working, &done[i])
		<-entered
	}
	for i := range turned {
		ask(&waiting, &turned[i])
	}
	testkit.Eventually(t, patience, "the queue is not full", func() bool { return len(h.shed.queue) == cap(h.shed.queue) })
	refused := h.call(t, "GET", "/api/test/slow", nil, nil)
	refused.want(t, http.StatusServiceUnavailable, "overloaded")
	assert.Equal(t, "2", refused.Header.Get("Retry-After"))
	h.call(t, "GET", healthPath, nil, nil).want(t, http.StatusOK, "")
	h.call(t, "GET", metricsPath, nil, nil).want(t, http.StatusOK, "")
	for _, path := range []string{noticePath, connectionNoticePath + "unknown"} {
		notice := h.call(t, "POST", path, map[string]string{"type": "payment"}, nil)
		assert.NotEqual(t, "overloaded", notice.body["code"], path)
	}

	waiting.Wait()
	for _, r := range turned {
		r.want(t, http.StatusServiceUnavailable, "overloaded")
	}
	close(open)
	working.Wait()
	for _, r := range done {
		r.want(t, http.StatusNoContent, "")
	}
	h.call(t, "GET", "/api/test/slow", nil, nil).want(t, http.StatusNoContent, "")
	require.Empty(t, h.shed.queue, "everybody left")
	assert.InDelta(t, 5, testutil.ToFloat64(h.shed.refused), 0)
}
