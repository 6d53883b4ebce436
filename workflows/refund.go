package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
	"integrador/internal/domain/tablesession"
)

// refundFor is how long a refund is tried before somebody has to see to it.
const refundFor = 7 * 24 * time.Hour

// refundHeartbeat is how long a worker that carries out a refund may be silent before another one takes it over.
const refundHeartbeat = 10 * time.Second

// Refund gives money back through the provider and records that it did: one key,
// tried for a week, noted until it is noted. What the provider refuses is recorded
// as failed, for a manager.
func Refund(ctx workflow.Context, o tablesession.RefundOrder) error {
	workflow.SetCurrentDetails(ctx, "Pidiendo la devolución a Mercado Pago.")
	var made activities.Refunded
	err := workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 90 * time.Second, HeartbeatTimeout: refundHeartbeat, ScheduleToCloseTimeout: refundFor,
		Summary:     "devolver " + o.Cents.String(),
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 2 * time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Minute},
	}), payments.Refund, o).Get(ctx, &made)

	ended := tablesession.RefundEnded{RefundID: o.RefundID, ExternalID: made.ExternalID, Failed: err != nil}
	if err != nil {
		workflow.GetLogger(ctx).Error("refund failed", "refund", o.RefundID, "payment", o.ExternalID, "error", err)
		workflow.SetCurrentDetails(ctx, "Mercado Pago no hizo la devolución: tiene que verla un encargado.")
	} else {
		ended.Snapshot = &made.Snapshot
		workflow.SetCurrentDetails(ctx, "Devuelto: devolución "+made.ExternalID+".")
	}
	return workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 20 * time.Second, Summary: "anotar la devolución",
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: time.Minute},
	}), payments.EndRefund, o, ended).Get(ctx, nil)
}

func refundSummary(o tablesession.RefundOrder) string {
	return fmt.Sprintf("Devolución de %s · mesa %s", o.Cents, o.TableCode)
}

const refundManual = "Devuelve dinero a quien pagó de más, o lo que decidió un encargado. Se reintenta durante una semana con la " +
	"misma clave de idempotencia: repetirla no devuelve dos veces. Si se termina a mano, la devolución queda pedida en el libro " +
	"(`payment_refund`) y se vuelve a empezar sola."
