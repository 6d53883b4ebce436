// Package demo plays an evening against a running system and checks it. Play is
// one dinner: two diners, a waiter, a cook and an administrator, from the QR code
// to the table that is free again. PlayAdmin is what is around it: an
// administrator opens a branch, the dinner is sold there, the reports agree with
// it, and what is changed, deleted and restored is seen everywhere at once.
//
// It knows the system only as a client does, by REST and WebSocket, and the
// simulator of Mercado Pago by its control API. What it expects is written here a
// second time, on purpose.
//
// Imports: client.
package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"integrador/client"
)

// Options say where the system is.
type Options struct {
	API       string // http://localhost:8000
	WS        string // ws://localhost:8001
	Simulator string // http://localhost:8090
	SimToken  string // opens the simulator's control API
	Branch    string // slug; "" means centro
	Out       io.Writer
	// Promptly is how soon an administrator has to receive what another did, from the
	// answer on; 0 means a second.
	Promptly time.Duration
}

const (
	dinnerTimeout = time.Minute
	timeout       = 10 * time.Second // of anything that is awaited
)

// Play plays the dinner and prints it to Out, in Spanish. It can be played any
// number of times, also while guests sit at other tables: it needs two free ones.
//
// The error is the first thing that is not as it has to be, in words for whoever
// runs it.
func Play(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, dinnerTimeout)
	defer cancel()
	d := newDinner(o)
	if err := d.play(ctx); err != nil {
		return err
	}
	d.transcript.end(d.totals)
	return nil
}

func (d *dinner) play(ctx context.Context) error {
	defer d.leave(ctx)
	for _, step := range []func(context.Context) error{
		d.openRestaurant, d.sitDown, d.fillTheCart, d.orderFirstRound, d.cookFirstRound, d.orderSecondRound,
		d.callTheWaiter, d.askForTheCheck, d.payByMercadoPago, d.payTheRestInCash, d.closeTables,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dinner is what is known of the evening so far.
type dinner struct {
	Options
	staff      staff
	http       *http.Client
	transcript *transcript
	run        string // distinguishes this evening's devices and keys from others'

	waiter, cook, admin, visitor *client.Client // visitor has not said who they are
	provider                     *client.Client // the simulator's control API
	ana, bruno                   *guest
	listeners                    []*listener

	branch                client.PublicBranchPublicOutput
	table, other          client.TableCard // where we dine, and where the witness sits
	dishes                []dish
	first, second         round
	session, otherSession int64 // of table and other
	checkID, checkTotal   int64
	card                  int64 // cents that Ana paid by Mercado Pago
	totals                totals
	over                  bool // nothing is left to tidy up
}

type dish = client.PublicProductOutput

func newDinner(o Options) *dinner {
	if o.Branch == "" {
		o.Branch = "centro"
	}
	d := &dinner{Options: o, staff: demoStaff, transcript: newTranscript(o.Out), run: strings.ToLower(rand.Text()[:10])}
	d.http = &http.Client{Timeout: timeout, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	// Whoever plays several dinners in a minute meets the limit of logins.
	d.visitor = client.New(client.Config{API: o.API, Gateway: o.WS, HTTP: d.http, Retries: 20})
	d.provider = client.New(client.Config{API: o.Simulator, HTTP: d.http}).WithHeader("X-Sim-Token", o.SimToken)
	d.ana = &guest{name: "Ana", color: "#E11D48", device: "demo-ana-" + d.run}
	d.bruno = &guest{name: "Bruno", color: "#2563EB", device: "demo-bruno-" + d.run}
	return d
}

// guest is a diner with a phone.
type guest struct {
	name, color, device string
	id                  int64
	*client.Client
}

// leave closes what is open. A dinner that failed half-way leaves its tables as
// it found them, as far as an administrator can.
func (d *dinner) leave(ctx context.Context) {
	for _, l := range d.listeners {
		l.socket.Close()
	}
	defer d.http.CloseIdleConnections()
	if d.over || d.admin == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	for _, sat := range []struct{ table, session int64 }{{d.table.TableID, d.session}, {d.other.TableID, d.otherSession}} {
		if sat.session != 0 {
			_, _ = d.admin.CloseTable(ctx, sat.table, &client.WaiterCloseTableRequest{Force: new(true)}, client.CloseTableQuery{})
		}
	}
}

// step does one thing and then waits: everybody must have received the events that
// are for them, in that order, and nobody anything else.
func (d *dinner) step(ctx context.Context, title string, do func(context.Context) ([]expectation, error)) error {
	n, there := d.transcript.step(title), d.listeners
	expected, err := do(ctx)
	if err == nil {
		err = d.receive(ctx, expected)
	}
	if err != nil {
		return fmt.Errorf("paso %d (%s): %w", n, title, err)
	}
	d.transcript.done(there, expected)
	return nil
}

func (d *dinner) receive(ctx context.Context, expected []expectation) error {
	for _, l := range d.listeners {
		if err := l.expect(ctx, expected); err != nil {
			return err
		}
	}
	for _, l := range d.listeners {
		if err := l.silent(ctx); err != nil {
			return err
		}
	}
	return nil
}
