package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/jobs"
)

// runFor runs a job for so long, in simulated time, and returns when each run started.
func runFor(t *testing.T, d time.Duration, job jobs.Job) (starts []time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		run := job.Run
		job.Run = func(ctx context.Context) (bool, error) {
			starts = append(starts, time.Since(began))
			return run(ctx)
		}
		ctx, cancel := context.WithTimeout(t.Context(), d)
		defer cancel()
		require.NoError(t, jobs.Run(ctx, slog.New(slog.DiscardHandler), job))
	})
	return starts
}

func TestRunRepeatsWithJitter(t *testing.T) {
	t.Parallel()
	starts := runFor(t, 10*time.Minute, jobs.Job{
		Every: time.Minute, Timeout: time.Second, Run: func(context.Context) (bool, error) { return false, nil },
	})
	require.Zero(t, starts[0])
	require.InDelta(t, 10, len(starts), 2)
	for i := 1; i < len(starts); i++ {
		require.InDelta(t, time.Minute, starts[i]-starts[i-1], float64(6*time.Second))
	}
}

func TestRunRepeatsAtOnceWhileThereIsMore(t *testing.T) {
	t.Parallel()
	left := 3
	starts := runFor(t, 30*time.Second, jobs.Job{
		Every: time.Minute, Timeout: time.Second, Run: func(context.Context) (bool, error) { left--; return left > 0, nil },
	})
	require.Equal(t, make([]time.Duration, 3), starts)
}

func TestRunContinuesAfterFailures(t *testing.T) {
	t.Parallel()
	starts := runFor(t, 10*time.Second, jobs.Job{
		Every: 10 * time.Millisecond, Timeout: time.Second,
		Run: func(context.Context) (bool, error) { return true, errors.New("PostgreSQL does not answer") },
	})
	require.InDelta(t, 10, len(starts), 1, "a failure is retried after a second")
}

func TestRunBoundsEachRun(t *testing.T) {
	t.Parallel()
	starts := runFor(t, time.Minute, jobs.Job{
		Every: time.Second, Timeout: 9 * time.Second,
		Run: func(ctx context.Context) (bool, error) { <-ctx.Done(); return false, ctx.Err() },
	})
	require.InDelta(t, 6, len(starts), 1)
}
