package workflows

import (
	"time"

	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
)

// pollersPerQueue are long polls kept open for workflow tasks that belong to this
// worker, and as many for those that belong to none.
const pollersPerQueue = 8

// WorkerOptions are those of a worker of the floor's queue.
//
// The pollers are autoscaling ones with a fixed number, because some of those always poll the shared queue. Plain pollers
// all turn to the worker's sticky queue when the server last reported a backlog there. If that backlog is gone by then,
// no poller takes a new table, or one whose worker was killed, until a long poll ends a minute later.
func WorkerOptions() worker.Options {
	return worker.Options{
		WorkflowTaskPollerBehavior: worker.NewPollerBehaviorAutoscaling(worker.PollerBehaviorAutoscalingOptions{
			InitialNumberOfPollers: pollersPerQueue, MinimumNumberOfPollers: pollersPerQueue, MaximumNumberOfPollers: pollersPerQueue,
		}),
		// A killed worker's sessions are picked up by others within a second.
		StickyScheduleToStartTimeout: 500 * time.Millisecond,
		WorkerStopTimeout:            5 * time.Second,
		Interceptors:                 []interceptor.WorkerInterceptor{&FaultInterceptor{}},
	}
}
