package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
)

// ConnectionInput names a restaurant.
type ConnectionInput struct {
	TenantID int64 `json:"tenant_id"`
}

var connections *activities.Connections

// ProviderConnection is the life of a restaurant's link to its account at the
// provider. It makes and ends the link one request at a time, and in between
// sleeps until the tokens are to be renewed. It ends with the link.
func ProviderConnection(ctx workflow.Context, in ConnectionInput) error {
	run := &connectionRun{in: in, turn: workflow.NewMutex(ctx)}
	if err := run.listen(ctx); err != nil {
		return err
	}
	for {
		run.changed = false
		next, err := run.renew(ctx)
		if err != nil {
			return err
		}
		if err := run.sleep(ctx, next); err != nil {
			return err
		}
		if !workflow.AllHandlersFinished(ctx) || run.changed {
			continue
		}
		if next.Ended {
			return nil
		}
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return workflow.NewContinueAsNewError(ctx, ProviderConnection, in)
		}
	}
}

type connectionRun struct {
	in      ConnectionInput
	turn    workflow.Mutex
	changed bool // since the last look
}

func (r *connectionRun) listen(ctx workflow.Context) error {
	if err := workflow.SetUpdateHandler(ctx, connectUpdate, r.connect); err != nil {
		return err
	}
	return workflow.SetUpdateHandler(ctx, disconnectUpdate, r.disconnect)
}

// connect finishes an attempt to connect. Trying it again changes nothing.
func (r *connectionRun) connect(ctx workflow.Context, a activities.Attempt) error {
	return r.change(ctx, "conectar la cuenta", connections.Connect, a)
}

func (r *connectionRun) disconnect(ctx workflow.Context, l activities.Disconnection) error {
	return r.change(ctx, "desconectar la cuenta", connections.Disconnect, l)
}

func (r *connectionRun) change(ctx workflow.Context, what string, do, arg any) error {
	if err := r.turn.Lock(ctx); err != nil {
		return err
	}
	defer r.turn.Unlock()
	defer func() { r.changed = true }()
	return asFault(workflow.ExecuteActivity(asked(ctx, what), do, arg).Get(ctx, nil))
}

// asked is how a change runs while somebody waits. An exchange that reached the
// provider must reach the ledger too, hence the time it has.
func asked(ctx workflow.Context, what string) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 2 * time.Minute, Summary: what,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, MaximumAttempts: 3},
	})
}

// renew looks at the link, and again later if the provider is not there.
func (r *connectionRun) renew(ctx workflow.Context) (next activities.Renewal, err error) {
	if err := r.turn.Lock(ctx); err != nil {
		return next, err
	}
	defer r.turn.Unlock()
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:           PaymentsQueue(workflow.GetInfo(ctx).TaskQueueName),
		StartToCloseTimeout: 2 * time.Minute, ScheduleToCloseTimeout: renewPatience, Summary: "mirar la conexión",
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: 2 * time.Second, MaximumAttempts: 3},
	})
	err = workflow.ExecuteActivity(ctx, connections.Renew, r.in.TenantID).Get(ctx, &next)
	if err != nil && ctx.Err() == nil {
		workflow.GetLogger(ctx).Warn("connection not looked at", "tenant", r.in.TenantID, "error", err)
		return activities.Renewal{Next: workflow.Now(ctx).Add(lookAgain)}, nil
	}
	return next, err
}

const (
	// Others may want to connect or disconnect while the provider is away.
	renewPatience = 3 * time.Minute
	lookAgain     = 10 * time.Minute
	// A look costs one read: whatever went unnoticed is noticed within a month.
	longestSleep = 30 * 24 * time.Hour
)

// sleep waits until it is time for another look, or something changed.
func (r *connectionRun) sleep(ctx workflow.Context, next activities.Renewal) error {
	if next.Ended {
		return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
	}
	wait := longestSleep
	if !next.Next.IsZero() {
		wait = min(max(next.Next.Sub(workflow.Now(ctx)), time.Second), longestSleep)
	}
	_, err := workflow.AwaitWithTimeout(ctx, wait, func() bool { return r.changed })
	return err
}
