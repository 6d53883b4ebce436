package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/client"
)

func (d *dinner) bill(ctx context.Context) (client.StaffCheck, error) {
	return insist(ctx, func(ctx context.Context) (client.StaffCheck, error) {
		return d.staff["manager"].GetCheck(ctx, d.billID)
	})
}

// pay asks for the bill; some pay their own on their phones, and whatever is left
// is taken in cash.
func (d *dinner) pay(ctx context.Context) error {
	asked, err := insist(ctx, d.guests[0].WithKey("check-"+d.name).RequestCheck)
	if err != nil {
		if client.HasCode(err, "nothing_to_charge") { // its only order was given up
			d.clearAway(ctx)
			return nil
		}
		return err
	}
	d.billID, d.billTotal = asked.CheckID, asked.TotalCents
	group, inner := errgroup.WithContext(ctx)
	for i, g := range d.guests {
		if d.money || d.roll(2) == 0 {
			group.Go(func() error { return d.payOnline(inner, g, i) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	d.settleDown(ctx)
	return d.payRest(ctx)
}

// payOnline gets a page for the diner's part and pays it, mostly.
func (d *dinner) payOnline(ctx context.Context, g guest, i int) error {
	var page client.MercadoPagoPreferenceResponse
	for try := range 3 { // a page that could not be made is asked for once more
		payer := g.WithKey(fmt.Sprintf("page-%s-%d-%d", d.name, i, try))
		within, cancel := context.WithTimeout(ctx, 20*time.Second)
		made, err := insist(within, func(ctx context.Context) (client.MercadoPagoPreferenceResponse, error) {
			return payer.CreatePreference(ctx, client.MercadoPagoPreferenceRequest{CheckID: d.billID, DinerID: &g.id, OwnPart: new(true)})
		})
		cancel()
		if err == nil {
			page = made
			break
		}
		if !unknown(err) {
			return nil //nolint:nilerr // nothing is owed by this diner, or somebody pays it
		}
	}
	if page.PreferenceID == "" {
		return nil
	}
	d.rest(ctx)
	outcomes := []string{"APRO", "APRO", "APRO", "APRO", "APRO", "APRO", "APRO", "FUND", "CONT"}
	outcome := outcomes[d.roll(len(outcomes))]
	var made struct {
		ID int64 `json:"id"`
	}
	err := d.provider().Call(ctx, http.MethodPost, "/__sim/preferences/"+url.PathEscape(page.PreferenceID)+"/pay",
		object{"outcome": outcome}, &made)
	if err != nil {
		return nil //nolint:nilerr // the page may be closed by now; the money did not move
	}
	switch {
	case outcome == "CONT":
		d.becomes(ctx, made.ID, object{"status": "approved"})
	case outcome == "APRO" && d.roll(12) == 0: // the seller gives it back from the panel
		d.becomes(ctx, made.ID, object{"status": "refunded"})
	}
	return nil
}

func (d *dinner) becomes(ctx context.Context, payment int64, change object) {
	d.rest(ctx)
	// it may be elsewhere by now
	_ = d.provider().Call(ctx, http.MethodPost, fmt.Sprintf("/__sim/payments/%d/transition", payment), change, nil)
}

// settleDown gives the provider's money some time to arrive: whoever waits at the
// table does not wait for ever, and what comes later is surplus.
func (d *dinner) settleDown(ctx context.Context) {
	_ = d.until(ctx, time.Duration(2+d.roll(6))*time.Second, func(ctx context.Context) error {
		b, err := d.bill(ctx)
		if err == nil && b.RemainingCents > 0 {
			err = fmt.Errorf("%d is owed", b.RemainingCents)
		}
		return err
	})
}

// payRest takes cash until nothing is owed. Two waiters try at once to take all
// of it: at most one may succeed with it.
func (d *dinner) payRest(ctx context.Context) error {
	var last error
	for range 200 {
		d.takings++
		b, err := d.bill(ctx)
		if err != nil {
			return err
		}
		if b.RemainingCents == 0 {
			return nil
		}
		group, inner := errgroup.WithContext(ctx)
		for i := range 2 {
			group.Go(func() error {
				who := d.staff["waiter"].WithKey(fmt.Sprintf("cash-%s-%d-%d", d.name, d.takings, i))
				_, err := insist(inner, func(ctx context.Context) (client.PaymentResponse, error) {
					return who.RecordCashPayment(ctx, client.CashPaymentRequest{CheckID: d.billID, AmountCents: b.RemainingCents})
				})
				if client.StatusOf(err) == http.StatusBadRequest {
					return nil // the other one was first
				}
				return err
			})
		}
		d.facts.add(&d.facts.doubled, 1)
		last = group.Wait()
		if last != nil {
			return last
		}
		d.rest(ctx)
	}
	return errors.New("the bill is not paid after two hundred tries")
}
