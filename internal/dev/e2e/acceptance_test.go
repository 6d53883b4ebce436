package e2e_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	temporal "go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"integrador/internal/dev/testkit"
)

// TestAcceptance plays the cases that payments have to pass, one after the other
// at tables of one restaurant. After each the ledger is consistent and the provider's
// say the same; while they run a monitor reads the ledger.
func TestAcceptance(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	all := newMoneyFixture(newSystem(t, roomy))
	for _, c := range []struct {
		name string
		play func(*moneyFixture)
	}{
		{"01 happy path in a browser", happyPath},
		// Among the first: the review reads an account's payments a second apart.
		{"21 a late chargeback whose notice was lost", lateChargeback},
		{"02 partial and FIFO", partialFIFO},
		{"03 tip", tipApart},
		{"04 cents", threeWays},
		{"05 rejected then approved", rejectedThenApproved},
		{"06 pending then approved", pendingThenApproved},
		{"07 cancel at checkout", cancelAtCheckout},
		{"08 partial then full refund by the manager", refundInParts},
		{"10 duplicate burst", duplicateBurst},
		{"11 out of order", outOfOrder},
		{"12 stale GET race", staleRead},
		{"14 a payment that never existed", neverExisted},
		{"13 webhook lost forever", lostWebhook},
		{"14 404 right after the webhook", notVisibleYet},
		{"15 create fails and is repeated", createFails},
		{"14 what never existed is parked", parked},
		{"17 payload drift", drift},
		{"17 a status that nobody knows", unknownStatus},
		{"19 two pay the last balance", paidTwice},
		{"19 one preference paid twice", oneLinkTwice},
		{"19 a branch that keeps what comes twice", keptCredit},
		{"20 paid after the table closed", paidAfterClose},
		{"20 a closed table's page is shut", shutOnClose},
		{"21 chargeback after close", chargedBack},
		{"21 chargeback won", chargebackWon},
		{"24 one cent for a whole bill", oneCent},
		{"24 a payment for nothing of ours", nothingOfOurs},
		{"25 forged return", forgedReturn},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := all.in(t)
			c.play(b)
			b.checkLedgers()
			b.clear()
		})
	}
}

func happyPath(b *moneyFixture) {
	d := b.dine(2_450_000)
	socket := b.listen(d.guests[0], "ana")
	w := d.ask(d.guests[0], nil)
	require.EqualValues(b.t, 2_450_000, w.cents)
	page, at := b.browse(http.MethodGet, w.page, "")
	require.Contains(b.t, page, "$ 24.500,00")
	form := url.Values{"nonce": {nonce.FindStringSubmatch(page)[1]}, "method": {"visa"}, "holder": {"APRO"}}
	outcome, _ := b.browse(http.MethodPost, at, form.Encode())
	require.Contains(b.t, outcome, "Se acreditó tu pago")
	require.Equal(b.t, "PAID", str(d.comes("the check is paid", paid(2_450_000)), "status"))
	testkit.Eventually(b.t, generous, "the phone hears that the check is paid", func() bool {
		received, err := socket.received()
		require.NoError(b.t, err)
		for _, f := range received {
			if f.Type == "CHECK_PAID" {
				return true
			}
		}
		return false
	})
	sent := b.requests("POST", "/checkout/preferences")
	require.Contains(b.t, sent[len(sent)-1], `"unit_price":24500`)
}

var nonce = regexp.MustCompile(`name="nonce" value="([^"]+)"`)

// requests are the bodies of calls that the provider got.
func (b *moneyFixture) requests(method, path string) (bodies []string) {
	b.t.Helper()
	for _, o := range b.provider.list(b.t, "/__sim/requests") {
		if str(o, "method") == method && str(o, "path") == path {
			bodies = append(bodies, strings.ReplaceAll(fmt.Sprint(encoded(b.t, o["body"])), " ", ""))
		}
	}
	return bodies
}

