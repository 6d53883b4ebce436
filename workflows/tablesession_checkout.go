package workflows

import (
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

var payments *activities.Payments

// checkout asks the provider for a payment's page, records it and starts the watch over it. A payment that has its page
// already is left alone.
func (s *tableSessionRun) checkout(ctx workflow.Context, env tablesession.Envelope, payment int64) error {
	// Somebody's double tap waits for the page that the first one asks for.
	if err := workflow.Await(ctx, func() bool { return !s.asking[payment] }); err != nil {
		return err
	}
	request, ok := s.paymentRequest(payment)
	if !ok {
		return nil
	}
	s.asking[payment] = true
	defer delete(s.asking, payment)
	made := tablesession.CheckoutMade{Reference: request.Reference(), Checkout: tablesession.Checkout{PaymentID: payment}}
	asked := workflow.ExecuteActivity(s.providerOptions(ctx, "pedir el cobro a Mercado Pago"), payments.CreateCheckout, request).Get(ctx, &made.Checkout)
	made.Failed = asked != nil
	made.Checkout.PaymentID = payment

	note := tablesession.Envelope{SessionID: env.SessionID, Hash: made.Reference, By: access.BySystem, Request: env.Request}
	if _, err := s.handle(ctx, note, made); err != nil {
		return err
	}
	if asked != nil {
		return asFault(asked)
	}
	return s.watch(ctx, made)
}

// paymentRequest is a payment that waits for its checkout.
func (s *tableSessionRun) paymentRequest(id int64) (activities.PaymentRequest, bool) {
	check := s.Session.Check
	if check == nil {
		return activities.PaymentRequest{}, false
	}
	i := slices.IndexFunc(check.Payments, func(p billing.Payment) bool { return p.ID == id })
	if i < 0 || check.Payments[i].Status != billing.Pending || check.Payments[i].Reference != "" {
		return activities.PaymentRequest{}, false
	}
	request := activities.PaymentRequest{PaymentID: id, CheckID: check.ID, TableCode: s.Session.TableCode, Cents: check.Payments[i].Amount}
	if in, ok := check.Intent(id); ok {
		request.Cents, request.Tip, request.ExpiresAt = in.Cents, in.Tip, in.ExpiresAt
	}
	return request, true
}

// providerOptions is how calls to the provider run while somebody waits for the answer:
// few tries, quickly.
func (s *tableSessionRun) providerOptions(ctx workflow.Context, what string) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 7 * time.Second, ScheduleToCloseTimeout: 8 * time.Second, Summary: what,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 300 * time.Millisecond, MaximumAttempts: 2},
	})
}

// watch starts the search for a payment whose webhook may never come. It lives
// on when the table is free again.
func (s *tableSessionRun) watch(ctx workflow.Context, made tablesession.CheckoutMade) error {
	child := workflow.ExecuteChildWorkflow(workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            WatchID(made.Checkout.PaymentID),
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		StaticSummary:         watchSummary(s.Session.TableCode),
	}), PaymentWatch, Watch{
		PaymentID: made.Checkout.PaymentID, Reference: made.Reference, PreferenceID: made.Checkout.PreferenceID, ExpiresAt: made.Checkout.ExpiresAt,
	})
	if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil && !temporal.IsWorkflowExecutionAlreadyStartedError(err) {
		return fault.New(fault.Unavailable, "watch_not_started", "No pudimos preparar el pago. Probá de nuevo.").Because(err)
	}
	return nil
}
