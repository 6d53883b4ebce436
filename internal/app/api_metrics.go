package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/platform/telemetry"
)

// scrapeTimeout bounds the time that a scrape waits for Redis and PostgreSQL.
const scrapeTimeout = time.Second

var (
	circuitState = prometheus.NewDesc(
		telemetry.CircuitState, "State of the circuit breaker: 0 closed, 1 half open, 2 open.", []string{"name"}, nil)
	circuitCalls = prometheus.NewDesc(
		telemetry.CircuitCalls, "Calls through the circuit breaker, by outcome.", []string{"name", "outcome"}, nil)
	circuitChanges = prometheus.NewDesc(
		telemetry.CircuitStateChanges, "State changes of the circuit breaker.", []string{"name"}, nil)
	noticeStates = prometheus.NewDesc(
		telemetry.WebhookNotices, "Notices of Mercado Pago, by state.", []string{"status"}, nil)
)

// paymentMetrics reads the circuit breaker and the notices when scraped, as all
// processes share them. It leaves out what it cannot read.
type paymentMetrics struct{ deps *Deps }

// Describe implements prometheus.Collector.
func (paymentMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{circuitState, circuitCalls, circuitChanges, noticeStates} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m paymentMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	if stats, err := m.deps.circuits.Stats(ctx); err == nil {
		const name = "mercadopago"
		state := map[string]float64{"closed": 0, "half_open": 1, "open": 2}[stats.State]
		to <- prometheus.MustNewConstMetric(circuitState, prometheus.GaugeValue, state, name)
		to <- prometheus.MustNewConstMetric(circuitChanges, prometheus.CounterValue, float64(stats.StateChanges), name)
		for outcome, n := range map[string]int64{
			"successful": stats.SuccessfulCalls, "failed": stats.FailedCalls, "rejected": stats.RejectedCalls,
		} {
			to <- prometheus.MustNewConstMetric(circuitCalls, prometheus.CounterValue, float64(n), name, outcome)
		}
	}
	totals, err := m.deps.Store.NoticeTotals(ctx)
	if err != nil {
		return
	}
	for _, t := range totals {
		to <- prometheus.MustNewConstMetric(noticeStates, prometheus.GaugeValue, float64(t.Notices), t.Status)
	}
}
