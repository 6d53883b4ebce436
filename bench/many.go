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
	sentBack       int64           // who had to scan again
	before, after  memory          // of the worker
	temporalBefore memory
	temporalAfter  memory
	stuck          int           // that did not answer after the restart
	woken          time.Duration // to have a round of each after it
}

// atOnce is how many tables open, or order, at the same time.
const atOnce = 32

func (f *floor) measureMany(ctx context.Context, r *results) error {
	m := &manySessions{sessions: f.sessions}
	if err := f.restartWorker(ctx, f.worker.Stop); err != nil {
		return err
	}
	m.before, m.temporalBefore = memoryOf(f.worker.PID()), memoryOf(f.Temporal.PID())
	seats := make([]seat, m.sessions)
	opening := make([]time.Duration, m.sessions)
	began, sentBack := time.Now(), f.sentBack.Load()
	err := spread(m.sessions, atOnce, func(i int) (err error) {
		start := time.Now()
		seats[i], err = f.open(ctx, variantB)
		opening[i] = time.Since(start)
		return err
	})
	if err != nil {
		return fmt.Errorf("open %d sessions: %w", m.sessions, err)
	}
	m.took, m.sentBack = time.Since(began), f.sentBack.Load()-sentBack
	slices.Sort(opening)
	m.opening = opening
	pause(ctx, settle)
	m.after, m.temporalAfter = memoryOf(f.worker.PID()), memoryOf(f.Temporal.PID())
	f.say("%d mesas abiertas en %.0f s; el worker pasó de %s a %s MB", m.sessions, m.took.Seconds(), mb(m.before.now), mb(m.after.now))

	if err := f.restartWorker(ctx, f.worker.Kill); err != nil {
		return err
	}
	failure := m.wake(ctx, f, seats)
	f.say("después de kill -9, una ronda de cada mesa en %.0f s; %d trabadas %s", m.woken.Seconds(), m.stuck, failure)
	r.many = m
	return nil
}

// restartWorker replaces the worker and gives the new one some work, so that its
// memory is that of a worker that has worked.
func (f *floor) restartWorker(ctx context.Context, end func()) error {
	end()
	if err := f.worker.Start(ctx); err != nil {
		return err
	}
	seats, err := f.sit(ctx, variantB, busy)
	if err != nil {
		return err
	}
	s := load{sessions: busy}.run(ctx, f.short, nil, f.rounds(seats))
	if s.failed > 0 {
		return fmt.Errorf("a round fails after a restart: %s", s.failure)
	}
	pause(ctx, settle/2)
	return nil
}

// wake has every session order a round, and tells of one that could not.
func (m *manySessions) wake(ctx context.Context, f *floor, seats []seat) string {
	told := &answered{keys: map[int64]map[string]int64{}}
	var stuck atomic.Int64
	began := time.Now()
	_ = spread(len(seats), atOnce, func(i int) error {
		if !f.insist(ctx, seats[i], told) {
			stuck.Add(1)
		}
		return nil
	})
	m.woken, m.stuck = time.Since(began), int(stuck.Load())
	return told.failure
}

// Line tells it in words, for the report.
func (m *manySessions) Line() string {
	return fmt.Sprintf("%d mesas abiertas en %.0f s, de a %d: p50 %s ms, p99 %s ms, %d veces con un 503. "+
		"El worker pasó de %s a %s MB (a lo sumo %s MB), Temporal de %s a %s MB. "+
		"Después de kill -9 al worker, una ronda de cada mesa tomó %.0f s; trabadas: %d.",
		m.sessions, m.took.Seconds(), atOnce, ms(quantile(m.opening, 0.5)), ms(quantile(m.opening, 0.99)), m.sentBack,
		mb(m.before.now), mb(m.after.now), mb(m.after.peak), mb(m.temporalBefore.now), mb(m.temporalAfter.now), m.woken.Seconds(), m.stuck)
}
