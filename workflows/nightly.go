package workflows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
)

// nightlyName names the workflow and the schedule that starts it.
const nightlyName = "Nightly"

// nightlyAt is when restaurants sleep, in the time zone of the first of them.
const (
	nightlyAt   = "30 5 * * *"
	nightlyZone = "America/Argentina/Buenos_Aires"
)

// NightlyReport is what a night's upkeep did.
type NightlyReport struct {
	TokensForgotten int64                   `json:"tokens_forgotten"`
	AuditStood      []activities.Checkpoint `json:"audit_stood"`
}

// Nightly is the day's upkeep. It fails if the audit log does not hold, so that
// whoever watches failed workflows sees it; the rest is done by then.
func Nightly(ctx workflow.Context) (NightlyReport, error) {
	var report NightlyReport
	var nightly *activities.Nightly
	quick := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Minute, Summary: "olvidar tokens vencidos",
	})
	if err := workflow.ExecuteActivity(quick, nightly.PurgeTokens).Get(ctx, &report.TokensForgotten); err != nil {
		return report, err
	}
	long := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Hour, HeartbeatTimeout: time.Minute, Summary: "verificar la auditoría",
		RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 5},
	})
	err := workflow.ExecuteActivity(long, nightly.CheckpointAudit).Get(ctx, &report.AuditStood)
	return report, err
}

// ScheduleNightly makes sure that the upkeep runs every night. Every worker calls
// it; the first one makes the schedule.
func ScheduleNightly(ctx context.Context, c client.Client, queue string) error {
	_, err := c.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID:   nightlyName,
		Spec: client.ScheduleSpec{CronExpressions: []string{nightlyAt}, TimeZoneName: nightlyZone},
		Action: &client.ScheduleWorkflowAction{
			ID: nightlyName, Workflow: nightlyName, TaskQueue: queue, WorkflowRunTimeout: 6 * time.Hour,
			StaticSummary: "Mantenimiento de la noche: tokens vencidos y punto de control de la auditoría",
		},
		CatchupWindow: 12 * time.Hour,
	})
	if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return fmt.Errorf("schedule the night's upkeep: %w", err)
	}
	return nil
}
