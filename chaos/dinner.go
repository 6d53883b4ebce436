package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// waitTable has people sit down at a table again and again until nobody comes any
// more. A session that has begun is finished.
func (h *house) waitTable(ctx context.Context, p place, rng *rand.Rand) {
	for n := 0; ctx.Err() == nil; n++ {
		select {
		case <-h.closing:
			return
		default:
		}
		d := &dinner{house: h, rng: rng, session: &session{at: p}, name: fmt.Sprintf("%d-%s-%d", h.seed, p.code, n)}
		if err := d.play(ctx); err != nil && ctx.Err() == nil {
			h.facts.wonder(fmt.Sprintf("mesa %s, sesión %d: %v", p.code, d.id, err))
			d.clearAway(ctx)
		}
		if h.once {
			return
		}
	}
}

// dinner is one session being played.
type dinner struct {
	*house
	*session
	rng   *rand.Rand
	name  string
	rolls sync.Mutex

	clears, takings int // tries
}

func (d *dinner) roll(n int) int {
	d.rolls.Lock()
	defer d.rolls.Unlock()
	return d.rng.IntN(n)
}

func (d *dinner) rest(ctx context.Context) {
	pause(ctx, d.think/2+time.Duration(d.roll(int(d.think))))
}

func (d *dinner) play(ctx context.Context) error {
	for _, step := range []func(context.Context) error{d.scan, d.join, d.fillCart, d.eat, d.call, d.pay, d.leave} {
		if err := step(ctx); err != nil {
			return err
		}
		d.rest(ctx)
	}
	return nil
}

// scan opens the table from several phones at the same instant: all are told of
// one session.
func (d *dinner) scan(ctx context.Context) error {
	phones := 1 + d.roll(d.diners)
	if d.money {
		phones = d.diners
	}
	d.guests = make([]guest, phones)
	sessions := make([]int64, phones)
	group, ctx := errgroup.WithContext(ctx)
	for i := range d.guests {
		group.Go(func() error {
			var in struct {
				Session int64  `json:"session_id"`
				Token   string `json:"table_token"`
			}
			if err := d.caller().insist(ctx, http.MethodPost, fmt.Sprintf("/api/tables/%d/session", d.at.id), nil, &in); err != nil {
				return err
			}
			sessions[i] = in.Session
			phone := d.caller().with("X-Table-Token", in.Token).with("X-Device-Id", fmt.Sprintf("%s-%d", d.name, i))
			d.guests[i] = guest{caller: phone, token: in.Token}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	d.id = sessions[0]
	d.facts.add(&d.facts.joined, phones)
	for _, id := range sessions {
		if id != d.id {
			return fmt.Errorf("phones that scanned one code at once were told of sessions %v", sessions)
		}
	}
	d.facts.begin(d.session)
	return nil
}

func (d *dinner) join(ctx context.Context) error {
	group, inner := errgroup.WithContext(ctx)
	for i := range d.guests {
		group.Go(func() error {
			g := &d.guests[i]
			var made struct {
				ID int64 `json:"id"`
			}
			body := object{"name": fmt.Sprintf("Comensal %d", i), "color": "#0F766E", "local_id": fmt.Sprintf("%s-%d", d.name, i)}
			err := g.keyed(fmt.Sprintf("join-%s-%d", d.name, i)).insist(inner, http.MethodPost, "/api/diner/register", body, &made)
			g.id = made.ID
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	listeners := len(d.guests)
	if d.money {
		listeners = 1
	}
	for i := range listeners {
		d.ears = append(d.ears, d.listen(ctx, d.guests[i], i > 0))
	}
	return nil
}

// fillCart plays with the cart, which is nobody's order yet: what is not answered
// is left.
func (d *dinner) fillCart(ctx context.Context) error {
	if d.money {
		return nil
	}
	for _, g := range d.guests {
		body := object{"product_id": d.dishes[d.roll(len(d.dishes))].id, "quantity": 1 + d.roll(3), "diner_id": g.id}
		r, err := g.once(ctx, http.MethodPost, "/api/diner/cart/add", body)
		if !unknown(r, err) && r.status/100 != 2 {
			return r.into("add to the cart", nil)
		}
	}
	return nil
}

func (d *dinner) call(ctx context.Context) error {
	if d.money || d.roll(3) > 0 {
		return nil
	}
	var made struct {
		ID int64 `json:"id"`
	}
	if err := d.guests[0].keyed("call-"+d.name).insist(ctx, http.MethodPost, "/api/diner/service-call", object{"type": "WAITER_CALL"}, &made); err != nil {
		return err
	}
	for _, act := range []string{"acknowledge", "resolve"} {
		who := d.staff["waiter"].keyed(act + "-" + d.name)
		err := who.insist(ctx, http.MethodPost, fmt.Sprintf("/api/waiter/service-calls/%d/%s", made.ID, act), nil, nil)
		if err != nil && !refused(err, "call_already_acked", "call_closed") {
			return err
		}
	}
	return nil
}

// leave frees the table. If money was given back at the last moment, what is owed
// again is paid first.
func (d *dinner) leave(ctx context.Context) error {
	for {
		err := d.hearAll(ctx)
		if err == nil {
			err = d.clear(ctx)
		}
		if !refused(err, "check_unpaid") {
			return err
		}
		if err := d.payRest(ctx); err != nil {
			return err
		}
	}
}

// clear is tried by three waiters at once.
func (d *dinner) clear(ctx context.Context) error {
	d.clears++
	group, inner := errgroup.WithContext(ctx)
	for i := range 3 {
		group.Go(func() error {
			who := d.staff["waiter"].keyed(fmt.Sprintf("clear-%s-%d-%d", d.name, d.clears, i))
			err := who.insist(inner, http.MethodPost, fmt.Sprintf("/api/billing/tables/%d/clear", d.at.id), nil, nil)
			no, ok := errors.AsType[*refusal](err)
			if ok && (no.status == http.StatusNotFound || no.Code == "session_closed" || no.Code == "session_not_here") {
				return nil // another waiter was first
			}
			return err
		})
	}
	d.facts.add(&d.facts.doubled, 1)
	if err := group.Wait(); err != nil {
		return err
	}
	d.closed = time.Now()
	return nil
}

// hearAll waits until every phone knows what its session has told so far.
func (d *dinner) hearAll(ctx context.Context) error {
	err := d.until(ctx, patience, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT last_event_seq FROM table_session WHERE id = $1`, d.id).Scan(&d.head)
	})
	if err != nil {
		return err
	}
	for _, e := range d.ears {
		err := d.until(ctx, patience, func(context.Context) error {
			if e.seq() < d.head {
				return fmt.Errorf("a phone heard %d of %d events", e.seq(), d.head)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// clearAway closes the table of a dinner that went wrong, so that the next one
// finds it free.
func (d *dinner) clearAway(ctx context.Context) {
	if d.id == 0 {
		return
	}
	path := fmt.Sprintf("/api/waiter/tables/%d/close", d.at.id)
	if err := d.staff["admin"].insist(ctx, http.MethodPost, path, object{"force": true}, nil); err == nil {
		d.closed = time.Now()
	}
}