func partialFIFO(b *moneyFixture) {
	d := b.dine(1_000_000, 800_000, 600_000)
	ana, beto := d.guests[0], d.guests[1]
	b.pay(d.ask(ana, object{"split": "AMOUNT", "amount_cents": 1_200_000}), "APRO")
	o := d.comes("the first part is in", paid(1_200_000))
	require.Equal(b.t, []any{"IN_PAYMENT", 1_200_000.0}, []any{o["status"], o["remaining_cents"]})
	require.Equal(b.t, []int64{1_000_000, 200_000, 0}, d.parts())
	b.pay(d.ask(beto, nil), "APRO")
	require.Equal(b.t, "PAID", str(d.comes("the rest is in", paid(2_400_000)), "status"))
}

func tipApart(b *moneyFixture) {
	d := b.dine(2_000_000)
	w := d.ask(d.guests[0], object{"tip_cents": 200_000})
	b.pay(w, "APRO")
	o := d.comes("the check is paid", paid(2_000_000))
	require.Equal(b.t, []any{200_000.0, 0.0}, []any{o["tip_cents"], o["unallocated_cents"]})
	require.EqualValues(b.t, 200_000, b.system.id(`SELECT amount_cents FROM tip WHERE payment_id = $1 AND is_active`, w.payment))
	sent := b.requests("POST", "/checkout/preferences")
	require.Contains(b.t, sent[len(sent)-1], `"title":"Propina"`)
}

func threeWays(b *moneyFixture) {
	d := b.dine(10_000)
	var parts []int64
	for i := range 3 {
		g := b.sitAt(d.table, fmt.Sprint("tercio-", i))
		w := d.ask(g, object{"split": "EQUAL", "people": 3})
		parts = append(parts, w.cents)
		b.pay(w, "APRO")
	}
	require.Equal(b.t, []int64{3334, 3333, 3333}, parts)
	require.Equal(b.t, "PAID", str(d.comes("all three are in", paid(10_000)), "status"))
}

func rejectedThenApproved(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	b.pay(w, "FUND")
	d.comes("the refusal is known", func(o object) bool { return len(o["payments"].([]any)) == 1 && d.events("PAYMENT_REJECTED") == 1 })
	require.Len(b.t, d.now()["intents"].([]any), 1)
	b.pay(w, "APRO")
	o := d.comes("the second try is in", paid(600_000))
	require.Len(b.t, o["payments"].([]any), 2)
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM payment WHERE check_id = $1 AND effect_cents > 0`, d.id))
}

func pendingThenApproved(b *moneyFixture) {
	for _, end := range []string{"approved", "cancelled"} {
		d := b.dine(600_000)
		w := d.ask(d.guests[0], nil)
		seller := client{at: b.sim, header: map[string]string{"Authorization": "Bearer " + b.token}}
		seller.must(b.t, http.MethodPut, "/checkout/preferences/"+w.preference, object{"binary_mode": false})
		number := b.pay(w, "CONT")
		d.comes("the payment is under way", func(object) bool {
			return b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1 AND status = 'PENDING'`, itoa(number)) == 1
		})
		require.Zero(b.t, num(d.now(), "paid_cents"), "nothing is credited before it is approved")
		b.becomes(number, object{"status": end})
		if end == "approved" {
			d.comes("the approval counts", paid(600_000))
			continue
		}
		d.comes("the end is known", func(object) bool { return d.events("PAYMENT_REJECTED") == 1 })
		require.Zero(b.t, num(d.now(), "paid_cents"))
	}
}

func cancelAtCheckout(b *moneyFixture) {
	d := b.dine(600_000)
	g := d.guests[0]
	w := d.ask(g, nil)
	page, _ := b.browse(http.MethodGet, w.page, "")
	require.Contains(b.t, page, "Volver al comercio")
	o := g.must(b.t, http.MethodPost, "/api/billing/mercadopago/return", object{})
	require.Equal(b.t, []any{"REQUESTED", 0.0}, []any{o["check_status"], o["paid_cents"]})
	require.Equal(b.t, "PENDING", str(o["payments"].([]any)[0].(object), "status"))
	b.pay(w, "APRO")
	d.comes("it is payable all the same", paid(600_000))
}

