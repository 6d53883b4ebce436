package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"integrador/client"
)

// checkDegradation is I12, as far as this run showed it.
func (cl *cluster) checkDegradation(ctx context.Context) finding {
	f := finding{id: "I12", says: "lo que falta se dice: 503 con Retry-After, nadie muere, sin Redis se pide"}
	var without, during int
	var slowest time.Duration
	var then string
	for _, s := range cl.faults {
		if _, _, slow := cl.journal.during(s.began, s.ended); slow > slowest {
			slowest, then = slow, s.what
		}
		if s.what == "kill -9 Redis" {
			without++
			during += cl.journal.accepted(s.began, s.ended)
		}
	}
	f.checked = len(cl.faults)
	for _, p := range cl.processes {
		if p.Died() {
			f.fail("%s terminó por su cuenta", p.Name)
		}
	}
	if cl.journal.withoutRetry > 0 {
		f.fail("%d rechazos 429 o 503 no dijeron cuándo volver", cl.journal.withoutRetry)
	}
	if err := cl.orderWithoutRedis(ctx); err != nil {
		f.fail("sin Redis: %v", err)
	}
	f.checked++
	f.note = fmt.Sprintf("en %d cortes de Redis durante la noche se tomaron %d pedidos; el 5xx que más tardó, %.1f s (%s); sin disco quedaron %d escrituras",
		without, during, slowest.Seconds(), then, cl.spaceRefused())
	return f
}

// checkRecovery is I13.
func (cl *cluster) checkRecovery(v verdict) finding {
	f := finding{id: "I13", says: "todo vuelve solo y lo que estaba en marcha termina"}
	worst := restart{}
	for _, r := range cl.facts.restarts {
		f.checked++
		if r.ready > worst.ready {
			worst = r
		}
	}
	if v.quiet != nil {
		f.fail("no llegó a la calma: %v", v.quiet)
	}
	if f.checked > 0 {
		f.note = fmt.Sprintf("%d regresos; el más lento, %s en %.1f s", f.checked, worst.what, worst.ready.Seconds())
	}
	return f
}

// orderWithoutRedis takes Redis away for as long as a table needs to order and to
// read its order, and not for one that a slow machine may be too slow for.
func (cl *cluster) orderWithoutRedis(ctx context.Context) (err error) {
	d := &dinner{cluster: cl, rng: newRng(cl.seed, 9), session: &session{at: cl.tables[0]}, name: fmt.Sprintf("%d-sin-redis", cl.seed)}
	if err := d.scan(ctx); err != nil {
		return err
	}
	defer d.clearAway(ctx)
	if err := d.join(ctx); err != nil {
		return err
	}
	defer func() {
		for _, s := range d.sockets {
			s.Close()
		}
	}()
	cl.Redis.Kill()
	defer func() { err = errors.Join(err, cl.Redis.Restart(ctx), cl.awaitAll(ctx)) }()
	within, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	o := d.newOrder(d.guests[0], 0)
	if err := d.order(within, o); err != nil {
		return err
	}
	listed, err := insist(within, func(ctx context.Context) ([]client.RoundOutput, error) {
		return o.guest.ListSessionRounds(ctx, d.id)
	})
	if err != nil {
		return err
	}
	if len(listed) != 1 || listed[0].ID != o.round {
		return fmt.Errorf("the order was answered as round %d, and the table reads %v", o.round, listed)
	}
	return nil
}
