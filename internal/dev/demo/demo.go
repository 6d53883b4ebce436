// Package demo plays an evening against a running system and checks it. Play is
// one dinner: two diners, a waiter, a cook and an administrator, from the QR code
// to the table that is free again. PlayAdmin is what is around it: an
// administrator opens a branch, the dinner is sold there, the reports agree with
// it, and what is changed, deleted and restored is seen everywhere at once.
//
// It knows the system only as the PWAs do, by REST and WebSocket, and the
// simulator of Mercado Pago by its control API. Hence it may import nothing of
// this project: what it expects is written here a second time, on purpose.
package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Options say where the system is.
type Options struct {
	API       string // http://localhost:8000
	WS        string // ws://localhost:8001
	Simulator string // http://localhost:8090
	SimToken  string // opens the simulator's control API
	Branch    string // slug; "" means centro
	Out       io.Writer
	// Promptly is how soon an administrator has to hear what another did, from the
	// answer on; 0 means a second.
	Promptly time.Duration
}

const (
	wholeDinner = time.Minute
	patience    = 10 * time.Second // for anything that is awaited
)

// Play plays the dinner and tells it to Out, in Spanish. It can be played any
// number of times, also while guests sit at other tables: it needs two free ones.
//
// The error is the first thing that is not as it has to be, in words for whoever
// runs it.
func Play(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, wholeDinner)
	defer cancel()
	d := newDinner(o)
	if err := d.play(ctx); err != nil {
		return err
	}
	d.paper.end(d.sums)
	return nil
}

func (d *dinner) play(ctx context.Context) error {
	defer d.leave(ctx)
	for _, act := range []func(context.Context) error{
		d.openTheHouse, d.sitDown, d.fillTheCart, d.orderFirstRound, d.cookFirstRound, d.orderSecondRound,
		d.callTheWaiter, d.askForTheCheck, d.payByMercadoPago, d.payTheRestInCash, d.goHome,
	} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dinner is what is known of the evening so far.
type dinner struct {
	Options
	crew  crew
	http  *http.Client
	paper *paper
	run   string // tells this evening's devices and keys from others'

	waiter, cook, admin, visitor *caller // visitor has not said who they are
	ana, bruno                   *guest
	ears                         []*ear

	branch             branch
	table, other       table // where we dine, and where the witness sits
	dishes             []dish
	first, second      round
	session, neighbour int64 // sessions of table and other
	check              check
	card               int64 // cents that Ana paid by Mercado Pago
	sums               sums
	over               bool // nothing is left to tidy up
}

func newDinner(o Options) *dinner {
	if o.Branch == "" {
		o.Branch = "centro"
	}
	o.API, o.WS, o.Simulator = trimmed(o.API), trimmed(o.WS), trimmed(o.Simulator)
	d := &dinner{Options: o, crew: demoCrew, paper: newPaper(o.Out), run: strings.ToLower(rand.Text()[:10])}
	d.http = &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	d.visitor = d.caller(nil)
	d.ana = &guest{name: "Ana", color: "#E11D48", device: "demo-ana-" + d.run}
	d.bruno = &guest{name: "Bruno", color: "#2563EB", device: "demo-bruno-" + d.run}
	return d
}

func trimmed(address string) string { return strings.TrimRight(address, "/") }

// guest is a diner with a phone.
type guest struct {
	name, color, device string
	id                  int64
	*caller
}

// leave closes what is open. A dinner that failed half-way leaves its tables as
// it found them, as far as an administrator can.
func (d *dinner) leave(ctx context.Context) {
	for _, e := range d.ears {
		e.close()
	}
	defer d.http.CloseIdleConnections()
	if d.over || d.admin == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	for _, sat := range []struct{ table, session int64 }{{d.table.ID, d.session}, {d.other.ID, d.neighbour}} {
		if sat.session != 0 {
			_ = d.admin.post(ctx, fmt.Sprintf("/api/waiter/tables/%d/close", sat.table), fields{"force": true}, nil)
		}
	}
}

// step does one thing and then listens: everybody must have heard the sounds it
// made that are for them, in that order, and nobody anything else.
func (d *dinner) step(ctx context.Context, title string, do func(context.Context) ([]sound, error)) error {
	n, there := d.paper.step(title), d.ears
	sounds, err := do(ctx)
	if err == nil {
		err = d.listen(ctx, sounds)
	}
	if err != nil {
		return fmt.Errorf("paso %d (%s): %w", n, title, err)
	}
	d.paper.done(there, sounds)
	return nil
}

func (d *dinner) listen(ctx context.Context, sounds []sound) error {
	for _, e := range d.ears {
		if err := e.expect(ctx, sounds); err != nil {
			return err
		}
	}
	for _, e := range d.ears {
		if err := e.silent(ctx); err != nil {
			return err
		}
	}
	return nil
}
