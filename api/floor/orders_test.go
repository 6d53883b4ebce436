package floor

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/tablesession"
)

const sessionRounds = "/api/waiter/sessions/5000/rounds"

func TestAWaiterOrders(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	ana, beto := c.Register(t, "Ana", "phone-a"), c.Register(t, "Beto", "phone-b")
	a := c.Call(t, "POST", sessionRounds, map[string]any{"notes": "sin apuro", "items": []any{
		map[string]any{"product_id": apitest.MilanesaID, "qty": 2, "notes": "sin sal", "diner_index": 1},
		map[string]any{"product_id": apitest.FlanID, "qty": 1, "diner_index": 0},
		map[string]any{"product_id": apitest.FlanID, "qty": 1, "diner_index": 7, "notes": nil},
		map[string]any{"product_id": apitest.FlanID, "qty": 1},
	}}, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "session_id", "round_id", "round_number", "status", "submitted_by", "submitted_by_waiter_id", "items_count", "total_cents")
	assert.EqualValues(t, apitest.SessionID, a.Int(t, "session_id"))
	assert.EqualValues(t, 1, a.Int(t, "round_number"))
	assert.Equal(t, "SUBMITTED", a.Body["status"])
	assert.Equal(t, "WAITER", a.Body["submitted_by"])
	assert.EqualValues(t, apitest.FloorWaiterID, a.Int(t, "submitted_by_waiter_id"))
	assert.EqualValues(t, 4, a.Int(t, "items_count"))
	assert.EqualValues(t, 2*apitest.MilanesaPrice+3*320_000, a.Int(t, "total_cents"))
	assert.Equal(t, tablesession.Submit{Notes: "sin apuro", Items: []tablesession.Item{
		{ProductID: apitest.MilanesaID, Qty: 2, Notes: "sin sal", DinerID: beto},
		{ProductID: apitest.FlanID, Qty: 1, DinerID: ana},
		{ProductID: apitest.FlanID, Qty: 1},
		{ProductID: apitest.FlanID, Qty: 1},
	}}, c.Fake.Last().Command)
	assert.Equal(t, 4, c.Count(t, `SELECT count(*) FROM round_item WHERE branch_id = 10`), "with their branch")
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM round_item WHERE diner_id IS NOT NULL`))
	assert.Equal(t, "sin apuro", c.Text(t, `SELECT notes FROM round`))
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_SUBMITTED' AND entity @> jsonb_build_object('round_id', $1::bigint)`, a.Int(t, "round_id")))
}

func TestAWaitersOrderThatIsNone(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	line := func(change map[string]any) map[string]any {
		item := map[string]any{"product_id": apitest.MilanesaID, "qty": 1}
		maps.Copy(item, change)
		return map[string]any{"items": []any{item}}
	}
	for name, tt := range map[string]struct {
		body   any
		status int
		code   string
	}{
		"no body":             {nil, 422, "validation_error"},
		"no items":            {map[string]any{"items": []any{}}, 422, "validation_error"},
		"no quantity":         {line(map[string]any{"qty": 0}), 422, "validation_error"},
		"too many":            {line(map[string]any{"qty": 100}), 422, "validation_error"},
		"long notes":          {line(map[string]any{"notes": strings.Repeat("x", 501)}), 422, "validation_error"},
		"an index below 0":    {line(map[string]any{"diner_index": -1}), 422, "validation_error"},
		"a dish that ran out": {line(map[string]any{"product_id": apitest.SoupID}), 400, "product_unavailable"},
		"of another branch":   {line(map[string]any{"product_id": apitest.NorthOnlyID}), 400, "product_unavailable"},
		"of another tenant":   {line(map[string]any{"product_id": apitest.CanaryProductID}), 400, "product_unavailable"},
	} {
		a := c.Call(t, "POST", sessionRounds, tt.body, c.Waiter)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.Text)
		assert.Equal(t, tt.code, a.Body["code"], name)
		assert.NotContains(t, a.Text, "canary", name)
	}
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM round`), "nothing is half ordered")
}

func TestNoOrdersOnceTheBillWasAskedFor(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	order := map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 1}}}
	keyed := c.Waiter.With("X-Idempotency-Key", "round-1")
	first := c.Call(t, "POST", sessionRounds, order, keyed).Want(t, 200, "")
	c.Bill(t)
	c.Call(t, "POST", sessionRounds, order, c.Waiter).Want(t, 404, "check_requested")
	again := c.Call(t, "POST", sessionRounds, order, keyed).Want(t, 200, "")
	assert.Equal(t, first.Body, again.Body, "a repetition is no new order")

	c.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	c.Call(t, "POST", sessionRounds, order, c.Waiter).Want(t, 404, "active_session_not_found")
	c.Call(t, "POST", "/api/waiter/sessions/9999/rounds", order, c.Waiter).Want(t, 404, "session_not_found")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM round`))
}

