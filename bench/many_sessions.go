package main

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// manySessions is what very many open sessions cost, and whether all of them
// survive a killed worker.
type manySessions struct {
	sessions       int
	opening        []time.Duration // sorted
	took           time.Duration   // to open all
	retriedScans   int64           // who had to scan again
	before, after  memory          // of the worker
	temporalBefore memory
	temporalAfter  memory
	stuck          int           // that did not answer after the restart
	ordered        time.Duration // to have a round of each after it
}

// atOnce is how many tables open, or order, at the same time.
const atOnce = 32

func (bm *benchmark) measureMany(ctx context.Context, r *results) error {
	m := &manySessions{sessions: bm.sessions}
	if err := bm.restartWorker(ctx, bm.worker.Stop); err != nil {
		return err
	}
	m.before, m.temporalBefore = memoryOf(bm.worker.PID()), memoryOf(bm.Temporal.PID())
	seats := make([]seat, m.sessions)
	opening := make([]time.Duration, m.sessions)
	began, retriedScans := time.Now(), bm.retriedScans.Load()
	err := parallel(m.sessions, atOnce, func(i int) (err error) {
		start := time.Now()
		seats[i], err = bm.open(ctx, variantB)
		opening[i] = time.Since(start)
		return err
	})
	if err != nil {
		return fmt.Errorf("open %d sessions: %w", m.sessions, err)
	}
	m.took, m.retriedScans = time.Since(began), bm.retriedScans.Load()-retriedScans
	slices.Sort(opening)
	m.opening = opening
	pause(ctx, settle)
	m.after, m.temporalAfter = memoryOf(bm.worker.PID()), memoryOf(bm.Temporal.PID())
	bm.say("%d mesas abiertas en %.0f s; el worker pasó de %s a %s MB", m.sessions, m.took.Seconds(), mb(m.before.now),
		mb(m.after.now))

	if err := bm.restartWorker(ctx, bm.worker.Kill); err != nil {
		return err
	}
	failure := m.orderEverywhere(ctx, bm, seats)
	bm.say("después de kill -9, una ronda de cada mesa en %.0f s; %d trabadas %s", m.ordered.Seconds(), m.stuck, failure)
	r.many = m
	return nil
}

// restartWorker replaces the worker and gives the new one some work, so that its
// memory is that of a worker that has worked.
func (bm *benchmark) restartWorker(ctx context.Context, end func()) error {
	end()
	if err := bm.worker.Start(ctx); err != nil {
		return err
	}
	seats, err := bm.seatDiners(ctx, variantB, busy)
	if err != nil {
		return err
	}
	s := load{sessions: busy}.run(ctx, bm.short, nil, bm.rounds(seats))
	if s.failed > 0 {
		return fmt.Errorf("a round fails after a restart: %s", s.failure)
	}
	pause(ctx, settle/2)
	return nil
}

// orderEverywhere has every session order a round, and gives the failure of one that could not.
func (m *manySessions) orderEverywhere(ctx context.Context, bm *benchmark, seats []seat) string {
	answers := &answered{keys: map[int64]map[string]int64{}}
	var stuck atomic.Int64
	began := time.Now()
	_ = parallel(len(seats), atOnce, func(i int) error {
		if !bm.submitUntilAnswered(ctx, seats[i], answers) {
			stuck.Add(1)
		}
		return nil
	})
	m.ordered, m.stuck = time.Since(began), int(stuck.Load())
	return answers.failure
}

// Line describes it for the report.
func (m *manySessions) Line() string {
	return fmt.Sprintf("%d mesas abiertas en %.0f s, de a %d: p50 %s ms, p99 %s ms, %d veces con un 503. "+
		"El worker pasó de %s a %s MB (a lo sumo %s MB), Temporal de %s a %s MB. "+
		"Después de kill -9 al worker, una ronda de cada mesa tomó %.0f s; trabadas: %d.",
		m.sessions, m.took.Seconds(), atOnce, ms(quantile(m.opening, 0.5)), ms(quantile(m.opening, 0.99)), m.retriedScans,
		mb(m.before.now), mb(m.after.now), mb(m.after.peak), mb(m.temporalBefore.now), mb(m.temporalAfter.now), m.ordered.Seconds(), m.stuck)
}
