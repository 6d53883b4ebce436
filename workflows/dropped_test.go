package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// lingering keeps the workflow of a refund from ending: the session knows already
// that the money went back.
type lingering struct {
	activities.Sessions
	until chan struct{}
}

func (l lingering) SendSystem(ctx context.Context, at tablesession.Ref, c tablesession.Command) error {
	err := l.Sessions.SendSystem(ctx, at, c)
	if _, ended := c.(tablesession.RefundEnded); ended {
		select {
		case <-l.until:
		case <-ctx.Done():
		}
	}
	return err
}

// closeAsARefundEnds sends a table's close, and has the workflow of a refund that
// the table started end between the close's commit and the task that would end the
// table's run with it. Temporal refuses such a task, and with it the message.
func closeAsARefundEnds(h *fixture, send func(tablesession.Envelope) error) error {
	counter := &fakeProvider{}
	refunds := lingering{h.client, make(chan struct{})}
	h.serve(workflows.Activities{
		Payments: &activities.Payments{Store: h.store, Publisher: noPublisher{}, Provider: counter, Sessions: refunds, Lifetime: time.Hour},
	})
	r := recorder{fixture: h}
	request := r.asksToPay()
	for range 2 {
		h.announce(counter.pay(request, 1000))
	}
	testkit.Eventually(h.t, 30*time.Second, "the surplus went back", func() bool {
		all := h.ledger().Check.Refunds
		return len(all) == 1 && all[0].Status == billing.RefundDone
	})
	child := workflows.RefundID(h.ledger().Check.Refunds[0].ID)
	require.True(h.t, h.pending(h.t.Context(), child))
	meet := func() {
		close(refunds.until)
		ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
		defer cancel()
		for h.pending(ctx, child) { // not once the time is over
		}
	}
	h.publisher.onPublish.Store(&meet)
	return send(h.as(access.Waiter))
}

// pending reports whether the table's workflow waits for a child to end.
func (h *fixture) pending(ctx context.Context, child string) bool {
	described, err := h.raw.DescribeWorkflowExecution(ctx, workflows.SessionID(h.table), "")
	if err != nil {
		return false
	}
	for _, c := range described.GetPendingChildren() {
		if c.GetWorkflowId() == child {
			return true
		}
	}
	return false
}

// refusedTasks counts the tasks of a table's latest run that Temporal refused
// because something came in.
func (h *fixture) refusedTasks() (n int) {
	iter := h.raw.GetWorkflowHistory(h.t.Context(), workflows.SessionID(h.table), "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		e, err := iter.Next()
		require.NoError(h.t, err)
		if e.GetWorkflowTaskFailedEventAttributes().GetCause() == enumspb.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND {
			n++
		}
	}
	return n
}

func TestACloseThatMeetsTheEndOfARefundIsDoneAllTheSame(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	err := closeAsARefundEnds(h, func(env tablesession.Envelope) error {
		_, err := do(h, env, tablesession.Close{})
		return err
	})
	require.NoError(t, err)
	require.NoError(t, h.raw.GetWorkflow(t.Context(), workflows.SessionID(h.table), "").Get(t.Context(), nil))
	require.Equal(t, 1, h.refusedTasks(), "the race took place")
	require.Equal(t, tablesession.Closed, h.ledger().Status)
}

// TestATableIsOpenedAgainThoughNobodyRepeatedItsClose: the process that sent it is
// gone, the ledger knows of it and the workflow does not.
func TestATableIsOpenedAgainThoughNobodyRepeatedItsClose(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	err := closeAsARefundEnds(h, func(env tablesession.Envelope) error {
		sent, err := h.raw.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{
			WorkflowID: workflows.SessionID(h.table), UpdateName: tablesession.Close{}.Name(), WaitForStage: client.WorkflowUpdateStageCompleted,
			Args: []any{workflows.Message[tablesession.Close]{Envelope: env}},
		})
		if err != nil {
			return err
		}
		return sent.Get(t.Context(), nil)
	})
	var dropped *serviceerror.WorkflowNotReady
	require.ErrorAs(t, err, &dropped)
	require.Equal(t, 1, h.refusedTasks())
	require.Equal(t, tablesession.Closed, h.ledger().Status)

	next, err := h.client.Open(t.Context(), tablesession.Seating{TenantID: h.tenant, TableID: h.table, By: access.Actor{Role: access.Diner}, TableIsFree: true})
	require.NoError(t, err)
	require.NotEqual(t, h.session, next.SessionID)
	h.session = next.SessionID
	require.Equal(t, tablesession.Open, h.ledger().Status)
	_, err = h.submit(h.as(access.Diner))
	require.NoError(t, err)
}
