package mpsim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/dev/mpsim"
)

func TestRefundsThatWaitAndKeysThatAreForgotten(t *testing.T) {
	b := newBench(t)
	paid := b.pay(b.preference(), `{}`)
	refunds := paymentPath(paid) + "/refunds"
	b.ok(http.MethodPost, "/__sim/settings", `{"refunds_in_process":true}`)
	assert.Equal(t, 400, b.call(http.MethodPost, refunds, `{"amount":1000}`, "X-Idempotency-Key", "a").Code)
	made := b.ok(http.MethodPost, refunds, `{"amount":1000}`, "X-Idempotency-Key", "a", "X-Render-In-Process-Refunds", "true")
	assert.Equal(t, "in_process", made["status"])
	assert.EqualValues(t, 0, b.ok(http.MethodGet, paymentPath(paid), "")["transaction_amount_refunded"])
	over := b.call(http.MethodPost, refunds, `{"amount":300}`, "X-Idempotency-Key", "b", "X-Render-In-Process-Refunds", "true")
	assert.Contains(t, over.Body.String(), "2085", "what waits is spoken for")
	b.ok(http.MethodPost, "/__sim/refunds/"+jsonOf(made["id"])+"/settle", `{"status":"approved"}`)
	assert.EqualValues(t, 1000, b.ok(http.MethodGet, paymentPath(paid), "")["transaction_amount_refunded"])

	b.ok(http.MethodPost, "/__sim/settings", `{"refunds_in_process":false}`)
	first := b.ok(http.MethodPost, refunds, `{"amount":1}`, "X-Idempotency-Key", "c")
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"24h"}`)
	again := b.ok(http.MethodPost, refunds, `{"amount":1}`, "X-Idempotency-Key", "c")
	assert.NotEqual(t, first["id"], again["id"], "a day later the key is new")
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"4320h"}`)
	assert.Contains(t, b.call(http.MethodPost, refunds, ``, "X-Idempotency-Key", "d").Body.String(), "2024")
}

func TestCancelling(t *testing.T) {
	b := newBench(t)
	p := b.preference()
	waiting, approved := b.pay(p, `{"method":"rapipago"}`), b.pay(p, `{}`)
	assert.Equal(t, "pending_waiting_payment", waiting["status_detail"])
	assert.Equal(t, "cancelled", b.ok(http.MethodPut, paymentPath(waiting), `{"status":"cancelled"}`)["status"])
	assert.Contains(t, b.call(http.MethodPut, paymentPath(waiting)+"/cancellations", ``).Body.String(), "2018")
	assert.Equal(t, 400, b.call(http.MethodPut, paymentPath(approved), `{"status":"cancelled"}`).Code)
	assert.Equal(t, 400, b.call(http.MethodPut, paymentPath(approved), `{"status":"approved"}`).Code)
}

func TestWhatNobodyPaysExpires(t *testing.T) {
	b := newBench(t)
	p := b.preference()
	voucher, pending, approved := b.pay(p, `{"method":"rapipago"}`), b.pay(p, `{"outcome":"CONT"}`), b.pay(p, `{}`)
	detail := func(of anyMap) any { return b.ok(http.MethodGet, paymentPath(of), "")["status_detail"] }
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"72h"}`)
	assert.Equal(t, "expired", detail(voucher))
	assert.Equal(t, "pending_contingency", detail(pending))
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"648h"}`)
	assert.Equal(t, "expired", detail(pending))
	assert.Equal(t, "accredited", detail(approved))
}

func TestPaymentsBecomeVisibleLater(t *testing.T) {
	b := newBench(t, func(c *mpsim.Config) { c.Settings = mpsim.Settings{VisibleAfterMS: 20_000, SearchableAfterMS: 60_000} })
	paid := b.pay(b.preference(), `{}`)
	total := func() any { return b.ok(http.MethodGet, "/v1/payments/search", "")["paging"].(anyMap)["total"] }
	assert.Equal(t, 404, b.call(http.MethodGet, paymentPath(paid), "").Code)
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"20s"}`)
	assert.Equal(t, 200, b.call(http.MethodGet, paymentPath(paid), "").Code)
	assert.EqualValues(t, 0, total())
	b.ok(http.MethodPost, "/__sim/clock", `{"advance":"40s"}`)
	assert.EqualValues(t, 1, total())
}

func TestMoreThatMercadoPagoRefuses(t *testing.T) {
	b := newBench(t)
	const items = `"items":[{"title":"Mesa 4","quantity":1,"unit_price":10}]`
	for want, body := range map[string]string{
		"invalid_marketplace_fee":    `{` + items + `,"marketplace_fee":10.01}`,
		"invalid_expiration_date_to": `{` + items + `,"expiration_date_from":"2027-01-02T00:00:00.000-03:00","expiration_date_to":"2027-01-01T00:00:00.000-03:00"}`,
		"invalid_external_reference": `{` + items + `,"external_reference":"` + strings.Repeat("x", 65) + `"}`,
		"invalid_purpose":            `{` + items + `,"purpose":"other"}`,
		"invalid_payment_methods":    `{` + items + `,"payment_methods":{"excluded_payment_types":[{"id":"account_money"}]}}`,
	} {
		answer := b.call(http.MethodPost, "/checkout/preferences", body)
		assert.Equal(t, 400, answer.Code, want)
		assert.Contains(t, answer.Body.String(), want)
	}
	long := b.call(http.MethodGet, "/v1/payments/search?begin_date=NOW-14MONTHS&end_date=NOW", "")
	assert.Contains(t, long.Body.String(), "9062")
}
