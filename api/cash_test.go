package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tills are the endpoints of the cash box and of tips; only who manages calls them.
var tills = []errandTo{
	{post, "/api/admin/cash/open", map[string]any{"branch_id": 10, "opening_amount_cents": 0}},
	{post, "/api/admin/cash/movement", map[string]any{"session_id": 9, "movement_type": "DEPOSIT", "amount_cents": 1, "payment_method": "CASH"}},
	{post, "/api/admin/cash/close", map[string]any{"session_id": 9, "actual_amount_cents": 0}},
	{get, "/api/admin/cash/current?branch_id=10", nil},
	{get, "/api/admin/cash/sessions?branch_id=10", nil},
	{get, "/api/admin/cash/sessions/9/summary", nil},
	{post, "/api/admin/tips", map[string]any{"branch_id": 10, "amount_cents": 1, "payment_method": "CASH"}},
	{get, "/api/admin/tips", nil},
	{get, "/api/admin/tips/report?branch_id=10", nil},
	{get, "/api/admin/tip-pools?branch_id=10", nil},
	{post, "/api/admin/tip-pools", aPool(100, 0, 0)},
	{http.MethodPut, "/api/admin/tip-pools/9", map[string]any{"name": "Otro"}},
	{del, "/api/admin/tip-pools/9", nil},
	{post, "/api/admin/tips/distribute", map[string]any{"tip_id": 9, "pool_id": 9}},
}

func TestOnlyManagersCount(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	for _, op := range tills {
		assert.Equal(t, 401, c.ask(t, op, nil).StatusCode, "%s %s without a token", op.method, op.path)
		assert.Equal(t, 403, c.ask(t, op, c.waiter).StatusCode, "%s %s as a waiter", op.method, op.path)
		assert.Equal(t, 403, c.ask(t, op, c.cook).StatusCode, "%s %s as a cook", op.method, op.path)
		assert.Contains(t, []int{200, 201, 404}, c.ask(t, op, c.manager).StatusCode, "%s %s as a manager", op.method, op.path)
	}
}

func TestATillIsCountedAtItsClose(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	open := map[string]any{"branch_id": 10, "opening_amount_cents": 50_000}
	a := c.call(t, post, "/api/admin/cash/open", open, c.manager).want(t, 201, "")
	fields(t, a.body, "id", "cash_register_id", "status", "opened_at", "opening_amount_cents")
	till := a.int(t, "id")
	c.call(t, post, "/api/admin/cash/open", open, c.manager).want(t, 400, "cash_register_open")
	c.call(t, post, "/api/admin/cash/open", open, c.north).want(t, 403, "")
	c.call(t, post, "/api/admin/cash/open", open, c.canary).want(t, 404, "branch_not_found")

	c.order(t, milanesaID)
	check := c.bill(t)
	cash := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 100_000, "tip_cents": 9000}, c.waiter).want(t, 200, "")
	c.call(t, post, manualPay, map[string]any{"check_id": check, "amount_cents": 30_000, "manual_method": "CARD_PHYSICAL"}, c.waiter).want(t, 200, "")
	c.call(t, post, "/api/billing/payments/"+id(cash.int(t, "payment_id"))+"/refund", map[string]any{"reason": "frío", "amount_cents": 20_000}, c.manager).want(t, 200, "")
	move := func(kind string, cents int) reply {
		return c.call(t, post, "/api/admin/cash/movement", map[string]any{
			"session_id": till, "movement_type": kind, "amount_cents": cents, "payment_method": "CASH", "description": "hielo",
		}, c.manager)
	}
	fields(t, move("EXPENSE", 5000).want(t, 201, "").body, "id", "movement_type", "amount_cents", "payment_method", "description", "created_at")
	move("GIFT", 1).want(t, 422, "validation_error")
	move("DEPOSIT", 0).want(t, 422, "validation_error")

	path := "/api/admin/cash/sessions/" + id(till) + "/summary"
	sum := c.call(t, get, path, nil, c.manager).want(t, 200, "")
	expected := int64(50_000 + 100_000 + 9000 - 20_000 - 5000)
	assert.Equal(t, expected, sum.int(t, "expected_so_far_cents"))
	assert.Equal(t, map[string]any{"SALE": 130_000.0, "TIP": 9000.0, "REFUND": 20_000.0, "EXPENSE": 5000.0}, sum.body["totals_by_type"])
	assert.Equal(t, map[string]any{"CASH": 84_000.0, "CARD_PHYSICAL": 30_000.0}, sum.body["totals_by_method"])
	assert.EqualValues(t, 5, sum.int(t, "movement_count"))
	for _, who := range []headers{c.north, c.canary} {
		assert.Contains(t, []int{403, 404}, c.call(t, get, path, nil, who).StatusCode)
	}

	done := c.call(t, post, "/api/admin/cash/close", map[string]any{"session_id": till, "actual_amount_cents": expected - 700, "notes": "faltan 7"}, c.manager).want(t, 200, "")
	assert.Equal(t, []int64{expected, expected - 700, -700}, []int64{done.int(t, "expected_amount_cents"), done.int(t, "actual_amount_cents"), done.int(t, "difference_cents")})
	c.call(t, post, "/api/admin/cash/close", map[string]any{"session_id": till, "actual_amount_cents": 0}, c.manager).want(t, 400, "cash_session_closed")
	move("DEPOSIT", 1).want(t, 400, "cash_session_closed")
	assert.Nil(t, c.call(t, get, "/api/admin/cash/current?branch_id=10", nil, c.manager).want(t, 200, "").body["session"])

	c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1000}, c.waiter).want(t, 200, "")
	assert.Equal(t, 5, c.count(t, `SELECT count(*) FROM cash_movement`), "a closed till takes nothing in")
	next := c.call(t, post, "/api/admin/cash/open", open, c.manager).want(t, 201, "").int(t, "id")
	now := c.call(t, get, "/api/admin/cash/current?branch_id=10", nil, c.manager).want(t, 200, "").body["session"].(map[string]any)
	assert.EqualValues(t, next, now["id"])
	list := c.call(t, get, "/api/admin/cash/sessions?branch_id=10", nil, c.manager).want(t, 200, "").list(t)
	require.Len(t, list, 2)
	assert.EqualValues(t, -700, list[1]["difference_cents"])
}

