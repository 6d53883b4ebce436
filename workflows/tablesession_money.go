package workflows

import (
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/billing"
)

// The change IDs of what a session does about money since it first was recorded.
const (
	tellsWatches = "tell-watches"
	givesBack    = "give-back"
)

// afterMoney does what follows from a bill that changed: pages that nobody should
// pay any more are to be closed, and surplus money goes back.
func (s *tableSessionRun) afterMoney(ctx workflow.Context, ch *billing.Change) {
	if ch == nil {
		return
	}
	s.tellWatches(ctx, ch.Intents)
	s.giveBack(ctx)
}

// tellWatches wakes the watches over intents that ended otherwise than by their
// own time. A watch that is gone needs no word.
func (s *tableSessionRun) tellWatches(ctx workflow.Context, intents []billing.Intent) {
	for _, in := range intents {
		if in.Status != billing.IntentPaid && in.Status != billing.IntentCanceled {
			continue
		}
		if workflow.GetVersion(ctx, tellsWatches, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
			return
		}
		if err := workflow.SignalExternalWorkflow(ctx, WatchID(in.ID), "", letGo, nil).Get(ctx, nil); err != nil {
			workflow.GetLogger(ctx).Debug("no watch to tell", "payment", in.ID, "error", err)
		}
	}
}

// giveBack starts the refunds that are asked for, each once.
func (s *tableSessionRun) giveBack(ctx workflow.Context) {
	for _, o := range s.Session.RefundOrders() {
		if s.refunds[o.RefundID] {
			continue
		}
		if workflow.GetVersion(ctx, givesBack, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
			return
		}
		child := workflow.ExecuteChildWorkflow(workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            RefundID(o.RefundID),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
			WorkflowTaskTimeout:   workflowTaskTimeout,
			StaticSummary:         refundSummary(o), StaticDetails: refundManual,
		}), Refund, o)
		err := child.GetChildWorkflowExecution().Get(ctx, nil)
		if err != nil && !temporal.IsWorkflowExecutionAlreadyStartedError(err) {
			workflow.GetLogger(ctx).Error("refund not started", "refund", o.RefundID, "error", err)
			continue
		}
		s.refunds[o.RefundID] = true
	}
}
