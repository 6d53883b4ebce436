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

// asApplicationError encodes a fault for Temporal. Other errors keep Temporal's own meaning: an activity is retried, an
// update fails.
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

// asFault decodes what asApplicationError encoded, and turns Temporal's own errors into faults. Other errors stay as
// they are.
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

// FaultInterceptor encodes the faults that handlers and activities return. It is the one place where a worker does so.
type FaultInterceptor struct {
	interceptor.WorkerInterceptorBase
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (FaultInterceptor) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	return &activityInterceptor{interceptor.ActivityInboundInterceptorBase{Next: next}}
}

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (FaultInterceptor) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &workflowInterceptor{interceptor.WorkflowInboundInterceptorBase{Next: next}}
}

type activityInterceptor struct {
	interceptor.ActivityInboundInterceptorBase
}

func (b *activityInterceptor) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	out, err := b.Next.ExecuteActivity(ctx, in)
	return out, asApplicationError(err)
}

type workflowInterceptor struct {
	interceptor.WorkflowInboundInterceptorBase
}

func (b *workflowInterceptor) ExecuteUpdate(ctx workflow.Context, in *interceptor.UpdateInput) (any, error) {
	out, err := b.Next.ExecuteUpdate(ctx, in)
	return out, asApplicationError(err)
}

func (b *workflowInterceptor) ValidateUpdate(ctx workflow.Context, in *interceptor.UpdateInput) error {
	return asApplicationError(b.Next.ValidateUpdate(ctx, in))
}