func refundInParts(b *moneyFixture) {
	d := b.dine(1_000_000, 1_000_000)
	w := d.ask(d.guests[0], nil)
	number := b.pay(w, "APRO")
	d.comes("the check is paid", paid(2_000_000))
	d.refund(w.payment, 500_000)
	o := d.comes("the first refund is in the books", func(o object) bool { return settled(o) && num(o, "paid_cents") == 1_500_000 })
	require.Equal(b.t, "IN_PAYMENT", str(o, "status"))
	require.Equal(b.t, []int64{1_000_000, 500_000}, d.parts(), "the newest allocation goes first")

	clear := b.fault(object{"match": object{"method": "POST", "path_regex": "/refunds$"}, "times": 2, "phase": "after_commit", "action": object{"type": "drop"}})
	defer clear()
	d.refundAll(w.payment)
	d.comes("the second refund is in the books", func(o object) bool { return settled(o) && num(o, "paid_cents") == 0 })
	require.Equal(b.t, 2, b.made(number), "an answer that was lost is no second refund")
}

func duplicateBurst(b *moneyFixture) {
	clear := b.rule(object{"mode": "duplicate", "n": 8, "times": 1})
	defer clear()
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	for range 8 { // the older kind of notice, which nobody can verify
		r, err := b.public().call(b.t.Context(), http.MethodPost, "/api/billing/mercadopago/webhook?topic=payment&id="+itoa(number), object{})
		require.NoError(b.t, err)
		require.Equal(b.t, http.StatusOK, r.status)
	}
	d.comes("the check is paid", paid(600_000))
	require.EqualValues(b.t, 1, d.events("PAYMENT_APPROVED"))
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1`, itoa(number)))
}

func outOfOrder(b *moneyFixture) {
	clear := b.rule(object{"mode": "hold", "times": 1})
	d := b.dine(1_000_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	b.becomes(number, object{"status": "refunded", "amount": 4_000})
	d.comes("the later notice comes first", paid(600_000))
	clear()
	testkit.Eventually(b.t, generous, "the first notice comes last", func() bool {
		return b.system.id(`SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND status IN ('DONE', 'IGNORED')`, itoa(number)) == 2
	})
	require.EqualValues(b.t, 600_000, num(d.now(), "paid_cents"), "and changes nothing")
}

func staleRead(b *moneyFixture) {
	d := b.dine(1_000_000)
	clear := b.fault(object{"match": object{"method": "GET", "path_regex": "^/v1/payments/[0-9]+$"}, "times": 1, "phase": "after_commit", "action": object{"type": "delay", "ms": 4000}})
	defer clear()
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	testkit.Eventually(b.t, generous, "the first read is under way", func() bool {
		for _, o := range b.provider.list(b.t, "/__sim/requests") {
			if str(o, "path") == "/v1/payments/"+itoa(number) {
				return true
			}
		}
		return false
	})
	b.becomes(number, object{"status": "refunded", "amount": 4_000})
	d.comes("the newer read is written", paid(600_000))
	testkit.Eventually(b.t, generous, "the older read comes in", func() bool {
		return b.system.id(`SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND status = 'DONE'`, itoa(number)) == 2
	})
	require.EqualValues(b.t, 600_000, num(d.now(), "paid_cents"), "and is ignored")
}

func lostWebhook(b *moneyFixture) {
	clear := b.rule(object{"mode": "lose", "times": 100})
	defer clear()
	d := b.dine(600_000)
	began := time.Now()
	b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("the payment is found without any notice", paid(600_000))
	b.t.Logf("found after %v", time.Since(began).Round(time.Second))
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM payment WHERE check_id = $1 AND updated_at - created_at < interval '60 seconds'`, d.id))
}

func notVisibleYet(b *moneyFixture) {
	clear := b.fault(object{"match": object{"method": "GET", "path_regex": "^/v1/payments/[0-9]+$"}, "times": 2, "action": object{"type": "status", "code": 404, "body": `{"message":"Payment not found","status":404,"cause":[{"code":2000}]}`}})
	defer clear()
	d := b.dine(600_000)
	b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("it is credited once it is visible", paid(600_000))
	require.EqualValues(b.t, 1, d.events("PAYMENT_APPROVED"))
}

