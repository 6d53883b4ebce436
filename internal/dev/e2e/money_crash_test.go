package e2e_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// TestMoneySurvives kills what handles money in the middle of it. Whatever came is
// credited once, whatever goes back goes once.
func TestMoneySurvives(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	all := newMoneyFixture(newFleet(t, roomy))
	for _, c := range []struct {
		name string
		play func(*moneyFixture)
	}{
		{"18 the database is away when the notice comes", databaseAway},
		{"18 the worker dies between the notice and its effect", workerAway},
		{"8 the worker dies between a refund and its record", refundCut},
		{"19 the worker dies while a surplus goes back", surplusCut},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := all.in(t)
			c.play(b)
			b.checkLedgers()
			b.clear()
		})
	}
}

func databaseAway(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	b.postgres.Kill()
	number := b.pay(w, "APRO")
	testkit.Eventually(b.t, generous, "the notice is answered 503", func() bool {
		for _, o := range b.provider.list(b.t, "/__sim/deliveries") {
			attempts, _ := o["attempts"].([]any)
			if num(o, "payment_id") == number && len(attempts) > 0 {
				return num(attempts[0].(object), "status") == http.StatusServiceUnavailable
			}
		}
		return false
	})
	require.NoError(b.t, b.postgres.Restart(b.t.Context()))
	b.ready()
	d.comes("the watch finds the payment", paid(600_000))
	require.EqualValues(b.t, 1, d.events("PAYMENT_APPROVED"))
}

func workerAway(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	b.processes["worker"].kill()
	number := b.pay(w, "APRO")
	testkit.Eventually(b.t, generous, "the notice is kept", func() bool {
		return b.system.id(`SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND status = 'PENDING'`, itoa(number)) == 1
	})
	b.processes["worker"].start()
	d.comes("the payment is credited", paid(600_000))
	require.EqualValues(b.t, 1, d.events("PAYMENT_APPROVED"))
}

// slowRefunds has the provider make a refund and keep the answer to itself for long
// enough to kill whoever waits for it.
func (b *moneyFixture) slowRefunds() (clear func()) {
	return b.fault(object{
		"match": object{"method": "POST", "path_regex": "/refunds$"}, "times": 1, "phase": "after_commit", "action": object{"type": "delay", "ms": 15_000},
	})
}

// cut kills the worker once the provider has made a refund of a payment.
func (b *moneyFixture) cut(payment int64) {
	b.t.Helper()
	testkit.Eventually(b.t, generous, "the provider makes the refund", func() bool { return b.made(payment) == 1 })
	b.processes["worker"].kill()
	b.processes["worker"].start()
}

func refundCut(b *moneyFixture) {
	d := b.dine(1_000_000)
	w := d.ask(d.guests[0], nil)
	number := b.pay(w, "APRO")
	d.comes("the check is paid", paid(1_000_000))
	defer b.slowRefunds()()
	d.refund(w.payment, 400_000)
	b.cut(number)
	d.comes("the refund is in the books", func(o object) bool { return settled(o) && num(o, "paid_cents") == 600_000 })
	require.Equal(b.t, 1, b.made(number), "and was made once")
}

func surplusCut(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	b.pay(w, "APRO")
	d.comes("the check is paid", paid(600_000))
	defer b.slowRefunds()()
	// The page is shut by now: its second payment was under way.
	number := b.pay(b.reopened(d, w), "APRO")
	b.cut(number)
	o := d.comes("the surplus is back with its payer", settled)
	require.Equal(b.t, []any{600_000.0, 0.0, "PAID"}, []any{o["paid_cents"], o["unallocated_cents"], o["status"]})
	require.Equal(b.t, 1, b.made(number))
}

// reopened is another page with the reference of a request: what a payer who had the first
// one open does.
func (b *moneyFixture) reopened(d *bill, w paymentPage) paymentPage {
	return b.forge("check_"+itoa(d.id)+"_"+itoa(w.payment), float64(w.cents)/100)
}
