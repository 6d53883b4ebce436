package api

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/api/httpx"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	h := newFixture(t, func(o *Options) {
		o.Health = httpx.Health{
			PingTemporal: func(context.Context) error { return nil },
			Breakers: func(context.Context) map[string]any {
				return map[string]any{"mercadopago": map[string]any{"state": "closed"}}
			},
			WebhookRetry: func(context.Context) (int, int, error) { return 3, 1, nil },
		}
	})
	simple := h.Call(t, "GET", "/api/health", nil, nil).Want(t, 200, "")
	assert.Equal(t, map[string]any{"status": "healthy", "service": "integrador", "environment": "test"}, simple.Body)

	report := h.Call(t, "GET", "/api/health/detailed", nil, nil).Want(t, 200, "").Body
	assert.Equal(t, "healthy", report["status"])
	for _, name := range []string{"postgresql", "redis_async", "redis_sync", "temporal"} {
		assert.Equal(t, "healthy", report["dependencies"].(map[string]any)[name].(map[string]any)["status"], name)
	}
	assert.Contains(t, report["circuit_breakers"], "mercadopago")
	assert.Equal(t, map[string]any{"status": "healthy", "pending_count": 3.0, "dead_letter_count": 1.0}, report["webhook_retry"])
}

func TestHealthDegrades(t *testing.T) {
	t.Parallel()
	stuck := make(chan struct{})
	t.Cleanup(func() { close(stuck) })
	h := newFixture(t, func(o *Options) {
		o.Health = httpx.Health{
			PingTemporal: func(context.Context) error { <-stuck; return nil }, // ignores its deadline
			WebhookRetry: func(context.Context) (int, int, error) { return 0, 0, errors.New("no such table") },
		}
	})
	h.Pool.Close()
	start := time.Now()
	a := h.Call(t, "GET", "/api/health/detailed", nil, nil).Want(t, 503, "")
	assert.Less(t, time.Since(start), apitest.Patience)
	assert.Equal(t, "degraded", a.Body["status"])
	dependencies := a.Body["dependencies"].(map[string]any)
	for name, status := range map[string]string{"postgresql": "unhealthy", "temporal": "unhealthy", "redis_sync": "healthy"} {
		assert.Equal(t, status, dependencies[name].(map[string]any)["status"], name)
	}
	assert.NotContains(t, a.Text, "no such table")
	h.Call(t, "GET", "/api/health", nil, nil).Want(t, 200, "")
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.Call(t, "GET", "/api/auth/me", nil, nil)
	h.Call(t, "GET", "/secret/path/7", nil, nil)
	h.Call(t, "PROPFIND", "/api/auth/me", nil, nil)
	text := h.Call(t, "GET", "/metrics", nil, nil).Want(t, 200, "").Text
	for _, line := range []string{
		`integrador_http_requests_total{method="GET",route="/api/auth/me",status="401"} 1`,
		`integrador_http_requests_total{method="GET",route="unmatched",status="404"} 1`,
		`integrador_http_requests_total{method="other",route="unmatched",status="405"} 1`,
		`integrador_http_request_duration_seconds_count{method="GET",route="/api/auth/me"} 1`,
		"integrador_pg_pool_max ", "go_goroutines ",
	} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "/secret/path")
}
