package api

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestAWaiterSeesTheTablesOfToday(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, c.Seated(t, "phone")).Want(t, 200, "")
	mine := c.Call(t, "GET", "/api/waiter/tables", nil, c.Waiter).Want(t, 200, "").List(t)
	require.Len(t, mine, 1)
	apitest.Fields(t, mine[0], "table_id", "code", "status", "session_id", "open_rounds", "pending_calls", "check_status",
		"active_service_call_ids", "sector_id", "sector_name", "confirmed_by_name",
		"branch_id", "capacity", "opened_at", "diner_count", "total_cents", "paid_cents", "rounds", "guests", "notes")
	assert.EqualValues(t, apitest.TableID, mine[0]["table_id"])
	assert.EqualValues(t, 1, mine[0]["pending_calls"])
	assert.Len(t, c.Call(t, "GET", "/api/waiter/tables?scope=branch", nil, c.Waiter).Want(t, 200, "").List(t), 4, "other waiters' too")
	c.Call(t, "GET", "/api/waiter/tables?branch_id=11&scope=branch", nil, c.Waiter).Want(t, 403, "branch_forbidden")
	assert.Len(t, c.Call(t, "GET", "/api/waiter/tables?branch_id=10", nil, c.Manager).Want(t, 200, "").List(t), 4)
	c.Call(t, "GET", "/api/waiter/tables?branch_id=11", nil, c.Waiter).Want(t, 403, "branch_forbidden")
	c.Call(t, "GET", "/api/waiter/tables?branch_id=x", nil, c.Waiter).Want(t, 422, "validation_error")

	c.Exec(t, `UPDATE waiter_sector_assignment SET assignment_date = assignment_date - 1`)
	assert.Empty(t, c.Call(t, "GET", "/api/waiter/tables", nil, c.Waiter).Want(t, 200, "").List(t), "assigned yesterday")
	assert.Empty(t, c.Call(t, "GET", "/api/waiter/service-calls", nil, c.Waiter).Want(t, 200, "").List(t))
	assert.Len(t, c.Call(t, "GET", "/api/waiter/service-calls", nil, c.Admin).Want(t, 200, "").List(t), 1)
}

// What a waiter says on opening a table is kept: on its card, and in the report's covers.
func TestGuestsAndNotesOfATableAreKept(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	opened := c.Call(t, "POST", "/api/waiter/tables/1003/activate", map[string]any{"diner_count": 4, "notes": " cumpleaños "}, c.Waiter)
	session := opened.Want(t, 200, "").Int(t, "session_id")
	order := map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 1}}}
	c.Call(t, "POST", fmt.Sprintf("/api/waiter/sessions/%d/rounds", session), order, c.Waiter).Want(t, 200, "")
	var card map[string]any
	for _, table := range c.Call(t, "GET", "/api/waiter/tables?branch_id=10", nil, c.Manager).Want(t, 200, "").List(t) {
		if table["session_id"] == float64(session) {
			card = table
		}
	}
	assert.EqualValues(t, 4, card["guests"])
	assert.Equal(t, "cumpleaños", card["notes"])
	sum := c.Call(t, "GET", "/api/admin/reports/summary", nil, c.Manager).Want(t, 200, "")
	assert.EqualValues(t, 4, sum.Int(t, "covers"))
	assert.EqualValues(t, apitest.MilanesaPrice/4, sum.Int(t, "avg_per_cover_cents"))
}

