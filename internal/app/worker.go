package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"golang.org/x/sync/errgroup"

	"integrador/activities"
	"integrador/internal/jobs"
	"integrador/internal/jobs/relay"
	"integrador/internal/jobs/sweeps"
	"integrador/internal/platform/presence"
	"integrador/workflows"
)

// checkoutLife is how long a payer has to pay on a payment page.
const checkoutLife = 30 * time.Minute

// runWorker runs workflows and activities, and the jobs that run by themselves.
func runWorker(ctx context.Context, d *Deps) error {
	if err := d.awaitTemporal(ctx); err != nil {
		return err
	}
	acts := d.activities()
	sessions := worker.New(d.Temporal, d.Config.Temporal.TaskQueue, workflows.WorkerOptions())
	workflows.Register(sessions, acts)
	if err := sessions.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer sessions.Stop()
	payments := worker.New(d.Temporal, workflows.PaymentsQueue(d.Config.Temporal.TaskQueue), worker.Options{
		DisableWorkflowWorker:              true,
		MaxConcurrentActivityExecutionSize: 20,
		WorkerStopTimeout:                  5 * time.Second,

		Interceptors: []interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}},
	})
	workflows.RegisterPayments(payments, acts)
	if err := payments.Start(); err != nil {
		return fmt.Errorf("start payments worker: %w", err)
	}
	defer payments.Stop()
	deliveries, err := d.startDeliveries(ctx, acts)
	if err != nil {
		return err
	}
	defer deliveries.Stop()
	if err := workflows.Schedule(ctx, d.Temporal, d.Config.Temporal.TaskQueue); err != nil {
		d.Log.WarnContext(ctx, "nightly work not scheduled", "error", err) // another worker does it, or the next start
	}
	d.Log.InfoContext(ctx, "worker ready", "task_queue", d.Config.Temporal.TaskQueue)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.serveMetrics(ctx) })
	group.Go(func() error { return jobs.Run(ctx, d.Log, d.jobs()...) })
	err = group.Wait()
	d.apis.Wait() // requests under way in an API of this process need this worker
	return err
}

// jobs are what the worker does beside its workflows.
func (d *Deps) jobs() []jobs.Job {
	events := &relay.Relay{Store: d.Store, Publisher: d.events, Menus: d.Menus}
	return []jobs.Job{
		events.Job(),
		relay.Sequence(d.Store),
		sweeps.Notices(d.Store, d.Sessions),
		sweeps.NoticeBoard(d.Store, d.Redis),
		sweeps.Connections(d.Store, d.Sessions),
		sweeps.Refunds(d.Store, d.Sessions),
		sweeps.Keys(d.Store),
	}
}

func (d *Deps) activities() workflows.Activities {
	connections := &activities.Connections{Store: d.Store, Publisher: d.events, Vault: d.Box, Connector: d.connector}
	accounts := d.accounts(connections)
	return workflows.Activities{
		Ledger:   &activities.Ledger{Store: d.Store, Publisher: d.events},
		Presence: &activities.Presence{Store: d.Store, Presence: presence.New(d.Redis, "")},
		Payments: &activities.Payments{
			Store:     d.Store,
			Publisher: d.events,
			Sessions:  d.Sessions,
			Provider:  accounts,
			Accounts:  accounts,
			ReturnURL: d.Config.HTTP.BaseURL,
			NotifyURL: d.Config.Webhook(),
			Lifetime:  checkoutLife,
		},
		Notices:     &activities.Notices{Store: d.Store, Redis: d.Redis},
		Connections: connections,
		Nightly:     &activities.Nightly{Store: d.Store, Checkpoints: d.Config.Audit.Checkpoints},

		Subscriptions: d.subscriptions(),
	}
}

// awaitTemporal waits until Temporal answers and has the search attributes.
func (d *Deps) awaitTemporal(ctx context.Context) error {
	warned := false
	for {
		err := d.ensureSearchAttributes(ctx)
		if err == nil {
			return nil
		}
		if !warned {
			d.Log.WarnContext(ctx, "waiting for Temporal", "address", d.Config.Temporal.Address, "error", err)
			warned = true
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (d *Deps) ensureSearchAttributes(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	operator, namespace := d.Temporal.OperatorService(), d.Config.Temporal.Namespace
	known, err := operator.ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err != nil {
		return fmt.Errorf("list search attributes: %w", err)
	}
	missing := map[string]enumspb.IndexedValueType{}
	for name, kind := range workflows.SearchAttributes() {
		if _, ok := known.CustomAttributes[name]; !ok {
			missing[name] = kind
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = operator.AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: namespace, SearchAttributes: missing,
	})
	var exists *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &exists) {
		return fmt.Errorf("add search attributes: %w", err)
	}
	return nil
}
