package realtime

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"integrador/internal/domain/event"
)

// metrics are the gateway's metrics. None has anybody's id as a label.
type metrics struct {
	registry *prometheus.Registry

	rejected      *prometheus.CounterVec // by reason
	closed        *prometheus.CounterVec // by close code
	processed     prometheus.Counter
	invalid       prometheus.Counter
	broadcasts    prometheus.Counter
	sent          prometheus.Counter
	dropped       prometheus.Counter
	replayed      prometheus.Counter
	resyncs       prometheus.Counter
	interruptions prometheus.Counter
	heartbeats    prometheus.Counter
	slow          prometheus.Counter
	tooFast       prometheus.Counter
	interrupted   prometheus.Gauge
	fanOut        prometheus.Histogram
	lag           prometheus.Histogram
	kitchenLag    prometheus.Histogram
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
	counterBy := func(label, name, help string) *prometheus.CounterVec {
		opts := prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}
		c := prometheus.NewCounterVec(opts, []string{label})
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
	interrupted := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace,
		Name:      "redis_deaf",
		Help:      "1 while the subscription to Redis is interrupted; missed events are read from the database.",
	})
	registry.MustRegister(collector{g}, interrupted)
	rejected := counterBy("reason", "connections_rejected_total", "Sockets rejected, by reason.")
	for _, reason := range []string{"auth", "origin", "limit", "unavailable", "error", "upgrade"} {
		rejected.WithLabelValues(reason)
	}
	return &metrics{
		registry:      registry,
		rejected:      rejected,
		interrupted:   interrupted,
		closed:        counterBy("code", "disconnects_total", "Sockets closed, by close code."),
		processed:     counter("events_processed", "Valid events received from Redis."),
		invalid:       counter("events_invalid_schema", "Messages from Redis and rows dropped as invalid events."),
		broadcasts:    counter("broadcasts_total", "Events queued for at least one socket."),
		sent:          counter("messages_sent_total", "Events queued for sockets or returned by catch-up."),
		dropped:       counter("events_dropped", "Events from Redis that no socket needed, or that were repeats."),
		replayed:      counter("events_replayed_total", "Events sent that were read from the database."),
		resyncs:       counter("resyncs_total", "Clients that were asked to reload their state."),
		interruptions: counter("redis_reconnects_total", "Interruptions of the subscription to Redis."),
		heartbeats:    counter("heartbeat_timeouts_total", "Sockets closed because the client was silent."),
		slow:          counter("failed_recipients", "Sockets closed because the client did not read in time."),
		tooFast:       counter("messages_rate_limited_total", "Sockets closed because the client sent too many messages."),
		fanOut:        histogram("broadcast_duration_seconds", "Time to queue one event for all its sockets."),
		lag:           histogram("event_lag_seconds", "Time from an event's creation to its queueing for sockets."),
		kitchenLag:    histogram("round_kitchen_lag_seconds", "Time from a round's submission to its queueing for kitchens."),
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// replayedTo counts events read from the database, once for each client.
func (m *metrics) replayedTo(sent int) {
	m.replayed.Add(float64(sent))
	m.sent.Add(float64(sent))
}

// delivered counts one event that was queued for so many sockets of an endpoint.
func (m *metrics) delivered(at *endpoint, typ event.Type, sent int, took, lag time.Duration) {
	if sent == 0 {
		m.dropped.Inc()
		return
	}
	m.broadcasts.Inc()
	m.sent.Add(float64(sent))
	m.fanOut.Observe(took.Seconds())
	m.lag.Observe(lag.Seconds())
	if at == kitchen && typ == event.RoundSubmitted {
		m.kitchenLag.Observe(lag.Seconds())
	}
}
