package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// crash is what diners noticed when a process was killed.
type crash struct {
	of      string
	first   time.Duration // from the kill to the first answer to whoever asked after it
	last    time.Duration // to the last of those who asked at once
	longest time.Duration // that anybody waited
	rounds  int           // that were answered, before and after
	lost    int           // answered but not in the ledger
	doubled int           // in the ledger, but answered to nobody, or numbered twice
}

const (
	beforeCrash = 2 * time.Second
	afterCrash  = 5 * time.Second
	busy        = 10 // sessions that keep ordering through it
	waiting     = 10 // sessions that order as soon as it has happened

	retryTimeout = 30 * time.Second // how long a phone repeats
)

func (bm *benchmark) measureCrashes(ctx context.Context, r *results) error {
	for _, victim := range []struct {
		name    string
		kill    func()
		restart func(context.Context) error
	}{
		{"worker", bm.worker.Kill, bm.worker.Start},
		{"Temporal", bm.Temporal.Kill, bm.Temporal.Restart},
	} {
		for range bm.crashes {
			c, err := bm.crash(ctx, victim.kill, victim.restart)
			if err != nil {
				return fmt.Errorf("kill %s: %w", victim.name, err)
			}
			c.of = victim.name
			r.crashes = append(r.crashes, c)
			bm.say("kill -9 a %s: primera respuesta %.2f s, la última de %d %.2f s; %d rondas, %d perdidas, %d dobles",
				c.of, c.first.Seconds(), waiting, c.last.Seconds(), c.rounds, c.lost, c.doubled)
		}
	}
	return nil
}

// answered are the keys of each session's answered rounds.
type answered struct {
	mu      sync.Mutex
	keys    map[int64]map[string]int64 // by session: the round of a key
	longest time.Duration
	failure string // the last of who gave up
}

func (a *answered) note(session int64, key string, round int64, waited time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.keys[session] == nil {
		a.keys[session] = map[string]int64{}
	}
	a.keys[session][key] = round
	a.longest = max(a.longest, waited)
}

func (a *answered) giveUp(s seat, o outcome) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failure = fmt.Sprintf("mesa %d: %v", s.table, o.err())
}

func (bm *benchmark) crash(ctx context.Context, kill func(), restart func(context.Context) error) (crash, error) {
	seats, err := bm.seatDiners(ctx, variantB, busy+waiting)
	if err != nil {
		return crash{}, err
	}
	answers := &answered{keys: map[int64]map[string]int64{}}
	end := time.Now().Add(beforeCrash + afterCrash)
	var all sync.WaitGroup
	for _, s := range seats[:busy] {
		all.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				bm.submitUntilAnswered(ctx, s, answers)
			}
		})
	}
	pause(ctx, beforeCrash)
	began := time.Now()
	kill()
	var c crash
	var mu sync.Mutex
	for _, s := range seats[busy:] {
		all.Go(func() {
			bm.submitUntilAnswered(ctx, s, answers)
			took := time.Since(began)
			mu.Lock()
			defer mu.Unlock()
			c.last = max(c.last, took)
			if c.first == 0 || took < c.first {
				c.first = took
			}
		})
	}
	err = restart(ctx)
	all.Wait()
	if err != nil {
		return crash{}, err
	}
	c.longest = answers.longest
	return c, bm.audit(ctx, seats, answers, &c)
}

// submitUntilAnswered repeats one round under one key until it is answered, as a phone does.
func (bm *benchmark) submitUntilAnswered(ctx context.Context, s seat, answers *answered) bool {
	key, began := bm.sequence.next("crash-"), time.Now()
	var o outcome
	for ctx.Err() == nil && time.Since(began) < retryTimeout {
		if o = bm.submit(ctx, s, key); o.ok() {
			answers.note(s.session, key, o.round, time.Since(began))
			return true
		}
		pause(ctx, 100*time.Millisecond)
	}
	answers.giveUp(s, o)
	return false
}

// audit compares what was answered with what the ledger has.
func (bm *benchmark) audit(ctx context.Context, seats []seat, answers *answered, c *crash) error {
	for _, s := range seats {
		c.rounds += len(answers.keys[s.session])
		c.lost += len(answers.keys[s.session])
	}
	rows, err := bm.pool.Query(ctx, `
SELECT table_session_id, coalesce(idempotency_key, ''), id FROM round WHERE table_session_id = ANY($1)`, sessionsOf(seats))
	if err != nil {
		return fmt.Errorf("read the rounds: %w", err)
	}
	var session, round int64
	var key string
	if _, err := pgx.ForEachRow(rows, []any{&session, &key, &round}, func() error {
		if id, ok := answers.keys[session][key]; ok && id == round {
			c.lost--
		} else {
			c.doubled++
		}
		return nil
	}); err != nil {
		return fmt.Errorf("read the rounds: %w", err)
	}
	countGaps, err := bm.countGaps(ctx, seats)
	c.lost += countGaps
	return err
}
