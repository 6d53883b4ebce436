package api

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

const registerPath = "/api/diner/register"

func TestRegister(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	body := map[string]any{"name": "  Jose\u0301\u202E ", "color": "#ff8800", "local_id": "abc", "device_id": "phone", "device_fingerprint": nil}
	first := f.call(t, "POST", registerPath, body, f.seated(t, "phone")).want(t, 200, "")
	fields(t, first.body, "id", "session_id", "name", "color", "local_id", "joined_at", "device_id")
	assert.Equal(t, "José", first.body["name"], "trimmed, composed and without marks that turn the text around")
	assert.Equal(t, "phone", first.body["device_id"])
	assert.EqualValues(t, sessionID, first.int(t, "session_id"))
	_, err := time.Parse(time.RFC3339, first.str(t, "joined_at"))
	require.NoError(t, err)

	again := f.call(t, "POST", registerPath, body, f.seated(t, "phone")).want(t, 200, "")
	assert.JSONEq(t, first.text, again.text)
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM diner WHERE session_id = 5000`))

	stranger := f.call(t, "POST", registerPath, `{"name":"Otra","color":"#000000","local_id":"abc"}`, f.seated(t, "tablet")).want(t, 200, "")
	assert.Equal(t, first.int(t, "id"), stranger.int(t, "id"))
	assert.Nil(t, stranger.body["device_id"], "another phone's name is not told")

	nameless := f.call(t, "POST", registerPath, `{"name":"Sin nada","color":"#000000"}`, f.seated(t, "")).want(t, 200, "")
	assert.Nil(t, nameless.body["local_id"])
	assert.Nil(t, nameless.body["device_id"])
	f.call(t, "POST", registerPath, `{"name":"Luz","color":"#000000"}`, f.seated(t, "lamp")).want(t, 200, "")
	assert.Equal(t, 1, f.count(t, `SELECT count(*) FROM diner WHERE device_id = 'lamp'`), "the header names the device where the body does not")
}

func TestRegisterWhilePaying(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.register(t, "Tarde", "phone")
}

// TestMalformedBodies sends what no session and no row may see.
func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.register(t, "Ana", "phone")
	sent := f.sessions.count()
	for _, tt := range []struct{ method, path, body string }{
		{"POST", registerPath, `{"name":"","color":"#000000"}`},
		{"POST", registerPath, `{"name":"   ","color":"#000000"}`},
		{"POST", registerPath, `{"name":"` + long(51) + `","color":"#000000"}`},
		{"POST", registerPath, `{"name":"a\u0000b","color":"#000000"}`},
		{"POST", registerPath, `{"name":"a\nb","color":"#000000"}`},
		{"POST", registerPath, `{"name":"\u200b","color":"#000000"}`},
		{"POST", registerPath, `{"name":"Ana","color":"red"}`},
		{"POST", registerPath, `{"name":"Ana","color":"#12345"}`},
		{"POST", registerPath, `{"name":"Ana","color":"#1234567"}`},
		{"POST", registerPath, `{"name":"Ana"}`},
		{"POST", registerPath, `{"color":"#000000"}`},
		{"POST", registerPath, `{"name":7,"color":"#000000"}`},
		{"POST", registerPath, `{"name":"Ana","color":"#000000","local_id":"` + long(51) + `"}`},
		{"POST", registerPath, `{"name":"Ana","color":"#000000","device_id":"` + long(101) + `"}`},
		{"POST", registerPath, `{"name":"Ana","color":"#000000","device_fingerprint":"` + long(65) + `"}`},
		{"POST", registerPath, `[]`},
		{"POST", registerPath, ``},
		{"POST", submitPath, `{}`},
		{"POST", submitPath, `{"items":[]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":0}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":100}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":-1}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":1.5}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":"2"}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300}]}`},
		{"POST", submitPath, `{"items":[{"qty":1}]}`},
		{"POST", submitPath, `{"items":[{"product_id":"300","qty":1}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":1,"notes":"` + long(201) + `"}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":1,"notes":"sin\u0000sal"}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":1,"qty":99}]}`},
		{"POST", submitPath, `{"items":[{"product_id":300,"qty":1,"diner_id":"x"}]}`},
		{"POST", servicePath, `{"type":"PIZZA"}`},
		{"POST", servicePath, `{"type":7}`},
		{"POST", cartPath + "/add", `{"product_id":300,"quantity":0}`},
		{"POST", cartPath + "/add", `{"product_id":300,"quantity":100}`},
		{"POST", cartPath + "/add", `{"quantity":1}`},
		{"POST", cartPath + "/add", `{"product_id":300,"notes":"` + long(501) + `"}`},
		{"PATCH", cartPath + "/1", `{"quantity":0}`},
		{"PATCH", cartPath + "/1", `{"notes":"x"}`},
		{"PATCH", cartPath + "/x", `{"quantity":1}`},
		{"POST", "/api/diner/feedback", `{"rating":0}`},
		{"POST", "/api/diner/feedback", `{"rating":6}`},
		{"POST", "/api/diner/feedback", `{"comment":"x"}`},
		{"PATCH", "/api/diner/preferences", `{}`},
		{"PATCH", "/api/diner/preferences", `{"implicit_preferences":{"excluded_allergen_ids":["x"]}}`},
		{"POST", "/api/customer/register", `{"name":"Ana"}`},
		{"POST", "/api/customer/register", `{"device_id":""}`},
		{"POST", "/api/customer/register", `{"device_id":"phone","name":"` + long(101) + `"}`},
		{"POST", "/api/customer/register", `{"device_id":"phone","birthday_month":13}`},
		{"POST", "/api/customer/register", `{"device_id":"phone","birthday_day":0}`},
		{"POST", "/api/customer/register", `{"device_id":"phone","phone":"` + long(21) + `"}`},
		{"PATCH", "/api/customer/me", `{"excluded_allergen_ids":"x"}`},
		{"GET", "/api/customer/suggestions?branch_id=x", ``},
		{"GET", "/api/customer/me?device_id=" + long(101), ``},
		{"GET", "/api/diner/session/x/rounds", ``},
	} {
		var body any = tt.body
		if tt.method == "GET" {
			body = nil
		}
		a := f.call(t, tt.method, tt.path, body, f.seated(t, "phone"))
		assert.Equal(t, 422, a.StatusCode, "%s %s: %s", tt.path, tt.body, a.text)
		assert.NotEmpty(t, a.body["detail"], tt.body)
	}
	assert.Equal(t, sent, f.sessions.count())
}

