package workflows_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// openPages orders for 5000 cents, asks for the check and has guests open payment pages for 100 cents each.
func (h *fixture) openPages(guests int) (check int64) {
	h.t.Helper()
	h.open()
	_, err := h.submit(h.as(access.Diner))
	require.NoError(h.t, err)
	asked, err := do(h, h.as(access.Diner), tablesession.RequestCheck{})
	require.NoError(h.t, err)
	for i := range guests {
		_, err := do(h, h.as(access.Diner), tablesession.StartCheckout{
			CheckID: asked.CheckID, Split: billing.Free, Cents: 100, DeviceID: fmt.Sprint("phone ", i),
		})
		require.NoError(h.t, err)
	}
	return asked.CheckID
}

// TestCashPaymentDoesNotWaitForOpenPages pays in cash while pages are open. The workflow signals their watches to close
// them, and waits for none of it: the update completes in the workflow task that its recording belongs to.
func TestCashPaymentDoesNotWaitForOpenPages(t *testing.T) {
	t.Parallel()
	for _, pages := range []int{0, 6} {
		h := newFixture(t)
		h.usePayments(&fakeProvider{})
		check := h.openPages(pages)
		_, err := do(h, h.as(access.Waiter), tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: 5000})
		require.NoError(t, err)
		require.Equal(t, 1, h.tasksOfUpdate(tablesession.Pay{}.Name()), "workflow tasks of the payment with %d open pages", pages)
		_, err = do(h, h.as(access.Waiter), tablesession.Close{})
		require.NoError(t, err)
		require.NoError(t, h.raw.GetWorkflow(t.Context(), workflows.SessionID(h.table), "").Get(t.Context(), nil))
		for _, in := range h.ledger().Check.Intents {
			require.Contains(t, h.events(workflows.WatchID(in.ID)), enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
				"the run ends after every watch got its signal")
		}
	}
}

// events lists the types of a workflow's events.
func (h *fixture) events(workflowID string) (types []enumspb.EventType) {
	h.t.Helper()
	h.eachEvent(workflowID, func(e *historypb.HistoryEvent) { types = append(types, e.GetEventType()) })
	return types
}

// markers are the names of what a run noted in its history: versions, and results of local activities.
func (h *fixture) markers(workflowID string) (names []string) {
	h.t.Helper()
	h.eachEvent(workflowID, func(e *historypb.HistoryEvent) {
		if e.GetEventType() == enumspb.EVENT_TYPE_MARKER_RECORDED {
			names = append(names, e.GetMarkerRecordedEventAttributes().GetMarkerName())
		}
	})
	return names
}

func (h *fixture) eachEvent(workflowID string, do func(*historypb.HistoryEvent)) {
	h.t.Helper()
	iter := h.raw.GetWorkflowHistory(h.t.Context(), workflowID, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		e, err := iter.Next()
		require.NoError(h.t, err)
		do(e)
	}
}

// tasksOfUpdate counts the workflow tasks from an update's acceptance to its end.
func (h *fixture) tasksOfUpdate(name string) (tasks int) {
	h.t.Helper()
	iter := h.raw.GetWorkflowHistory(h.t.Context(), workflows.SessionID(h.table), "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	accepted := int64(0)
	for iter.HasNext() {
		e, err := iter.Next()
		require.NoError(h.t, err)
		if a := e.GetWorkflowExecutionUpdateAcceptedEventAttributes(); a.GetAcceptedRequest().GetInput().GetName() == name {
			accepted, tasks = e.GetEventId(), 1
		}
		if accepted != 0 && e.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED {
			tasks++
		}
		if c := e.GetWorkflowExecutionUpdateCompletedEventAttributes(); accepted != 0 && c.GetAcceptedEventId() == accepted {
			return tasks
		}
	}
	require.Fail(h.t, "not completed", name)
	return 0
}

// recordPages has a cash payment close the pages that were open, and money that comes too late given back.
func recordPages(r recorder) {
	counter := &fakeProvider{}
	r.usePayments(counter)
	check := r.openPages(3)
	r.must(r.as(access.Waiter), tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: 5000})
	page := r.ledger().Check.Intents[0]
	r.announce(counter.pay(activities.PaymentRequest{PaymentID: page.ID, CheckID: check}.Reference(), 100))
	refund := r.ledger().Check.Refunds[0]
	testkit.Eventually(r.t, 30*time.Second, "the surplus is given back", func() bool {
		return r.ledger().Check.Refunds[0].Status == billing.RefundDone
	})
	r.must(r.as(access.Waiter), tablesession.Close{})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.table), "").Get(r.t.Context(), nil))
	r.save("pages", workflows.SessionID(r.table))
	r.save("refund_of_surplus", workflows.RefundID(refund.ID))
}
