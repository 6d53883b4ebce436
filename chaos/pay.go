package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/sync/errgroup"
)

// bill is a check as staff read it.
type bill struct {
	Status    string `json:"status"`
	Total     int64  `json:"total_cents"`
	Paid      int64  `json:"paid_cents"`
	Remaining int64  `json:"remaining_cents"`
}

func (d *dinner) bill(ctx context.Context) (b bill, err error) {
	err = d.staff["manager"].insist(ctx, http.MethodGet, fmt.Sprintf("/api/billing/check/%d", d.billID), nil, &b)
	return b, err
}

// pay asks for the bill; some pay their own on their phones, and whatever is left
// is taken in cash.
func (d *dinner) pay(ctx context.Context) error {
	var asked struct {
		ID    int64 `json:"check_id"`
		Total int64 `json:"total_cents"`
	}
	if err := d.guests[0].keyed("check-"+d.name).insist(ctx, http.MethodPost, "/api/billing/check/request", nil, &asked); err != nil {
		if refused(err, "nothing_to_charge") { // its only order was given up
			d.clearAway(ctx)
			return nil
		}
		return err
	}
	d.billID, d.billTotal = asked.ID, asked.Total
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
	var page struct {
		ID      string `json:"preference_id"`
		Payment int64  `json:"payment_id"`
	}
	for try := range 3 { // a page that could not be made is asked for anew
		body := object{"check_id": d.billID, "diner_id": g.id, "own_part": true}
		key := fmt.Sprintf("page-%s-%d-%d", d.name, i, try)
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		err := g.keyed(key).insist(ctx, http.MethodPost, "/api/billing/mercadopago/preference", body, &page)
		cancel()
		if err == nil {
			break
		}
		if _, no := errors.AsType[*refusal](err); no {
			return nil // nothing is owed by this diner, or somebody pays it
		}
	}
	if page.ID == "" {
		return nil
	}
	d.rest(ctx)
	outcomes := []string{"APRO", "APRO", "APRO", "APRO", "APRO", "APRO", "APRO", "FUND", "CONT"}
	outcome := outcomes[d.roll(len(outcomes))]
	var made struct {
		ID int64 `json:"id"`
	}
	err := d.provider().good(ctx, http.MethodPost, "/__sim/preferences/"+url.PathEscape(page.ID)+"/pay", object{"outcome": outcome}, &made)
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
	_ = d.provider().good(ctx, http.MethodPost, fmt.Sprintf("/__sim/payments/%d/transition", payment), change, nil) // it may be elsewhere by now
}

// settleDown gives the provider's money some time to arrive: whoever waits at the
// table does not wait for ever, and what comes later is surplus.
func (d *dinner) settleDown(ctx context.Context) {
	_ = d.until(ctx, time.Duration(2+d.roll(6))*time.Second, func(ctx context.Context) error {
		b, err := d.bill(ctx)
		if err == nil && b.Remaining > 0 {
			err = fmt.Errorf("%d is owed", b.Remaining)
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
		if b.Remaining == 0 {
			return nil
		}
		group, inner := errgroup.WithContext(ctx)
		for i := range 2 {
			group.Go(func() error {
				who := d.staff["waiter"].keyed(fmt.Sprintf("cash-%s-%d-%d", d.name, d.takings, i))
				err := who.insist(inner, http.MethodPost, "/api/billing/cash/pay", object{"check_id": d.billID, "amount_cents": b.Remaining}, nil)
				if no, ok := errors.AsType[*refusal](err); ok {
					if no.status != http.StatusBadRequest {
						return err
					}
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
