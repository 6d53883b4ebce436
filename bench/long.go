package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"integrador/workflows"
)

// longSitting compares the last rounds of a very long sitting with the first of
// another.
type longSitting struct {
	rounds    int
	way       []time.Duration // of the rounds that led there, in order
	old, anew []time.Duration // sorted
	oldCPU    usage
	newCPU    usage
	runs      int // of the workflow: it continued as new between them
}

// stretch is how many rounds in a row are of the same sitting while old and new
// take turns: long enough for the CPU clock, short enough for the same weather.
const stretch = 10

func (f *floor) measureLong(ctx context.Context, r *results) error {
	seats, err := f.sit(ctx, variantB, 2)
	if err != nil {
		return err
	}
	l := &longSitting{rounds: f.plan.rounds, oldCPU: usage{}, newCPU: usage{}}
	for range l.rounds - block {
		took, err := f.timed(ctx, seats[0])
		if err != nil {
			return err
		}
		l.way = append(l.way, took)
	}
	for range block / stretch {
		if err := f.stretch(ctx, seats[0], &l.old, l.oldCPU); err != nil {
			return err
		}
		if err := f.stretch(ctx, seats[1], &l.anew, l.newCPU); err != nil {
			return err
		}
	}
	slices.Sort(l.old)
	slices.Sort(l.anew)
	if l.runs, err = f.runsOf(ctx, seats[0].table); err != nil {
		return err
	}
	r.long = l
	f.say("ronda %d: p50 %s ms; las primeras de otra mesa: %s ms; %d tramos del workflow",
		l.rounds, ms(quantile(l.old, 0.5)), ms(quantile(l.anew, 0.5)), l.runs)
	return nil
}

func (f *floor) stretch(ctx context.Context, s seat, took *[]time.Duration, cpu usage) error {
	roles := f.roles(variantB)
	before := measure(roles)
	for range stretch {
		one, err := f.timed(ctx, s)
		if err != nil {
			return err
		}
		*took = append(*took, one)
	}
	cpu.add(measure(roles).since(before))
	return nil
}

func (f *floor) timed(ctx context.Context, s seat) (time.Duration, error) {
	began := time.Now()
	o := f.round(ctx, s)
	return time.Since(began), o.err()
}

// runsOf counts the runs of a table's workflow. The list lags behind a little.
func (f *floor) runsOf(ctx context.Context, table int64) (int, error) {
	pause(ctx, time.Second)
	found, err := f.dial.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: "default", Query: fmt.Sprintf("WorkflowId = '%s'", workflows.SessionID(table)),
	})
	if err != nil {
		return 0, fmt.Errorf("count the runs of a table: %w", err)
	}
	return int(found.Count), nil
}

// Line tells it in words, for the report.
func (l *longSitting) Line() string {
	way := slices.Clone(l.way)
	worst := time.Duration(0)
	if len(way) > 0 {
		slices.Sort(way)
		worst = way[len(way)-1]
	}
	return fmt.Sprintf("Un teléfono pide %d rondas en una mesa; las últimas %d se alternan, de a %d, con las primeras de otra. "+
		"p50 %s ms contra %s ms; CPU por ronda %s ms contra %s ms. "+
		"El workflow siguió en %d tramos (continue-as-new); la ronda más lenta de todo el camino tardó %s ms.",
		l.rounds, block, stretch, ms(quantile(l.old, 0.5)), ms(quantile(l.anew, 0.5)),
		ms(l.oldCPU.total()/block), ms(l.newCPU.total()/block), l.runs, ms(worst))
}
