package api

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const customerPath = "/api/customer"

func TestCustomers(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.seated(t, "phone")
	f.register(t, "Ana", "phone")
	stranger := f.call(t, "GET", customerPath+"/recognize", nil, phone).want(t, 200, "")
	assert.JSONEq(t, `{"recognized":false,"customer_id":null,"customer_name":null,"last_visit":null,"visit_count":0,
		"should_prompt_optin":false,"anonymous_visit_count":1}`, stranger.text)
	f.call(t, "GET", customerPath+"/me", nil, phone).want(t, 404, "customer_not_found")
	f.call(t, "PATCH", customerPath+"/me", `{"name":"Ana"}`, phone).want(t, 404, "customer_not_found")

	ana := f.call(t, "POST", customerPath+"/register", `{"device_id":"phone","name":" Ana ","phone":"261","email":"","birthday_month":2,
		"birthday_day":29,"excluded_allergen_ids":[70],"data_consent":true,"marketing_consent":true}`, phone).want(t, 200, "")
	fields(t, ana.body, "id", "tenant_id", "name", "phone", "email", "first_visit_at", "last_visit_at", "total_visits", "total_spent_cents",
		"avg_ticket_cents", "excluded_allergen_ids", "dietary_preferences", "excluded_cooking_methods", "favorite_product_ids", "segment",
		"consent_remember", "consent_marketing")
	assert.Equal(t, "Ana", ana.body["name"])
	assert.Nil(t, ana.body["email"], "a form that was left empty says nothing")
	assert.Equal(t, true, ana.body["consent_marketing"], "the alias counts")
	assert.Equal(t, []any{70.0}, ana.body["excluded_allergen_ids"])
	assert.Equal(t, []any{}, ana.body["dietary_preferences"])

	me := f.call(t, "GET", customerPath+"/me?device_id=phone", nil, f.seated(t, "")).want(t, 200, "")
	assert.Equal(t, ana.int(t, "id"), me.int(t, "id"))
	known := f.call(t, "GET", customerPath+"/recognize", nil, phone).want(t, 200, "")
	assert.Equal(t, true, known.body["recognized"])
	changed := f.call(t, "PATCH", customerPath+"/me", `{"name":"Ana María","phone":null,"consent_marketing":false}`, phone).want(t, 200, "")
	assert.Equal(t, "Ana María", changed.body["name"])
	assert.Equal(t, "261", changed.body["phone"])
	assert.Equal(t, false, changed.body["consent_marketing"])

	f.call(t, "POST", customerPath+"/register", `{"device_id":"tablet","email":" "}`, f.seated(t, "tablet")).want(t, 200, "")
	f.call(t, "POST", customerPath+"/register", `{"device_id":"lamp","phone":"261"}`, f.seated(t, "lamp")).want(t, 409, "customer_phone_taken")
}

func TestWithoutADevice(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, path := range []string{"/recognize", "/me", "/suggestions"} {
		f.call(t, "GET", customerPath+path, nil, f.seated(t, "")).want(t, 400, "device_id_required")
	}
	f.call(t, "PATCH", customerPath+"/me", `{}`, f.seated(t, "")).want(t, 400, "device_id_required")
	f.call(t, "GET", customerPath+"/me", nil, nil).want(t, 401, "table_token_missing")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.seated(t, "phone")
	f.register(t, "Ana", "phone")
	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":2}]}`, phone).want(t, 200, "")
	a := f.call(t, "GET", customerPath+"/suggestions", nil, phone).want(t, 200, "")
	fields(t, a.body, "device_id", "customer_id", "favorites", "last_ordered", "recommendations")
	assert.Contains(t, a.text, `"id":300`)
	assert.Contains(t, a.text, `"name":"Flan"`)
	assert.NotContains(t, a.text, "Chivito")
	north := f.call(t, "GET", customerPath+"/suggestions?branch_id=11", nil, phone).want(t, 200, "")
	assert.Contains(t, north.text, "Chivito")
	assert.Equal(t, []any{}, north.body["favorites"])
}
