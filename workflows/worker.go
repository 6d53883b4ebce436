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
// The pollers are of the kind that scales itself, held at one number, for another
// property of theirs: some always wait for tasks of no worker's. The plain kind
// turns to the worker's own queue, all of them, when the server last said that
// tasks are waiting there. If by then they are done, nobody polls for a new table,
// nor of one whose worker was killed, until a long poll ends a minute later.
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
