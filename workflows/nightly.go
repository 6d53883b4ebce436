package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
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