func createFails(b *moneyFixture) {
	d := b.dine(600_000)
	create := object{"method": "POST", "path_regex": "^/checkout/preferences$"}
	b.fault(object{"match": create, "times": 2, "action": object{"type": "status", "code": 502, "body": "<html>Bad Gateway</html>"}})
	w := d.ask(d.guests[0], nil)
	require.EqualValues(b.t, 600_000, w.cents)
	d.guests[0].must(b.t, http.MethodDelete, fmt.Sprintf("/api/billing/mercadopago/preference/%d", w.payment), nil)

	clear := b.fault(object{"match": create, "times": 9, "phase": "after_commit", "action": object{"type": "drop"}})
	r, err := d.guests[0].call(b.t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", d.body(nil))
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusServiceUnavailable, r.status, string(r.body))
	require.NotEmpty(b.t, r.header.Get("Retry-After"))
	clear()
	b.breakerCloses()
	again := d.ask(d.guests[0], nil)
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM payment_intent WHERE check_id = $1 AND status = 'OPEN'`, d.id))
	b.pay(again, "APRO")
	d.comes("the check is paid", paid(600_000))
}

// breakerCloses waits until the provider is asked again.
func (b *moneyFixture) breakerCloses() {
	b.t.Helper()
	probe := b.dine(10_000)
	testkit.Eventually(b.t, generous, "the breaker lets calls through", func() bool {
		r, err := probe.guests[0].call(b.t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", probe.body(nil))
		require.NoError(b.t, err)
		if r.status != http.StatusOK {
			wait(b.t.Context(), time.Second)
		}
		return r.status == http.StatusOK
	})
	probe.cash(10_000)
	probe.close()
}

func paidTwice(b *moneyFixture) {
	d := b.dine(600_000)
	beto := b.sitAt(d.table, "beto")
	ana := d.ask(d.guests[0], nil)
	r, err := beto.call(b.t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", d.body(nil))
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusConflict, r.status, string(r.body))

	// The waiter cancels Ana's payment, and her page cannot be closed.
	clear := b.fault(object{"match": object{"method": "PUT", "path_regex": ana.preference}, "times": 9, "action": object{"type": "status", "code": 500, "body": "{}"}})
	b.waiter().must(b.t, http.MethodPost, fmt.Sprintf("/api/billing/payments/%d/cancel", ana.payment), nil)
	b.pay(d.ask(beto, nil), "APRO")
	d.comes("Beto pays", paid(600_000))
	number := b.pay(ana, "APRO")
	clear() // or the breaker opens by it, for the cases to come
	o := d.comes("Ana gets hers back", settled)
	require.Equal(b.t, []any{"PAID", 0.0}, []any{o["status"], o["unallocated_cents"]})
	require.Equal(b.t, 1, b.made(number))
	require.Equal(b.t, []int64{1, 1}, []int64{d.events("REFUND_REQUESTED"), d.events("PAYMENT_REFUNDED")}, "everybody is told")
}

func oneLinkTwice(b *moneyFixture) {
	d := b.dine(600_000, 800_000)
	w := d.ask(d.guests[0], object{"split": "OWN"})
	clear := b.rule(object{"mode": "hold", "times": 2})
	first, second := b.pay(w, "APRO"), b.pay(w, "APRO")
	clear()
	o := d.comes("the second one goes back", settled)
	require.Equal(b.t, []any{600_000.0, 0.0, "IN_PAYMENT"}, []any{o["paid_cents"], o["unallocated_cents"], o["status"]}, "it does not pay what others ate")
	require.Equal(b.t, 1, b.made(first)+b.made(second))
	d.cash(800_000)
}

func keptCredit(b *moneyFixture) {
	policy := func(word string) {
		at := "/api/admin/branches/" + itoa(b.system.id(`SELECT id FROM branch WHERE slug = 'centro'`))
		require.Equal(b.t, word, str(b.admin().must(b.t, http.MethodPatch, at, object{"overpayment_policy": word}), "overpayment_policy"))
	}
	policy("CREDIT")
	defer policy("REFUND")
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	first, second := b.pay(w, "APRO"), b.pay(w, "APRO")
	o := d.comes("both are in", func(o object) bool { return num(o, "unallocated_cents") == 600_000 })
	require.Equal(b.t, []any{"PAID", 600_000.0}, []any{o["status"], o["paid_cents"]})
	require.Empty(b.t, o["refunds"])
	require.Zero(b.t, b.made(first)+b.made(second))
}

func paidAfterClose(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	clear := b.fault(object{"match": object{"method": "PUT", "path_regex": w.preference}, "times": 20, "action": object{"type": "status", "code": 500, "body": "{}"}})
	d.cash(600_000)
	d.close()
	number := b.pay(w, "APRO")
	clear()
	o := d.comes("what came too late goes back", settled)
	require.Equal(b.t, []any{600_000.0, 600_000.0, 0.0, 0.0}, []any{o["total_cents"], o["paid_cents"], o["unallocated_cents"], o["reversed_cents"]})
	require.Equal(b.t, 1, b.made(number))
}

func shutOnClose(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	d.cash(600_000)
	d.close()
	testkit.Eventually(b.t, generous, "the page is shut", func() bool {
		page, _ := b.browse(http.MethodGet, w.page, "")
		return strings.Contains(page, "venció")
	})
}

func chargedBack(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	number := b.pay(w, "APRO")
	d.comes("the check is paid", paid(600_000))
	d.close()
	b.becomes(number, object{"status": "charged_back", "status_detail": "in_process"})
	o := d.comes("the dispute is known", func(o object) bool { return o["disputed"] == true })
	require.EqualValues(b.t, 600_000, num(o, "paid_cents"), "the money is there as long as nobody took it")
	b.becomes(number, object{"status": "charged_back", "status_detail": "settled"})
	o = d.comes("the money is gone", paid(0))
	require.Equal(b.t, []any{600_000.0, false}, []any{o["reversed_cents"], o["disputed"]}, "the bill is marked")
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM table_session WHERE id = $1 AND status = 'CLOSED'`, d.session), "the table stays closed")
	list := b.manager().must(b.t, http.MethodGet, "/api/billing/unsettled", nil)["reversed"].([]any)
	require.Equal(b.t, d.id, num(list[0].(object), "check_id"), "and a manager sees it")
}

