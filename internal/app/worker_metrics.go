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

// serveMetrics serves the worker's metrics until ctx ends. If its port is taken the
// worker runs without metrics.
func (d *Deps) serveMetrics(ctx context.Context) error {
	port := d.Config.Telemetry.MetricsPort
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(
		prometheus.Gatherers{d.workerRegistry(), d.sdkMetrics}, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError},
	))
	err := serve(ctx, port, &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(d.Log.Handler(), slog.LevelWarn),
	})
	if err != nil {
		d.Log.ErrorContext(ctx, "worker metrics not served", "port", port, "error", err)
		<-ctx.Done()
	}
	return nil
}

func (d *Deps) workerRegistry() *prometheus.Registry {
	r := telemetry.NewRegistry()
	r.MustRegister(telemetry.PoolCollector(d.Store.Stat), &floormetrics.Collector{Database: d.Store, Log: d.Log}, backlog{d})
	r.MustRegister(activities.Collectors()...)
	r.MustRegister(relay.Collectors()...)
	r.MustRegister(pubsub.Collectors()...)
	return r
}

// backlog collects how many tasks wait in Temporal for a worker.
type backlog struct{ *Deps }

var backlogTasks = prometheus.NewDesc("integrador_temporal_backlog_tasks",
	"Tasks that wait for a worker, approximately.", []string{"queue", "kind"}, nil)

// Describe implements prometheus.Collector.
func (backlog) Describe(to chan<- *prometheus.Desc) { to <- backlogTasks }

// Collect implements prometheus.Collector. It leaves out a queue that it cannot read.
func (b backlog) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	queue := b.Config.Temporal.TaskQueue
	for _, q := range []struct {
		name, kind string
		is         enumspb.TaskQueueType
	}{
		{queue, "workflow", enumspb.TASK_QUEUE_TYPE_WORKFLOW},
		{queue, "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.PaymentsQueue(queue), "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.SubscriptionsQueue(queue), "activity", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
	} {
		d, err := b.Temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
			Namespace:     b.Config.Temporal.Namespace,
			TaskQueue:     &taskqueue.TaskQueue{Name: q.name},
			TaskQueueType: q.is,
			ReportStats:   true,
		})
		if err != nil {
			b.Log.DebugContext(ctx, "backlog not read", "task_queue", q.name, "error", err)
			continue
		}
		count := float64(d.GetStats().GetApproximateBacklogCount())
		to <- prometheus.MustNewConstMetric(backlogTasks, prometheus.GaugeValue, count, q.name, q.kind)
	}
}
