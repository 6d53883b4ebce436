package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"integrador/workflows"
)

// longSession follows one session for very many rounds. Each hundred of them is
// compared with the first hundred of another session, which takes turns with it:
// so both see the same machine.
type longSession struct {
	rounds int
	blocks []longBlock
	worst  time.Duration // round of the long session
	runs   int           // of its workflow: it continued as new between them
}

// longBlock is a hundred rounds of the long session and of a young one.
type longBlock struct{ old, young sample }

// turnLength is how many rounds in a row are of the same session: enough for the
// CPU clock.
const turnLength = 10

func (bm *benchmark) measureLong(ctx context.Context, r *results) error {
	blocks := bm.plan.rounds / block
	seats, err := bm.seatDiners(ctx, variantB, 1+blocks)
	if err != nil {
		return err
	}
	l := &longSession{rounds: bm.plan.rounds}
	for i := range blocks {
		b, err := bm.longBlock(ctx, seats[0], seats[1+i])
		if err != nil {
			return err
		}
		l.blocks = append(l.blocks, b)
		l.worst = max(l.worst, b.old.quantile(1))
		bm.say("rondas %d a %d: p50 %s ms; las primeras de otra mesa: %s ms", i*block+1, (i+1)*block,
			ms(b.old.quantile(0.5)), ms(b.young.quantile(0.5)))
	}
	l.runs, err = bm.runsOf(ctx, seats[0].table)
	r.long = l
	return err
}

func (bm *benchmark) longBlock(ctx context.Context, old, young seat) (longBlock, error) {
	b := longBlock{old: sample{cpu: usage{}}, young: sample{cpu: usage{}}}
	for range block / turnLength {
		if err := bm.turnLength(ctx, old, &b.old); err != nil {
			return b, err
		}
		if err := bm.turnLength(ctx, young, &b.young); err != nil {
			return b, err
		}
	}
	slices.Sort(b.old.latencies)
	slices.Sort(b.young.latencies)
	return b, nil
}

func (bm *benchmark) turnLength(ctx context.Context, s seat, into *sample) error {
	roles := bm.roles(variantB)
	before := measure(roles)
	for range turnLength {
		began := time.Now()
		if o := bm.round(ctx, s); !o.ok() {
			return o.err()
		}
		into.latencies = append(into.latencies, time.Since(began))
	}
	into.cpu.add(measure(roles).since(before))
	return nil
}

// runsOf counts the runs of a table's workflow. The list lags behind a little.
func (bm *benchmark) runsOf(ctx context.Context, table int64) (int, error) {
	pause(ctx, time.Second)
	found, err := bm.dial.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: "default", Query: fmt.Sprintf("WorkflowId = '%s'", workflows.SessionID(table)),
	})
	if err != nil {
		return 0, fmt.Errorf("count the runs of a table: %w", err)
	}
	return int(found.Count), nil
}

// times is the ratio of a figure of a block to that of the young session.
func (b longBlock) times(figure func(*sample) float64) float64 {
	return figure(&b.old) / figure(&b.young)
}

// last is the block in which the session is oldest.
func (l *longSession) last() longBlock { return l.blocks[len(l.blocks)-1] }

// dearest is the maxSessions that any block cost, in terms of a young session.
func (l *longSession) dearest(figure func(*sample) float64) float64 {
	maxSessions := 0.0
	for _, b := range l.blocks {
		maxSessions = max(maxSessions, b.times(figure))
	}
	return maxSessions
}

// Line describes it for the report.
func (l *longSession) Line() string {
	return fmt.Sprintf("Un teléfono pide %d rondas en una mesa. Cada %d se alternan, de a %d, con las primeras de otra. "+
		"El workflow siguió en %d tramos (continue-as-new); la ronda más lenta tardó %s ms.", l.rounds, block, turnLength, l.runs, ms(l.worst))
}

// Blocks is the table of all blocks.
func (l *longSession) Blocks() string {
	t := table{head: []string{"Rondas", "p50 ms", "de la mesa nueva", "cociente", "CPU ms", "de la mesa nueva", "cociente"}}
	for i, b := range l.blocks {
		t.add(fmt.Sprintf("%d a %d", i*block+1, (i+1)*block), ms(b.old.quantile(0.5)), ms(b.young.quantile(0.5)),
			decimal(b.times(p50), 2),
			decimal(cost(&b.old), 2), decimal(cost(&b.young), 2), decimal(b.times(cost), 2))
	}
	return t.String()
}
