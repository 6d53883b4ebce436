package workflows

import (
	"context"
	"strconv"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/activities"
)

// subscriptionName names the workflow of a subscription, subscriptionChanged the
// signal that its address, its state or its place was changed.
const (
	subscriptionName    = "WebhookSubscription"
	subscriptionChanged = "changed"
)

// SubscriptionsQueue is the task queue of deliveries, so that a slow receiver
// holds up nobody's table.
func SubscriptionsQueue(queue string) string { return queue + "-webhooks" }

// SubscriptionID names the workflow of a subscription.
func SubscriptionID(id int64) string { return "webhook-subscription/" + strconv.FormatInt(id, 10) }

// Subscription is what a workflow serves.
type Subscription struct {
	ID    int64  `json:"id"`
	Queue string `json:"queue"`
	// Failures counts tries since the last that succeeded; FailingSince is when the
	// first of them was.
	Failures     int       `json:"failures,omitempty"`
	FailingSince time.Time `json:"failing_since,omitzero"`
}

// The pace of a receiver that does not take what it is sent: tried again after
// 5 s, 10 s, … at most an hour, for three days.
const (
	deliverAgain = 5 * time.Second
	deliverRest  = time.Hour
	deliverTries = 72 * time.Hour
)

// WebhookSubscription delivers a restaurant's events to one of its own programs,
// in order, for as long as the subscription is on. What cannot be delivered holds
// up what comes after it; after three days the subscription is marked as failed
// and waits for its owner.
func WebhookSubscription(ctx workflow.Context, s Subscription) error {
	changed := workflow.GetSignalChannel(ctx, subscriptionChanged)
	for !workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		served, err := serve(ctx, s)
		switch {
		case err != nil:
			return err // an operator ended it
		case served.Failure != "":
			s.failed(workflow.Now(ctx), served.Delivered > 0)
			if s.hopeless(workflow.Now(ctx)) {
				return giveUp(ctx, s)
			}
			if err := s.rest(ctx, changed); err != nil {
				return err
			}
		case !served.More && !changed.ReceiveAsync(nil):
			return nil
		default:
			s.Failures, s.FailingSince = 0, time.Time{}
		}
	}
	return workflow.NewContinueAsNewError(ctx, subscriptionName, s)
}

func (s *Subscription) failed(now time.Time, afterSome bool) {
	if afterSome || s.Failures == 0 {
		s.Failures, s.FailingSince = 0, now
	}
	s.Failures++
}

func (s *Subscription) hopeless(now time.Time) bool { return now.Sub(s.FailingSince) > deliverTries }

// rest waits before the next try, or until somebody changed the subscription.
func (s *Subscription) rest(ctx workflow.Context, changed workflow.ReceiveChannel) error {
	pause := deliverRest
	if doublings := s.Failures - 1; doublings < 10 {
		pause = min(deliverAgain<<doublings, deliverRest)
	}
	ctx, cancel := workflow.WithCancel(ctx)
	defer cancel()
	timer := workflow.NewTimerWithOptions(ctx, pause, workflow.TimerOptions{Summary: "reintentar la entrega"})
	var err error
	workflow.NewSelector(ctx).
		AddFuture(timer, func(f workflow.Future) { err = f.Get(ctx, nil) }).
		AddReceive(changed, func(c workflow.ReceiveChannel, _ bool) {
			for c.ReceiveAsync(nil) {
			}
			s.Failures, s.FailingSince = 1, workflow.Now(ctx)
		}).
		Select(ctx)
	return err
}

var subscriptions *activities.Subscriptions

// serve delivers for some minutes. A worker that was lost meanwhile is a failure
// like the receiver's.
func serve(ctx workflow.Context, s Subscription) (served activities.Served, err error) {
	err = workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue: s.Queue, StartToCloseTimeout: 10 * time.Minute, HeartbeatTimeout: 30 * time.Second,
		RetryPolicy: &temporal.RetryPolicy{MaximumAttempts: 1}, Summary: "entregar eventos",
	}), subscriptions.ServeSubscription, s.ID).Get(ctx, &served)
	if err != nil && ctx.Err() == nil {
		return activities.Served{More: true, Failure: err.Error()}, nil
	}
	return served, err
}

func giveUp(ctx workflow.Context, s Subscription) error {
	quick := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{TaskQueue: s.Queue, StartToCloseTimeout: time.Minute, Summary: "dar por caída"})
	return workflow.ExecuteActivity(quick, subscriptions.GiveUpSubscription, s.ID).Get(ctx, nil)
}

// ServeSubscription makes sure that a subscription is served, and served as it is
// now.
func (c *Client) ServeSubscription(ctx context.Context, id int64, name string) error {
	_, err := c.temporal.SignalWithStartWorkflow(ctx, SubscriptionID(id), subscriptionChanged, nil, client.StartWorkflowOptions{
		TaskQueue: c.TaskQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		StaticSummary: "Eventos para " + name,
	}, subscriptionName, Subscription{ID: id, Queue: SubscriptionsQueue(c.TaskQueue)})
	return asFault(err)
}
