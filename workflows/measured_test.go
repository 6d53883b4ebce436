package workflows_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/workflows"
)

// TestMeasuredSessionsRecordThroughRegularActivities: Temporal stores a regular activity's arguments, so that every change
// of a decision crosses it as JSON.
func TestMeasuredSessionsRecordThroughRegularActivities(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.worker.Stop()
	h.measured = true
	h.startWorker()
	h.open()
	round, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	_, err = do(h, h.as(access.Manager), tablesession.Move{RoundID: round.RoundID, To: tablesession.Canceled, Reason: "se fueron"})
	require.NoError(t, err)
	_, err = do(h, h.as(access.Waiter), tablesession.Close{})
	require.NoError(t, err)
	s := h.ledger()
	require.Equal(t, tablesession.Canceled, s.Rounds[0].Status)
	require.EqualValues(t, 1000, s.Rounds[0].Items[0].Unit)
	require.Contains(t, h.events(workflows.SessionID(h.table)), enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
	require.NotContains(t, h.markers(workflows.SessionID(h.table)), "LocalActivity")
}
