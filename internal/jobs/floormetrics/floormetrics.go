// Package floormetrics is the Prometheus collector of what happens in the restaurants now: open sessions, waiting calls
// and rounds, and what is stuck. It reads PostgreSQL on a scrape, at most once in a few seconds.
//
// Every process exports the same values, so a panel takes the maximum, not the sum.
//
// Imports: internal/platform/postgres/dbgen.
package floormetrics

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"integrador/internal/platform/postgres/dbgen"
)

const (
	cacheFor = 5 * time.Second
	// queryTimeout bounds a scrape: PostgreSQL may be what is wrong.
	queryTimeout = 2 * time.Second
)

// Database is what a Collector queries.
type Database interface {
	FloorMetrics(ctx context.Context) (dbgen.FloorMetricsRow, error)
}

// Collector implements prometheus.Collector. While PostgreSQL does not answer it exports only integrador_pulse_up 0: an
// old value would look like a current one.
type Collector struct {
	Database Database
	Log      *slog.Logger

	mu   sync.Mutex
	last dbgen.FloorMetricsRow
	err  error
	at   time.Time
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("integrador_"+name, help, labels, nil)
}

var (
	up            = desc("pulse_up", "1 if PostgreSQL answered the last query of these metrics.")
	sessions      = desc("open_sittings", "Open table sessions, by state.", "state")
	calls         = desc("service_calls", "Calls for a waiter that are not closed, by state; open ones wait.", "state")
	oldestCall    = desc("oldest_waiting_call_seconds", "Age of the oldest call that nobody acknowledged.")
	rounds        = desc("live_rounds", "Rounds that are not served yet, by state.", "state")
	oldestRound   = desc("oldest_submitted_round_seconds", "Age of the oldest round that the kitchen has not started.")
	pending       = desc("payments_pending", "Payments that Mercado Pago has not decided.")
	waiting       = desc("notices_pending", "Webhook notices of Mercado Pago that are not processed.")
	dead          = desc("dead_letters", "Webhook notices of Mercado Pago that failed on every attempt.")
	outbox        = desc("outbox_events", "Events that are committed and not published.")
	outboxAge     = desc("outbox_oldest_seconds", "Age of the oldest event that is not published.")
	subscriptions = desc("webhook_subscriptions", "Webhook subscriptions of restaurants' programs, by state.", "state")
)

// series are the series and where each value is in the row.
var series = []struct {
	desc   *prometheus.Desc
	labels []string
	value  func(dbgen.FloorMetricsRow) float64
}{
	{sessions, []string{"open"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.SessionsOpen) }},
	{sessions, []string{"paying"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.SessionsPaying) }},
	{calls, []string{"open"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.CallsOpen) }},
	{calls, []string{"acked"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.CallsAcked) }},
	{oldestCall, nil, func(r dbgen.FloorMetricsRow) float64 { return r.OldestCallSeconds }},
	{rounds, []string{"submitted"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.RoundsSubmitted) }},
	{rounds, []string{"in_kitchen"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.RoundsInKitchen) }},
	{rounds, []string{"ready"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.RoundsReady) }},
	{oldestRound, nil, func(r dbgen.FloorMetricsRow) float64 { return r.OldestRoundSeconds }},
	{pending, nil, func(r dbgen.FloorMetricsRow) float64 { return float64(r.PaymentsPending) }},
	{waiting, nil, func(r dbgen.FloorMetricsRow) float64 { return float64(r.NoticesPending) }},
	{dead, nil, func(r dbgen.FloorMetricsRow) float64 { return float64(r.NoticesDead) }},
	{outbox, nil, func(r dbgen.FloorMetricsRow) float64 { return float64(r.OutboxEvents) }},
	{outboxAge, nil, func(r dbgen.FloorMetricsRow) float64 { return r.OutboxOldestSeconds }},
	{subscriptions, []string{"active"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.SubscriptionsActive) }},
	{subscriptions, []string{"failing"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.SubscriptionsFailing) }},
	{subscriptions, []string{"failed"}, func(r dbgen.FloorMetricsRow) float64 { return float64(r.SubscriptionsFailed) }},
}

// Describe implements prometheus.Collector.
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	out <- up
	for i, s := range series {
		if i == 0 || series[i-1].desc != s.desc {
			out <- s.desc
		}
	}
}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	row, err := c.read()
	if err != nil {
		out <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, 0)
		return
	}
	out <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, 1)
	for _, s := range series {
		out <- prometheus.MustNewConstMetric(s.desc, prometheus.GaugeValue, s.value(row), s.labels...)
	}
}

func (c *Collector) read() (dbgen.FloorMetricsRow, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.at.IsZero() && time.Since(c.at) < cacheFor {
		return c.last, c.err
	}
	//nolint:forbidigo // the next scrapes use this result too
	ctx, cancel := context.WithTimeout(context.Background(), queryTimeout)
	defer cancel()
	c.last, c.err = c.Database.FloorMetrics(ctx)
	c.at = time.Now()
	if c.err != nil {
		c.Log.Warn("floor metrics not read", "error", c.err)
	}
	return c.last, c.err
}
