package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"integrador/client"
	"integrador/internal/domain/access"
)

// openPages is how many guests of a table have a payment page open when somebody pays
// the checkNumbers check in cash, which closes all of them.
const openPages = 24

// pagesSample is one repetition: cash payments of tables with open pages and of tables
// without, one of each in turn.
type pagesSample struct{ with, without []time.Duration } // sorted

// betweenPayments lets the pages that a payment closed be closed at the provider before
// the next payment is timed.
const betweenPayments = time.Second

func (bm *benchmark) measurePages(ctx context.Context, r *results) error {
	waiter, err := bm.staff(access.Waiter, bm.restaurant.waiter)
	if err != nil {
		return err
	}
	for n := range bm.repetitions {
		var s pagesSample
		for i := range bm.plan.payments {
			turns := []struct {
				pages int
				into  *[]time.Duration
			}{{openPages, &s.with}, {0, &s.without}}
			if i%2 == 1 {
				slices.Reverse(turns)
			}
			for _, t := range turns {
				took, err := bm.cashPayment(ctx, waiter, t.pages)
				if err != nil {
					return err
				}
				*t.into = append(*t.into, took)
				pause(ctx, betweenPayments)
			}
		}
		slices.Sort(s.with)
		slices.Sort(s.without)
		r.pages = append(r.pages, s)
		bm.say("vuelta %d, efectivo: con %d páginas p50 %s ms, sin ninguna %s ms", n+1, openPages, ms(quantile(s.with, 0.5)),
			ms(quantile(s.without, 0.5)))
	}
	return nil
}

// cashPayment seats guests, opens pages for some of the check, and times the payment of
// all of it in cash.
func (bm *benchmark) cashPayment(ctx context.Context, waiter *client.Client, pages int) (time.Duration, error) {
	seats, err := bm.seatDiners(ctx, variantB, 1)
	if err != nil {
		return 0, err
	}
	if o := bm.round(ctx, seats[0]); !o.ok() {
		return 0, o.err()
	}
	guest := bm.sdk().WithTableToken(seats[0].token)
	check, err := guest.WithDevice(seats[0].device).RequestCheck(ctx)
	if err != nil {
		return 0, err
	}
	experiment := check.TotalCents / (2 * openPages)
	err = parallel(pages, 4, func(i int) error {
		_, err := guest.WithDevice(seats[0].device+"-"+strconv.Itoa(i)).CreatePreference(ctx,
			client.MercadoPagoPreferenceRequest{
				CheckID: check.CheckID, Split: new("AMOUNT"), AmountCents: &experiment,
			})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("open payment pages: %w", err)
	}
	pause(ctx, betweenPayments/2)
	began := time.Now()
	paid, err := waiter.RecordCashPayment(ctx,
		client.CashPaymentRequest{CheckID: check.CheckID, AmountCents: check.TotalCents})
	took := time.Since(began)
	if err == nil && paid.CheckStatus != "PAID" {
		err = fmt.Errorf("a check that was paid in full is %s", paid.CheckStatus)
	}
	return took, err
}

func (r *results) pagesTargets() []target {
	if len(r.pages) == 0 {
		return nil
	}
	times := medianOf(r.pages, pagesSample.times)
	return []target{{
		what:  fmt.Sprintf("p50 de cobrar en efectivo, con %d páginas de pago abiertas ÷ sin ninguna", openPages),
		value: times,
		limit: 1.3,
		aim:   1.1,
	}}
}

func (s pagesSample) times() float64 { return over(quantile(s.with, 0.5), quantile(s.without, 0.5)) }

// Pages is the table of cash payments.
func (r *results) Pages() string {
	t := table{head: []string{"Páginas abiertas", "p50 ms", "p95 ms"}}
	for _, line := range []struct {
		pages int
		of    func(pagesSample) []time.Duration
	}{
		{openPages, func(s pagesSample) []time.Duration { return s.with }},
		{0, func(s pagesSample) []time.Duration { return s.without }},
	} {
		if len(r.pages) == 0 {
			continue
		}
		at := func(q float64) string {
			return ms(medianOf(r.pages, func(s pagesSample) time.Duration { return quantile(line.of(s), q) }))
		}
		t.add(strconv.Itoa(line.pages), at(0.5), at(0.95))
	}
	return t.String()
}
