package main

import (
	"context"
	"fmt"
	"net/http"
)

// eat orders some rounds and has them cooked and served.
func (d *dinner) eat(ctx context.Context) error {
	rounds := 1 + d.roll(3)
	if d.money {
		rounds = len(d.guests)
	}
	for n := range rounds {
		g := d.guests[d.roll(len(d.guests))]
		if d.money {
			g = d.guests[n]
		}
		o := d.wish(g, n)
		if err := d.order(ctx, o); err != nil {
			return err
		}
		if o.known && !d.money {
			if err := d.serve(ctx, o.round); err != nil {
				return err
			}
		}
		d.rest(ctx)
	}
	return nil
}

func (d *dinner) wish(g guest, n int) *order {
	dish, qty := d.dishes[d.roll(len(d.dishes))], 1+d.roll(3)
	o := &order{tag: fmt.Sprintf("%s-r%d", d.name, n), guest: g, cents: dish.cents * int64(qty)}
	o.key = o.tag
	items := []object{{"product_id": dish.id, "qty": qty, "diner_id": g.id, "notes": o.tag}}
	if !d.money && d.roll(2) == 0 {
		shared := d.dishes[d.roll(len(d.dishes))]
		if shared.id != dish.id {
			items = append(items, object{"product_id": shared.id, "qty": 1, "notes": o.tag})
			o.cents += shared.cents
		}
	}
	o.body = object{"items": items}
	d.facts.mu.Lock()
	d.orders = append(d.orders, o)
	d.facts.mu.Unlock()
	return o
}

type receipt struct {
	Round  int64 `json:"round_id"`
	Number int64 `json:"round_number"`
}

// order sends an order until it is known what became of it; every fourth is sent
// once more, as if the answer had been lost.
func (d *dinner) order(ctx context.Context, o *order) error {
	var got receipt
	if d.swallowed(ctx, o) {
		return nil
	}
	path := "/api/diner/rounds/submit"
	if err := o.guest.keyed(o.key).insist(ctx, http.MethodPost, path, o.body, &got); err != nil {
		return err
	}
	o.round, o.number, o.known = got.Round, got.Number, true
	if d.roll(4) == 0 {
		var again receipt
		if err := o.guest.keyed(o.key).insist(ctx, http.MethodPost, path, o.body, &again); err != nil {
			return err
		}
		if again != got {
			return fmt.Errorf("key %s gave round %v and then %v", o.key, got, again)
		}
	}
	return nil
}

// swallowed plays the planted fault: one answer in a hundred, the first one among
// them, is lost after it was done. The phone is a bad one: it either believes that
// nothing was done and gives up, or orders anew under another key.
func (d *dinner) swallowed(ctx context.Context, o *order) bool {
	if d.plant != "drop" {
		return false
	}
	d.facts.mu.Lock()
	d.facts.count++
	nth := d.facts.count
	strike := nth%100 == 10 || nth%100 == 60
	if strike {
		d.facts.swallows++
	}
	d.facts.mu.Unlock()
	if !strike || o.guest.keyed(o.key).insist(ctx, http.MethodPost, "/api/diner/rounds/submit", o.body, nil) != nil {
		return false
	}
	o.key += "-again"
	o.given = nth%100 == 60
	return o.given
}

// serve takes a round through the kitchen to the table.
func (d *dinner) serve(ctx context.Context, round int64) error {
	for _, step := range []struct{ status, by string }{{"IN_KITCHEN", "kitchen"}, {"READY", "kitchen"}, {"SERVED", "waiter"}} {
		who := d.staff[step.by].keyed(fmt.Sprintf("%s-%d-%s", d.name, round, step.status))
		err := who.insist(ctx, http.MethodPost, fmt.Sprintf("/api/kitchen/rounds/%d/status", round), object{"status": step.status}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}
