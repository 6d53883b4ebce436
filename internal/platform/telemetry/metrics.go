package telemetry

import (
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Names of the metrics of the HTTP interface. Labels have few values: a route is a
// pattern, not a path, and no label names a tenant or a person.
const (
	HTTPRequests    = "integrador_http_requests_total"           // method, route, status
	HTTPDuration    = "integrador_http_request_duration_seconds" // method, route
	HTTPInFlight    = "integrador_http_requests_in_flight"
	Shed            = "integrador_http_shed_total"         // refused with 503 because too many were in flight
	RateLimited     = "integrador_rate_limited_total"      // limit, by: person, address or email
	RateLimiterDown = "integrador_rate_limiter_down_total" // decisions made without Redis
)

// Names of the metrics of Mercado Pago.
const (
	Webhooks            = "integrador_webhooks_total"                      // path: platform or connection; outcome
	WebhookNotices      = "integrador_webhook_notices"                     // status
	CircuitState        = "integrador_circuit_breaker_state"               // name; 0 closed, 1 half open, 2 open
	CircuitCalls        = "integrador_circuit_breaker_calls_total"         // name, outcome: successful, failed or rejected
	CircuitStateChanges = "integrador_circuit_breaker_state_changes_total" // name
)

// Names of the metrics of the connections to PostgreSQL.
const (
	PoolAcquired = "integrador_pg_pool_acquired"
	PoolIdle     = "integrador_pg_pool_idle"
	PoolMax      = "integrador_pg_pool_max"
	PoolWaits    = "integrador_pg_pool_empty_acquires_total"
	PoolWaitTime = "integrador_pg_pool_acquire_seconds_total"
)

// NewRegistry makes the registry for /metrics, with the collectors of the Go runtime
// and the process.
func NewRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// PoolCollector collects the state of a connection pool when it is scraped.
func PoolCollector(stat func() *pgxpool.Stat) prometheus.Collector {
	read := func(of func(*pgxpool.Stat) float64) func() float64 {
		return func() float64 { return of(stat()) }
	}
	gauge := func(name, help string, of func(*pgxpool.Stat) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read(of))
	}
	counter := func(name, help string, of func(*pgxpool.Stat) float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read(of))
	}
	return collectorSet{
		gauge(PoolAcquired, "Connections in use.", func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) }),
		gauge(PoolIdle, "Idle connections.", func(s *pgxpool.Stat) float64 { return float64(s.IdleConns()) }),
		gauge(PoolMax, "Maximum number of connections.", func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) }),
		counter(PoolWaits, "Times that a caller waited for a connection.",
			func(s *pgxpool.Stat) float64 { return float64(s.EmptyAcquireCount()) }),
		counter(PoolWaitTime, "Seconds spent acquiring connections.",
			func(s *pgxpool.Stat) float64 { return s.AcquireDuration().Seconds() }),
	}
}

// collectorSet is several collectors as one.
type collectorSet []prometheus.Collector

// Describe implements prometheus.Collector.
func (c collectorSet) Describe(to chan<- *prometheus.Desc) {
	for _, one := range c {
		one.Describe(to)
	}
}

// Collect implements prometheus.Collector.
func (c collectorSet) Collect(to chan<- prometheus.Metric) {
	for _, one := range c {
		one.Collect(to)
	}
}
