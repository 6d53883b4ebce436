package diner

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

const customerPath = "/api/customer"

func TestCustomers(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.Seated(t, "phone")
	f.Register(t, "Ana", "phone")
	stranger := f.Call(t, "GET", customerPath+"/recognize", nil, phone).Want(t, 200, "")
	assert.JSONEq(t, `{"recognized":false,"customer_id":null,"customer_name":null,"last_visit":null,"visit_count":0,
		"should_prompt_optin":false,"anonymous_visit_count":1}`, stranger.Text)
	f.Call(t, "GET", customerPath+"/me", nil, phone).Want(t, 404, "customer_not_found")
	f.Call(t, "PATCH", customerPath+"/me", `{"name":"Ana"}`, phone).Want(t, 404, "customer_not_found")

	ana := f.Call(t, "POST", customerPath+"/register", `{"device_id":"phone","name":" Ana ","phone":"261","email":"","birthday_month":2,
		"birthday_day":29,"excluded_allergen_ids":[70],"data_consent":true,"marketing_consent":true}`, phone).Want(t, 200, "")
	apitest.Fields(t, ana.Body, "id", "tenant_id", "name", "phone", "email", "first_visit_at", "last_visit_at", "total_visits", "total_spent_cents",
		"avg_ticket_cents", "excluded_allergen_ids", "dietary_preferences", "excluded_cooking_methods", "favorite_product_ids", "segment",
		"consent_remember", "consent_marketing")
	assert.Equal(t, "Ana", ana.Body["name"])
	assert.Nil(t, ana.Body["email"], "a form that was left empty says nothing")
	assert.Equal(t, true, ana.Body["consent_marketing"], "the alias counts")
	assert.Equal(t, []any{70.0}, ana.Body["excluded_allergen_ids"])
	assert.Equal(t, []any{}, ana.Body["dietary_preferences"])

	me := f.Call(t, "GET", customerPath+"/me?device_id=phone", nil, f.Seated(t, "")).Want(t, 200, "")
	assert.Equal(t, ana.Int(t, "id"), me.Int(t, "id"))
	known := f.Call(t, "GET", customerPath+"/recognize", nil, phone).Want(t, 200, "")
	assert.Equal(t, true, known.Body["recognized"])
	changed := f.Call(t, "PATCH", customerPath+"/me", `{"name":"Ana María","phone":null,"consent_marketing":false}`, phone).Want(t, 200, "")
	assert.Equal(t, "Ana María", changed.Body["name"])
	assert.Equal(t, "261", changed.Body["phone"])
	assert.Equal(t, false, changed.Body["consent_marketing"])

	f.Call(t, "POST", customerPath+"/register", `{"device_id":"tablet","email":" "}`, f.Seated(t, "tablet")).Want(t, 200, "")
	f.Call(t, "POST", customerPath+"/register", `{"device_id":"lamp","phone":"261"}`, f.Seated(t, "lamp")).Want(t, 409, "customer_phone_taken")
}

func TestWithoutADevice(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, path := range []string{"/recognize", "/me", "/suggestions"} {
		f.Call(t, "GET", customerPath+path, nil, f.Seated(t, "")).Want(t, 400, "device_id_required")
	}
	f.Call(t, "PATCH", customerPath+"/me", `{}`, f.Seated(t, "")).Want(t, 400, "device_id_required")
	f.Call(t, "GET", customerPath+"/me", nil, nil).Want(t, 401, "table_token_missing")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	phone := f.Seated(t, "phone")
	f.Register(t, "Ana", "phone")
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2}]}`, phone).Want(t, 200, "")
	a := f.Call(t, "GET", customerPath+"/suggestions", nil, phone).Want(t, 200, "")
	apitest.Fields(t, a.Body, "device_id", "customer_id", "favorites", "last_ordered", "recommendations")
	assert.Contains(t, a.Text, `"id":300`)
	assert.Contains(t, a.Text, `"name":"Flan"`)
	assert.NotContains(t, a.Text, "Chivito")
	north := f.Call(t, "GET", customerPath+"/suggestions?branch_id=11", nil, phone).Want(t, 200, "")
	assert.Contains(t, north.Text, "Chivito")
	assert.Equal(t, []any{}, north.Body["favorites"])
}
