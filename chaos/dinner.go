package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/client"
)

// waitTable has people sit down at a table again and again until nobody comes any
// more. A session that has begun is finished.
func (cl *cluster) waitTable(ctx context.Context, p table, rng *rand.Rand) {
	for n := 0; ctx.Err() == nil; n++ {
		select {
		case <-cl.closing:
			return
		default:
		}
		d := &dinner{cluster: cl, rng: rng, session: &session{at: p}, name: fmt.Sprintf("%d-%s-%d", cl.seed, p.code, n)}
		if err := d.play(ctx); err != nil && ctx.Err() == nil {
			cl.facts.noteUnexpected(fmt.Sprintf("mesa %s, sesión %d: %v", p.code, d.id, err))
			d.clearAway(ctx)
		}
		if cl.once {
			return
		}
	}
}

// dinner is one session being played.
type dinner struct {
	*cluster
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
	for _, step := range []func(context.Context) error{d.scan, d.join, d.fillCart, d.orderRounds, d.call, d.pay, d.leave} {
		if err := step(ctx); err != nil {
			return err
		}
		d.rest(ctx)
	}
	return nil
}

// scan opens the table from several phones at the same instant: all get the
// same session.
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
			in, err := insist(ctx, func(ctx context.Context) (client.TableSessionResponse, error) {
				return d.visitor().OpenTableSession(ctx, d.at.id)
			})
			if err != nil {
				return err
			}
			sessions[i] = in.SessionID
			d.guests[i] = guest{Client: d.visitor().WithTableToken(in.TableToken).WithDevice(fmt.Sprintf("%s-%d", d.name, i))}
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
			return fmt.Errorf("phones that scanned one code at once were given the sessions %v", sessions)
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
			body := client.RegisterDinerRequest{Name: fmt.Sprintf("Comensal %d", i), Color: "#0F766E", LocalID: new(fmt.Sprintf("%s-%d", d.name, i))}
			made, err := insist(inner, func(ctx context.Context) (client.DinerOutput, error) {
				return g.WithKey(fmt.Sprintf("join-%s-%d", d.name, i)).RegisterDiner(ctx, body)
			})
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
		d.sockets = append(d.sockets, d.listenAsGuest(ctx, d.guests[i], fmt.Sprintf("%s-%d", d.name, i), i > 0))
	}
	return nil
}

// fillCart adds to the cart, which is no order yet: a request without an answer is
// not repeated.
func (d *dinner) fillCart(ctx context.Context) error {
	if d.money {
		return nil
	}
	for _, g := range d.guests {
		dish := d.dishes[d.roll(len(d.dishes))].id
		_, err := g.SetCartItem(ctx, client.AddToCartRequest{ProductID: dish, Quantity: new(int64(1 + d.roll(3))), DinerID: &g.id})
		if !unknown(err) && err != nil {
			return fmt.Errorf("add to the cart: %w", err)
		}
	}
	return nil
}

func (d *dinner) call(ctx context.Context) error {
	if d.money || d.roll(3) > 0 {
		return nil
	}
	made, err := insist(ctx, func(ctx context.Context) (client.ServiceCallOutput, error) {
		return d.guests[0].WithKey("call-"+d.name).CreateServiceCall(ctx,
			client.CreateServiceCallRequest{Type: new("WAITER_CALL")})
	})
	if err != nil {
		return err
	}
	waiter := d.staff["waiter"]
	for _, attend := range []func(context.Context) (client.ServiceCallOutput, error){
		func(ctx context.Context) (client.ServiceCallOutput, error) {
			return waiter.WithKey("acknowledge-"+d.name).AcknowledgeServiceCall(ctx, made.ID)
		},
		func(ctx context.Context) (client.ServiceCallOutput, error) {
			return waiter.WithKey("resolve-"+d.name).ResolveServiceCall(ctx, made.ID)
		},
	} {
		if _, err := insist(ctx, attend); err != nil && !client.HasCode(err, "call_already_acked", "call_closed") {
			return err
		}
	}
	return nil
}

// leave frees the table. If money was given back at the last moment, what is then
// owed is paid first.
func (d *dinner) leave(ctx context.Context) error {
	for {
		err := d.receiveAll(ctx)
		if err == nil {
			err = d.clear(ctx)
		}
		if !client.HasCode(err, "check_unpaid") {
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
			who := d.staff["waiter"].WithKey(fmt.Sprintf("clear-%s-%d-%d", d.name, d.clears, i))
			_, err := insist(inner, func(ctx context.Context) (client.ClearTableResponse, error) {
				return who.ClearTable(ctx, d.at.id, client.ClearTableQuery{})
			})
			if client.StatusOf(err) == http.StatusNotFound || client.HasCode(err, "session_closed", "session_not_here") {
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

// receiveAll waits until every phone has all events of its session so far.
func (d *dinner) receiveAll(ctx context.Context) error {
	err := d.until(ctx, personTimeout, func(ctx context.Context) error {
		return d.pool.QueryRow(ctx, `SELECT last_event_seq FROM table_session WHERE id = $1`, d.id).Scan(&d.head)
	})
	if err != nil {
		return err
	}
	for _, e := range d.sockets {
		err := d.until(ctx, personTimeout, func(context.Context) error {
			if e.seq() < d.head {
				return fmt.Errorf("a phone received %d of %d events", e.seq(), d.head)
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
	_, err := insist(ctx, func(ctx context.Context) (client.WaiterCloseTableResponse, error) {
		return d.staff["admin"].CloseTable(ctx, d.at.id, &client.WaiterCloseTableRequest{Force: new(true)}, client.CloseTableQuery{})
	})
	if err == nil {
		d.closed = time.Now()
	}
}
