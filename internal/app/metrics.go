package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/platform/telemetry"
)

// scrapeTimeout bounds what a scrape waits for Redis and PostgreSQL.
const scrapeTimeout = time.Second

var (
	circuitState   = prometheus.NewDesc(telemetry.CircuitState, "Estado del cortacircuito: 0 cerrado, 1 a prueba, 2 abierto.", []string{"name"}, nil)
	circuitCalls   = prometheus.NewDesc(telemetry.CircuitCalls, "Llamadas que pasaron por el cortacircuito.", []string{"name", "outcome"}, nil)
	circuitChanges = prometheus.NewDesc(telemetry.CircuitStateChanges, "Cambios de estado del cortacircuito.", []string{"name"}, nil)
	noticeStates   = prometheus.NewDesc(telemetry.WebhookNotices, "Avisos de Mercado Pago, por estado.", []string{"status"}, nil)
)

// collectionMetrics tells, when scraped, how collecting over the internet goes: as
// all processes see it. What cannot be read is left out.
type collectionMetrics struct{ parts *parts }

// Describe implements prometheus.Collector.
func (collectionMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{circuitState, circuitCalls, circuitChanges, noticeStates} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m collectionMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	if stats, err := m.parts.circuits.Stats(ctx); err == nil {
		const name = "mercadopago"
		state := map[string]float64{"closed": 0, "half_open": 1, "open": 2}[stats.State]
		to <- prometheus.MustNewConstMetric(circuitState, prometheus.GaugeValue, state, name)
		to <- prometheus.MustNewConstMetric(circuitChanges, prometheus.CounterValue, float64(stats.StateChanges), name)
		for outcome, n := range map[string]int64{"successful": stats.SuccessfulCalls, "failed": stats.FailedCalls, "rejected": stats.RejectedCalls} {
			to <- prometheus.MustNewConstMetric(circuitCalls, prometheus.CounterValue, float64(n), name, outcome)
		}
	}
	totals, err := m.parts.store.NoticeTotals(ctx)
	if err != nil {
		return
	}
	for _, t := range totals {
		to <- prometheus.MustNewConstMetric(noticeStates, prometheus.GaugeValue, float64(t.Notices), t.Status)
	}
}
