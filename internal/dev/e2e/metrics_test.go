package e2e_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/demo"
)

type families map[string]*dto.MetricFamily

// scrape reads what Prometheus would.
func scrape(ctx context.Context, t *testing.T, at string) families {
	t.Helper()
	r, err := client{at: at}.call(ctx, http.MethodGet, "", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, r.status, "%s", r.body)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	out, err := parser.TextToMetricFamilies(strings.NewReader(string(r.body)))
	require.NoError(t, err)
	return out
}

// sum adds up the series of a family that have all the labels, as name=value.
func (f families) sum(name string, labels ...string) (sum float64) {
	for _, m := range f[name].GetMetric() {
		if has(m, labels) {
			sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return sum
}

func has(m *dto.Metric, labels []string) bool {
	for _, want := range labels {
		found := false
		for _, l := range m.GetLabel() {
			found = found || l.GetName()+"="+l.GetValue() == want
		}
		if !found {
			return false
		}
	}
	return true
}

// contractual are the gateway's counters whose names the contract fixes without
// the suffix that counters have.
var contractual = regexp.MustCompile(`^wsgateway_(events_(processed|invalid_schema|dropped)|failed_recipients)$`)

// TestMetricsOfADinner plays a dinner and reads it from the metrics.
func TestMetricsOfADinner(t *testing.T) {
	t.Parallel()
	s := newSystem(t)
	require.NoError(t, demo.Play(t.Context(), demo.Options{API: s.api, WS: s.ws, Simulator: s.sim, SimToken: simToken, Out: t.Output()}))

	api, worker := scrape(t.Context(), t, s.api+"/metrics"), scrape(t.Context(), t, s.metrics)
	gateway := scrape(t.Context(), t, "http"+strings.TrimPrefix(s.ws, "ws")+"/ws/metrics")
	assert.InDelta(t, 2, worker.sum("integrador_rounds_submitted_total"), 0)
	assert.InDelta(t, 2, worker.sum("integrador_payments_total", "state=approved"), 0)
	assert.InDelta(t, 1, worker.sum("integrador_pulse_up"), 0)
	assert.Zero(t, worker.sum("integrador_open_sittings"), "everybody went home")
	assert.Positive(t, worker.sum("temporal_workflow_task_schedule_to_start_latency_seconds"))
	assert.NotEmpty(t, worker["integrador_temporal_backlog_tasks"].GetMetric())
	assert.Positive(t, gateway.sum("wsgateway_round_kitchen_lag_seconds"))
	assert.Positive(t, gateway.sum("wsgateway_broadcasts_total"))
	assert.Positive(t, api.sum("integrador_http_requests_total", "status=200"))

	for _, all := range []families{api, worker, gateway} {
		for name, family := range all {
			conventional(t, name, family)
		}
	}
}

// bounded are the labels that a metric of ours may have.
var bounded = map[string]bool{
	"method": true, "route": true, "status": true, "limit": true, "by": true, "gate": true, "state": true, "type": true,
	"outcome": true, "name": true, "path": true, "queue": true, "kind": true, "reason": true, "code": true,
}

// conventional holds a metric of ours to the conventions: what it counts ends in
// _total, what takes time is in seconds, and no label says who or where.
func conventional(t *testing.T, name string, family *dto.MetricFamily) {
	t.Helper()
	if !strings.HasPrefix(name, "integrador_") && !strings.HasPrefix(name, "wsgateway_") {
		return
	}
	if family.GetType() == dto.MetricType_COUNTER && !contractual.MatchString(name) {
		assert.True(t, strings.HasSuffix(name, "_total"), "%s is a counter", name)
	}
	if family.GetType() == dto.MetricType_HISTOGRAM {
		assert.True(t, strings.HasSuffix(name, "_seconds"), "%s is a histogram", name)
	}
	assert.NotRegexp(t, `_(ms|millis|milliseconds|minutes|kb|mb)(_|$)`, name)
	assert.NotEmpty(t, family.GetHelp(), name)
	assert.LessOrEqual(t, len(family.GetMetric()), 600, name)
	for _, m := range family.GetMetric() {
		for _, l := range m.GetLabel() {
			assert.True(t, bounded[l.GetName()], "%s has a label %s", name, l.GetName())
		}
	}
}
