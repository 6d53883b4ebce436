package workflows

import (
	"cmp"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/fault"
)

// Notice is a webhook notice, as its row has it.
type Notice struct {
	NoticeID int64  `json:"notice_id"`
	DataID   string `json:"data_id"` // the provider's payment
	// Pace is what follows the first failed try, doubled with each; 0 means 10 s.
	Pace time.Duration `json:"pace,omitzero"`
}

// The schedule of tries: 10, 20, 40, 80 and 160 s after each other. When it is used
// up the notice is parked as a dead letter.
const (
	noticeRetries   = 5
	noticePace      = 10 * time.Second
	longestNoticing = time.Hour
)

// pause is what follows a failed try, the first of which is 0.
func (n Notice) pause(try int) time.Duration {
	return min(cmp.Or(n.Pace, noticePace)<<try, longestNoticing)
}

var notices *activities.Notices

// WebhookNotice reads the payment that a notice speaks of and applies its
// snapshot. The notice itself is a hint: nothing of it is believed.
func WebhookNotice(ctx workflow.Context, n Notice) error {
	read := applyNotice
	if workflow.GetVersion(ctx, "read-notice-by-connection", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		read = applyPayment
	}
	for attempt := 0; ; attempt++ {
		err := read(ctx, n)
		step := activities.NoticeStep{NoticeID: n.NoticeID}
		if err == nil || refused(err) && fault.CodeOf(err) != fault.NotFound {
			if err != nil {
				step.Ignored, step.Error = true, reasonOf(err)
			}
			return workflow.ExecuteActivity(patient(ctx, "anotar el aviso"), notices.Done, step).Get(ctx, nil)
		}
		step.Error = reasonOf(err)
		if attempt == noticeRetries {
			return workflow.ExecuteActivity(patient(ctx, "aviso sin efecto"), notices.Dead, step).Get(ctx, nil)
		}
		step.Next = workflow.Now(ctx).Add(n.pause(attempt)).UTC()
		if err := workflow.ExecuteActivity(patient(ctx, "anotar el reintento"), notices.Waiting, step).Get(ctx, nil); err != nil {
			return err
		}
		if err := workflow.Sleep(ctx, n.pause(attempt)); err != nil {
			return err
		}
	}
}

// applyNotice reads what a notice is about and delivers the payment, if it is one.
func applyNotice(ctx workflow.Context, n Notice) error {
	once := readingOnce(ctx, n)
	var paid activities.PaymentSnapshot
	announced := activities.Announced{NoticeID: n.NoticeID, DataID: n.DataID}
	if err := workflow.ExecuteActivity(once, payments.ReadNotice, announced).Get(ctx, &paid); err != nil {
		return asFault(err)
	}
	if paid.Reference == "" {
		return nil
	}
	return asFault(workflow.ExecuteActivity(once, payments.Deliver, paid).Get(ctx, nil))
}

// applyPayment is applyNotice as it was while one account collected for everybody.
func applyPayment(ctx workflow.Context, n Notice) error {
	once := readingOnce(ctx, n)
	var paid activities.PaymentSnapshot
	if err := workflow.ExecuteActivity(once, payments.Fetch, n.DataID).Get(ctx, &paid); err != nil {
		return asFault(err)
	}
	return asFault(workflow.ExecuteActivity(once, payments.Deliver, paid).Get(ctx, nil))
}

func readingOnce(ctx workflow.Context, n Notice) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 20 * time.Second, Summary: "leer el pago " + n.DataID,
		RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1}, // the schedule above is the retry
	})
}

// patient is how a step is noted: until it is.
func patient(ctx workflow.Context, what string) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 10 * time.Second, Summary: what})
}

// reasonOf is what an operator may read of a failure: a reason, never a body.
func reasonOf(err error) string {
	if r := fault.ReasonOf(err); r != "" {
		return r
	}
	return "error interno"
}
