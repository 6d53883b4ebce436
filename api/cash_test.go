package api

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestATillIsCountedAtItsClose(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	open := map[string]any{"branch_id": 10, "opening_amount_cents": 50_000}
	a := c.Call(t, "POST", "/api/admin/cash/open", open, c.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "cash_register_id", "status", "opened_at", "opening_amount_cents")
	till := a.Int(t, "id")
	c.Call(t, "POST", "/api/admin/cash/open", open, c.Manager).Want(t, 400, "cash_register_open")
	c.Call(t, "POST", "/api/admin/cash/open", open, c.North).Want(t, 403, "")
	c.Call(t, "POST", "/api/admin/cash/open", open, c.Canary).Want(t, 404, "branch_not_found")

	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	cash := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 100_000, "tip_cents": 9000}, c.Waiter).Want(t, 200, "")
	c.Call(t, "POST", manualPay, map[string]any{"check_id": check, "amount_cents": 30_000, "manual_method": "CARD_PHYSICAL"}, c.Waiter).Want(t, 200, "")
	c.Call(t, "POST", "/api/billing/payments/"+apitest.ID(cash.Int(t, "payment_id"))+"/refund", map[string]any{"reason": "frío", "amount_cents": 20_000}, c.Manager).Want(t, 200, "")
	move := func(kind string, cents int) apitest.Reply {
		return c.Call(t, "POST", "/api/admin/cash/movement", map[string]any{
			"session_id": till, "movement_type": kind, "amount_cents": cents, "payment_method": "CASH", "description": "hielo",
		}, c.Manager)
	}
	apitest.Fields(t, move("EXPENSE", 5000).Want(t, 201, "").Body, "id", "movement_type", "amount_cents", "payment_method", "description", "created_at")
	move("GIFT", 1).Want(t, 422, "validation_error")
	move("DEPOSIT", 0).Want(t, 422, "validation_error")

	path := "/api/admin/cash/sessions/" + apitest.ID(till) + "/summary"
	sum := c.Call(t, "GET", path, nil, c.Manager).Want(t, 200, "")
	expected := int64(50_000 + 100_000 + 9000 - 20_000 - 5000)
	assert.Equal(t, expected, sum.Int(t, "expected_so_far_cents"))
	assert.Equal(t, map[string]any{"SALE": 130_000.0, "TIP": 9000.0, "REFUND": 20_000.0, "EXPENSE": 5000.0}, sum.Body["totals_by_type"])
	assert.Equal(t, map[string]any{"CASH": 84_000.0, "CARD_PHYSICAL": 30_000.0}, sum.Body["totals_by_method"])
	assert.EqualValues(t, 5, sum.Int(t, "movement_count"))
	for _, who := range []apitest.Headers{c.North, c.Canary} {
		assert.Contains(t, []int{403, 404}, c.Call(t, "GET", path, nil, who).StatusCode)
	}

	done := c.Call(t, "POST", "/api/admin/cash/close", map[string]any{"session_id": till, "actual_amount_cents": expected - 700, "notes": "faltan 7"}, c.Manager).Want(t, 200, "")
	assert.Equal(t, []int64{expected, expected - 700, -700}, []int64{done.Int(t, "expected_amount_cents"), done.Int(t, "actual_amount_cents"), done.Int(t, "difference_cents")})
	c.Call(t, "POST", "/api/admin/cash/close", map[string]any{"session_id": till, "actual_amount_cents": 0}, c.Manager).Want(t, 400, "cash_session_closed")
	move("DEPOSIT", 1).Want(t, 400, "cash_session_closed")
	assert.Nil(t, c.Call(t, "GET", "/api/admin/cash/current?branch_id=10", nil, c.Manager).Want(t, 200, "").Body["session"])

	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1000}, c.Waiter).Want(t, 200, "")
	assert.Equal(t, 5, c.Count(t, `SELECT count(*) FROM cash_movement`), "a closed till takes nothing in")
	next := c.Call(t, "POST", "/api/admin/cash/open", open, c.Manager).Want(t, 201, "").Int(t, "id")
	now := c.Call(t, "GET", "/api/admin/cash/current?branch_id=10", nil, c.Manager).Want(t, 200, "").Body["session"].(map[string]any)
	assert.EqualValues(t, next, now["id"])
	list := c.Call(t, "GET", "/api/admin/cash/sessions?branch_id=10", nil, c.Manager).Want(t, 200, "").List(t)
	require.Len(t, list, 2)
	assert.EqualValues(t, -700, list[1]["difference_cents"])
}

