package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
)

// ReviewInput is how far a review is. The zero value begins today's.
type ReviewInput struct {
	Page activities.ReviewPage `json:"page"`
	So   activities.Reviewed   `json:"so"` // in all, so far
}

// reviewPages is how many pages one run does.
const reviewPages = 200

// PaymentReview reads the payments of the last half year again, some each night,
// and so finds what no notice announced.
func PaymentReview(ctx workflow.Context, in ReviewInput) (activities.Reviewed, error) {
	if in.Page.Day == 0 {
		in.Page.Day = workflow.Now(ctx).Unix() / int64((24 * time.Hour).Seconds())
	}
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 30 * time.Minute, HeartbeatTimeout: 2 * time.Minute, Summary: "releer pagos",
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 10 * time.Second, MaximumAttempts: 10},
	})
	for range reviewPages {
		var page activities.Reviewed
		if err := workflow.ExecuteActivity(ctx, payments.Review, in.Page).Get(ctx, &page); err != nil {
			return in.So, err
		}
		in.So = activities.Reviewed{
			LastID: page.LastID, Read: in.So.Read + page.Read, Changed: in.So.Changed + page.Changed, Unread: in.So.Unread + page.Unread, Done: page.Done,
		}
		if page.Done {
			return in.So, nil
		}
		in.Page.AfterID = page.LastID
	}
	return in.So, workflow.NewContinueAsNewError(ctx, PaymentReview, in)
}