func TestAWaiterAnswersCalls(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	diner := c.Seated(t, "phone")
	call := apitest.ID(c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, diner).Want(t, 200, "").Int(t, "id"))
	list := c.Call(t, "GET", "/api/waiter/service-calls", nil, c.Waiter).Want(t, 200, "").List(t)
	require.Len(t, list, 1)
	announced := func() int { return c.Count(t, `SELECT count(*) FROM event WHERE type = 'SERVICE_CALL_CREATED'`) }
	require.Equal(t, 1, announced())
	for range 5 {
		again := c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, diner).Want(t, 200, "")
		assert.Equal(t, call, apitest.ID(again.Int(t, "id")))
		assert.Equal(t, list[0]["announced_at"], again.Body["announced_at"], "the guest learns when the waiters were told")
	}
	assert.Equal(t, 1, announced(), "they are told once, however often a guest presses")
	apitest.Fields(t, list[0], "id", "type", "status", "created_at", "announced_at", "acked_at", "acked_by_user_id", "table_id", "table_code", "session_id")

	a := c.Call(t, "POST", "/api/waiter/service-calls/"+call+"/acknowledge", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, "ACKED", a.Body["status"])
	assert.EqualValues(t, apitest.FloorWaiterID, a.Int(t, "acked_by_user_id"))
	assert.Equal(t, access.Waiter, c.Fake.Last().Env.By.Role)
	c.Call(t, "POST", "/api/waiter/service-calls/"+call+"/acknowledge", nil, c.Manager).Want(t, 400, "call_already_acked")
	assert.EqualValues(t, apitest.FloorWaiterID, c.Call(t, "GET", "/api/waiter/service-calls", nil, c.Waiter).List(t)[0]["acked_by_user_id"])

	a = c.Call(t, "POST", "/api/waiter/service-calls/"+call+"/resolve", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, "CLOSED", a.Body["status"])
	c.Call(t, "POST", "/api/waiter/service-calls/"+call+"/resolve", nil, c.Waiter).Want(t, 400, "call_closed")
	assert.Empty(t, c.Call(t, "GET", "/api/waiter/service-calls", nil, c.Waiter).List(t))
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'SERVICE_CALL_CLOSED' AND entity @> jsonb_build_object('call_id', $1::bigint)`, call))

	again := apitest.ID(c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, diner).Want(t, 200, "").Int(t, "id"))
	assert.NotEqual(t, call, again)
	c.Call(t, "POST", "/api/waiter/service-calls/"+again+"/resolve", nil, c.Waiter).Want(t, 200, "") // straight from OPEN
}

func TestWhatStaffSeeOfASession(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	ana := c.Register(t, "Ana", "phone")
	c.Call(t, "POST", "/api/diner/rounds/submit", map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 2, "diner_id": ana}}},
		c.Seated(t, "phone")).Want(t, 200, "")
	alone := c.Call(t, "GET", "/api/waiter/sessions/5000/summary", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, false, alone.Body["is_hybrid"])
	c.Order(t, apitest.FlanID)

	a := c.Call(t, "GET", "/api/waiter/tables/1000/session", nil, c.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "session_id", "table_id", "table_code", "status", "opened_at", "diners", "rounds", "check_status", "total_cents", "paid_cents", "check_id")
	assert.EqualValues(t, 2*apitest.MilanesaPrice+320_000, a.Int(t, "total_cents"))
	assert.Nil(t, a.Body["check_status"])
	diner := a.Body["diners"].([]any)[0].(map[string]any)
	apitest.Fields(t, diner, "id", "session_id", "name", "color", "local_id", "joined_at", "device_id")
	assert.Nil(t, diner["device_id"], "a device's id proves who holds it")
	rounds := a.Body["rounds"].([]any)
	require.Len(t, rounds, 2)
	apitest.Fields(t, rounds[0].(map[string]any), "id", "round_number", "status", "created_at", "submitted_at", "items", "ready_at", "submitted_by", "notes")
	item := rounds[0].(map[string]any)["items"].([]any)[0].(map[string]any)
	apitest.Fields(t, item, "id", "product_id", "product_name", "category_name", "qty", "unit_price_cents", "notes", "diner_id", "diner_name", "diner_color")
	assert.EqualValues(t, ana, item["diner_id"])

	sum := c.Call(t, "GET", "/api/waiter/sessions/5000/summary", nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, sum.Body, "session_id", "table_id", "table_code", "status", "opened_at", "opened_by", "opened_by_waiter_id", "assigned_waiter_id",
		"diner_count", "rounds_count", "total_cents", "paid_cents", "check_status", "is_hybrid")
	assert.Equal(t, true, sum.Body["is_hybrid"])
	assert.EqualValues(t, 1, sum.Int(t, "diner_count"))
	assert.EqualValues(t, 2, sum.Int(t, "rounds_count"))
	c.Call(t, "GET", "/api/waiter/tables/1003/session", nil, c.Waiter).Want(t, 404, "session_not_found")
}

func TestClosingATable(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	path := "/api/waiter/tables/1000/close"
	c.Call(t, "POST", path, nil, c.Waiter).Want(t, 400, "check_unpaid")
	c.Call(t, "POST", path, map[string]any{"force": true}, c.Manager).Want(t, 403, "force_needs_admin")
	check := c.Bill(t)
	c.Call(t, "POST", path, map[string]any{}, c.Waiter).Want(t, 400, "check_unpaid")
	c.Call(t, "POST", "/api/waiter/payments/manual", map[string]any{"check_id": check, "amount_cents": apitest.MilanesaPrice, "manual_method": "CASH"}, c.Waiter).Want(t, 200, "")

	a := c.Call(t, "POST", path, map[string]any{"force": false}, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "table_id", "table_code", "table_status", "session_id", "session_status", "total_cents", "paid_cents", "closed_at")
	assert.Equal(t, "FREE", a.Body["table_status"])
	assert.Equal(t, "CLOSED", a.Body["session_status"])
	assert.EqualValues(t, apitest.MilanesaPrice, a.Int(t, "total_cents"))
	assert.EqualValues(t, apitest.MilanesaPrice, a.Int(t, "paid_cents"))
	_, err := time.Parse(time.RFC3339Nano, a.Str(t, "closed_at"))
	require.NoError(t, err)
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_CLEARED' AND entity->>'table_code' = 'INT-01'`))
	c.Call(t, "POST", path, nil, c.Waiter).Want(t, 400, "table_without_session")
	c.Call(t, "GET", "/api/diner/cart", nil, c.Seated(t, "phone")).Want(t, 401, "session_closed")
}
