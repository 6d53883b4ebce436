package observability_test

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
)

// scrape reads every job as Prometheus would at a moment.
func (s *system) scrape(t *testing.T, m memory, at time.Time) {
	t.Helper()
	for job, address := range s.jobs {
		to := target{t, m, at, job}
		to.read(address)
		to.add("up", nil, 1)
	}
	to := target{t, m, at, "redis"}
	to.redis(s.redis)
	to.add("up", nil, 1)
}

// target is one process at one moment.
type target struct {
	t   *testing.T
	m   memory
	at  time.Time
	job string
}

func (to target) add(name string, pairs []*dto.LabelPair, value float64, more ...string) {
	b := labels.NewBuilder(labels.FromStrings("__name__", name, "job", to.job, "instance", to.job))
	for _, p := range pairs {
		b.Set(p.GetName(), p.GetValue())
	}
	for i := 0; i+1 < len(more); i += 2 {
		b.Set(more[i], more[i+1])
	}
	to.m.add(b.Labels(), to.at, value)
}

func (to target) read(address string) {
	to.t.Helper()
	req, err := http.NewRequestWithContext(to.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		to.t.Fatal(err)
	}
	resp, err := browser.Do(req)
	if err != nil {
		to.t.Fatal(err)
	}
	defer resp.Body.Close()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(resp.Body)
	if err != nil {
		to.t.Fatalf("%s: %v", address, err)
	}
	for name, family := range families {
		for _, metric := range family.GetMetric() {
			to.flatten(name, metric)
		}
	}
}

// flatten writes a metric as the series that Prometheus keeps of it.
func (to target) flatten(name string, metric *dto.Metric) {
	pairs := metric.GetLabel()
	switch {
	case metric.GetHistogram() != nil:
		h := metric.GetHistogram()
		for _, b := range h.GetBucket() {
			bound := "+Inf"
			if !math.IsInf(b.GetUpperBound(), 1) {
				bound = strconv.FormatFloat(b.GetUpperBound(), 'g', -1, 64)
			}
			to.add(name+"_bucket", pairs, float64(b.GetCumulativeCount()), "le", bound)
		}
		to.add(name+"_sum", pairs, h.GetSampleSum())
		to.add(name+"_count", pairs, float64(h.GetSampleCount()))
	case metric.GetSummary() != nil:
		to.add(name+"_count", pairs, float64(metric.GetSummary().GetSampleCount()))
	default:
		to.add(name, pairs, metric.GetCounter().GetValue()+metric.GetGauge().GetValue()+metric.GetUntyped().GetValue())
	}
}

// exported are the lines of Redis's INFO and the names that redis_exporter, which
// is in docker-compose, gives them.
var exported = map[string]string{
	"uptime_in_seconds": "redis_uptime_in_seconds", "connected_clients": "redis_connected_clients", "blocked_clients": "redis_blocked_clients",
	"used_memory": "redis_memory_used_bytes", "used_memory_rss": "redis_memory_used_rss_bytes", "maxmemory": "redis_memory_max_bytes",
	"total_commands_processed": "redis_commands_processed_total", "keyspace_hits": "redis_keyspace_hits_total",
	"keyspace_misses": "redis_keyspace_misses_total", "evicted_keys": "redis_evicted_keys_total", "expired_keys": "redis_expired_keys_total",
}

func (to target) redis(address string) {
	to.t.Helper()
	conn, err := (&net.Dialer{Timeout: time.Minute}).DialContext(to.t.Context(), "tcp", address)
	if err != nil {
		to.t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "INFO everything\r\n")
	r := bufio.NewReader(conn)
	var size int
	if _, err := fmt.Fscanf(r, "$%d\r\n", &size); err != nil {
		to.t.Fatal(err)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		to.t.Fatal(err)
	}
	to.add("redis_up", nil, 1)
	for line := range strings.Lines(string(body)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		number, err := strconv.ParseFloat(value, 64)
		switch {
		case exported[key] != "" && err == nil:
			to.add(exported[key], nil, number)
		case strings.HasPrefix(key, "db"):
			to.fields(value, func(field string, n float64) {
				to.add(map[string]string{"keys": "redis_db_keys", "expires": "redis_db_keys_expiring"}[field], nil, n, "db", key)
			})
		case strings.HasPrefix(key, "latency_percentiles_usec_"):
			to.fields(value, func(field string, n float64) {
				to.add("redis_latency_percentiles_usec", nil, n, "cmd", strings.TrimPrefix(key, "latency_percentiles_usec_"), "quantile", strings.TrimPrefix(field, "p"))
			})
		}
	}
}

// fields reads a=1,b=2.
func (target) fields(text string, each func(name string, value float64)) {
	for field := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(field, "=")
		if n, err := strconv.ParseFloat(value, 64); err == nil && (name == "keys" || name == "expires" || strings.HasPrefix(name, "p")) {
			each(name, n)
		}
	}
}
