package workflows

import (
	"context"
	"errors"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"integrador/internal/domain/tablesession"
)

// Look looks for a checkout's money at once: the payer came back, or somebody at
// the cash desk asks. It waits until what was found is recorded.
func (c *Client) Look(ctx context.Context, w tablesession.AskedPayment) error {
	ctx, cancel := context.WithTimeout(ctx, c.Wait)
	defer cancel()
	start := c.temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: WatchID(w.PaymentID), TaskQueue: c.TaskQueue, WorkflowTaskTimeout: workflowTaskTimeout,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		StaticSummary:            watchSummary(w.TableCode),
	}, paymentWatch, Watch{PaymentID: w.PaymentID, Reference: w.Reference, PreferenceID: w.PreferenceID, ExpiresAt: w.ExpiresAt})
	handle, err := c.temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start,
		UpdateOptions: client.UpdateWorkflowOptions{
			WorkflowID: WatchID(w.PaymentID), UpdateName: lookNow, UpdateID: uuid.NewString(), WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err == nil {
		err = handle.Get(ctx, nil)
	}
	return asFault(err)
}

// StartRefund has a refund carried out. A refund is one workflow, whoever starts
// it and however often.
func (c *Client) StartRefund(ctx context.Context, o tablesession.RefundOrder) error {
	_, err := c.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: RefundID(o.RefundID), TaskQueue: c.TaskQueue, WorkflowTaskTimeout: workflowTaskTimeout,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		StaticSummary:            refundSummary(o), StaticDetails: refundManual,
	}, refund, o)
	if _, started := errors.AsType[*serviceerror.WorkflowExecutionAlreadyStarted](err); started {
		return nil // it has ended well
	}
	return asFault(err)
}

// ClosePage signals the watch of a payment that nobody should make any more. A watch that has ended needs no signal.
func (c *Client) ClosePage(ctx context.Context, paymentID int64) error {
	err := c.temporal.SignalWorkflow(ctx, WatchID(paymentID), "", closePage, nil)
	if _, ended := errors.AsType[*serviceerror.NotFound](err); ended {
		return nil
	}
	return asFault(err)
}
