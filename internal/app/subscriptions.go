package app

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/platform/publicurl"
	"integrador/workflows"
)

// checkReceiver checks the addresses of restaurants' own programs: public ones, and in production encrypted ones.
func (d *Deps) checkReceiver() func(string) error {
	switch {
	case d.Config.Webhooks.AllowInside:
		return func(string) error { return nil }
	case d.Config.Environment.Production():
		return publicurl.CheckEncrypted
	default:
		return publicurl.Check
	}
}

func (d *Deps) subscriptions() *activities.Subscriptions {
	timeout := d.Config.Webhooks.Timeout.Duration()
	client := publicurl.Client(timeout)
	if d.Config.Webhooks.AllowInside {
		client = &http.Client{Timeout: timeout}
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &activities.Subscriptions{Store: d.Store, Vault: d.Box, Client: client}
}

// startDeliveries starts the worker that delivers events to restaurants' own
// programs, and the workflow of each active subscription that does not run.
func (d *Deps) startDeliveries(ctx context.Context, acts workflows.Activities) (worker.Worker, error) {
	w := worker.New(d.Temporal, workflows.SubscriptionsQueue(d.Config.Temporal.TaskQueue), worker.Options{
		DisableWorkflowWorker:              true,
		MaxConcurrentActivityExecutionSize: 500,
		WorkerStopTimeout:                  time.Second,

		Interceptors: []interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}},
	})
	workflows.RegisterSubscriptions(w, acts)
	if err := w.Start(); err != nil {
		return nil, fmt.Errorf("start the deliveries worker: %w", err)
	}
	subs, err := d.Store.SubscriptionsToServe(ctx)
	if err != nil {
		d.Log.WarnContext(ctx, "subscriptions not started; those that run continue", "error", err)
	}
	for _, sub := range subs {
		if err := d.Sessions.ServeSubscription(ctx, sub.ID, sub.Name); err != nil {
			d.Log.WarnContext(ctx, "subscription not started", "subscription_id", sub.ID, "error", err)
		}
	}
	return w, nil
}
