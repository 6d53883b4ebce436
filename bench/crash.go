package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// crash is what the diners noticed of a killed process.
type crash struct {
	of      string
	first   time.Duration // from the kill to the first answer to whoever asked after it
	last    time.Duration // to the last of those who asked at once
	longest time.Duration // that anybody waited
	rounds  int           // that were answered, before and after
	lost    int           // answered but not in the ledger
	doubled int           // in the ledger, but nobody was told, or numbered twice
}

const (
	beforeCrash = 2 * time.Second
	afterCrash  = 5 * time.Second
	busy        = 10 // sessions that keep ordering through it
	waiting     = 10 // sessions that order as soon as it has happened

	stubborn = 30 * time.Second // how long a phone repeats
)

func (f *floor) measureCrashes(ctx context.Context, r *results) error {
	for _, victim := range []struct {
		name   string
		kill   func()
		revive func(context.Context) error
	}{
		{"worker", f.worker.Kill, f.worker.Start},
		{"Temporal", f.Temporal.Kill, f.Temporal.Restart},
	} {
		for range f.crashes {
			c, err := f.crash(ctx, victim.kill, victim.revive)
			if err != nil {
				return fmt.Errorf("kill %s: %w", victim.name, err)
			}
			c.of = victim.name
			r.crashes = append(r.crashes, c)
			f.say("kill -9 a %s: primera respuesta %.2f s, la última de %d %.2f s; %d rondas, %d perdidas, %d dobles",
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

func (f *floor) crash(ctx context.Context, kill func(), revive func(context.Context) error) (crash, error) {
	seats, err := f.sit(ctx, variantB, busy+waiting)
	if err != nil {
		return crash{}, err
	}
	told := &answered{keys: map[int64]map[string]int64{}}
	end := time.Now().Add(beforeCrash + afterCrash)
	var all sync.WaitGroup
	for _, s := range seats[:busy] {
		all.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				f.insist(ctx, s, told)
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
			f.insist(ctx, s, told)
			took := time.Since(began)
			mu.Lock()
			defer mu.Unlock()
			c.last = max(c.last, took)
			if c.first == 0 || took < c.first {
				c.first = took
			}
		})
	}
	err = revive(ctx)
	all.Wait()
	if err != nil {
		return crash{}, err
	}
	c.longest = told.longest
	return c, f.audit(ctx, seats, told, &c)
}

// insist repeats one round under one key until it is answered, as a phone does.
func (f *floor) insist(ctx context.Context, s seat, told *answered) bool {
	key, began := f.sequence.next("crash-"), time.Now()
	var o outcome
	for ctx.Err() == nil && time.Since(began) < stubborn {
		if o = f.submit(ctx, s, key); o.ok() {
			told.note(s.session, key, o.round, time.Since(began))
			return true
		}
		pause(ctx, 100*time.Millisecond)
	}
	told.giveUp(s, o)
	return false
}

// audit compares what was answered with what the ledger has.
func (f *floor) audit(ctx context.Context, seats []seat, told *answered, c *crash) error {
	for _, s := range seats {
		c.rounds += len(told.keys[s.session])
		c.lost += len(told.keys[s.session])
	}
	rows, err := f.pool.Query(ctx, `
SELECT table_session_id, coalesce(idempotency_key, ''), id FROM round WHERE table_session_id = ANY($1)`, sessionsOf(seats))
	if err != nil {
		return fmt.Errorf("read the rounds: %w", err)
	}
	var session, round int64
	var key string
	if _, err := pgx.ForEachRow(rows, []any{&session, &key, &round}, func() error {
		if id, ok := told.keys[session][key]; ok && id == round {
			c.lost--
		} else {
			c.doubled++
		}
		return nil
	}); err != nil {
		return fmt.Errorf("read the rounds: %w", err)
	}
	holes, err := f.holes(ctx, seats)
	c.lost += holes
	return err
}
