package mpsim_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

func TestRefusesToExist(t *testing.T) {
	for name, spoil := range map[string]func(*mpsim.Config){
		"production": func(c *mpsim.Config) { c.Production = true },
		"token":      func(c *mpsim.Config) { c.Token = "" },
		"secret":     func(c *mpsim.Config) { c.WebhookSecret = "" },
		"admin":      func(c *mpsim.Config) { c.AdminToken = "" },
		"seller":     func(c *mpsim.Config) { c.SellerID = 0 },
		"profile":    func(c *mpsim.Config) { c.Profile = "lax" },
	} {
		c := config()
		spoil(&c)
		_, err := mpsim.New(c)
		assert.Error(t, err, name)
	}
}

func TestTokens(t *testing.T) {
	b := newBench(t)
	answer := b.call(http.MethodGet, "/users/me", "", "Authorization", "")
	assert.Equal(t, 401, answer.Code)
	assert.JSONEq(t, `{"message":"Must provide your access_token to proceed","error":"unauthorized","status":401,
		"cause":[{"code":5,"description":"Must provide your access_token to proceed","data":null}]}`, answer.Body.String())
	answer = b.call(http.MethodGet, "/users/me", "", "Authorization", "Bearer other")
	assert.Equal(t, 401, answer.Code)
	assert.Contains(t, answer.Body.String(), `"code":7`)
	assert.NotEmpty(t, answer.Header().Get("X-Request-Id"))
	assert.Equal(t, "MLA", b.ok(http.MethodGet, "/users/me/", "")["site_id"])
	assert.Equal(t, 401, b.call(http.MethodPost, "/__sim/reset", "", "X-Sim-Token", "wrong").Code)
}

