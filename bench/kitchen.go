package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"integrador/client"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// kitchenSample is a load whose rounds a kitchen screen measureScreen.
type kitchenSample struct {
	sample
	screen  []time.Duration // from the arrival due to the screen, sorted
	missing int             // rounds that the screen never showed
}

// screen is a kitchen's socket and when it received each round.
type screen struct {
	*client.Socket

	mu    sync.Mutex
	shown map[int64]time.Time
}

// openScreen opens the socket of the kitchen.
func (bm *benchmark) openScreen(ctx context.Context) (*screen, error) {
	cook, err := bm.staff(access.Kitchen, bm.restaurant.kitchen)
	if err != nil {
		return nil, err
	}
	s := &screen{shown: map[int64]time.Time{}}
	s.Socket = cook.Listen(ctx, client.Subscription{Kind: client.KitchenSocket, Branch: bm.restaurant.branch, OnEvent: s.show})
	if err := s.Connected(ctx); err != nil {
		return nil, fmt.Errorf("open the kitchen's socket: %w", err)
	}
	return s, nil
}

func (s *screen) show(e client.Event) {
	var entity event.Round
	if e.Type != string(event.RoundSubmitted) || json.Unmarshal(e.Entity, &entity) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, shown := s.shown[entity.RoundID]; !shown {
		s.shown[entity.RoundID] = e.ReceivedAt
	}
}

// has gives the time at which a round was received.
func (s *screen) has(round int64) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.shown[round]
	return at, ok
}

func (bm *benchmark) measureKitchen(ctx context.Context, r *results) error {
	s, err := bm.openScreen(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	for n := range bm.repetitions {
		seats, err := bm.seatDiners(ctx, variantB, openSessions)
		if err != nil {
			return err
		}
		for _, l := range []load{{sessions: 1}, {sessions: 10}, {sessions: 50}, {perSec: 20}, {perSec: 60}} {
			k := bm.measureScreen(ctx, l, s, seats)
			r.kitchen[l] = append(r.kitchen[l], k)
			bm.say("vuelta %d, %s, cocina: p50 %s ms, p99 %s ms; el pedido: %s", n+1, l, ms(quantile(k.screen, 0.5)),
				ms(quantile(k.screen, 0.99)), k.line())
		}
	}
	return nil
}

// measureScreen runs a load on B and adds the time at which the screen received each round.
func (bm *benchmark) measureScreen(ctx context.Context, l load, s *screen, seats []seat) kitchenSample {
	var mu sync.Mutex
	sent := map[int64]time.Time{}
	k := kitchenSample{sample: l.runDue(ctx, bm.plan.cell, bm.roles(variantB),
		func(ctx context.Context, i int, due time.Time) outcome {
			o := bm.round(ctx, seats[i])
			if o.ok() {
				mu.Lock()
				sent[o.round] = due
				mu.Unlock()
			}
			return o
		})}
	late, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for round, due := range sent {
		shown := func() bool { _, ok := s.has(round); return ok }
		if bm.until(late, shown) != nil && !shown() {
			k.missing++
			continue
		}
		at, _ := s.has(round)
		k.screen = append(k.screen, at.Sub(due))
	}
	slices.Sort(k.screen)
	return k
}
