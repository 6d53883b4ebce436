package main

import (
	"context"
	"fmt"

	"integrador/client"
)

// orderRounds orders some rounds and has them cooked and served.
func (d *dinner) orderRounds(ctx context.Context) error {
	rounds := 1 + d.roll(3)
	if d.money {
		rounds = len(d.guests)
	}
	for n := range rounds {
		g := d.guests[d.roll(len(d.guests))]
		if d.money {
			g = d.guests[n]
		}
		o := d.newOrder(g, n)
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

// newOrder chooses what a guest orders.
func (d *dinner) newOrder(g guest, n int) *order {
	dish, qty := d.dishes[d.roll(len(d.dishes))], int64(1+d.roll(3))
	o := &order{tag: fmt.Sprintf("%s-r%d", d.name, n), guest: g, cents: dish.cents * qty}
	o.key = o.tag
	o.body.Items = []client.RoundItemInput{{ProductID: dish.id, Qty: qty, DinerID: &g.id, Notes: &o.tag}}
	if !d.money && d.roll(2) == 0 {
		shared := d.dishes[d.roll(len(d.dishes))]
		if shared.id != dish.id {
			o.body.Items = append(o.body.Items, client.RoundItemInput{ProductID: shared.id, Qty: 1, Notes: &o.tag})
			o.cents += shared.cents
		}
	}
	d.facts.mu.Lock()
	d.orders = append(d.orders, o)
	d.facts.mu.Unlock()
	return o
}

// send sends an order until it is known what became of it.
func (o *order) send(ctx context.Context) (client.SubmitRoundResponse, error) {
	return insist(ctx, func(ctx context.Context) (client.SubmitRoundResponse, error) {
		return o.guest.WithKey(o.key).SubmitRound(ctx, o.body)
	})
}

// order sends an order; every fourth is sent once more, as if the answer had been lost.
func (d *dinner) order(ctx context.Context, o *order) error {
	if d.loseAnswer(ctx, o) {
		return nil
	}
	made, err := o.send(ctx)
	if err != nil {
		return err
	}
	o.round, o.number, o.known = made.RoundID, made.RoundNumber, true
	if d.roll(4) > 0 {
		return nil
	}
	repeated, err := o.send(ctx)
	if err == nil && (repeated.RoundID != made.RoundID || repeated.RoundNumber != made.RoundNumber) {
		err = fmt.Errorf("key %s gave round %v and then %v", o.key, made, repeated)
	}
	return err
}

// loseAnswer plays the planted fault: one answer in a hundred, the first one among
// them, is lost after it was done. The phone is a bad one: it either believes that
// nothing was done and gives up, or orders once more under another key.
func (d *dinner) loseAnswer(ctx context.Context, o *order) bool {
	if d.plant != "drop" {
		return false
	}
	d.facts.mu.Lock()
	d.facts.count++
	nth := d.facts.count
	swallow := nth%100 == 10 || nth%100 == 60
	if swallow {
		d.facts.lostAnswers++
	}
	d.facts.mu.Unlock()
	if !swallow {
		return false
	}
	if _, err := o.send(ctx); err != nil {
		return false
	}
	o.key += "-again"
	o.gaveUp = nth%100 == 60
	return o.gaveUp
}

// serve takes a round through the kitchen to the table.
func (d *dinner) serve(ctx context.Context, round int64) error {
	for _, step := range []struct{ status, by string }{{"IN_KITCHEN", "kitchen"}, {"READY", "kitchen"}, {"SERVED", "waiter"}} {
		who := d.staff[step.by].WithKey(fmt.Sprintf("%s-%d-%s", d.name, round, step.status))
		_, err := insist(ctx, func(ctx context.Context) (client.RoundOutput, error) {
			return who.UpdateRoundStatus(ctx, round, client.UpdateRoundStatusRequest{Status: step.status})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
