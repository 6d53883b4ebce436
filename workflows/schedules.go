package workflows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

// The workflows that a schedule of the same name starts.
const (
	NightlySchedule = "Nightly"
	ReviewSchedule  = "PaymentReview"
)

// When restaurants sleep, in the time zone of the first of them. The upkeep need
// not wait for the review.
const (
	reviewAt    = "45 3 * * *"
	nightlyAt   = "30 5 * * *"
	nightlyZone = "America/Argentina/Buenos_Aires"
)

// Schedule makes sure that the night's work is done every night. Every worker
// calls it; the first one makes the schedules.
func Schedule(ctx context.Context, c client.Client, queue string) error {
	return errors.Join(
		everyNight(ctx, c, nightlyAt, client.ScheduleWorkflowAction{
			ID: NightlySchedule, Workflow: NightlySchedule, TaskQueue: queue, WorkflowRunTimeout: 6 * time.Hour,
			StaticSummary: "Mantenimiento de la noche: tokens vencidos y punto de control de la auditoría",
		}),
		everyNight(ctx, c, reviewAt, client.ScheduleWorkflowAction{
			ID: ReviewSchedule, Workflow: ReviewSchedule, TaskQueue: queue, Args: []any{ReviewInput{}},
			StaticSummary: "Relee en Mercado Pago los pagos de los últimos 180 días: encuentra contracargos y devoluciones cuyo aviso se perdió",
		}),
	)
}

func everyNight(ctx context.Context, c client.Client, at string, action client.ScheduleWorkflowAction) error {
	_, err := c.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID:            action.ID,
		Spec:          client.ScheduleSpec{CronExpressions: []string{at}, TimeZoneName: nightlyZone},
		Action:        &action,
		CatchupWindow: 12 * time.Hour,
	})
	if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return fmt.Errorf("schedule %s: %w", action.ID, err)
	}
	return nil
}