func TestTipsAreCountedApart(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1000, "tip_cents": 300}, c.Waiter).Want(t, 200, "")
	tip := map[string]any{"branch_id": 10, "amount_cents": 700, "payment_method": "cash", "waiter_id": apitest.FloorWaiterID, "check_id": check}
	a := c.Call(t, "POST", "/api/admin/tips", tip, c.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "amount_cents", "payment_method", "waiter_id", "created_at")
	tip["check_id"] = 999
	c.Call(t, "POST", "/api/admin/tips", tip, c.Manager).Want(t, 400, "tip_elsewhere")
	tip["check_id"], tip["waiter_id"] = check, apitest.CanaryWaiterID
	c.Call(t, "POST", "/api/admin/tips", tip, c.Manager).Want(t, 400, "tip_elsewhere")
	c.Call(t, "POST", "/api/admin/tips", tip, c.Canary).Want(t, 404, "branch_not_found")

	list := c.Call(t, "GET", "/api/admin/tips?branch_id=10&limit=10", nil, c.Manager).Want(t, 200, "").List(t)
	require.Len(t, list, 2)
	apitest.Fields(t, list[0], "id", "branch_id", "amount_cents", "payment_method", "waiter_id", "table_session_id", "check_id", "created_at")
	assert.Len(t, c.Call(t, "GET", "/api/admin/tips?waiter_id="+apitest.ID(apitest.FloorWaiterID), nil, c.Manager).Want(t, 200, "").List(t), 2, "the table's too")
	assert.Empty(t, c.Call(t, "GET", "/api/admin/tips?date_to=2001-01-01", nil, c.Manager).Want(t, 200, "").List(t))
	c.Call(t, "GET", "/api/admin/tips?date_to=mañana", nil, c.Manager).Want(t, 422, "validation_error")
	for _, who := range []apitest.Headers{c.North, c.Canary} {
		assert.Empty(t, c.Call(t, "GET", "/api/admin/tips", nil, who).Want(t, 200, "").List(t))
	}
	report := c.Call(t, "GET", "/api/admin/tips/report?branch_id=10", nil, c.Manager).Want(t, 200, "")
	assert.Equal(t, []int64{1000, 2}, []int64{report.Int(t, "total_cents"), report.Int(t, "tip_count")})
	assert.Equal(t, map[string]any{"CASH": 1000.0}, report.Body["by_method"])
	assert.Equal(t, 1000, c.Count(t, `SELECT paid_cents FROM app_check WHERE id = $1`, check), "a tip pays no bill")
}

// A table that guests opened is its sector's waiter's of that day.
func TestATipOfAQRTableIsTheSectorsWaiters(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	c.Exec(t, `UPDATE table_session SET assigned_waiter_id = NULL`)
	c.Exec(t, `DELETE FROM waiter_sector_assignment`)
	c.Exec(t, `INSERT INTO waiter_sector_assignment (tenant_id, branch_id, sector_id, waiter_id, assignment_date)
SELECT t.tenant_id, t.branch_id, t.sector_id, $1, timezone(b.timezone, s.opened_at)::date
FROM table_session s JOIN restaurant_table t ON t.id = s.table_id JOIN branch b ON b.id = t.branch_id
JOIN app_check k ON k.table_session_id = s.id WHERE k.id = $2`, apitest.FloorWaiterID, check)
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1000, "tip_cents": 300}, c.Manager).Want(t, 200, "")
	assert.Equal(t, apitest.FloorWaiterID, c.Count(t, `SELECT waiter_id::int FROM tip WHERE amount_cents = 300`))
}