func chargebackWon(b *moneyFixture) {
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("the check is paid", paid(600_000))
	d.close()
	b.becomes(number, object{"status": "charged_back", "status_detail": "in_process"})
	d.comes("the dispute is known", func(o object) bool { return o["disputed"] == true })
	b.becomes(number, object{"status": "charged_back", "status_detail": "reimbursed"})
	o := d.comes("the dispute is over", func(o object) bool { return o["disputed"] == false })
	require.Equal(b.t, []any{"PAID", 0.0}, []any{o["status"], o["reversed_cents"]})
}

// forge makes a page of the same seller's with somebody else's reference.
func (b *moneyFixture) forge(reference string, pesos float64) paymentPage {
	b.t.Helper()
	seller := client{at: b.sim, header: map[string]string{"Authorization": "Bearer " + b.token}}
	o := seller.must(b.t, http.MethodPost, "/checkout/preferences", object{
		"items":              []object{{"id": "x", "title": "x", "quantity": 1, "unit_price": pesos, "currency_id": "ARS"}},
		"external_reference": reference, "notification_url": b.api + "/api/billing/mercadopago/webhook?source_news=webhooks",
	})
	return paymentPage{preference: str(o, "id")}
}

func oneCent(b *moneyFixture) {
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	b.pay(b.forge(fmt.Sprintf("check_%d_%d", d.id, w.payment), 0.01), "APRO")
	o := d.comes("the cent is credited, and no more", paid(1))
	require.Equal(b.t, "IN_PAYMENT", str(o, "status"))
	require.EqualValues(b.t, 1, b.system.id(`SELECT count(*) FROM payment WHERE check_id = $1 AND amount_mismatch`, d.id))
	d.cash(599_999)
	d.comes("the rest is paid at the table", paid(600_000))
}

