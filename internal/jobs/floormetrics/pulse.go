// Package pulse tells Prometheus what the floor is doing now: how many sit, how
// many wait and for how long, and what is stuck. It reads the ledger when it is
// scraped, at most once in a few seconds however many ask.
//
// It imports store, and of this project nothing else. Every process that tells it
// tells the same, so a panel takes the maximum, not the sum.
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
	// freshFor is how long an answer of the ledger is told again.
	freshFor = 5 * time.Second
	// patience bounds a scrape: the ledger may be what is wrong.
	patience = 2 * time.Second
)

// Ledger is what a Collector asks.
type Ledger interface {
	Pulse(ctx context.Context) (dbgen.PulseRow, error)
}

// Collector is a prometheus.Collector. While the ledger does not answer it tells
// nothing but integrador_pulse_up 0: an old figure would look like a good one.
type Collector struct {
	Ledger Ledger
	Log    *slog.Logger

	mu   sync.Mutex
	last dbgen.PulseRow
	err  error
	at   time.Time
}

var up = prometheus.NewDesc("integrador_pulse_up", "1 if the ledger answered the last question about the floor.", nil, nil)

// figure is one series and where its value is.
type figure struct {
	desc   *prometheus.Desc
	labels []string
	of     func(dbgen.PulseRow) float64
}

var (
	sessions      = prometheus.NewDesc("integrador_open_sittings", "Sessions at tables, by state.", []string{"state"}, nil)
	calls         = prometheus.NewDesc("integrador_service_calls", "Calls for a waiter that are not closed, by state; open ones wait.", []string{"state"}, nil)
	oldestCall    = prometheus.NewDesc("integrador_oldest_waiting_call_seconds", "Age of the oldest call that nobody acknowledged.", nil, nil)
	rounds        = prometheus.NewDesc("integrador_live_rounds", "Rounds that are not served yet, by state.", []string{"state"}, nil)
	oldestRound   = prometheus.NewDesc("integrador_oldest_submitted_round_seconds", "Age of the oldest round that no cook has taken.", nil, nil)
	pending       = prometheus.NewDesc("integrador_payments_pending", "Payments that Mercado Pago has not decided.", nil, nil)
	waiting       = prometheus.NewDesc("integrador_notices_pending", "Notices of Mercado Pago that are not done.", nil, nil)
	dead          = prometheus.NewDesc("integrador_dead_letters", "Notices of Mercado Pago that no attempt is left for.", nil, nil)
	outbox        = prometheus.NewDesc("integrador_outbox_events", "Events that are committed and not published.", nil, nil)
	outboxAge     = prometheus.NewDesc("integrador_outbox_oldest_seconds", "Age of the oldest event that is not published.", nil, nil)
	subscriptions = prometheus.NewDesc("integrador_webhook_subscriptions", "Subscriptions of restaurants' programs, by state.", []string{"state"}, nil)
)

var figures = []figure{
	{sessions, []string{"open"}, func(r dbgen.PulseRow) float64 { return float64(r.SessionsOpen) }},
	{sessions, []string{"paying"}, func(r dbgen.PulseRow) float64 { return float64(r.SessionsPaying) }},
	{calls, []string{"open"}, func(r dbgen.PulseRow) float64 { return float64(r.CallsOpen) }},
	{calls, []string{"acked"}, func(r dbgen.PulseRow) float64 { return float64(r.CallsAcked) }},
	{oldestCall, nil, func(r dbgen.PulseRow) float64 { return r.OldestCallSeconds }},
	{rounds, []string{"submitted"}, func(r dbgen.PulseRow) float64 { return float64(r.RoundsSubmitted) }},
	{rounds, []string{"in_kitchen"}, func(r dbgen.PulseRow) float64 { return float64(r.RoundsInKitchen) }},
	{rounds, []string{"ready"}, func(r dbgen.PulseRow) float64 { return float64(r.RoundsReady) }},
	{oldestRound, nil, func(r dbgen.PulseRow) float64 { return r.OldestRoundSeconds }},
	{pending, nil, func(r dbgen.PulseRow) float64 { return float64(r.PaymentsPending) }},
	{waiting, nil, func(r dbgen.PulseRow) float64 { return float64(r.NoticesPending) }},
	{dead, nil, func(r dbgen.PulseRow) float64 { return float64(r.NoticesDead) }},
	{outbox, nil, func(r dbgen.PulseRow) float64 { return float64(r.OutboxEvents) }},
	{outboxAge, nil, func(r dbgen.PulseRow) float64 { return r.OutboxOldestSeconds }},
	{subscriptions, []string{"active"}, func(r dbgen.PulseRow) float64 { return float64(r.SubscriptionsActive) }},
	{subscriptions, []string{"failing"}, func(r dbgen.PulseRow) float64 { return float64(r.SubscriptionsFailing) }},
	{subscriptions, []string{"failed"}, func(r dbgen.PulseRow) float64 { return float64(r.SubscriptionsFailed) }},
}

// Describe implements prometheus.Collector.
func (c *Collector) Describe(to chan<- *prometheus.Desc) {
	to <- up
	for i, f := range figures {
		if i == 0 || figures[i-1].desc != f.desc {
			to <- f.desc
		}
	}
}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(to chan<- prometheus.Metric) {
	row, err := c.ask()
	if err != nil {
		to <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, 0)
		return
	}
	to <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, 1)
	for _, f := range figures {
		to <- prometheus.MustNewConstMetric(f.desc, prometheus.GaugeValue, f.of(row), f.labels...)
	}
}

func (c *Collector) ask() (dbgen.PulseRow, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.at.IsZero() && time.Since(c.at) < freshFor {
		return c.last, c.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience) //nolint:forbidigo // whoever asks next reads this answer too
	defer cancel()
	c.last, c.err = c.Ledger.Pulse(ctx)
	c.at = time.Now()
	if c.err != nil {
		c.Log.Warn("the floor's figures are not known", "error", c.err)
	}
	return c.last, c.err
}
