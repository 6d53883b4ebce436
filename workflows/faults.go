package workflows

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/fault"
)

// asApplicationError lets a fault cross Temporal. Everything else keeps Temporal's own
// meaning: an activity retries it, an update fails with it.
func asApplicationError(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	return temporal.NewApplicationErrorWithOptions(f.Message, string(f.Code), temporal.ApplicationErrorOptions{
		NonRetryable: !f.Code.Temporary(),
		Category:     temporal.ApplicationErrorCategoryBenign, // a refused order is no incident
		Details:      []any{*f},
	})
}

// asFault is the way back, for the typed client and for a workflow that reads an
// activity's refusal. What is neither a fault nor known of Temporal stays as it is.
func asFault(err error) error {
	var app *temporal.ApplicationError
	var exhausted *serviceerror.ResourceExhausted
	var missing *serviceerror.NotFound
	var service serviceerror.ServiceError // whatever else the server could not do
	var late *temporal.TimeoutError
	var timeout *client.WorkflowUpdateServiceTimeoutOrCanceledError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &app):
		var f fault.Error
		if app.HasDetails() && app.Details(&f) == nil && f.Reason != "" {
			return f.Because(err)
		}
		return err
	case errors.As(err, &late):
		return fault.New(fault.Unavailable, "ledger_unavailable", "No pudimos guardar el cambio. Probá de nuevo en unos segundos.").After(2).Because(err)
	case errors.As(err, &exhausted):
		return fault.New(fault.TooMany, "table_busy", "Hay demasiados pedidos a la vez en esta mesa. Probá de nuevo.").After(1).Because(err)
	case errors.As(err, &timeout), errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "answer_late", "La respuesta está tardando. Repetí el pedido con la misma clave.").After(2).Because(err)
	case errors.As(err, &missing):
		return err // no workflow runs: the caller looks for the session elsewhere
	case errors.As(err, &service):
		return fault.New(fault.Unavailable, "floor_unavailable", "El sistema no está disponible en este momento. Probá de nuevo.").After(2).Because(err)
	}
	return err
}

// FaultInterceptor is the one border between faults and Temporal on the worker's side:
// handlers and activities return faults, and this encodes them.
type FaultInterceptor struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (FaultInterceptor) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &activityBorder{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (FaultInterceptor) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &workflowBorder{interceptor.WorkflowInboundInterceptorBase{Next: next}}
}

type activityBorder struct {
	interceptor.ActivityInboundInterceptorBase
}

func (b *activityBorder) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	out, err := b.Next.ExecuteActivity(ctx, in)
	return out, asApplicationError(err)
}

type workflowBorder struct {
	interceptor.WorkflowInboundInterceptorBase
}

func (b *workflowBorder) ExecuteUpdate(ctx workflow.Context, in *interceptor.UpdateInput) (any, error) {
	out, err := b.Next.ExecuteUpdate(ctx, in)
	return out, asApplicationError(err)
}

func (b *workflowBorder) ValidateUpdate(ctx workflow.Context, in *interceptor.UpdateInput) error {
	return asApplicationError(b.Next.ValidateUpdate(ctx, in))
}
