package e2e_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// Secrets of applications of the restaurants' own.
const (
	ownSecret = "clave-propia-0123456789abcdef"
	newSecret = "clave-nueva-0123456789abcdef"
)

// signing is the secret of the platform's application.
func (b *moneyFixture) signing() string {
	b.t.Helper()
	return str(b.provider.list(b.t, "/__sim/apps")[0], "webhook_secret")
}

// letter is a notice as whoever knows a secret would write it, before anybody
// meddles with it.
type letter struct {
	path, query, request, signature, body string
}

func signed(secret, path string, payment int64) letter {
	request, at := uuid.NewString(), itoa(time.Now().UnixMilli())
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "id:%d;request-id:%s;ts:%s;", payment, request, at)
	return letter{
		path, "?source_news=webhooks&type=payment&data.id=" + itoa(payment), request, "ts=" + at + ",v1=" + hex.EncodeToString(mac.Sum(nil)),
		fmt.Sprintf(`{"action":"payment.updated","type":"payment","user_id":%d,"data":{"id":"%d"}}`, ourSeller, payment),
	}
}

// send gives the status that a letter is answered with.
func (b *moneyFixture) send(l letter) (int, error) {
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.api+l.path+l.query, strings.NewReader(l.body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Request-Id", l.request)
	if l.signature != "" {
		req.Header.Set("X-Signature", l.signature)
	}
	res, err := web.Do(req)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

func (b *moneyFixture) answered(l letter) int {
	b.t.Helper()
	status, err := b.send(l)
	require.NoError(b.t, err)
	return status
}

// hook is the path on which the branch's connection is notified.
func (b *moneyFixture) hook() string {
	b.t.Helper()
	return "/webhooks/mercadopago/" + b.kept("public_id")
}

// unannounced is a payment without a notification.
func (b *moneyFixture) unannounced() (*bill, int64) {
	b.t.Helper()
	clear := b.rule(object{"mode": "lose", "times": 1, "match": object{"topic": "payment"}})
	defer clear()
	d := b.dine(600_000)
	return d, b.pay(d.ask(d.guests[0], nil), "APRO")
}

func (b *moneyFixture) addSecret(label, secret string) {
	b.t.Helper()
	r, err := b.chief().call(b.t.Context(), http.MethodPost, connectionPath+"/secrets", object{"label": label, "secret": secret})
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusCreated, r.status, string(r.body))
}

func forgedNotices(a *accounts) {
	b := a.us
	a.them.addSecret("propia", ownSecret)
	d, number := b.unannounced()
	ours, secret := b.hook(), b.signing()
	with := func(change func(*letter)) letter {
		l := signed(secret, ours, number)
		change(&l)
		return l
	}
	sum := func(l *letter) string { _, v1, _ := strings.Cut(l.signature, "v1="); return v1 }
	for what, forged := range map[string]struct {
		letter
		status int
	}{
		"no signature":                  {with(func(l *letter) { l.signature = "" }), 401},
		"another secret":                {signed("una-clave-cualquiera", ours, number), 401},
		"an empty secret":               {signed("", ours, number), 401},
		"the other restaurant's secret": {signed(ownSecret, ours, number), 401},
		"another request":               {with(func(l *letter) { l.request = uuid.NewString() }), 401},
		"another payment in the body":   {with(func(l *letter) { l.body = `{"type":"payment","data":{"id":"1"}}` }), 401},
		"two payments":                  {with(func(l *letter) { l.query += "&data.id=1" }), 401},
		"no time":                       {with(func(l *letter) { l.signature = "v1=" + sum(l) }), 401},
		"two times":                     {with(func(l *letter) { l.signature = "ts=1," + l.signature }), 401},
		"a time that is no number":      {with(func(l *letter) { l.signature = "ts=1e9,v1=" + sum(l) }), 401},
		"a megabyte":                    {with(func(l *letter) { l.body = strings.Repeat(" ", 1<<20) + l.body }), 413},
		"nobody's path":                 {with(func(l *letter) { l.path = "/webhooks/mercadopago/" + strings.Repeat("0", 32) }), 404},
		"nonsense":                      {with(func(l *letter) { l.body = "{" }), 401},
	} {
		require.Equal(a.t, forged.status, b.answered(forged.letter), what)
	}
	r, err := b.public().call(a.t.Context(), http.MethodGet, ours, nil)
	require.NoError(a.t, err)
	require.Contains(a.t, []int{404, 405}, r.status)
	require.Zero(a.t, b.calls("/v1/payments/"+itoa(number)), "nobody was made to ask")
	require.Zero(a.t, num(d.now(), "paid_cents"))

	require.Equal(a.t, 200, b.answered(signed(secret, ours, number)))
	d.comes("the genuine one counts", paid(600_000))
}

func replayedElsewhere(a *accounts) {
	d, number := a.us.unannounced()
	theirs, secret := a.them.hook(), a.us.signing()
	elsewhere := a.them.dine(600_000)
	require.Equal(a.t, 200, a.us.answered(signed(secret, theirs, number)), "the platform's application signs for both")
	testkit.Eventually(a.t, generous, "their account does not know it", func() bool {
		return a.us.system.id(`SELECT coalesce(max(attempts), 0) FROM webhook_notice WHERE data_id = $1`, itoa(number)) >= 2
	})
	require.Zero(a.t, num(elsewhere.now(), "paid_cents"))
	require.Zero(a.t, num(d.now(), "paid_cents"))
	elsewhere.cash(600_000)
	require.Equal(a.t, 200, a.us.answered(signed(secret, a.us.hook(), number)))
	d.comes("ours does", paid(600_000))
}

func secretsChange(a *accounts) {
	b := a.us
	b.addSecret("propia", ownSecret)
	b.addSecret("nueva", newSecret)
	d, number := b.unannounced()
	require.Equal(a.t, 200, b.answered(signed(ownSecret, b.hook(), number)))
	require.Equal(a.t, 200, b.answered(signed(newSecret, b.hook(), number)))
	d.comes("the payment counts", paid(600_000))
	for _, s := range b.manager().list(a.t, connectionPath+"/secrets") {
		require.Empty(a.t, s["secret"])
		if str(s, "label") == "propia" {
			at := fmt.Sprintf("%s/secrets/%d", connectionPath, num(s, "id"))
			r, err := b.chief().call(a.t.Context(), http.MethodPatch, at, object{"retired_at": time.Now().Add(-time.Second)})
			require.NoError(a.t, err)
			require.Equal(a.t, http.StatusOK, r.status, string(r.body))
		}
	}
	require.Equal(a.t, 401, b.answered(signed(ownSecret, b.hook(), number)))
	require.Equal(a.t, 200, b.answered(signed(newSecret, b.hook(), number)))
}

// pageBy makes a page with somebody's own account, for any reference.
func (b *moneyFixture) pageBy(token, reference string, pesos float64) paymentPage {
	b.t.Helper()
	seller := client{at: b.sim, header: map[string]string{"Authorization": "Bearer " + token}}
	return paymentPage{preference: str(seller.must(b.t, http.MethodPost, "/checkout/preferences", object{
		"items":              []object{{"id": "x", "title": "x", "quantity": 1, "unit_price": pesos, "currency_id": "ARS"}},
		"external_reference": reference, "notification_url": b.api + b.hook() + "?source_news=webhooks",
	}), "id")}
}

func othersMoney(a *accounts) {
	b := a.us
	d := b.dine(600_000)
	w := d.ask(d.guests[0], nil)
	reference := fmt.Sprintf("check_%d_%d", d.id, w.payment)
	b.foreign[reference] = true
	number := b.pay(b.pageBy(b.pasted(otherSeller), reference, 0.01), "APRO")
	testkit.Eventually(a.t, generous, "our account does not know it", func() bool {
		return b.system.id(`SELECT coalesce(max(attempts), 0) FROM webhook_notice WHERE data_id = $1`, itoa(number)) >= 2
	})
	d.guests[0].must(a.t, http.MethodPost, "/api/billing/mercadopago/return", object{"external_reference": reference})
	require.Zero(a.t, num(d.now(), "paid_cents"))
	require.Zero(a.t, b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1`, itoa(number)))
	d.guests[0].must(a.t, http.MethodDelete, fmt.Sprintf("/api/billing/mercadopago/preference/%d", w.payment), nil)
	d.cash(600_000)
}

func othersBill(a *accounts) {
	theirs := a.them.dine(600_000)
	w := theirs.ask(theirs.guests[0], nil)
	reference := fmt.Sprintf("check_%d_%d", theirs.id, w.payment)
	a.us.foreign[reference] = true
	number := a.us.pay(a.us.pageBy(a.us.token, reference, 6_000), "APRO")
	a.us.shelved(number, "otro restaurante")
	theirs.guests[0].must(a.t, http.MethodPost, "/api/billing/mercadopago/return", object{"external_reference": reference})
	require.Zero(a.t, num(theirs.now(), "paid_cents"))
	theirs.guests[0].must(a.t, http.MethodDelete, fmt.Sprintf("/api/billing/mercadopago/preference/%d", w.payment), nil)
	theirs.cash(600_000)
}

// shelved waits until a payment is kept for somebody to look at, and not credited.
func (b *moneyFixture) shelved(number int64, why string) {
	b.t.Helper()
	testkit.Eventually(b.t, generous, "it is kept for somebody to look at", func() bool {
		return b.system.id(`SELECT count(*) FROM payment_quarantine WHERE external_id = $1 AND reason LIKE '%' || $2 || '%'`, itoa(number), why) == 1
	})
	require.Zero(b.t, b.system.id(`SELECT count(*) FROM payment WHERE external_id = $1 AND effect_cents > 0`, itoa(number)))
}

// unfit is a payment that the provider describes as one that cannot be ours.
func unfit(a *accounts, what, why string) {
	b := a.us
	clear := b.fault(object{
		"match": object{"method": "GET", "path_regex": "^/v1/payments/", "seller": ourSeller}, "probability": 1, "action": object{"type": "wrong_type", "what": what},
	})
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	b.shelved(number, why)
	require.Zero(a.t, num(d.now(), "paid_cents"))
	list := b.manager().must(a.t, http.MethodGet, "/api/billing/unsettled", nil)
	require.Contains(a.t, encoded(a.t, list), itoa(number), "a manager sees it")
	clear()
	d.guests[0].must(a.t, http.MethodPost, "/api/billing/mercadopago/return", object{})
	d.comes("described rightly, it counts", paid(600_000))
	require.NotContains(a.t, encoded(a.t, b.manager().must(a.t, http.MethodGet, "/api/billing/unsettled", nil)), `"`+itoa(number)+`"`)
}

// olderNotice is an IPN, which anybody can write. It has us look for money that we
// look for anyway, and not more often than is good for the provider.
func olderNotice(a *accounts) {
	const search, firstLook = "/v1/payments/search", 30 * time.Second
	b, opened := a.us, time.Now()
	d, number := b.unannounced()
	l := letter{path: b.hook(), query: "?topic=payment&id=" + itoa(number)}
	asked := b.calls(search)
	require.Equal(a.t, 200, b.answered(l))
	d.comes("the payment is found", paid(600_000))
	require.Less(a.t, time.Since(opened), firstLook, "the notice found it, not the payment's watch")
	for range 20 {
		require.Equal(a.t, 200, b.answered(l))
	}
	require.LessOrEqual(a.t, b.calls(search)-asked, 6)
}

// garbage is more than anybody may send. It is refused, costs the provider no
// call, and leaves no trace in the ledger.
func garbage(a *accounts) {
	b := a.us
	d, number := b.unannounced()
	hook, kept := b.hook(), b.system.id(`SELECT count(*) FROM webhook_notice`)
	var refused, held, other atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 200 {
				l := signed("adivinada", hook, number)
				switch status, err := b.send(l); {
				case err == nil && status == http.StatusUnauthorized:
					refused.Add(1)
				case err == nil && status == http.StatusTooManyRequests:
					held.Add(1)
				default:
					other.Add(1)
				}
			}
		})
	}
	all.Wait()
	a.t.Logf("%d refused, %d held back", refused.Load(), held.Load())
	require.Zero(a.t, other.Load())
	require.Positive(a.t, held.Load())
	require.Equal(a.t, kept, b.system.id(`SELECT count(*) FROM webhook_notice`))
	require.Zero(a.t, b.calls("/v1/payments/"+itoa(number)))
	require.Zero(a.t, num(d.now(), "paid_cents"))
	d.guests[0].must(a.t, http.MethodPost, "/api/billing/mercadopago/return", object{})
	d.comes("who comes back finds the payment all the same", paid(600_000))
}
