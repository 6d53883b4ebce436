package api

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/tablesession"
)

const sessionRounds = "/api/waiter/sessions/5000/rounds"

func TestAWaiterOrders(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ana, beto := c.register(t, "Ana", "phone-a"), c.register(t, "Beto", "phone-b")
	a := c.call(t, post, sessionRounds, map[string]any{"notes": "sin apuro", "items": []any{
		map[string]any{"product_id": milanesaID, "qty": 2, "notes": "sin sal", "diner_index": 1},
		map[string]any{"product_id": flanID, "qty": 1, "diner_index": 0},
		map[string]any{"product_id": flanID, "qty": 1, "diner_index": 7, "notes": nil},
		map[string]any{"product_id": flanID, "qty": 1},
	}}, c.waiter).want(t, 200, "")
	fields(t, a.body, "session_id", "round_id", "round_number", "status", "submitted_by", "submitted_by_waiter_id", "items_count", "total_cents")
	assert.EqualValues(t, sessionID, a.int(t, "session_id"))
	assert.EqualValues(t, 1, a.int(t, "round_number"))
	assert.Equal(t, "SUBMITTED", a.body["status"])
	assert.Equal(t, "WAITER", a.body["submitted_by"])
	assert.EqualValues(t, crewWaiterID, a.int(t, "submitted_by_waiter_id"))
	assert.EqualValues(t, 4, a.int(t, "items_count"))
	assert.EqualValues(t, 2*milanesaPrice+3*320_000, a.int(t, "total_cents"))
	assert.Equal(t, tablesession.Submit{Notes: "sin apuro", Items: []tablesession.Item{
		{ProductID: milanesaID, Qty: 2, Notes: "sin sal", DinerID: beto},
		{ProductID: flanID, Qty: 1, DinerID: ana},
		{ProductID: flanID, Qty: 1},
		{ProductID: flanID, Qty: 1},
	}}, c.sessions.last().command)
	assert.Equal(t, 4, c.count(t, `SELECT count(*) FROM round_item WHERE branch_id = 10`), "with their branch")
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM round_item WHERE diner_id IS NOT NULL`))
	assert.Equal(t, "sin apuro", c.text(t, `SELECT notes FROM round`))
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_SUBMITTED' AND entity @> jsonb_build_object('round_id', $1::bigint)`, a.int(t, "round_id")))
}

func TestAWaitersOrderThatIsNone(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	line := func(change map[string]any) map[string]any {
		item := map[string]any{"product_id": milanesaID, "qty": 1}
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
		"long notes":          {line(map[string]any{"notes": strings.Repeat("x", 201)}), 422, "validation_error"},
		"an index below 0":    {line(map[string]any{"diner_index": -1}), 422, "validation_error"},
		"a dish that ran out": {line(map[string]any{"product_id": soupID}), 400, "product_unavailable"},
		"of another branch":   {line(map[string]any{"product_id": northOnlyID}), 400, "product_unavailable"},
		"of another tenant":   {line(map[string]any{"product_id": canaryProductID}), 400, "product_unavailable"},
	} {
		a := c.call(t, post, sessionRounds, tt.body, c.waiter)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.text)
		assert.Equal(t, tt.code, a.body["code"], name)
		assert.NotContains(t, a.text, "canary", name)
	}
	assert.Zero(t, c.count(t, `SELECT count(*) FROM round`), "nothing is half ordered")
}

func TestNoOrdersOnceTheBillWasAskedFor(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	order := map[string]any{"items": []any{map[string]any{"product_id": milanesaID, "qty": 1}}}
	keyed := c.waiter.with("X-Idempotency-Key", "round-1")
	first := c.call(t, post, sessionRounds, order, keyed).want(t, 200, "")
	c.bill(t)
	c.call(t, post, sessionRounds, order, c.waiter).want(t, 404, "active_session_not_found")
	again := c.call(t, post, sessionRounds, order, keyed).want(t, 200, "")
	assert.Equal(t, first.body, again.body, "a repetition is no new order")

	c.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	c.call(t, post, sessionRounds, order, c.waiter).want(t, 404, "active_session_not_found")
	c.call(t, post, "/api/waiter/sessions/9999/rounds", order, c.waiter).want(t, 404, "session_not_found")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM round`))
}

func TestAnItemIsDeletedBeforeTheKitchenKnows(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID, flanID)
	items := c.items(t, round)
	path := func(item int64) string { return "/api/waiter/rounds/" + id(round) + "/items/" + id(item) }
	c.call(t, del, path(items[0]), nil, c.waiter).want(t, 400, "round_in_kitchen")
	c.exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, round)
	c.call(t, del, path(999), nil, c.waiter).want(t, 404, "item_not_found")

	a := c.call(t, del, path(items[0]), nil, c.waiter).want(t, 200, "")
	fields(t, a.body, "success", "round_id", "item_id", "remaining_items", "round_deleted", "message")
	assert.EqualValues(t, 1, a.int(t, "remaining_items"))
	assert.Equal(t, false, a.body["round_deleted"])
	a = c.call(t, del, path(items[1]), nil, c.waiter).want(t, 200, "")
	assert.EqualValues(t, 0, a.int(t, "remaining_items"))
	assert.Equal(t, true, a.body["round_deleted"])
	assert.Zero(t, c.count(t, `SELECT count(*) FROM round`))
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM event WHERE type = 'ROUND_ITEM_DELETED'`))
	c.call(t, del, path(items[1]), nil, c.waiter).want(t, 404, "round_not_found")
}

func TestAnItemIsVoided(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID, flanID)
	items := c.items(t, round)
	path := func(item int64) string { return "/api/waiter/rounds/items/" + id(item) + "/void" }
	reason := map[string]any{"reason": "  se quemó "}
	c.call(t, patch, path(items[0]), map[string]any{}, c.waiter).want(t, 422, "validation_error")
	c.call(t, patch, path(items[0]), map[string]any{"reason": "  "}, c.waiter).want(t, 400, "reason_required")
	c.call(t, patch, path(999), reason, c.waiter).want(t, 404, "item_not_found")

	a := c.call(t, patch, path(items[0]), reason, c.waiter).want(t, 200, "")
	fields(t, a.body, "success", "item_id", "round_id", "is_voided", "void_reason", "round_canceled", "message")
	assert.Equal(t, "se quemó", a.body["void_reason"])
	assert.Equal(t, false, a.body["round_canceled"])
	c.call(t, patch, path(items[0]), reason, c.waiter).want(t, 400, "item_voided")
	assert.Equal(t, "se quemó", c.text(t, `SELECT void_reason FROM round_item WHERE id = $1`, items[0]))

	check := c.bill(t)
	assert.Equal(t, 320_000, c.count(t, `SELECT total_cents FROM app_check WHERE id = $1`, check), "what was voided is not owed")
	a = c.call(t, patch, path(items[1]), reason, c.manager).want(t, 200, "")
	assert.Equal(t, true, a.body["round_canceled"])
	assert.Zero(t, c.count(t, `SELECT total_cents FROM app_check WHERE id = $1`, check), "nor on a bill that was asked for")
	require.Equal(t, "CANCELED", c.text(t, `SELECT status FROM round WHERE id = $1`, round))
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'ITEM_VOID'`))
}
