package realtime

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"integrador/internal/domain/event"
)

// metrics are the gateway's figures. None has an id of anybody as a label.
type metrics struct {
	registry *prometheus.Registry

	rejected   *prometheus.CounterVec // by reason
	closed     *prometheus.CounterVec // by close code
	processed  prometheus.Counter
	invalid    prometheus.Counter
	broadcasts prometheus.Counter
	sent       prometheus.Counter
	unheard    prometheus.Counter
	replayed   prometheus.Counter
	resyncs    prometheus.Counter
	reconnects prometheus.Counter
	heartbeats prometheus.Counter
	slow       prometheus.Counter
	tooFast    prometheus.Counter
	deafness   prometheus.Gauge
	fanOut     prometheus.Histogram
	lag        prometheus.Histogram
	kitchen    prometheus.Histogram
}

const namespace = "wsgateway"

func newMetrics(g *Gateway, registry *prometheus.Registry) *metrics {
	if registry == nil {
		registry = prometheus.NewRegistry()
	}
	counter := func(name, help string) prometheus.Counter {
		c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
		registry.MustRegister(c)
		return c
	}
	by := func(label, name, help string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
		registry.MustRegister(c)
		return c
	}
	histogram := func(name, help string) prometheus.Histogram {
		h := prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: name, Help: help, Buckets: prometheus.ExponentialBuckets(0.0005, 2.5, 12),
		})
		registry.MustRegister(h)
		return h
	}
	deafness := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "redis_deaf", Help: "1 while the subscription to Redis is broken; what is missed is read from the ledger.",
	})
	registry.MustRegister(census{g}, deafness)
	rejected := by("reason", "connections_rejected_total", "Sockets refused, by reason.")
	for _, reason := range []string{"auth", "origin", "limit", "unavailable", "error", "upgrade"} {
		rejected.WithLabelValues(reason)
	}
	return &metrics{
		registry:   registry,
		rejected:   rejected,
		closed:     by("code", "disconnects_total", "Sockets closed, by close code."),
		processed:  counter("events_processed", "Messages from Redis that were events."),
		invalid:    counter("events_invalid_schema", "Messages from Redis and rows of the ledger that were no events, and were dropped."),
		broadcasts: counter("broadcasts_total", "Events handed to at least one socket."),
		sent:       counter("messages_sent_total", "Events queued for sockets or answered to catch-up."),
		unheard:    counter("events_dropped", "Events that no socket was to hear, or had heard before."),
		replayed:   counter("events_replayed_total", "Events sent that were read from the ledger."),
		resyncs:    counter("resyncs_total", "Clients told to load their state anew."),
		reconnects: counter("redis_reconnects_total", "Broken subscriptions to Redis."),
		heartbeats: counter("heartbeat_timeouts_total", "Sockets let go because they were silent."),
		slow:       counter("failed_recipients", "Sockets let go because they did not take what they were sent."),
		tooFast:    counter("messages_rate_limited_total", "Sockets let go because they sent too much."),
		deafness:   deafness,
		fanOut:     histogram("broadcast_duration_seconds", "Time to queue one event for all its sockets."),
		lag:        histogram("event_lag_seconds", "Time from an event to its queueing for sockets."),
		kitchen:    histogram("round_kitchen_lag_seconds", "Time from a round's submission to its queueing for kitchen screens."),
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// retold counts events read from the ledger, once for each client.
func (m *metrics) retold(heard int) {
	m.replayed.Add(float64(heard))
	m.sent.Add(float64(heard))
}

// told counts one event that so many sockets of a kind heard.
func (m *metrics) told(k *kind, what event.Type, heard int, took, lag time.Duration) {
	if heard == 0 {
		m.unheard.Inc()
		return
	}
	m.broadcasts.Inc()
	m.sent.Add(float64(heard))
	m.fanOut.Observe(took.Seconds())
	m.lag.Observe(lag.Seconds())
	if k == kitchen && what == event.RoundSubmitted {
		m.kitchen.Observe(lag.Seconds())
	}
}
