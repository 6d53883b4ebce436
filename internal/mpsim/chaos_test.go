package mpsim_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/mpsim"
)

// evening makes the same calls in the given order and returns what struck whom.
func evening(t *testing.T, seed int, order []int) map[string]int {
	t.Helper()
	b := newBench(t)
	b.ok(http.MethodPost, "/__sim/chaos", fmt.Sprintf(`{"profile":"hostile","seed":%d}`, seed))
	for _, table := range order {
		body := fmt.Sprintf(`{"items":[{"title":"a","quantity":1,"unit_price":1}],"external_reference":"t%d"}`, table)
		for range 3 {
			quietly(func() { b.call(http.MethodPost, "/checkout/preferences", body) })
			quietly(func() { b.call(http.MethodGet, fmt.Sprintf("/v1/payments/search?external_reference=t%d", table), "") })
		}
	}
	struck := map[string]int{}
	for _, one := range b.list("/__sim/faults/applied") {
		require.NotEmpty(t, one["request_id"])
		struck[fmt.Sprint(one["external_reference"], " ", one["method"], " ", one["what"], " ", one["phase"])]++
	}
	return struck
}

// quietly does what may end in a closed connection.
func quietly(do func()) {
	defer func() { _ = recover() }() // the panic is how a connection is closed
	do()
}

func TestASeedDecidesWhateverTheOrder(t *testing.T) {
	order, reversed := make([]int, 60), make([]int, 60)
	for i := range order {
		order[i], reversed[i] = i, 59-i
	}
	synctest.Test(t, func(t *testing.T) { // delays cost nothing
		first := evening(t, 42, order)
		assert.Greater(t, len(first), 20, "a hostile evening has faults")
		assert.Equal(t, first, evening(t, 42, reversed))
		assert.NotEqual(t, first, evening(t, 43, order))
	})
}

func TestChaosIsCountedAndEnds(t *testing.T) {
	b := newBench(t)
	b.ok(http.MethodPost, "/__sim/faults", `{"match":{"path_regex":"^/nothing"},"action":{"type":"drop"}}`)
	b.ok(http.MethodPost, "/__sim/chaos", `{"profile":"silent","seed":1}`)
	b.pay(b.preference(hook), `{}`)
	assert.Equal(t, "lost", b.list("/__sim/deliveries")[0]["state"])
	state := b.ok(http.MethodGet, "/__sim/chaos", "")
	assert.EqualValues(t, 1, state["delivery_rules"].(anyMap)["lose"])
	b.ok(http.MethodDelete, "/__sim/chaos", "")
	b.pay(b.preference(hook), `{}`)
	assert.Equal(t, "waiting", b.list("/__sim/deliveries")[1]["state"])
	assert.Len(t, b.list("/__sim/faults"), 1, "what was set by hand stays")
	assert.Equal(t, 422, b.call(http.MethodPost, "/__sim/chaos", `{"profile":"mild"}`).Code)
	kinds := map[any]bool{}
	for _, e := range b.list("/__sim/events") {
		kinds[e["kind"]] = true
	}
	for _, kind := range []string{"request", "rule", "payment"} {
		assert.True(t, kinds[kind], kind)
	}
}

func TestSpoiledAnswers(t *testing.T) {
	b := newBench(t)
	paid := b.pay(b.preference(), `{}`)
	for what, check := range map[string]func(anyMap){
		"amount_string":  func(p anyMap) { assert.Equal(t, "1234.50", p["transaction_amount"]) },
		"null_payer":     func(p anyMap) { assert.Nil(t, p["payer"]) },
		"order_array":    func(p anyMap) { assert.IsType(t, []any{}, p["order"]) },
		"unknown_status": func(p anyMap) { assert.Equal(t, "frozen", p["status"]) },
	} {
		b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"wrong_type","what":"`+what+`"}}`)
		check(b.ok(http.MethodGet, paymentPath(paid), ""))
	}
	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"wrong_type"}}`)
	listed := b.ok(http.MethodGet, "/v1/payments/search", "")["results"].([]any)[0].(anyMap)
	assert.Equal(t, "1234.50", listed["transaction_amount"])
	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"malformed_json"}}`)
	assert.False(t, json.Valid(b.call(http.MethodGet, paymentPath(paid), "").Body.Bytes()))
	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"slow_body","ms":20}}`)
	assert.Equal(t, "approved", b.ok(http.MethodGet, paymentPath(paid), "")["status"])

	listening := httptest.NewServer(b.server.Handler())
	defer listening.Close()
	b.ok(http.MethodPost, "/__sim/faults", `{"action":{"type":"truncate"}}`)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, listening.URL+paymentPath(paid), nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer APP_USR-1")
	response, err := listening.Client().Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	_, err = io.ReadAll(response.Body)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestFaultsForOneSellerOrReference(t *testing.T) {
	b := newBench(t)
	mine, other := b.preference(), b.preference(`"external_reference":"check_5"`)
	b.ok(http.MethodPost, "/__sim/faults", `{"match":{"external_reference":"check_5"},"times":5,"action":{"type":"status","preset":"502_html"}}`)
	b.ok(http.MethodPost, "/__sim/faults", `{"match":{"seller":1},"times":5,"action":{"type":"drop"}}`)
	assert.Equal(t, 200, b.call(http.MethodGet, "/checkout/preferences/"+mine, "").Code)
	answer := b.call(http.MethodGet, "/checkout/preferences/"+other, "")
	assert.Equal(t, 502, answer.Code)
	assert.Contains(t, answer.Header().Get("Content-Type"), "html")
	assert.Equal(t, 502, b.call(http.MethodGet, paymentPath(b.pay(other, `{}`)), "").Code)
	assert.Equal(t, 502, b.call(http.MethodGet, "/v1/payments/search?external_reference=check_5", "").Code)
}

