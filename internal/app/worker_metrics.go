package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"

	"integrador/activities"
	"integrador/internal/jobs/floormetrics"
	"integrador/internal/jobs/relay"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/telemetry"
	"integrador/workflows"
)

// serveMetrics tells a worker's figures until ctx ends. A port that is taken
// costs the figures, not the sessions.
func (p *parts) serveMetrics(ctx context.Context) error {
	port := p.cfg.Telemetry.MetricsPort
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(
		prometheus.Gatherers{p.workerRegistry(), p.conducting}, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError},
	))
	err := serve(ctx, port, &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelWarn),
	})
	if err != nil {
		p.log.ErrorContext(ctx, "the worker's metrics are not told", "port", port, "error", err)
		<-ctx.Done()
	}
	return nil
}

func (p *parts) workerRegistry() *prometheus.Registry {
	r := telemetry.NewRegistry()
	r.MustRegister(telemetry.PoolCollector(p.store.Stat), &floormetrics.Collector{Ledger: p.store, Log: p.log}, backlog{p})
	r.MustRegister(activities.Collectors()...)
	r.MustRegister(relay.Collectors()...)
	r.MustRegister(pubsub.Collectors()...)
	return r
}

// backlog tells how many tasks wait in Temporal for a worker.
type backlog struct{ *parts }

var backlogTasks = prometheus.NewDesc("integrador_temporal_backlog_tasks", "Tasks that wait for a worker, about.", []string{"queue", "kind"}, nil)

// Describe implements prometheus.Collector.
func (backlog) Describe(to chan<- *prometheus.Desc) { to <- backlogTasks }

// Collect implements prometheus.Collector. A queue that cannot be asked for is
// left out.
func (b backlog) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	queue := b.cfg.Temporal.TaskQueue
	for _, q := range []struct {
		name, kind string
		is         enumspb.TaskQueueType
	}{
		{queue, "workflow", enumspb.TASK_QUEUE_TYPE_WORKFLOW},
		{queue, "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.PaymentsQueue(queue), "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.SubscriptionsQueue(queue), "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
	} {
		d, err := b.temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
			Namespace: b.cfg.Temporal.Namespace, TaskQueue: &taskqueue.TaskQueue{Name: q.name}, TaskQueueType: q.is, ReportStats: true,
		})
		if err != nil {
			b.log.DebugContext(ctx, "backlog not known", "task_queue", q.name, "error", err)
			continue
		}
		to <- prometheus.MustNewConstMetric(backlogTasks, prometheus.GaugeValue, float64(d.GetStats().GetApproximateBacklogCount()), q.name, q.kind)
	}
}