func TestAnItemIsDeletedBeforeTheKitchenKnows(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID, apitest.FlanID)
	items := c.Items(t, round)
	path := func(item int64) string {
		return "/api/waiter/rounds/" + apitest.ID(round) + "/items/" + apitest.ID(item)
	}
	c.Call(t, "DELETE", path(items[0]), nil, c.Waiter).Want(t, 400, "round_in_kitchen")
	c.Exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, round)
	c.Call(t, "DELETE", path(999), nil, c.Waiter).Want(t, 404, "item_not_found")

	a := c.Call(t, "DELETE", path(items[0]), nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "success", "round_id", "item_id", "remaining_items", "round_deleted", "message")
	assert.EqualValues(t, 1, a.Int(t, "remaining_items"))
	assert.Equal(t, false, a.Body["round_deleted"])
	a = c.Call(t, "DELETE", path(items[1]), nil, c.Waiter).Want(t, 200, "")
	assert.EqualValues(t, 0, a.Int(t, "remaining_items"))
	assert.Equal(t, true, a.Body["round_deleted"])
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM round`))
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_ITEM_DELETED'`))
	c.Call(t, "DELETE", path(items[1]), nil, c.Waiter).Want(t, 404, "round_not_found")
}

func TestAnItemIsVoided(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID, apitest.FlanID)
	items := c.Items(t, round)
	path := func(item int64) string { return "/api/waiter/rounds/items/" + apitest.ID(item) + "/void" }
	reason := map[string]any{"reason": "  se quemó "}
	c.Call(t, "PATCH", path(items[0]), map[string]any{}, c.Waiter).Want(t, 422, "validation_error")
	c.Call(t, "PATCH", path(items[0]), map[string]any{"reason": "  "}, c.Waiter).Want(t, 400, "reason_required")
	c.Call(t, "PATCH", path(999), reason, c.Waiter).Want(t, 404, "item_not_found")
	there := c.Count(t, `SELECT qty FROM round_item WHERE id = $1`, items[0])
	c.Call(t, "PATCH", path(items[0]), map[string]any{"reason": "se quemó", "qty": there + 1}, c.Waiter).Want(t, 400, "qty_out_of_range")
	c.Call(t, "PATCH", path(items[0]), map[string]any{"reason": "se quemó", "qty": 0}, c.Waiter).Want(t, 422, "validation_error")
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM round_item WHERE is_voided`), "what is not understood voids nothing")

	reason["qty"] = there
	a := c.Call(t, "PATCH", path(items[0]), reason, c.Waiter).Want(t, 200, "")
	delete(reason, "qty")
	apitest.Fields(t, a.Body, "success", "item_id", "round_id", "is_voided", "voided_qty", "remaining_qty", "void_reason", "round_canceled", "message")
	assert.Equal(t, "se quemó", a.Body["void_reason"])
	assert.Equal(t, false, a.Body["round_canceled"])
	c.Call(t, "PATCH", path(items[0]), reason, c.Waiter).Want(t, 400, "item_voided")
	assert.Equal(t, "se quemó", c.Text(t, `SELECT void_reason FROM round_item WHERE id = $1`, items[0]))

	check := c.Bill(t)
	assert.Equal(t, 320_000, c.Count(t, `SELECT total_cents FROM app_check WHERE id = $1`, check), "what was voided is not owed")
	a = c.Call(t, "PATCH", path(items[1]), reason, c.Manager).Want(t, 200, "")
	assert.Equal(t, true, a.Body["round_canceled"])
	assert.Zero(t, c.Count(t, `SELECT total_cents FROM app_check WHERE id = $1`, check), "nor on a bill that was asked for")
	require.Equal(t, "CANCELED", c.Text(t, `SELECT status FROM round WHERE id = $1`, round))
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'ITEM_VOID'`))
}

// Two of four are struck out: the kitchen, the bill and the reports go on with two.
func TestSomeOfALineIsVoided(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	four := map[string]any{"items": []any{map[string]any{"product_id": apitest.FlanID, "qty": 4}}}
	ordered := c.Call(t, "POST", "/api/waiter/sessions/"+apitest.ID(apitest.SessionID)+"/rounds", four, c.Waiter)
	round := ordered.Want(t, 200, "").Int(t, "round_id")
	item := c.Items(t, round)[0]
	path := "/api/waiter/rounds/items/" + apitest.ID(item) + "/void"
	two := map[string]any{"reason": "se cayó", "qty": 2}
	keyed := c.Waiter.With("X-Idempotency-Key", "void-two")
	a := c.Call(t, "PATCH", path, two, keyed).Want(t, 200, "")
	assert.Equal(t, false, a.Body["is_voided"])
	assert.EqualValues(t, 2, a.Int(t, "voided_qty"))
	assert.EqualValues(t, 2, a.Int(t, "remaining_qty"))
	assert.JSONEq(t, a.Text, c.Call(t, "PATCH", path, two, keyed).Want(t, 200, "").Text, "its key voids them once")
	assert.Equal(t, 2, c.Count(t, `SELECT qty FROM round_item WHERE id = $1 AND NOT is_voided`, item))
	assert.Equal(t, 2, c.Count(t, `SELECT qty FROM round_item WHERE round_id = $1 AND is_voided AND void_reason = 'se cayó'`, round))
	c.Call(t, "PATCH", path, map[string]any{"reason": "se cayó", "qty": 3}, c.Waiter).Want(t, 400, "qty_out_of_range")
	last := c.Call(t, "PATCH", path, map[string]any{"reason": "se fueron"}, c.Waiter).Want(t, 200, "")
	assert.Equal(t, true, last.Body["is_voided"])
	assert.Equal(t, true, last.Body["round_canceled"])
}
