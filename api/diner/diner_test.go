package diner

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

const registerPath = "/api/diner/register"

func TestRegister(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	body := map[string]any{"name": "  Jose\u0301\u202E ", "color": "#ff8800", "local_id": "abc", "device_id": "phone", "device_fingerprint": nil}
	first := f.Call(t, "POST", registerPath, body, f.Seated(t, "phone")).Want(t, 200, "")
	apitest.Fields(t, first.Body, "id", "session_id", "name", "color", "local_id", "joined_at", "device_id")
	assert.Equal(t, "José", first.Body["name"], "trimmed, composed and without marks that turn the text around")
	assert.Equal(t, "phone", first.Body["device_id"])
	assert.EqualValues(t, apitest.SessionID, first.Int(t, "session_id"))
	_, err := time.Parse(time.RFC3339, first.Str(t, "joined_at"))
	require.NoError(t, err)

	again := f.Call(t, "POST", registerPath, body, f.Seated(t, "phone")).Want(t, 200, "")
	assert.JSONEq(t, first.Text, again.Text)
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM diner WHERE session_id = 5000`))

	stranger := f.Call(t, "POST", registerPath, `{"name":"Otra","color":"#000000","local_id":"abc"}`, f.Seated(t, "tablet")).Want(t, 200, "")
	assert.Equal(t, first.Int(t, "id"), stranger.Int(t, "id"))
	assert.Nil(t, stranger.Body["device_id"], "another phone's name is not told")

	nameless := f.Call(t, "POST", registerPath, `{"name":"Sin nada","color":"#000000"}`, f.Seated(t, "")).Want(t, 200, "")
	assert.Nil(t, nameless.Body["local_id"])
	assert.Nil(t, nameless.Body["device_id"])
	f.Call(t, "POST", registerPath, `{"name":"Luz","color":"#000000"}`, f.Seated(t, "lamp")).Want(t, 200, "")
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM diner WHERE device_id = 'lamp'`), "the header names the device where the body does not")
}

func TestRegisterWhilePaying(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Exec(t, `UPDATE table_session SET status = 'PAYING' WHERE id = 5000`)
	f.Register(t, "Tarde", "phone")
}

// TestMalformedBodies sends what no session and no row may see.
func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Register(t, "Ana", "phone")
	sent := f.Fake.Count()
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
		{"POST", "/api/diner/rounds/submit", `{}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":0}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":100}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":-1}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1.5}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":"2"}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"qty":1}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":"300","qty":1}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1,"notes":"` + long(501) + `"}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1,"notes":"sin\u0000sal"}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1,"qty":99}]}`},
		{"POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1,"diner_id":"x"}]}`},
		{"POST", servicePath, `{"type":"PIZZA"}`},
		{"POST", servicePath, `{"type":7}`},
		{"POST", "/api/diner/cart" + "/add", `{"product_id":300,"quantity":0}`},
		{"POST", "/api/diner/cart" + "/add", `{"product_id":300,"quantity":100}`},
		{"POST", "/api/diner/cart" + "/add", `{"quantity":1}`},
		{"POST", "/api/diner/cart" + "/add", `{"product_id":300,"notes":"` + long(501) + `"}`},
		{"PATCH", "/api/diner/cart" + "/1", `{"quantity":0}`},
		{"PATCH", "/api/diner/cart" + "/1", `{"notes":"x"}`},
		{"PATCH", "/api/diner/cart" + "/x", `{"quantity":1}`},
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
		a := f.Call(t, tt.method, tt.path, body, f.Seated(t, "phone"))
		assert.Equal(t, 422, a.StatusCode, "%s %s: %s", tt.path, tt.body, a.Text)
		assert.NotEmpty(t, a.Body["detail"], tt.body)
	}
	assert.Equal(t, sent, f.Fake.Count())
}