func TestTipsAreCountedApart(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	check := c.bill(t)
	c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1000, "tip_cents": 300}, c.waiter).want(t, 200, "")
	tip := map[string]any{"branch_id": 10, "amount_cents": 700, "payment_method": "cash", "waiter_id": crewWaiterID, "check_id": check}
	a := c.call(t, post, "/api/admin/tips", tip, c.manager).want(t, 201, "")
	fields(t, a.body, "id", "amount_cents", "payment_method", "waiter_id", "created_at")
	tip["check_id"] = 999
	c.call(t, post, "/api/admin/tips", tip, c.manager).want(t, 400, "tip_elsewhere")
	tip["check_id"], tip["waiter_id"] = check, canaryWaiterID
	c.call(t, post, "/api/admin/tips", tip, c.manager).want(t, 400, "tip_elsewhere")
	c.call(t, post, "/api/admin/tips", tip, c.canary).want(t, 404, "branch_not_found")

	list := c.call(t, get, "/api/admin/tips?branch_id=10&limit=10", nil, c.manager).want(t, 200, "").list(t)
	require.Len(t, list, 2)
	fields(t, list[0], "id", "branch_id", "amount_cents", "payment_method", "waiter_id", "table_session_id", "check_id", "created_at")
	assert.Len(t, c.call(t, get, "/api/admin/tips?waiter_id="+id(crewWaiterID), nil, c.manager).want(t, 200, "").list(t), 1)
	assert.Empty(t, c.call(t, get, "/api/admin/tips?date_to=2001-01-01", nil, c.manager).want(t, 200, "").list(t))
	c.call(t, get, "/api/admin/tips?date_to=mañana", nil, c.manager).want(t, 422, "validation_error")
	for _, who := range []headers{c.north, c.canary} {
		assert.Empty(t, c.call(t, get, "/api/admin/tips", nil, who).want(t, 200, "").list(t))
	}
	report := c.call(t, get, "/api/admin/tips/report?branch_id=10", nil, c.manager).want(t, 200, "")
	assert.Equal(t, []int64{1000, 2}, []int64{report.int(t, "total_cents"), report.int(t, "tip_count")})
	assert.Equal(t, map[string]any{"CASH": 1000.0}, report.body["by_method"])
	assert.Equal(t, 1000, c.count(t, `SELECT paid_cents FROM app_check WHERE id = $1`, check), "a tip pays no bill")
}
