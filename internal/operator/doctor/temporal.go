package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"

	"integrador/workflows"
)

// oldBacklog is the longest that a task may wait for a worker.
const oldBacklog = 10 * time.Second

func (d Doctor) temporal(ctx context.Context) (r Report) {
	began := time.Now()
	name := d.Config.Temporal.Namespace
	request := &workflowservice.DescribeNamespaceRequest{Namespace: name}
	namespace, err := d.Temporal.WorkflowService().DescribeNamespace(ctx, request)
	var missing *serviceerror.NamespaceNotFound
	switch {
	case errors.As(err, &missing):
		return Report{areaTemporal.wrong("Creá el espacio de nombres: temporal operator namespace create "+name,
			"no tiene el espacio de nombres %s", name)}
	case err != nil:
		return Report{areaTemporal.wrong("Fijate que esté en marcha y que TEMPORAL_ADDRESS sea la suya; "+
			"sin él no se abren mesas ni se toman pedidos.", "no contesta en %s: %v", d.Config.Temporal.Address, err)}
	}
	keeps := namespace.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration()
	r = append(r, areaTemporal.ok("contesta en %d ms; guarda %s las historias cerradas de %s",
		time.Since(began).Milliseconds(), keeps, name))
	r = append(r, d.searchAttributes(ctx))
	for _, q := range d.queues() {
		r = append(r, d.queue(ctx, q))
	}
	return append(r,
		d.schedule(ctx, workflows.NightlySchedule, "verifica la auditoría y limpia de noche"),
		d.schedule(ctx, workflows.ReviewSchedule, "relee en Mercado Pago los pagos de medio año"),
		d.failed(ctx))
}

func (d Doctor) searchAttributes(ctx context.Context) Finding {
	known, err := d.Temporal.OperatorService().ListSearchAttributes(ctx,
		&operatorservice.ListSearchAttributesRequest{Namespace: d.Config.Temporal.Namespace})
	if err != nil {
		return areaTemporal.wrong("Dale a este cliente permiso de operador.", "no dice sus atributos de búsqueda: %v", err)
	}
	var missing []string
	for name := range workflows.SearchAttributes() {
		if _, ok := known.GetCustomAttributes()[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return areaTemporal.wrong("Los crea un worker al arrancar: arrancá uno.",
			"faltan atributos de búsqueda: %s", strings.Join(missing, ", "))
	}
	return areaTemporal.ok("tiene los atributos de búsqueda")
}

// queue is a task queue of Temporal.
type queue struct {
	name, what string
	kind       enumspb.TaskQueueType
}

func (d Doctor) queues() []queue {
	q := d.Config.Temporal.TaskQueue
	return []queue{
		{q, "las mesas", enumspb.TASK_QUEUE_TYPE_WORKFLOW},
		{q, "el trabajo de las mesas", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.PaymentsQueue(q), "los pagos", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
		{workflows.SubscriptionsQueue(q), "las entregas a programas", enumspb.TASK_QUEUE_TYPE_ACTIVITY},
	}
}

func (d Doctor) queue(ctx context.Context, q queue) Finding {
	description, err := d.Temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace:     d.Config.Temporal.Namespace,
		TaskQueueType: q.kind,
		TaskQueue:     &taskqueuepb.TaskQueue{Name: q.name},
		ReportStats:   true,
	})
	if err != nil {
		return areaTemporal.wrong("Mirá el registro de Temporal.", "no dice cómo está la cola %s: %v", q.name, err)
	}
	stats := description.GetStats()
	return judgeQueue(q.what+" ("+q.name+")", len(description.GetPollers()), stats.GetApproximateBacklogCount(),
		stats.GetApproximateBacklogAge().AsDuration())
}

func judgeQueue(what string, pollers int, waiting int64, oldest time.Duration) Finding {
	switch {
	case pollers == 0:
		return areaTemporal.wrong("Arrancá un worker: integrador worker.",
			"ningún worker atiende %s; esperan %d trabajos", what, waiting)
	case oldest > oldBacklog:
		return areaTemporal.wrong("Los workers no dan abasto o están trabados: mirá su registro y agregá uno.",
			"hay trabajo de %s que espera hace %s (%d en la cola)", what, oldest.Round(time.Second), waiting)
	}
	return areaTemporal.ok("hay quien atienda %s, y nada espera (workers: %d)", what, pollers)
}

// schedule checks that the schedule id exists and is not paused; what describes it.
func (d Doctor) schedule(ctx context.Context, id, what string) Finding {
	description, err := d.Temporal.ScheduleClient().GetHandle(ctx, id).Describe(ctx)
	var missing *serviceerror.NotFound
	switch {
	case errors.As(err, &missing):
		return areaTemporal.wrong("La crea un worker al arrancar: arrancá uno.", "falta la agenda %s, que %s", id, what)
	case err != nil:
		return areaTemporal.wrong("Mirá el registro de Temporal.", "no dice nada de la agenda %s: %v", id, err)
	case description.Schedule.State.Paused:
		return areaTemporal.wrong("temporal schedule toggle --unpause --schedule-id "+id,
			"la agenda %s, que %s, está en pausa", id, what)
	}
	next := "sin próxima vez"
	if times := description.Info.NextActionTimes; len(times) > 0 {
		next = "la próxima, " + times[0].UTC().Format("2006-01-02 15:04") + " UTC"
	}
	return areaTemporal.ok("la agenda %s está puesta; %s", id, next)
}

// failed counts the workflows of the last day that did not complete: there should be none.
func (d Doctor) failed(ctx context.Context) Finding {
	since := time.Now().Add(-24 * time.Hour).UTC().Format(time.RFC3339)
	query := fmt.Sprintf("ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated') AND CloseTime > '%s'", since)
	count, err := d.Temporal.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: d.Config.Temporal.Namespace, Query: query,
	})
	switch {
	case err != nil:
		return areaTemporal.wrong("Mirá el registro de Temporal.", "no cuenta sus workflows: %v", err)
	case count.GetCount() > 0:
		return areaTemporal.wrong("Miralos con: temporal workflow list --query \""+query+"\". "+
			"Una mesa sigue desde el libro con el próximo pedido.",
			"%d workflows terminaron mal en 24 horas", count.GetCount())
	}
	return areaTemporal.ok("ningún workflow terminó mal en 24 horas")
}
