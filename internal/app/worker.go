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
	"integrador/internal/jobs/relay"
	"integrador/internal/platform/presence"
	"integrador/workflows"
)

// checkoutLife is how long a payer has for a checkout.
const checkoutLife = 30 * time.Minute

// runWorker conducts sessions, calls the provider and relays events.
func runWorker(ctx context.Context, p *parts) error {
	if err := p.awaitTemporal(ctx); err != nil {
		return err
	}
	acts := p.activities()
	floor := worker.New(p.temporal, p.cfg.Temporal.TaskQueue, workflows.WorkerOptions())
	workflows.Register(floor, acts)
	if err := floor.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer floor.Stop()
	payments := worker.New(p.temporal, workflows.PaymentsQueue(p.cfg.Temporal.TaskQueue), worker.Options{
		DisableWorkflowWorker: true, MaxConcurrentActivityExecutionSize: 20, WorkerStopTimeout: 5 * time.Second,
		Interceptors: []interceptor.WorkerInterceptor{&workflows.Translator{}},
	})
	workflows.RegisterPayments(payments, acts)
	if err := payments.Start(); err != nil {
		return fmt.Errorf("start payments worker: %w", err)
	}
	defer payments.Stop()
	deliveries, err := p.startDeliveries(ctx, acts)
	if err != nil {
		return err
	}
	defer deliveries.Stop()
	if err := workflows.Schedule(ctx, p.temporal, p.cfg.Temporal.TaskQueue); err != nil {
		p.log.WarnContext(ctx, "night's work not scheduled", "error", err) // another worker, or the next start, will
	}
	p.log.InfoContext(ctx, "worker ready", "task_queue", p.cfg.Temporal.TaskQueue)
	group, ctx := errgroup.WithContext(ctx)
	publishing := &relay.Relay{Store: p.store, Publisher: p.bell, Menus: p.menus, Log: p.log}
	group.Go(func() error { return publishing.Run(ctx) })
	group.Go(func() error { return p.serveMetrics(ctx) })
	sequencer := &relay.Sequencer{Store: p.store, Log: p.log}
	group.Go(func() error { return sequencer.Run(ctx) })
	group.Go(func() error { return acts.Notices.KeepShowing(ctx) })
	group.Go(func() error { return p.watchConnections(ctx) })
	group.Go(func() error { return p.sweepRefunds(ctx) })
	err = group.Wait()
	p.answering.Wait() // what the API of this process has begun, this worker has to finish
	return err
}

func (p *parts) activities() workflows.Activities {
	connections := &activities.Connections{Store: p.store, Bell: p.bell, Vault: p.vault, Connector: p.connect}
	tills := p.tills(connections)
	return workflows.Activities{
		Ledger: &activities.Ledger{Store: p.store, Bell: p.bell},
		Floor:  &activities.Floor{Store: p.store, Presence: presence.New(p.redis, "")},
		Payments: &activities.Payments{
			Store: p.store, Bell: p.bell, Sessions: p.sessions, Provider: tills, Tills: tills,
			ReturnURL: p.cfg.HTTP.BaseURL, NotifyURL: p.cfg.Webhook(), Lifetime: checkoutLife,
		},
		Notices:     &activities.Notices{Store: p.store, Redis: p.redis},
		Connections: connections,
		Nightly:     &activities.Nightly{Store: p.store, Checkpoints: p.cfg.Audit.Checkpoints},

		Subscriptions: p.subscriptions(),
	}
}

// awaitTemporal waits until the server answers and knows what operators search by.
func (p *parts) awaitTemporal(ctx context.Context) error {
	told := false
	for {
		err := p.ensureSearchAttributes(ctx)
		if err == nil {
			return nil
		}
		if !told {
			p.log.WarnContext(ctx, "waiting for Temporal", "address", p.cfg.Temporal.Address, "error", err)
			told = true
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (p *parts) ensureSearchAttributes(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	operator := p.temporal.OperatorService()
	known, err := operator.ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: p.cfg.Temporal.Namespace})
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
		Namespace: p.cfg.Temporal.Namespace, SearchAttributes: missing,
	})
	var exists *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &exists) {
		return fmt.Errorf("add search attributes: %w", err)
	}
	return nil
}