func TestServiceCalls(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	first := f.call(t, "POST", servicePath, `{}`, f.seated(t, "phone")).want(t, 200, "")
	fields(t, first.body, "id", "type", "status", "created_at", "acked_at", "acked_by_user_id", "table_id", "table_code", "session_id")
	assert.Equal(t, "WAITER_CALL", first.body["type"])
	assert.Equal(t, "OPEN", first.body["status"])
	assert.Equal(t, "INT-01", first.body["table_code"])
	again := f.call(t, "POST", servicePath, `{"type":"WAITER_CALL"}`, f.seated(t, "tablet")).want(t, 200, "")
	assert.Equal(t, first.int(t, "id"), again.int(t, "id"))
	other := f.call(t, "POST", servicePath, `{"type":"PAYMENT_HELP"}`, f.seated(t, "phone")).want(t, 200, "")
	assert.NotEqual(t, first.int(t, "id"), other.int(t, "id"))
	assert.Equal(t, 3, f.count(t, `SELECT count(*) FROM event WHERE type = 'SERVICE_CALL_CREATED'`), "a reminder is announced too")
}

func TestWhatATableReads(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	ana := f.register(t, "Ana", "phone")
	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":2,"notes":"sin sal"},{"product_id":301,"qty":1}]}`, f.seated(t, "phone")).want(t, 200, "")

	diners := f.call(t, "GET", "/api/diner/session/5000/diners", nil, f.seated(t, "tablet")).want(t, 200, "").list(t)
	require.Len(t, diners, 1)
	assert.EqualValues(t, ana, diners[0]["id"])
	assert.Nil(t, diners[0]["device_id"])

	total := f.call(t, "GET", "/api/diner/session/5000/total", nil, f.seated(t, "phone")).want(t, 200, "")
	assert.JSONEq(t, `{"session_id":5000,"total_cents":2020000,"paid_cents":0,"check_id":null,"check_status":null}`, total.text)

	rounds := f.call(t, "GET", "/api/diner/session/5000/rounds", nil, f.seated(t, "phone")).want(t, 200, "").list(t)
	require.Len(t, rounds, 1)
	fields(t, rounds[0], "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at")
	items, _ := rounds[0]["items"].([]any)
	require.Len(t, items, 2)
	item, _ := items[0].(map[string]any)
	fields(t, item, "id", "product_id", "product_name", "qty", "unit_price_cents", "notes")
	assert.Equal(t, "sin sal", item["notes"])

	f.call(t, "GET", "/api/diner/check", nil, f.seated(t, "phone")).want(t, 404, "check_not_found")
	f.requestCheck(t)
	check := f.call(t, "GET", "/api/diner/check", nil, f.seated(t, "phone")).want(t, 200, "")
	fields(t, check.body, "id", "status", "total_cents", "paid_cents", "remaining_cents", "items", "payments", "created_at", "table_code",
		"available_cents", "tip_cents", "intents")
	assert.Equal(t, []any{}, check.body["payments"])
	assert.Equal(t, []any{}, check.body["intents"])
	assert.EqualValues(t, 2_020_000, check.int(t, "remaining_cents"))
}

