package mpsim_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// faultsByCall makes the same calls in the given order and returns which fault applied to which call.
func faultsByCall(t *testing.T, seed int, order []int) map[string]int {
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
		first := faultsByCall(t, 42, order)
		assert.Greater(t, len(first), 20, "a hostile profile has faults")
		assert.Equal(t, first, faultsByCall(t, 42, reversed))
		assert.NotEqual(t, first, faultsByCall(t, 43, order))
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