func TestPreferencesThatMercadoPagoRefuses(t *testing.T) {
	b := newBench(t)
	const items = `"items":[{"title":"Mesa 4","quantity":1,"unit_price":10}]`
	for _, tt := range []struct{ name, body, want string }{
		{"expires", `{` + items + `,"expires":"true"}`, `{"message":"expires value is not boolean","error":"invalid_expires","status":400,"cause":[]}`},
		{
			"auto return", `{` + items + `,"auto_return":"approved","back_urls":{"success":"http://localhost/ok"}}`,
			`{"message":"auto_return invalid. back_url.success must be defined","error":"invalid_auto_return","status":400,"cause":null}`,
		},
		{"no items", `{}`, `"invalid_items"`},
		{"price as a string", `{"items":[{"title":"a","quantity":1,"unit_price":"10"}]}`, `"unit_price invalid"`},
		{"no price", `{"items":[{"title":"a","quantity":1,"unit_price":0}]}`, `"unit_price invalid"`},
		{"no quantity", `{"items":[{"title":"a","unit_price":1}]}`, `"invalid_items"`},
		{"no title", `{"items":[{"quantity":1,"unit_price":1}]}`, `"invalid_items"`},
		{"dollars", `{"items":[{"title":"a","quantity":1,"unit_price":1,"currency_id":"USD"}]}`, `"invalid_items"`},
		{"reference", `{` + items + `,"external_reference":"check 4"}`, `"invalid_external_reference"`},
		{"long reference", `{` + items + `,"external_reference":"` + strings.Repeat("x", 65) + `"}`, `"invalid_external_reference"`},
		{"http notification", `{` + items + `,"notification_url":"http://localhost/hook"}`, `"invalid_notification_url"`},
		{"no milliseconds", `{` + items + `,"expiration_date_to":"2027-01-01T10:00:00-03:00"}`, `"invalid_expiration_date_to"`},
		{"no offset", `{` + items + `,"expiration_date_to":"2027-01-01T10:00:00.000Z"}`, `"invalid_expiration_date_to"`},
		{"binary mode", `{` + items + `,"binary_mode":1}`, `"invalid_binary_mode"`},
		{"instalments", `{` + items + `,"payment_methods":{"installments":37}}`, `"invalid_payment_methods"`},
		{"no json", `{`, `"bad_request"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			answer := b.call(http.MethodPost, "/checkout/preferences", tt.body)
			assert.Equal(t, 400, answer.Code)
			if strings.HasPrefix(tt.want, "{") {
				assert.JSONEq(t, tt.want, answer.Body.String())
			} else {
				assert.Contains(t, answer.Body.String(), tt.want)
			}
		})
	}
}

func TestPreferenceAsItComesBack(t *testing.T) {
	b := newBench(t)
	id := b.preference(`"statement_descriptor":"PARRILLA DON JOSE"`, `"metadata":{"tableId":4}`,
		`"back_urls":{"success":"https://shop.example/ok","failure":"http://shop.example/no"}`)
	assert.Regexp(t, `^724484980-[0-9a-f-]{36}$`, id)
	got := b.ok(http.MethodGet, "/checkout/preferences/"+id+"/", "")
	assert.Equal(t, "PARRILLA DON ", got["statement_descriptor"])
	assert.Equal(t, anyMap{"table_id": 4.0}, got["metadata"])
	assert.Equal(t, anyMap{"success": "https://shop.example/ok", "failure": "", "pending": ""}, got["back_urls"], "http is dropped")
	assert.Equal(t, "http://sim.local/checkout/v1/redirect?pref_id="+id, got["init_point"])
	for key := range strings.FieldsSeq(`additional_info auto_return binary_mode client_id collector_id coupon_code coupon_labels
		date_created date_of_expiration expiration_date_from expiration_date_to expires external_reference id init_point
		internal_metadata items marketplace marketplace_fee metadata notification_url operation_type payer payment_methods
		processing_modes product_id redirect_urls sandbox_init_point shipments site_id total_amount last_updated`) {
		assert.Contains(t, got, key)
	}

	changed := b.ok(http.MethodPut, "/checkout/preferences/"+id, `{"expires":true,"expiration_date_to":"2020-01-01T00:00:00.000-03:00"}`)
	assert.Equal(t, true, changed["expires"])
	assert.Equal(t, got["items"], changed["items"], "what was not sent stays")
	assert.Equal(t, 409, b.call(http.MethodPost, "/__sim/preferences/"+id+"/pay", `{}`).Code)

	other := b.preference()
	b.ok(http.MethodPut, "/checkout/preferences/"+other+"/expire", "")
	assert.Equal(t, 409, b.call(http.MethodPost, "/__sim/preferences/"+other+"/pay", `{}`).Code)
	early := b.preference(`"expires":true`, `"expiration_date_from":"2999-01-01T00:00:00.000-03:00"`)
	assert.Equal(t, 409, b.call(http.MethodPost, "/__sim/preferences/"+early+"/pay", `{}`).Code)
	assert.Equal(t, 404, b.call(http.MethodPut, "/checkout/preferences/none/expire", "").Code)
}

func TestPricesAreRoundedHalfUpPerItem(t *testing.T) {
	b := newBench(t)
	made := b.ok(http.MethodPost, "/checkout/preferences",
		`{"items":[{"title":"a","quantity":3,"unit_price":0.335},{"title":"b","quantity":1,"unit_price":1.004}]}`)
	paid := b.pay(made["id"].(string), `{}`)
	assert.InDelta(t, 3*0.34+1.00, paid["transaction_amount"], 1e-9)
}

func TestOutcomes(t *testing.T) {
	b := newBench(t)
	loose, binary := b.preference(), b.preference(`"binary_mode":true`, `"payment_methods":{"excluded_payment_types":[{"id":"credit_card"}]}`)
	for _, tt := range []struct{ preference, body, status, detail string }{
		{loose, `{}`, "approved", "accredited"},
		{loose, `{"outcome":"fund"}`, "rejected", "cc_rejected_insufficient_amount"},
		{loose, `{"outcome":"CONT"}`, "in_process", "pending_contingency"},
		{binary, `{"outcome":"CONT","method":"debvisa"}`, "rejected", "cc_rejected_other_reason"},
		{binary, `{"method":"account_money"}`, "approved", "accredited"},
	} {
		paid := b.pay(tt.preference, tt.body)
		assert.Equal(t, tt.status, paid["status"], tt.body)
		assert.Equal(t, tt.detail, paid["status_detail"], tt.body)
		assert.Equal(t, paid, b.ok(http.MethodGet, paymentPath(paid), ""))
	}
	assert.Equal(t, 409, b.call(http.MethodPost, "/__sim/preferences/"+binary+"/pay", `{"method":"visa"}`).Code)
	assert.Equal(t, 409, b.call(http.MethodPost, "/__sim/preferences/"+loose+"/pay", `{"outcome":"WHAT"}`).Code)
	first := b.ok(http.MethodGet, "/v1/payments/100000000001", "")
	assert.Equal(t, "***", first["card"].(anyMap)["expiration_month"])
	assert.Equal(t, "1", first["additional_info"].(anyMap)["items"].([]any)[0].(anyMap)["quantity"])
}

func TestRefundRules(t *testing.T) {
	b := newBench(t)
	paid := b.pay(b.preference(), `{}`)
	refunds := paymentPath(paid) + "/refunds"
	for _, tt := range []struct{ body, key, want string }{
		{`{}`, "", "4292"},
		{`{"amount":0}`, "k", "4040"},
		{`{"amount":-1}`, "k", "4040"},
		{`{"amount":"1"}`, "k", "4041"},
		{`{"amount":1234.51}`, "k", "2085"},
	} {
		answer := b.call(http.MethodPost, refunds, tt.body, "X-Idempotency-Key", tt.key)
		assert.Equal(t, 400, answer.Code, tt.body)
		assert.Contains(t, answer.Body.String(), tt.want)
	}
	first := b.ok(http.MethodPost, refunds, `{"amount":234.5}`, "X-Idempotency-Key", "a")
	assert.Equal(t, first, b.ok(http.MethodPost, refunds+"/", `{"amount":234.50}`, "X-Idempotency-Key", "a"))
	assert.Equal(t, 409, b.call(http.MethodPost, refunds, `{"amount":1}`, "X-Idempotency-Key", "a").Code)
	partly := b.ok(http.MethodGet, paymentPath(paid), "")
	assert.Equal(t, "approved", partly["status"])
	assert.Equal(t, "partially_refunded", partly["status_detail"])
	b.ok(http.MethodPost, refunds, ``, "X-Idempotency-Key", "b")
	assert.Equal(t, "refunded", b.ok(http.MethodGet, paymentPath(paid), "")["status"])
	assert.Contains(t, b.call(http.MethodPost, refunds, ``, "X-Idempotency-Key", "c").Body.String(), "2063")
	assert.Len(t, b.list(refunds), 2)
	assert.Equal(t, 404, b.call(http.MethodGet, "/v1/payments/1/refunds", "").Code)
}

func TestSearch(t *testing.T) {
	b := newBench(t)
	p := b.preference()
	for range 3 {
		b.pay(p, `{"outcome":"OTHE"}`)
	}
	last := b.pay(p, `{}`)
	search := func(query string) ([]any, anyMap) {
		got := b.ok(http.MethodGet, "/v1/payments/search?"+query, "")
		return got["results"].([]any), got["paging"].(anyMap)
	}
	results, paging := search("external_reference=check_4&sort=date_created&criteria=desc&limit=2&range=date_created&begin_date=NOW-30DAYS&end_date=NOW")
	require.Len(t, results, 2)
	assert.Equal(t, last["id"], results[0].(anyMap)["id"])
	assert.Equal(t, anyMap{"total": 4.0, "limit": 2.0, "offset": 0.0}, paging)
	results, _ = search("external_reference=check_4&criteria=desc&offset=3")
	assert.Len(t, results, 1)
	results, _ = search("external_reference=check_4&status=approved")
	assert.Len(t, results, 1)
	results, _ = search("external_reference=check_5")
	assert.Empty(t, results)
	results, _ = search("end_date=NOW-1DAYS")
	assert.Empty(t, results)
	assert.Equal(t, 400, b.call(http.MethodGet, "/v1/payments/search?begin_date=yesterday", "").Code)
}

func TestPaymentsAtTheSameTimeHaveTheirOwnIDs(t *testing.T) {
	b := newBench(t)
	p := b.preference()
	var together sync.WaitGroup
	for range 500 {
		together.Go(func() { b.call(http.MethodPost, "/__sim/preferences/"+p+"/pay", `{}`) })
	}
	together.Wait()
	seen := map[any]bool{}
	for _, offset := range []string{"0", "100", "200", "300", "400"} {
		for _, one := range b.ok(http.MethodGet, "/v1/payments/search?limit=100&offset="+offset, "")["results"].([]any) {
			seen[one.(anyMap)["id"]] = true
		}
	}
	assert.Len(t, seen, 500)
	assert.EqualValues(t, 500*123450, b.ok(http.MethodGet, "/__sim/ledger", "")["net_cents"])
}
