package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/billing"
)

// Watch names a checkout to look after.
type Watch struct {
	PaymentID    int64     `json:"payment_id,omitempty"` // that was asked for with the checkout
	Reference    string    `json:"reference"`
	PreferenceID string    `json:"preference_id"`
	ExpiresAt    time.Time `json:"expires_at"`
}

// The pace of a watch: often while the payer is probably at it, then until the
// checkout expires, then twice more for what the provider approves late.
const (
	watchSoon     = 30 * time.Second
	watchSoonFor  = 5 * time.Minute
	watchLater    = time.Minute
	watchAfterEnd = 5 * time.Minute
	watchNextHour = time.Hour
	watchLastLook = 24 * time.Hour
)

// watchAlone is PaymentWatch as it was before anybody could speak to it.
func watchAlone(ctx workflow.Context, w Watch) error {
	begun, shut := workflow.Now(ctx), false
	for {
		pause, more := watchPause(begun, workflow.Now(ctx), w.ExpiresAt)
		if !more {
			return nil
		}
		if err := workflow.Sleep(ctx, pause); err != nil {
			return err
		}
		seen, err := look(ctx, w)
		if err != nil {
			workflow.GetLogger(ctx).Warn("payment not looked for", "reference", w.Reference, "error", err)
			continue
		}
		// Whoever still has the page open may pay although nothing is owed.
		if !seen.wanted && !shut {
			shut = workflow.ExecuteActivity(background(ctx, "cerrar el cobro"), payments.ExpireCheckout, w.PreferenceID).Get(ctx, nil) == nil
		}
		if seen.paid {
			return nil
		}
	}
}

// watchPause is how long to sleep before the next look.
func watchPause(begun, now, expires time.Time) (time.Duration, bool) {
	switch end := expires.Add(watchAfterEnd); {
	case now.Before(begun.Add(watchSoonFor)):
		return watchSoon, true
	case now.Before(end):
		return watchLater, true
	case now.Before(expires.Add(watchNextHour)):
		return expires.Add(watchNextHour).Sub(now), true
	case now.Before(expires.Add(watchLastLook)):
		return expires.Add(watchLastLook).Sub(now), true
	}
	return 0, false
}

// sight is what a look at a checkout found.
type sight struct {
	paid   bool // money came through it
	moving bool // the provider has not decided about a payment yet
	wanted bool // its intent is open: it should still be paid
}

// look applies every payment made for the checkout.
func look(ctx workflow.Context, w Watch) (sight, error) {
	var found []activities.PaymentSnapshot
	if err := workflow.ExecuteActivity(background(ctx, "buscar pagos"), payments.Find, w.Reference).Get(ctx, &found); err != nil {
		return sight{}, asFault(err)
	}
	var seen sight
	for _, paid := range found {
		if err := workflow.ExecuteActivity(background(ctx, "aplicar el pago"), payments.Deliver, paid).Get(ctx, nil); err != nil {
			return sight{}, asFault(err)
		}
		seen.paid = seen.paid || paid.Snapshot.Status == billing.Approved
		seen.moving = seen.moving || paid.Snapshot.Status == billing.Pending
	}
	if seen.paid {
		return seen, nil
	}
	err := workflow.ExecuteActivity(background(ctx, "¿falta pagar?"), payments.Wanted, w.Reference).Get(ctx, &seen.wanted)
	return seen, asFault(err)
}

// background is how calls to the provider run when nobody waits.
func background(ctx workflow.Context, what string) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 20 * time.Second, Summary: what,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumAttempts: 3},
	})
}