func nothingOfOurs(b *moneyFixture) {
	for _, reference := range []string{"check_999999_999999", "otra-cosa"} {
		b.foreign[reference] = true
		number := b.pay(b.forge(reference, 100), "APRO")
		testkit.Eventually(b.t, generous, "it is kept for somebody to look at", func() bool {
			return b.system.id(`SELECT count(*) FROM payment_quarantine WHERE external_id = $1`, itoa(number)) == 1
		})
		require.Zero(b.t, b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1`, itoa(number)))
	}
}

func forgedReturn(b *moneyFixture) {
	theirs, ours := b.dine(600_000), b.dine(800_000)
	number := b.pay(theirs.ask(theirs.guests[0], nil), "APRO")
	theirs.comes("somebody else pays", paid(600_000))
	w := ours.ask(ours.guests[0], nil)
	for _, body := range []object{
		{"external_reference": fmt.Sprintf("check_%d_%d", theirs.id, number)},
		{"external_reference": "<script>alert(1)</script>"},
		{"external_reference": fmt.Sprintf("check_%d_%d", ours.id, w.payment)},
	} {
		at := "/api/billing/mercadopago/return?status=approved&payment_id=" + itoa(number)
		o := ours.guests[0].must(b.t, http.MethodPost, at, body)
		require.Equal(b.t, []any{float64(ours.id), "REQUESTED", 0.0}, []any{o["check_id"], o["check_status"], o["paid_cents"]})
		require.NotContains(b.t, fmt.Sprint(o), itoa(theirs.id))
	}
	r, err := b.public().call(b.t.Context(), http.MethodPost, "/api/billing/mercadopago/return", object{})
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusUnauthorized, r.status)
	ours.cash(800_000)
}

// nowhereToBeFound is the payment that the simulator announces and does not have.
const nowhereToBeFound = "999999999999"

func neverExisted(b *moneyFixture) {
	clear := b.rule(object{"mode": "fake_id", "times": 1})
	defer clear()
	d := b.dine(600_000)
	b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("the genuine one counts", paid(600_000))
	testkit.Eventually(b.t, generous, "the other is tried again", func() bool {
		return b.system.id(`SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND attempts > 0`, nowhereToBeFound) == 1
	})
}

// parked comes some cases later: the tries take half a minute.
func parked(b *moneyFixture) {
	testkit.Eventually(b.t, generous, "no try is left", func() bool {
		return b.system.id(`SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND status = 'DEAD' AND attempts = 6`, nowhereToBeFound) == 1
	})
	tries := 0
	for _, o := range b.provider.list(b.t, "/__sim/requests") {
		if str(o, "path") == "/v1/payments/"+nowhereToBeFound {
			tries++
		}
	}
	require.Equal(b.t, 6, tries)
	require.Zero(b.t, b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1`, nowhereToBeFound))
}

// spoil has the provider describe payments in a way that its documents do not.
func (b *moneyFixture) spoil(what string) (clear func()) {
	b.t.Helper()
	return b.fault(object{
		"match": object{"method": "GET", "path_regex": "^/v1/payments/"}, "probability": 1, "action": object{"type": "wrong_type", "what": what},
	})
}

func drift(b *moneyFixture) {
	for _, what := range []string{"amount_string", "null_payer", "order_array", "unknown_status_detail", "id_string", "empty_release_date"} {
		clear := b.spoil(what)
		d := b.dine(600_000)
		b.pay(d.ask(d.guests[0], nil), "APRO")
		d.comes(what+" is credited", paid(600_000))
		clear()
	}
}

func unknownStatus(b *moneyFixture) {
	clear := b.spoil("unknown_status")
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	testkit.Eventually(b.t, generous, "somebody is told", func() bool {
		return b.system.id(`SELECT count(*) FROM payment_quarantine WHERE external_id = $1`, itoa(number)) == 1
	})
	require.Zero(b.t, num(d.now(), "paid_cents"), "nothing is credited")
	require.Zero(b.t, d.events("PAYMENT_REJECTED"), "and nothing is called failed")
	clear()
	b.becomes(number, object{"status": "refunded", "amount": 1_000})
	d.comes("a status that we know counts", paid(500_000))
	d.cash(100_000)
}

// lateChargeback is found by the night's review.
func lateChargeback(b *moneyFixture) {
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("the check is paid", paid(600_000))
	d.close()
	clear := b.rule(object{"mode": "lose", "times": 100})
	defer clear()
	b.becomes(number, object{"status": "charged_back", "status_detail": "settled"})
	c, err := temporal.Dial(temporal.Options{HostPort: b.at.temporal, Namespace: b.at.namespace, Logger: quiet})
	require.NoError(b.t, err)
	defer c.Close()
	require.NoError(b.t, c.ScheduleClient().GetHandle(b.t.Context(), "PaymentReview").Trigger(b.t.Context(), temporal.ScheduleTriggerOptions{}))
	o := d.comes("the money is gone", paid(0))
	require.EqualValues(b.t, 600_000, num(o, "reversed_cents"))
}

var quiet = log.NewStructuredLogger(slog.New(slog.DiscardHandler))
