package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

const (
	healthPath         = "/api/health"
	detailedHealthPath = "/api/health/detailed"
)

// probeTimeout bounds each question that the detailed report asks.
const probeTimeout = time.Second

// Health is what the detailed report asks besides the API's own parts. A field
// that is nil is left out of the report.
type Health struct {
	PingTemporal func(context.Context) error
	// Breakers shows each circuit breaker by name: {state, total_calls, …}.
	Breakers func(context.Context) map[string]any
	// WebhookRetry counts notices of Mercado Pago that wait and that were given up.
	WebhookRetry func(context.Context) (pending, dead int, err error)
}

// health answers how this process and what it leans on are.
type health struct {
	Health
	service, environment string
	log                  *slog.Logger
	probes               map[string]func(context.Context) error
}

func newHealth(o Options) health {
	h := health{Health: o.Health, service: o.Service, environment: o.Environment, log: o.Log}
	h.probes = map[string]func(context.Context) error{"postgresql": o.Store.Ping}
	if o.Redis != nil {
		ping := func(ctx context.Context) error { return o.Redis.Ping(ctx).Err() }
		// One client serves what the contract knows as two.
		h.probes["redis_async"], h.probes["redis_sync"] = ping, ping
	}
	if o.Health.PingTemporal != nil {
		h.probes["temporal"] = o.Health.PingTemporal
	}
	return h
}

func (a *API) healthRoutes() {
	Route(a, "GET "+healthPath, "getHealth", "Dice si el proceso está en pie.", Public, a.health.simple, NeverShed)
	Route(a, "GET "+detailedHealthPath, "getDetailedHealth",
		"Dice cómo están las partes de las que depende; 503 si alguna falla.", Public, a.health.detailed, NeverShed)
}

type healthOutput struct {
	Body struct {
		Status      string `json:"status" enum:"healthy"`
		Service     string `json:"service"`
		Environment string `json:"environment"`
	}
}

func (h health) simple(context.Context, *struct{}) (*healthOutput, error) {
	out := &healthOutput{}
	out.Body.Status, out.Body.Service, out.Body.Environment = Healthy, h.service, h.environment
	return out, nil
}

// The words of the reports.
const (
	Healthy   = "healthy"
	unhealthy = "unhealthy"
	Degraded  = "degraded"
)

// HealthReport is the detailed report.
type HealthReport struct {
	Service         string                `json:"service"`
	Environment     string                `json:"environment"`
	Status          string                `json:"status" enum:"healthy,degraded"`
	Dependencies    map[string]Dependency `json:"dependencies"`
	CircuitBreakers map[string]any        `json:"circuit_breakers"`
	WebhookRetry    WebhookRetry          `json:"webhook_retry"`
}

// Dependency is how something outside this process answers.
type Dependency struct {
	Status    string `json:"status" enum:"healthy,unhealthy"`
	LatencyMS int64  `json:"latency_ms"`
}

// WebhookRetry counts the notices of Mercado Pago that are not done.
type WebhookRetry struct {
	Status          string `json:"status" enum:"healthy,unhealthy"`
	PendingCount    int    `json:"pending_count"`
	DeadLetterCount int    `json:"dead_letter_count"`
}

type detailedHealthOutput struct {
	Status int
	Body   HealthReport
}

// detailed asks all at once. What exactly is wrong stays in the log: anyone may
// read this report.
func (h health) detailed(ctx context.Context, _ *struct{}) (*detailedHealthOutput, error) {
	report := HealthReport{
		Service: h.service, Environment: h.environment, Status: Healthy,
		Dependencies: h.probe(ctx), CircuitBreakers: map[string]any{}, WebhookRetry: h.webhookRetry(ctx),
	}
	if h.Breakers != nil {
		asking, cancel := context.WithTimeout(ctx, probeTimeout)
		defer cancel()
		report.CircuitBreakers = h.Breakers(asking)
	}
	out := &detailedHealthOutput{Status: http.StatusOK, Body: report}
	for _, d := range report.Dependencies {
		if d.Status != Healthy {
			out.Status, out.Body.Status = http.StatusServiceUnavailable, Degraded
		}
	}
	return out, nil
}

func (h health) probe(ctx context.Context) map[string]Dependency {
	var mu sync.Mutex
	var wg sync.WaitGroup
	found := make(map[string]Dependency, len(h.probes))
	for name, ping := range h.probes {
		wg.Go(func() {
			start := time.Now()
			err := within(ctx, ping)
			if err != nil {
				h.log.WarnContext(ctx, "dependency does not answer", "dependency", name, "error", err)
			}
			mu.Lock()
			defer mu.Unlock()
			found[name] = Dependency{Status: statusWord(err), LatencyMS: time.Since(start).Milliseconds()}
		})
	}
	wg.Wait()
	return found
}

// within waits for ping no longer than probeTimeout, even if ping ignores its
// context.
func within(ctx context.Context, ping func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	answered := make(chan error, 1)
	go func() { answered <- ping(ctx) }()
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h health) webhookRetry(ctx context.Context) WebhookRetry {
	w := WebhookRetry{Status: Healthy}
	if h.WebhookRetry == nil {
		return w
	}
	var pending, dead int
	err := within(ctx, func(ctx context.Context) (err error) {
		pending, dead, err = h.WebhookRetry(ctx)
		return err
	})
	w.Status = statusWord(err)
	if err == nil {
		w.PendingCount, w.DeadLetterCount = pending, dead
	}
	return w
}

func statusWord(err error) string {
	if err != nil {
		return unhealthy
	}
	return Healthy
}
