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

// receivers says where programs may listen: nil leaves it to the API, which
// accepts the open internet alone.
func (p *parts) receivers() func(string) error {
	if p.cfg.Webhooks.AllowInside {
		return func(string) error { return nil }
	}
	return nil
}

func (p *parts) subscriptions() *activities.Subscriptions {
	timeout := p.cfg.Webhooks.Timeout.Duration()
	client := publicurl.Client(timeout)
	if p.cfg.Webhooks.AllowInside {
		client = &http.Client{Timeout: timeout}
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &activities.Subscriptions{Store: p.store, Vault: p.vault, Client: client}
}

// startDeliveries starts the worker that tells restaurants' own programs of
// events, and makes sure that each active subscription is served.
func (p *parts) startDeliveries(ctx context.Context, acts workflows.Activities) (worker.Worker, error) {
	w := worker.New(p.temporal, workflows.SubscriptionsQueue(p.cfg.Temporal.TaskQueue), worker.Options{
		DisableWorkflowWorker: true, MaxConcurrentActivityExecutionSize: 500, WorkerStopTimeout: time.Second,
		Interceptors: []interceptor.WorkerInterceptor{&workflows.Translator{}},
	})
	workflows.RegisterSubscriptions(w, acts)
	if err := w.Start(); err != nil {
		return nil, fmt.Errorf("start the deliveries' worker: %w", err)
	}
	subs, err := p.store.SubscriptionsToServe(ctx)
	if err != nil {
		p.log.WarnContext(ctx, "subscriptions not looked at; those that run go on", "error", err)
	}
	for _, sub := range subs {
		if err := p.sessions.ServeSubscription(ctx, sub.ID, sub.Name); err != nil {
			p.log.WarnContext(ctx, "subscription not served", "subscription_id", sub.ID, "error", err)
		}
	}
	return w, nil
}