func TestSomebodyElsesTable(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, part := range []string{"diners", "total", "rounds"} {
		for _, session := range []string{"5100", "6000", "9999", "0", "-5000"} {
			f.call(t, "GET", "/api/diner/session/"+session+"/"+part, nil, f.seated(t, "phone")).want(t, 403, "session_forbidden")
		}
	}
	mixed := access.Table{TenantID: tenantID, BranchID: branchID, TableID: tableID, SessionID: canarySessionID}
	f.call(t, "GET", "/api/diner/session/6000/diners", nil, f.at(t, mixed, "phone")).want(t, 401, "session_closed")
}

// TestNothingOfAnotherTenantIsRead asks for everything with a device that the
// other tenant knows.
func TestNothingOfAnotherTenantIsRead(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	paths := []string{
		cartPath, "/api/diner/session/5000/diners", "/api/diner/session/5000/total", "/api/diner/session/5000/rounds",
		"/api/diner/device/phone/history", "/api/diner/device/phone/preferences",
		"/api/customer/recognize", "/api/customer/me", "/api/customer/suggestions", "/api/customer/suggestions?branch_id=20",
		"/api/public/menu/centro", "/api/public/menu/centro/allergens", "/api/public/menu/centro/products/350",
	}
	for _, path := range paths {
		a := f.call(t, "GET", path, nil, f.seated(t, "phone"))
		assert.NotContains(t, a.text, "canary", path)
		assert.Less(t, a.StatusCode, 500, path)
	}
	own := f.call(t, "GET", "/api/customer/me", nil, f.at(t, canarySeat, "phone")).want(t, 200, "")
	assert.Equal(t, "canary", own.body["name"], "the bird does sing at its own table")
}

func TestClosedSessions(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	gone := f.at(t, closedSeat, "phone")
	f.call(t, "GET", "/api/diner/check", nil, gone).want(t, 404, "check_not_found")
	f.call(t, "GET", "/api/diner/session/5001/total", nil, gone).want(t, 200, "")
	for _, path := range []string{cartPath, "/api/diner/session/5001/rounds", "/api/diner/session/5001/diners", "/api/customer/me"} {
		f.call(t, "GET", path, nil, gone).want(t, 401, "session_closed")
	}
	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":1}]}`, gone).want(t, 401, "session_closed")
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.call(t, "POST", "/api/diner/feedback", `{"rating":5,"comment":"Rico"}`, f.at(t, closedSeat, "phone")).want(t, 200, "")
	fields(t, a.body, "id", "session_id", "rating", "comment", "created_at")
	f.call(t, "POST", "/api/diner/feedback", `{"rating":1}`, f.at(t, closedSeat, "tablet")).want(t, 409, "feedback_given")
	b := f.call(t, "POST", "/api/diner/feedback", `{"rating":1,"comment":null}`, f.seated(t, "phone")).want(t, 200, "")
	assert.Nil(t, b.body["comment"])
}

func TestDevices(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.seated(t, "phone")
	f.call(t, "PATCH", "/api/diner/preferences", `{"implicit_preferences":{}}`, with).want(t, 404, "diner_not_found")
	nothing := f.call(t, "GET", "/api/diner/device/phone/preferences", nil, with).want(t, 200, "")
	assert.JSONEq(t, `{"device_id":"phone","has_preferences":false,"implicit_preferences":null,"last_updated":null,"visit_count":0}`, nothing.text)

	ana := f.register(t, "Ana", "phone")
	f.register(t, "Beto", "tablet")
	kept := f.call(t, "PATCH", "/api/diner/preferences", `{"implicit_preferences":{"excluded_allergen_ids":[70],"dietary_preferences":null}}`, with).want(t, 200, "")
	fields(t, kept.body, "diner_id", "device_id", "implicit_preferences", "updated_at")
	assert.Equal(t, ana, kept.int(t, "diner_id"), "the request's device, not who sat down last")
	preferences, err := json.Marshal(kept.body["implicit_preferences"])
	require.NoError(t, err)
	const want = `{"excluded_allergen_ids":[70],"dietary_preferences":[],"excluded_cooking_methods":[],"cross_reactions_enabled":false,"strictness":"strict"}`
	assert.JSONEq(t, want, string(preferences))

	known := f.call(t, "GET", "/api/diner/device/phone/preferences", nil, with).want(t, 200, "")
	preferences, err = json.Marshal(known.body["implicit_preferences"])
	require.NoError(t, err)
	assert.JSONEq(t, want, string(preferences))

	f.call(t, "POST", submitPath, `{"items":[{"product_id":300,"qty":2}]}`, with).want(t, 200, "")
	history := f.call(t, "GET", "/api/diner/device/phone/history", nil, with).want(t, 200, "")
	fields(t, history.body, "device_id", "total_visits", "total_spent_cents", "first_visit", "last_visit", "visits")
	assert.EqualValues(t, 2*milanesaPrice, history.int(t, "total_spent_cents"))
	empty := f.call(t, "GET", "/api/diner/device/nobody/history", nil, with).want(t, 200, "")
	assert.Equal(t, []any{}, empty.body["visits"])
}
