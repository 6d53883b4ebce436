package workflows

import (
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
)

// Activities are all that the workflows call.
type Activities struct {
	Ledger      *activities.Ledger
	Presence    *activities.Presence
	Payments    *activities.Payments
	Notices     *activities.Notices
	Connections *activities.Connections
	Nightly     *activities.Nightly
	// Subscriptions has a queue of its own.
	Subscriptions *activities.Subscriptions
	// Measured records table sessions through regular activities: the benchmark compares that with what users get.
	Measured bool
}

// Register registers what a worker of the floor's queue runs.
func Register(w worker.Registry, a Activities) {
	run := TableSession
	if a.Measured {
		run = measuredTableSession
	}
	w.RegisterWorkflowWithOptions(run, workflow.RegisterOptions{Name: tableSession})
	w.RegisterWorkflowWithOptions(PaymentWatch, workflow.RegisterOptions{Name: paymentWatch})
	w.RegisterWorkflowWithOptions(WebhookNotice, workflow.RegisterOptions{Name: webhookNotice})
	w.RegisterWorkflowWithOptions(WebhookSubscription, workflow.RegisterOptions{Name: subscriptionName})
	w.RegisterWorkflowWithOptions(Nightly, workflow.RegisterOptions{Name: NightlySchedule})
	w.RegisterWorkflowWithOptions(PaymentReview, workflow.RegisterOptions{Name: ReviewSchedule})
	w.RegisterWorkflowWithOptions(ProviderConnection, workflow.RegisterOptions{Name: connection})
	w.RegisterWorkflowWithOptions(Refund, workflow.RegisterOptions{Name: refund})
	w.RegisterActivity(a.Ledger)
	w.RegisterActivity(a.Presence)
	w.RegisterActivity(a.Notices)
	w.RegisterActivity(a.Nightly)
}

// RegisterPayments registers what a worker of the payments' queue runs.
func RegisterPayments(w worker.Registry, a Activities) {
	w.RegisterActivity(a.Payments)
	if a.Connections != nil {
		w.RegisterActivity(a.Connections)
	}
}

// RegisterSubscriptions registers what a worker of the deliveries' queue runs.
func RegisterSubscriptions(w worker.Registry, a Activities) { w.RegisterActivity(a.Subscriptions) }