func TestServiceCalls(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	first := f.Call(t, "POST", servicePath, `{}`, f.Seated(t, "phone")).Want(t, 200, "")
	apitest.Fields(t, first.Body, "id", "type", "status", "created_at", "announced_at", "acked_at", "acked_by_user_id", "table_id", "table_code", "session_id")
	assert.Equal(t, "WAITER_CALL", first.Body["type"])
	assert.Equal(t, "OPEN", first.Body["status"])
	assert.Equal(t, "INT-01", first.Body["table_code"])
	again := f.Call(t, "POST", servicePath, `{"type":"WAITER_CALL"}`, f.Seated(t, "tablet")).Want(t, 200, "")
	assert.Equal(t, first.Int(t, "id"), again.Int(t, "id"))
	other := f.Call(t, "POST", servicePath, `{"type":"PAYMENT_HELP"}`, f.Seated(t, "phone")).Want(t, 200, "")
	assert.NotEqual(t, first.Int(t, "id"), other.Int(t, "id"))
	assert.Equal(t, 2, f.Count(t, `SELECT count(*) FROM event WHERE type = 'SERVICE_CALL_CREATED'`), "each call is announced once")
}

func TestWhatATableReads(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	ana := f.Register(t, "Ana", "phone")
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2,"notes":"sin sal"},{"product_id":301,"qty":1}]}`, f.Seated(t, "phone")).Want(t, 200, "")

	diners := f.Call(t, "GET", "/api/diner/session/5000/diners", nil, f.Seated(t, "tablet")).Want(t, 200, "").List(t)
	require.Len(t, diners, 1)
	assert.EqualValues(t, ana, diners[0]["id"])
	assert.Nil(t, diners[0]["device_id"])

	total := f.Call(t, "GET", "/api/diner/session/5000/total", nil, f.Seated(t, "phone")).Want(t, 200, "")
	assert.JSONEq(t, `{"session_id":5000,"total_cents":2020000,"paid_cents":0,"check_id":null,"check_status":null}`, total.Text)

	rounds := f.Call(t, "GET", "/api/diner/session/5000/rounds", nil, f.Seated(t, "phone")).Want(t, 200, "").List(t)
	require.Len(t, rounds, 1)
	apitest.Fields(t, rounds[0], "id", "round_number", "status", "items", "created_at", "table_id", "table_code", "submitted_at",
		"branch_id", "notes", "ready_at")
	items, _ := rounds[0]["items"].([]any)
	require.Len(t, items, 2)
	item, _ := items[0].(map[string]any)
	apitest.Fields(t, item, "id", "product_id", "product_name", "qty", "unit_price_cents", "notes")
	assert.Equal(t, "sin sal", item["notes"])

	f.Call(t, "GET", "/api/diner/check", nil, f.Seated(t, "phone")).Want(t, 404, "check_not_found")
	f.RequestCheck(t)
	check := f.Call(t, "GET", "/api/diner/check", nil, f.Seated(t, "phone")).Want(t, 200, "")
	apitest.Fields(t, check.Body, "id", "status", "total_cents", "paid_cents", "remaining_cents", "items", "payments", "created_at", "table_code",
		"available_cents", "tip_cents", "intents")
	assert.Equal(t, []any{}, check.Body["payments"])
	assert.Equal(t, []any{}, check.Body["intents"])
	assert.EqualValues(t, 2_020_000, check.Int(t, "remaining_cents"))
}

func TestSomebodyElsesTable(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, part := range []string{"diners", "total", "rounds"} {
		for _, session := range []string{"5100", "6000", "9999", "0", "-5000"} {
			f.Call(t, "GET", "/api/diner/session/"+session+"/"+part, nil, f.Seated(t, "phone")).Want(t, 403, "session_forbidden")
		}
	}
	mixed := access.Table{TenantID: apitest.TenantID, BranchID: apitest.BranchID, TableID: apitest.TableID, SessionID: apitest.CanarySessionID}
	f.Call(t, "GET", "/api/diner/session/6000/diners", nil, f.At(t, mixed, "phone")).Want(t, 401, "session_closed")
}

// TestNothingOfAnotherTenantIsRead asks for everything with a device that the
// other tenant knows.
func TestNothingOfAnotherTenantIsRead(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	paths := []string{
		"/api/diner/cart", "/api/diner/session/5000/diners", "/api/diner/session/5000/total", "/api/diner/session/5000/rounds",
		"/api/diner/device/phone/history", "/api/diner/device/phone/preferences",
		"/api/customer/recognize", "/api/customer/me", "/api/customer/suggestions", "/api/customer/suggestions?branch_id=20",
		"/api/public/menu/centro", "/api/public/menu/centro/allergens", "/api/public/menu/centro/products/350",
	}
	for _, path := range paths {
		a := f.Call(t, "GET", path, nil, f.Seated(t, "phone"))
		assert.NotContains(t, a.Text, "canary", path)
		assert.Less(t, a.StatusCode, 500, path)
	}
	own := f.Call(t, "GET", "/api/customer/me", nil, f.At(t, apitest.CanarySeat, "phone")).Want(t, 200, "")
	assert.Equal(t, "canary", own.Body["name"], "the bird does sing at its own table")
}

func TestClosedSessions(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	gone := f.At(t, apitest.ClosedSeat, "phone")
	f.Call(t, "GET", "/api/diner/check", nil, gone).Want(t, 404, "check_not_found")
	f.Call(t, "GET", "/api/diner/session/5001/total", nil, gone).Want(t, 200, "")
	for _, path := range []string{"/api/diner/cart", "/api/diner/session/5001/rounds", "/api/diner/session/5001/diners", "/api/customer/me"} {
		f.Call(t, "GET", path, nil, gone).Want(t, 401, "session_closed")
	}
	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":1}]}`, gone).Want(t, 401, "session_closed")
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	a := f.Call(t, "POST", "/api/diner/feedback", `{"rating":5,"comment":"Rico"}`, f.At(t, apitest.ClosedSeat, "phone")).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "session_id", "rating", "comment", "created_at")
	f.Call(t, "POST", "/api/diner/feedback", `{"rating":1}`, f.At(t, apitest.ClosedSeat, "tablet")).Want(t, 409, "feedback_given")
	b := f.Call(t, "POST", "/api/diner/feedback", `{"rating":1,"comment":null}`, f.Seated(t, "phone")).Want(t, 200, "")
	assert.Nil(t, b.Body["comment"])
}

