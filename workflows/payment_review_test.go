package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/workflows"
)

// TestAReviewGoesOnWhereItWas through pages, and through runs.
func TestAReviewGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	var asked []activities.ReviewPage
	review := func(_ context.Context, p activities.ReviewPage) (activities.Reviewed, error) {
		asked = append(asked, p)
		return activities.Reviewed{LastID: p.AfterID + 50, Read: 50, Changed: 1, Done: len(asked) == 250}, nil
	}
	run := func(in workflows.ReviewInput) *testsuite.TestWorkflowEnvironment {
		var suite testsuite.WorkflowTestSuite
		env := suite.NewTestWorkflowEnvironment()
		env.SetStartTime(opened)
		env.RegisterActivityWithOptions(review, activity.RegisterOptions{Name: "Review"})
		env.RegisterWorkflowWithOptions(workflows.PaymentReview, workflow.RegisterOptions{Name: workflows.ReviewSchedule})
		env.ExecuteWorkflow(workflows.PaymentReview, in)
		return env
	}
	var more *workflow.ContinueAsNewError
	require.ErrorAs(t, run(workflows.ReviewInput{}).GetWorkflowError(), &more)
	require.Len(t, asked, 200)

	day := opened.Unix() / 86400
	env := run(workflows.ReviewInput{Page: activities.ReviewPage{AfterID: 10_000, Day: day}, So: activities.Reviewed{Read: 10_000, Changed: 200}})
	require.NoError(t, env.GetWorkflowError())
	var done activities.Reviewed
	require.NoError(t, env.GetWorkflowResult(&done))
	require.Equal(t, activities.Reviewed{LastID: 12_500, Read: 12_500, Changed: 250, Done: true}, done)
	for i, p := range asked {
		require.Equal(t, activities.ReviewPage{AfterID: int64(i) * 50, Day: day}, p)
	}
}

// TestTokensAreRenewedAfterHundredAndFiftyDays by a timer that sleeps that long,
// with a look each month.
func TestTokensAreRenewedAfterHundredAndFiftyDays(t *testing.T) {
	t.Parallel()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(opened)
	due := opened.AddDate(0, 0, 150)
	var renewed time.Time
	looks := 0
	env.RegisterActivityWithOptions(func(context.Context, int64) (activities.Renewal, error) {
		looks++
		if env.Now().Before(due) {
			return activities.Renewal{Next: due}, nil
		}
		renewed = env.Now()
		return activities.Renewal{Ended: true}, nil
	}, activity.RegisterOptions{Name: "Renew"})
	env.ExecuteWorkflow(workflows.ProviderConnection, workflows.ConnectionInput{TenantID: 1})
	require.NoError(t, env.GetWorkflowError())
	require.WithinDuration(t, due, renewed, time.Minute)
	require.Equal(t, 6, looks)
}
