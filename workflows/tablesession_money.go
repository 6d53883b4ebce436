package workflows

import (
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// The change IDs of what a session does about money since its first recorded history.
const (
	signalsWatches = "tell-watches"
	startsRefunds  = "give-back"
	// withoutWaiting sends all signals and starts at once; nobody waits for them under the lock. It implies the others.
	withoutWaiting = "money-without-waiting"
)

// The versions of withoutWaiting.
const (
	signalEach = 1 // the run signals each watch
	signalAll  = 2 // one activity signals all watches: the answer does not carry a signal for each open page
)

// request is a signal or a start that was sent to Temporal, and what to do with its outcome.
type request struct {
	outcome workflow.Future
	done    func(error)
}

// followBill does what follows from a bill that changed: pages that nobody should pay any more are closed by their
// watches, and money that nobody owes goes back. changed are the intents that changed with it.
func (s *tableSessionRun) followBill(ctx workflow.Context, changed []billing.Intent) {
	ended, orders := endedIntents(changed), s.refundsToStart()
	if len(ended)+len(orders) == 0 {
		return
	}
	switch workflow.GetVersion(ctx, withoutWaiting, workflow.DefaultVersion, signalAll) {
	case workflow.DefaultVersion:
		s.signalPaymentWatches(ctx, ended, true)
		s.startRefunds(ctx, orders, true)
	case signalEach:
		s.signalPaymentWatches(ctx, ended, false)
		s.startRefunds(ctx, orders, false)
	default:
		s.closePages(ctx, ended)
		s.startRefunds(ctx, orders, false)
	}
}

// closePages has the watches of ended intents close their pages.
func (s *tableSessionRun) closePages(ctx workflow.Context, ended []billing.Intent) {
	if len(ended) == 0 {
		return
	}
	ids := make([]int64, len(ended))
	for i, in := range ended {
		ids[i] = in.ID
	}
	closing := workflow.ExecuteActivity(background(ctx, "cerrar las páginas de pago"), payments.ClosePages, ids)
	s.requests = append(s.requests, request{closing, func(err error) {
		if err != nil {
			workflow.GetLogger(ctx).Warn("watches not signaled", "payments", ids, "error", err)
		}
	}})
}

// endedIntents are those that ended otherwise than by their own time, which their watches know of.
func endedIntents(changed []billing.Intent) (ended []billing.Intent) {
	for _, in := range changed {
		if in.Status == billing.IntentPaid || in.Status == billing.IntentCanceled {
			ended = append(ended, in)
		}
	}
	return ended
}

// refundsToStart are the refunds that are asked for and not started by this run.
func (s *tableSessionRun) refundsToStart() (orders []tablesession.RefundOrder) {
	for _, o := range s.Session.RefundOrders() {
		if !s.refunds[o.RefundID] {
			orders = append(orders, o)
		}
	}
	return orders
}

// signalPaymentWatches wakes the watches of ended intents one by one, as runs do that began before signalAll. A watch that
// has ended needs no signal.
func (s *tableSessionRun) signalPaymentWatches(ctx workflow.Context, ended []billing.Intent, inTurn bool) {
	if inTurn && len(ended) > 0 && workflow.GetVersion(ctx, signalsWatches, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return
	}
	for _, in := range ended {
		signal := workflow.SignalExternalWorkflow(ctx, WatchID(in.ID), "", closePage, nil)
		s.sent(ctx, inTurn, request{signal, func(err error) {
			if err != nil {
				workflow.GetLogger(ctx).Debug("watch not signaled", "payment", in.ID, "error", err)
			}
		}})
	}
}

// startRefunds starts a workflow for each refund.
func (s *tableSessionRun) startRefunds(ctx workflow.Context, orders []tablesession.RefundOrder, inTurn bool) {
	if inTurn && len(orders) > 0 && workflow.GetVersion(ctx, startsRefunds, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return
	}
	for _, o := range orders {
		s.refunds[o.RefundID] = true
		child := workflow.ExecuteChildWorkflow(workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            RefundID(o.RefundID),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
			WorkflowTaskTimeout:   workflowTaskTimeout,
			StaticSummary:         refundSummary(o),
			StaticDetails:         refundManual,
		}), Refund, o)
		s.sent(ctx, inTurn, request{child.GetChildWorkflowExecution(), func(err error) {
			if err != nil && !temporal.IsWorkflowExecutionAlreadyStartedError(err) {
				workflow.GetLogger(ctx).Error("refund not started", "refund", o.RefundID, "error", err)
				delete(s.refunds, o.RefundID)
			}
		}})
	}
}

// sent leaves the outcome of a request to awaitRequests, or waits for it as runs did that began before withoutWaiting.
func (s *tableSessionRun) sent(ctx workflow.Context, inTurn bool, r request) {
	if inTurn {
		r.done(r.outcome.Get(ctx, nil))
		return
	}
	s.requests = append(s.requests, r)
}

// awaitRequests waits for the outcomes of what was sent, one after the other. It runs beside the handlers and takes no
// lock; the run ends after the last outcome, because a signal of an ended run would not be delivered.
func (s *tableSessionRun) awaitRequests(ctx workflow.Context) {
	for workflow.Await(ctx, func() bool { return len(s.requests) > 0 }) == nil {
		first := s.requests[0]
		first.done(first.outcome.Get(ctx, nil))
		s.requests = s.requests[1:]
	}
}