// rules in synctest: what arrives, and when.
func TestDeliveryRules(t *testing.T) {
	for _, tt := range []struct {
		name, rule string
		arrive     int
		check      func(b *bench, first *http.Request)
	}{
		{"one after the other", `{"mode":"duplicate","n":3,"concurrent":false}`, 3, nil},
		{"late", `{"mode":"delay","ms":5000}`, 1, nil},
		{"no signature", `{"mode":"missing_header"}`, 1, func(b *bench, r *http.Request) { assert.Empty(b.t, r.Header.Get("X-Signature")) }},
		{"no request id", `{"mode":"missing_header","header":"x-request-id"}`, 1, func(b *bench, r *http.Request) {
			assert.Empty(b.t, r.Header.Get("X-Request-Id"))
			assert.NotContains(b.t, jsonOf(b.list("/__sim/deliveries")[0]["attempts"]), "request-id:", "nor in what was signed")
		}},
		{"seconds", `{"mode":"ts_seconds"}`, 1, func(b *bench, r *http.Request) {
			assert.Regexp(b.t, `^ts=\d{9,10},`, r.Header.Get("X-Signature"))
		}},
		{"too early", `{"mode":"before_visible","ms":60000}`, 1, func(b *bench, _ *http.Request) {
			assert.Equal(b.t, 404, b.call(http.MethodGet, "/v1/payments/100000000001", "").Code)
			<-time.After(time.Minute)
			assert.Equal(b.t, 200, b.call(http.MethodGet, "/v1/payments/100000000001", "").Code)
		}},
		{"about nothing, too", `{"mode":"fake_id"}`, 2, nil},
		{"not this one", `{"mode":"lose","match":{"external_reference":"other"}}`, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShop(200)
				b := running(t, s)
				b.ok(http.MethodPost, "/__sim/delivery-rules", tt.rule)
				b.pay(b.preference(hook), `{}`)
				first := s.next(t)
				for range tt.arrive - 1 {
					s.next(t)
				}
				synctest.Wait()
				assert.Empty(t, s.got)
				if tt.check != nil {
					tt.check(b, first)
				}
			})
		})
	}
}

func TestALaterNotificationPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(200)
		b := running(t, s)
		b.ok(http.MethodPost, "/__sim/delivery-rules", `{"mode":"reorder"}`)
		start := time.Now()
		paid := b.pay(b.preference(hook), `{}`)
		b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"refunded","amount":1}`)
		for _, want := range []string{"payment.updated", "payment.created"} {
			body, err := io.ReadAll(s.next(t).Body)
			require.NoError(t, err)
			assert.Contains(t, string(body), want)
		}
		assert.Less(t, time.Since(start), time.Second, "it went as soon as it was passed")
	})
}

func TestTheClockDrivesRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(500, 200)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		s.next(t)
		start := time.Now()
		b.ok(http.MethodPost, "/__sim/clock", `{"advance":"15m"}`)
		r := s.next(t)
		assert.Less(t, time.Since(start), time.Minute, "nobody waited")
		assert.Equal(t, "1", r.Header.Get("X-Retry"))
	})
}

func TestTheOldBurstAndOneChargeback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(200)
		b := running(t, s)
		paid := b.pay(b.preference(`"notification_url":"https://shop.example/webhook"`), `{}`)
		topics := map[string]int{}
		for range 4 {
			query := s.next(t).URL.Query()
			topics[query.Get("topic")+query.Get("type")]++
		}
		assert.Equal(t, map[string]int{"merchant_order": 2, "payment": 2}, topics)
		b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"charged_back"}`)
		var seen strings.Builder
		for range 3 {
			seen.WriteString(s.next(t).URL.RawQuery + " ")
		}
		assert.Contains(t, seen.String(), "type=topic_chargebacks_wh")
	})
}

func TestTamperedAndReplayedNotifications(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(200)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		first := s.next(t)
		synctest.Wait()
		b.ok(http.MethodPost, "/__sim/deliveries/1/tamper", `{"query":"data.id=7&type=payment","body":"{}"}`)
		tampered := s.next(t)
		assert.Equal(t, first.Header.Get("X-Signature"), tampered.Header.Get("X-Signature"))
		assert.Equal(t, "7", tampered.URL.Query().Get("data.id"))
		b.ok(http.MethodPost, "/__sim/deliveries/1/replay", `{"url":"https://other.example/webhook"}`)
		replayed := s.next(t)
		assert.Equal(t, "other.example", replayed.URL.Host)
		assert.Equal(t, first.Header, replayed.Header)
		b.ok(http.MethodPost, "/__sim/secrets/rotate", `{"secret":"new"}`)
		b.ok(http.MethodPost, "/__sim/deliveries/1/resend", ``)
		assert.NotEqual(t, first.Header.Get("X-Signature"), s.next(t).Header.Get("X-Signature"))
	})
}

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
