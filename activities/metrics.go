package activities

import (
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/domain/event"
)

var (
	submitted = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "integrador_rounds_submitted_total", Help: "Rounds that reached the kitchen's list.",
	})
	eventsRecorded = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "integrador_sitting_events_total", Help: "Events of sessions that this process recorded, by type.",
	}, []string{"type"})
	paymentsDecided = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "integrador_payments_total", Help: "Payments that were decided, by state: approved, rejected or failed.",
	}, []string{"state"})
	deliveries = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "integrador_webhook_deliveries_total", Help: "Requests to restaurants' own programs, by outcome: delivered, refused or unanswered.",
	}, []string{"outcome"})
	deliveryTime = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "integrador_webhook_delivery_duration_seconds", Help: "Seconds until a restaurant's program answered or was given up.",
		Buckets: []float64{.01, .05, .1, .25, .5, 1, 2.5, 5, 10},
	})
)

// Collectors are the package's metrics, for the process's registry. Those with
// few known labels exist from the start, as 0.
func Collectors() []prometheus.Collector {
	for _, state := range decided {
		paymentsDecided.WithLabelValues(state)
	}
	for _, outcome := range []string{"delivered", "refused", "unanswered"} {
		deliveries.WithLabelValues(outcome)
	}
	return []prometheus.Collector{submitted, eventsRecorded, paymentsDecided, deliveries, deliveryTime}
}

var decided = map[event.Type]string{
	event.PaymentApproved: "approved", event.PaymentRejected: "rejected", event.PaymentFailed: "failed",
}

// count counts what was committed just now. A decision that had been recorded
// before has no events, so a retry counts nothing.
func count(events []event.Event) {
	for _, e := range events {
		eventsRecorded.WithLabelValues(strings.ToLower(string(e.Type))).Inc()
		if e.Type == event.RoundSubmitted {
			submitted.Inc()
		}
		if state, ok := decided[e.Type]; ok {
			paymentsDecided.WithLabelValues(state).Inc()
		}
	}
}

func delivered(status int, failure error, took time.Duration) {
	outcome := "delivered"
	switch {
	case failure != nil && status == 0:
		outcome = "unanswered"
	case failure != nil:
		outcome = "refused"
	}
	deliveries.WithLabelValues(outcome).Inc()
	deliveryTime.Observe(took.Seconds())
}
