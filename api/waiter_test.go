package api

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

func TestAWaiterSeesTheTablesOfToday(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.call(t, post, "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, c.seated(t, "phone")).want(t, 200, "")
	mine := c.call(t, get, "/api/waiter/tables", nil, c.waiter).want(t, 200, "").list(t)
	require.Len(t, mine, 1)
	fields(t, mine[0], "table_id", "code", "status", "session_id", "open_rounds", "pending_calls", "check_status",
		"active_service_call_ids", "sector_id", "sector_name", "confirmed_by_name")
	assert.EqualValues(t, tableID, mine[0]["table_id"])
	assert.EqualValues(t, 1, mine[0]["pending_calls"])
	assert.Len(t, c.call(t, get, "/api/waiter/tables?branch_id=10", nil, c.manager).want(t, 200, "").list(t), 4)
	c.call(t, get, "/api/waiter/tables?branch_id=11", nil, c.waiter).want(t, 403, "branch_forbidden")
	c.call(t, get, "/api/waiter/tables?branch_id=x", nil, c.waiter).want(t, 422, "validation_error")

	c.exec(t, `UPDATE waiter_sector_assignment SET assignment_date = assignment_date - 1`)
	assert.Empty(t, c.call(t, get, "/api/waiter/tables", nil, c.waiter).want(t, 200, "").list(t), "assigned yesterday")
	assert.Empty(t, c.call(t, get, "/api/waiter/service-calls", nil, c.waiter).want(t, 200, "").list(t))
	assert.Len(t, c.call(t, get, "/api/waiter/service-calls", nil, c.admin).want(t, 200, "").list(t), 1)
}

func TestTheDayOfAWaiter(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	a := c.call(t, get, "/api/waiter/my-assignments", nil, c.waiter).want(t, 200, "")
	fields(t, a.body, "waiter_id", "assignment_date", "sectors", "sector_ids")
	assert.Equal(t, []any{float64(sectorID)}, a.body["sector_ids"])
	fields(t, a.body["sectors"].([]any)[0].(map[string]any), "sector_id", "sector_name", "sector_prefix", "branch_id", "assignment_date", "shift")

	past := c.call(t, get, "/api/waiter/my-assignments?assignment_date=2020-02-01&shift=NIGHT", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, "2020-02-01", past.body["assignment_date"])
	assert.Equal(t, []any{}, past.body["sectors"])
	for _, query := range []string{"assignment_date=ayer", "assignment_date=2020-02-31", "shift=SIESTA"} {
		c.call(t, get, "/api/waiter/my-assignments?"+query, nil, c.waiter).want(t, 422, "validation_error")
	}

	assert.Len(t, c.call(t, get, "/api/waiter/my-tables", nil, c.waiter).want(t, 200, "").list(t), 1)
	assert.Len(t, c.call(t, get, "/api/waiter/my-tables?shift=MORNING", nil, c.waiter).want(t, 200, "").list(t), 4, "without sectors, the whole branch")
}

func TestVerifyAssignment(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	for name, tt := range map[string]struct {
		who      headers
		branch   string
		assigned bool
	}{
		"a waiter with a sector": {c.waiter, "10", true},
		"of another branch":      {c.waiter, "11", false},
		"a manager":              {c.manager, "10", true},
		"a manager elsewhere":    {c.manager, "11", false},
		"another tenant's":       {c.admin, "20", false},
	} {
		a := c.call(t, get, "/api/waiter/verify-branch-assignment?branch_id="+tt.branch, nil, tt.who).want(t, 200, "")
		fields(t, a.body, "is_assigned", "branch_id", "branch_name", "assignment_date", "sectors", "message")
		assert.Equal(t, tt.assigned, a.body["is_assigned"], name)
		assert.NotContains(t, a.text, "canary", name)
	}
	c.call(t, get, "/api/waiter/verify-branch-assignment", nil, c.waiter).want(t, 422, "validation_error")
}

func TestWaiterMenu(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	a := c.call(t, get, "/api/waiter/branches/10/menu", nil, c.waiter).want(t, 200, "")
	fields(t, a.body, "branch_id", "branch_name", "categories", "total_products")
	assert.EqualValues(t, 3, a.int(t, "total_products"))
	dish := a.body["categories"].([]any)[0].(map[string]any)["products"].([]any)[0].(map[string]any)
	fields(t, dish, "id", "name", "description", "price_cents", "category_id", "category_name", "subcategory_id", "subcategory_name",
		"allergen_icons", "is_available")
	c.call(t, get, "/api/waiter/branches/11/menu", nil, c.waiter).want(t, 403, "branch_forbidden")
	c.call(t, get, "/api/waiter/branches/20/menu", nil, c.admin).want(t, 404, "branch_not_found")
}

func TestPushSubscriptions(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	body := map[string]any{"endpoint": "https://push.test/abc", "keys": map[string]any{"p256dh": "BN", "auth": "x"}}
	for range 2 {
		a := c.call(t, post, "/api/waiter/notifications/subscribe", body, c.waiter).want(t, 200, "")
		assert.Equal(t, map[string]any{"status": "subscribed"}, a.body)
	}
	assert.JSONEq(t, `{"auth": "x", "p256dh": "BN"}`, c.text(t, `SELECT keys::text FROM push_subscription WHERE user_id = 120`))
	for _, bad := range []map[string]any{
		{"endpoint": "http://push.test/abc", "keys": map[string]any{}},
		{"endpoint": "", "keys": map[string]any{}},
		{"endpoint": "https://" + strings.Repeat("x", 2048), "keys": map[string]any{}},
		{"endpoint": "https://push.test/1", "keys": map[string]any{"p256dh": strings.Repeat("x", 5000)}},
	} {
		assert.Equal(t, 422, c.call(t, post, "/api/waiter/notifications/subscribe", bad, c.waiter).StatusCode)
	}
	assert.Equal(t, 200, c.call(t, del, "/api/waiter/notifications/unsubscribe", body, c.cook).StatusCode)
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM push_subscription`), "another person's")
	a := c.call(t, del, "/api/waiter/notifications/unsubscribe", body, c.waiter).want(t, 200, "")
	assert.Equal(t, map[string]any{"status": "unsubscribed"}, a.body)
	assert.Zero(t, c.count(t, `SELECT count(*) FROM push_subscription`))
}

func TestAWaiterAnswersCalls(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	diner := c.seated(t, "phone")
	call := id(c.call(t, post, "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, diner).want(t, 200, "").int(t, "id"))
	list := c.call(t, get, "/api/waiter/service-calls", nil, c.waiter).want(t, 200, "").list(t)
	require.Len(t, list, 1)
	fields(t, list[0], "id", "type", "status", "created_at", "acked_at", "acked_by_user_id", "table_id", "table_code", "session_id")

	a := c.call(t, post, "/api/waiter/service-calls/"+call+"/acknowledge", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, "ACKED", a.body["status"])
	assert.EqualValues(t, crewWaiterID, a.int(t, "acked_by_user_id"))
	assert.Equal(t, access.Waiter, c.sessions.last().env.By.Role)
	c.call(t, post, "/api/waiter/service-calls/"+call+"/acknowledge", nil, c.manager).want(t, 400, "call_already_acked")
	assert.EqualValues(t, crewWaiterID, c.call(t, get, "/api/waiter/service-calls", nil, c.waiter).list(t)[0]["acked_by_user_id"])

	a = c.call(t, post, "/api/waiter/service-calls/"+call+"/resolve", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, "CLOSED", a.body["status"])
	c.call(t, post, "/api/waiter/service-calls/"+call+"/resolve", nil, c.waiter).want(t, 400, "call_closed")
	assert.Empty(t, c.call(t, get, "/api/waiter/service-calls", nil, c.waiter).list(t))
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'SERVICE_CALL_CLOSED' AND entity @> jsonb_build_object('call_id', $1::bigint)`, call))

	again := id(c.call(t, post, "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, diner).want(t, 200, "").int(t, "id"))
	assert.NotEqual(t, call, again)
	c.call(t, post, "/api/waiter/service-calls/"+again+"/resolve", nil, c.waiter).want(t, 200, "") // straight from OPEN
}

func TestActivatingATable(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	path := "/api/waiter/tables/1003/activate" // of no sector: any waiter of the branch may
	for _, bad := range []any{
		nil,
		map[string]any{},
		map[string]any{"diner_count": 0},
		map[string]any{"diner_count": 21},
		map[string]any{"diner_count": 2, "notes": strings.Repeat("x", 201)},
	} {
		assert.Equal(t, 422, c.call(t, post, path, bad, c.waiter).StatusCode, "%v", bad)
	}
	before := time.Now().Add(-time.Minute)
	a := c.call(t, post, path, map[string]any{"diner_count": 3, "notes": "cumpleaños"}, c.waiter).want(t, 200, "")
	fields(t, a.body, "session_id", "table_id", "table_code", "status", "opened_at", "opened_by", "opened_by_waiter_id", "diner_count")
	assert.Equal(t, "OPEN", a.body["status"])
	assert.Equal(t, "WAITER", a.body["opened_by"])
	assert.EqualValues(t, crewWaiterID, a.int(t, "opened_by_waiter_id"))
	assert.EqualValues(t, 3, a.int(t, "diner_count"))
	opened, err := time.Parse(time.RFC3339Nano, a.str(t, "opened_at"))
	require.NoError(t, err)
	assert.True(t, opened.After(before))
	assert.Zero(t, c.count(t, `SELECT count(*) FROM diner WHERE tenant_id = 1`), "the count makes no diners")
	assert.Equal(t, "ACTIVE", c.text(t, `SELECT status FROM restaurant_table WHERE id = 1003`))
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_SESSION_STARTED' AND table_id = 1003`))

	c.call(t, post, path, map[string]any{"diner_count": 3}, c.waiter).want(t, 400, "table_taken")
	c.call(t, post, "/api/waiter/tables/1002/activate", map[string]any{"diner_count": 3}, c.waiter).want(t, 400, "table_out_of_service")
	c.exec(t, `UPDATE restaurant_table SET status = 'PAYING' WHERE id = 1001`)
	c.call(t, post, "/api/waiter/tables/1001/activate", map[string]any{"diner_count": 3}, c.waiter).want(t, 400, "table_not_free")
	c.call(t, post, "/api/waiter/tables/1004/activate", map[string]any{"diner_count": 3}, c.waiter).want(t, 404, "table_not_found")
}

func TestWhatStaffSeeOfASession(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ana := c.register(t, "Ana", "phone")
	c.call(t, post, "/api/diner/rounds/submit", map[string]any{"items": []any{map[string]any{"product_id": milanesaID, "qty": 2, "diner_id": ana}}},
		c.seated(t, "phone")).want(t, 200, "")
	alone := c.call(t, get, "/api/waiter/sessions/5000/summary", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, false, alone.body["is_hybrid"])
	c.order(t, flanID)

	a := c.call(t, get, "/api/waiter/tables/1000/session", nil, c.manager).want(t, 200, "")
	fields(t, a.body, "session_id", "table_id", "table_code", "status", "opened_at", "diners", "rounds", "check_status", "total_cents", "paid_cents")
	assert.EqualValues(t, 2*milanesaPrice+320_000, a.int(t, "total_cents"))
	assert.Nil(t, a.body["check_status"])
	diner := a.body["diners"].([]any)[0].(map[string]any)
	fields(t, diner, "id", "session_id", "name", "color", "local_id", "joined_at", "device_id")
	assert.Nil(t, diner["device_id"], "a device's id proves who holds it")
	rounds := a.body["rounds"].([]any)
	require.Len(t, rounds, 2)
	fields(t, rounds[0].(map[string]any), "id", "round_number", "status", "created_at", "submitted_at", "items")
	item := rounds[0].(map[string]any)["items"].([]any)[0].(map[string]any)
	fields(t, item, "id", "product_id", "product_name", "category_name", "qty", "unit_price_cents", "notes", "diner_id", "diner_name", "diner_color")
	assert.EqualValues(t, ana, item["diner_id"])

	sum := c.call(t, get, "/api/waiter/sessions/5000/summary", nil, c.waiter).want(t, 200, "")
	fields(t, sum.body, "session_id", "table_id", "table_code", "status", "opened_at", "opened_by", "opened_by_waiter_id", "assigned_waiter_id",
		"diner_count", "rounds_count", "total_cents", "paid_cents", "check_status", "is_hybrid")
	assert.Equal(t, true, sum.body["is_hybrid"])
	assert.EqualValues(t, 1, sum.int(t, "diner_count"))
	assert.EqualValues(t, 2, sum.int(t, "rounds_count"))
	c.call(t, get, "/api/waiter/tables/1003/session", nil, c.waiter).want(t, 404, "session_not_found")
}

func TestClosingATable(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	path := "/api/waiter/tables/1000/close"
	c.call(t, post, path, nil, c.waiter).want(t, 400, "check_unpaid")
	c.call(t, post, path, map[string]any{"force": true}, c.manager).want(t, 403, "force_needs_admin")
	check := c.bill(t)
	c.call(t, post, path, map[string]any{}, c.waiter).want(t, 400, "check_unpaid")
	c.call(t, post, "/api/waiter/payments/manual", map[string]any{"check_id": check, "amount_cents": milanesaPrice, "manual_method": "CASH"}, c.waiter).want(t, 200, "")

	a := c.call(t, post, path, map[string]any{"force": false}, c.waiter).want(t, 200, "")
	fields(t, a.body, "table_id", "table_code", "table_status", "session_id", "session_status", "total_cents", "paid_cents", "closed_at")
	assert.Equal(t, "FREE", a.body["table_status"])
	assert.Equal(t, "CLOSED", a.body["session_status"])
	assert.EqualValues(t, milanesaPrice, a.int(t, "total_cents"))
	assert.EqualValues(t, milanesaPrice, a.int(t, "paid_cents"))
	_, err := time.Parse(time.RFC3339Nano, a.str(t, "closed_at"))
	require.NoError(t, err)
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_CLEARED' AND entity->>'table_code' = 'INT-01'`))
	c.call(t, post, path, nil, c.waiter).want(t, 400, "table_without_session")
	c.call(t, get, "/api/diner/cart", nil, c.seated(t, "phone")).want(t, 401, "session_closed")
}

func TestAnAdminForcesATableShut(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	a := c.call(t, post, "/api/waiter/tables/1000/close", map[string]any{"force": true}, c.admin).want(t, 200, "")
	assert.EqualValues(t, 0, a.int(t, "paid_cents"))
	assert.Equal(t, tablesession.Close{Force: true}, c.sessions.last().command)
	assert.Equal(t, "CANCELED", c.text(t, `SELECT status FROM round WHERE table_session_id = 5000`))
}

func TestATableChangesHands(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	path := "/api/waiter/tables/1000/transfer"
	c.call(t, post, path, map[string]any{"target_waiter_id": 9999}, c.manager).want(t, 404, "waiter_not_found")
	c.call(t, post, path, map[string]any{"target_waiter_id": canaryWaiterID}, c.manager).want(t, 404, "waiter_not_found")
	c.call(t, post, path, map[string]any{"target_waiter_id": cookID}, c.manager).want(t, 400, "waiter_elsewhere")
	c.call(t, post, path, map[string]any{"target_waiter_id": northWaiterID}, c.manager).want(t, 400, "waiter_elsewhere")
	c.call(t, post, "/api/waiter/tables/1003/transfer", map[string]any{"target_waiter_id": crewWaiterID}, c.manager).want(t, 400, "table_without_session")

	a := c.call(t, post, path, map[string]any{"target_waiter_id": crewWaiterID}, c.manager).want(t, 200, "")
	fields(t, a.body, "success", "table_id", "table_code", "session_id", "previous_waiter_id", "new_waiter_id", "message")
	assert.Nil(t, a.body["previous_waiter_id"])
	assert.Equal(t, tablesession.HandOver{WaiterID: crewWaiterID}, c.sessions.last().command)
	a = c.call(t, post, path, map[string]any{"target_waiter_id": waiterID}, c.admin).want(t, 200, "")
	assert.EqualValues(t, crewWaiterID, a.int(t, "previous_waiter_id"))
	assert.Equal(t, id(waiterID), c.text(t, `SELECT assigned_waiter_id::text FROM table_session WHERE id = 5000`))
	c.call(t, post, path, map[string]any{"target_waiter_id": waiterID}, c.admin).want(t, 400, "same_waiter")
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_TRANSFERRED'`))
}

func TestASessionMovesToAnotherTable(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	for target, want := range map[string]struct {
		status int
		code   string
	}{
		"1002": {400, "table_not_free"}, // out of service
		"1000": {400, "same_table"},
		"1100": {403, "branch_forbidden"},
		"2000": {404, "table_not_found"},
		"1004": {404, "table_not_found"},
	} {
		c.call(t, post, "/api/waiter/tables/1000/move-to/"+target, nil, c.waiter).want(t, want.status, want.code)
	}
	c.call(t, post, "/api/waiter/tables/1000/move-to/1100", nil, c.admin).want(t, 400, "other_branch")
	c.call(t, post, "/api/waiter/tables/1003/move-to/1001", nil, c.waiter).want(t, 400, "table_without_session")

	a := c.call(t, post, "/api/waiter/tables/1000/move-to/1001", nil, c.waiter).want(t, 200, "")
	fields(t, a.body, "success", "source_table_id", "source_table_code", "target_table_id", "target_table_code", "session_id", "message")
	assert.EqualValues(t, otherTableID, a.int(t, "target_table_id"))
	assert.Equal(t, "FREE", c.text(t, `SELECT status FROM restaurant_table WHERE id = 1000`))
	assert.Equal(t, "ACTIVE", c.text(t, `SELECT status FROM restaurant_table WHERE id = 1001`))
	moved := c.sessions.last().command.(tablesession.MoveTable)
	assert.Equal(t, "INT-02", moved.To.TableCode)
	assert.EqualValues(t, otherSectorID, *moved.To.SectorID)
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM event WHERE type = 'TABLE_TRANSFERRED'`))
}
