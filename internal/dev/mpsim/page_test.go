package mpsim_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const backURLs = `"back_urls":{"success":"https://shop.example/payment/success?table=4","failure":"https://shop.example/payment/failure","pending":"https://shop.example/payment/pending"}`

var nonceField = regexp.MustCompile(`name="nonce" value="([^"]+)"`)

// open follows a link to the page and returns its address, text and nonce.
func (b *bench) open(preference string) (address, page, nonce string) {
	b.t.Helper()
	answer := b.call(http.MethodGet, "/checkout/v1/redirect?pref_id="+preference, "", "Authorization", "")
	require.Equal(b.t, http.StatusFound, answer.Code)
	address = answer.Header().Get("Location")
	page = b.call(http.MethodGet, address, "", "Authorization", "").Body.String()
	if found := nonceField.FindStringSubmatch(page); found != nil {
		nonce = found[1]
	}
	return address, page, nonce
}

func (b *bench) submit(address, nonce, method, holder string) *httptest.ResponseRecorder {
	form := url.Values{"nonce": {nonce}, "method": {method}, "holder": {holder}}
	return b.call(http.MethodPost, address, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Authorization", "")
}

func TestPayingOnThePage(t *testing.T) {
	b := newBench(t)
	p := b.preference(backURLs, `"auto_return":"approved"`)
	address, page, nonce := b.open(p)
	assert.Contains(t, page, "SIMULADOR — no es dinero real")
	assert.Contains(t, page, "$ 1.234,50")
	assert.Contains(t, page, "Mesa 4")
	assert.Contains(t, page, "Volver al comercio")
	assert.Contains(t, page, "https://shop.example/payment/failure?")
	assert.Contains(t, page, "payment_id=null")
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "ZgotmplZ")

	first, second := b.submit(address, nonce, "visa", " apro "), b.submit(address, nonce, "visa", "APRO")
	require.Equal(t, http.StatusSeeOther, first.Code)
	assert.Equal(t, first.Header().Get("Location"), second.Header().Get("Location"), "a double click pays once")
	assert.EqualValues(t, 1, b.ok(http.MethodGet, "/__sim/ledger", "")["payments"])

	result := b.call(http.MethodGet, first.Header().Get("Location"), "", "Authorization", "")
	assert.Contains(t, result.Body.String(), "Se acreditó tu pago")
	assert.Contains(t, result.Body.String(), "Volver al sitio")
	_, target, _ := strings.Cut(result.Header().Get("Refresh"), "url=")
	back, err := url.Parse(target)
	require.NoError(t, err)
	assert.Equal(t, "/payment/success", back.Path)
	query := back.Query()
	for name, want := range map[string]string{
		"table": "4", "collection_id": "100000000001", "collection_status": "approved", "payment_id": "100000000001",
		"status": "approved", "external_reference": "check_4", "payment_type": "credit_card", "preference_id": p,
		"site_id": "MLA", "processing_mode": "aggregator", "merchant_account_id": "null",
	} {
		assert.Equal(t, want, query.Get(name), name)
	}

	_, _, fresh := b.open(p)
	require.Equal(t, http.StatusSeeOther, b.submit(address, fresh, "account_money", "").Code)
	assert.EqualValues(t, 2, b.ok(http.MethodGet, "/__sim/ledger", "")["payments"], "a second payment on purpose is one")
}

func TestRejectedOnThePage(t *testing.T) {
	b := newBench(t)
	address, _, nonce := b.open(b.preference(backURLs, `"auto_return":"approved"`))
	answer := b.submit(address, nonce, "debvisa", "FUND")
	result := b.call(http.MethodGet, answer.Header().Get("Location"), "")
	assert.Contains(t, result.Body.String(), "no tiene fondos suficientes")
	assert.Contains(t, result.Body.String(), "Elegir otro medio")
	assert.Contains(t, result.Body.String(), "https://shop.example/payment/failure?")
	assert.Empty(t, result.Header().Get("Refresh"), "only approved payments go back on their own")
}

func TestFormsThatPayNothing(t *testing.T) {
	b := newBench(t)
	p := b.preference(`"payment_methods":{"excluded_payment_types":[{"id":"credit_card"}]}`)
	address, page, nonce := b.open(p)
	assert.NotContains(t, page, `value="visa"`)
	for name, answer := range map[string]*httptest.ResponseRecorder{
		"excluded method": b.submit(address, nonce, "visa", "APRO"),
		"no such name":    b.submit(address, nonce, "debvisa", "JUAN"),
		"no nonce":        b.submit(address, "", "debvisa", "APRO"),
		"made-up nonce":   b.submit(address, "x", "debvisa", "APRO"),
	} {
		assert.Equal(t, http.StatusOK, answer.Code, name)
		assert.Contains(t, answer.Body.String(), `role="alert"`, name)
	}
	assert.EqualValues(t, 0, b.ok(http.MethodGet, "/__sim/ledger", "")["payments"])

	b.ok(http.MethodPut, "/checkout/preferences/"+p+"/expire", "")
	_, page, _ = b.open(p)
	assert.Contains(t, page, "venció")
	assert.NotContains(t, page, "<form")
	assert.Contains(t, b.submit(address, nonce, "debvisa", "APRO").Body.String(), "venció")
	assert.Equal(t, http.StatusNotFound, b.call(http.MethodGet, "/checkout/v1/payment/none", "").Code)
	assert.Equal(t, http.StatusNotFound, b.call(http.MethodGet, address+"/result/1", "").Code)
}

func TestTitlesCannotBreakThePage(t *testing.T) {
	b := newBench(t)
	made := b.ok(http.MethodPost, "/checkout/preferences",
		`{"items":[{"title":"<script>alert(1)</script>","quantity":1,"unit_price":1}]}`)
	_, page, _ := b.open(made["id"].(string))
	assert.NotContains(t, page, "<script>")
}