func TestDevices(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	with := f.Seated(t, "phone")
	f.Call(t, "PATCH", "/api/diner/preferences", `{"implicit_preferences":{}}`, with).Want(t, 404, "diner_not_found")
	nothing := f.Call(t, "GET", "/api/diner/device/phone/preferences", nil, with).Want(t, 200, "")
	assert.JSONEq(t, `{"device_id":"phone","has_preferences":false,"implicit_preferences":null,"last_updated":null,"visit_count":0}`, nothing.Text)

	ana := f.Register(t, "Ana", "phone")
	f.Register(t, "Beto", "tablet")
	kept := f.Call(t, "PATCH", "/api/diner/preferences", `{"implicit_preferences":{"excluded_allergen_ids":[70],"dietary_preferences":null}}`, with).Want(t, 200, "")
	apitest.Fields(t, kept.Body, "diner_id", "device_id", "implicit_preferences", "updated_at")
	assert.Equal(t, ana, kept.Int(t, "diner_id"), "the request's device, not who sat down last")
	preferences, err := json.Marshal(kept.Body["implicit_preferences"])
	require.NoError(t, err)
	const want = `{"excluded_allergen_ids":[70],"dietary_preferences":[],"excluded_cooking_methods":[],"cross_reactions_enabled":false,"strictness":"strict"}`
	assert.JSONEq(t, want, string(preferences))

	known := f.Call(t, "GET", "/api/diner/device/phone/preferences", nil, with).Want(t, 200, "")
	preferences, err = json.Marshal(known.Body["implicit_preferences"])
	require.NoError(t, err)
	assert.JSONEq(t, want, string(preferences))

	f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[{"product_id":300,"qty":2}]}`, with).Want(t, 200, "")
	history := f.Call(t, "GET", "/api/diner/device/phone/history", nil, with).Want(t, 200, "")
	apitest.Fields(t, history.Body, "device_id", "total_visits", "total_spent_cents", "first_visit", "last_visit", "visits")
	assert.EqualValues(t, 2*apitest.MilanesaPrice, history.Int(t, "total_spent_cents"))
	empty := f.Call(t, "GET", "/api/diner/device/nobody/history", nil, with).Want(t, 200, "")
	assert.Equal(t, []any{}, empty.Body["visits"])
}
