// Package jobs repeats work at intervals, beside the requests of a process. Its subpackages have the jobs.
//
// Imports: none of this module.
package jobs

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"
)

// Job is work that is repeated. It may run in many processes at the same time.
type Job struct {
	Name    string
	Every   time.Duration // between the end of a run and the start of the next, ±10 %
	Timeout time.Duration // of one run
	// Run does one run's work. more asks for the next run at once, because there is work left.
	Run func(ctx context.Context) (more bool, err error)
}

// retryAfter is the shortest wait after a failed run: PostgreSQL, Redis or Temporal does not answer.
const retryAfter = time.Second

// Run repeats the jobs until ctx ends and returns nil then. The first runs start at once. A failed run is logged and
// repeated at the next interval.
func Run(ctx context.Context, log *slog.Logger, jobs ...Job) error {
	var group errgroup.Group
	for _, job := range jobs {
		group.Go(func() error {
			job.repeat(ctx, log)
			return nil
		})
	}
	return group.Wait()
}

func (j Job) repeat(ctx context.Context, log *slog.Logger) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			timer.Reset(j.once(ctx, log))
		}
	}
}

// once makes one run and returns how long to wait for the next.
func (j Job) once(ctx context.Context, log *slog.Logger) (wait time.Duration) {
	run, cancel := context.WithTimeout(ctx, j.Timeout)
	defer cancel()
	more, err := j.Run(run)
	wait = j.Every - j.Every/10 + rand.N(j.Every/5+1) //nolint:gosec // spreads load; needs no secrecy
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.WarnContext(ctx, "job failed; will be retried", "job", j.Name, "error", err)
		wait = max(wait, retryAfter)
	case more:
		wait = 0
	}
	return wait
}
