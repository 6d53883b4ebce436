package api

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/domain/access"
)

type askedOf struct {
	errandTo
	who []access.Role
}

// served are the endpoints of the kitchen, the floor and the till, with who may
// call them. Their ids are of nothing, so that who may call learns 404.
var served = []askedOf{
	{errandTo{patch, "/api/kitchen/products/9/availability", map[string]any{"is_available": true}}, kitchenRoles},
	{errandTo{get, "/api/kitchen/rounds", nil}, kitchenRoles},
	{errandTo{post, "/api/kitchen/rounds/9/status", map[string]any{"status": "READY"}}, everyRole},
	{errandTo{get, "/api/kitchen/rounds/9", nil}, everyRole},
	{errandTo{get, "/api/kitchen/tickets", nil}, kitchenRoles},
	{errandTo{get, "/api/kitchen/tickets/9", nil}, everyRole},
	{errandTo{patch, "/api/kitchen/tickets/9/status", map[string]any{"status": "READY"}}, everyRole},
	{errandTo{post, "/api/kitchen/rounds/9/tickets", nil}, kitchenRoles},

	{errandTo{get, "/api/waiter/tables", nil}, floorRoles},
	{errandTo{get, "/api/waiter/tables/9/session", nil}, floorRoles},
	{errandTo{post, "/api/waiter/notifications/subscribe", map[string]any{"endpoint": "https://push.test/1", "keys": map[string]any{}}}, everyRole},
	{errandTo{del, "/api/waiter/notifications/unsubscribe", map[string]any{"endpoint": "https://push.test/1", "keys": map[string]any{}}}, everyRole},
	{errandTo{get, "/api/waiter/service-calls", nil}, floorRoles},
	{errandTo{post, "/api/waiter/service-calls/9/acknowledge", nil}, floorRoles},
	{errandTo{post, "/api/waiter/service-calls/9/resolve", nil}, floorRoles},
	{errandTo{get, "/api/waiter/my-assignments", nil}, floorRoles},
	{errandTo{get, "/api/waiter/verify-branch-assignment?branch_id=10", nil}, floorRoles},
	{errandTo{get, "/api/waiter/my-tables", nil}, floorRoles},
	{errandTo{post, "/api/waiter/tables/9/activate", map[string]any{"diner_count": 2}}, floorRoles},
	{errandTo{post, "/api/waiter/sessions/9/rounds", map[string]any{"items": []any{map[string]any{"product_id": 300, "qty": 1}}}}, floorRoles},
	{errandTo{post, "/api/waiter/sessions/9/check", nil}, floorRoles},
	{errandTo{post, "/api/waiter/payments/manual", map[string]any{"check_id": 9, "amount_cents": 1, "manual_method": "CASH"}}, floorRoles},
	{errandTo{post, "/api/waiter/tables/9/close", nil}, floorRoles},
	{errandTo{get, "/api/waiter/branches/10/menu", nil}, floorRoles},
	{errandTo{del, "/api/waiter/rounds/9/items/9", nil}, floorRoles},
	{errandTo{get, "/api/waiter/sessions/9/summary", nil}, floorRoles},
	{errandTo{patch, "/api/waiter/rounds/items/9/void", map[string]any{"reason": "x"}}, floorRoles},
	{errandTo{post, "/api/waiter/tables/9/transfer", map[string]any{"target_waiter_id": 9}}, managingRoles},
	{errandTo{post, "/api/waiter/sessions/9/discount", map[string]any{"discount_type": "PERCENT", "value": 1, "reason": "x"}}, managingRoles},
	{errandTo{post, "/api/waiter/tables/9/move-to/9", nil}, floorRoles},

	{errandTo{get, "/api/billing/check/9", nil}, floorRoles},
	{errandTo{post, "/api/billing/cash/pay", map[string]any{"check_id": 9, "amount_cents": 1}}, floorRoles},
	{errandTo{post, "/api/billing/tables/9/clear", nil}, floorRoles},
	{errandTo{post, "/api/billing/payments/9/verify", nil}, floorRoles},
	{errandTo{post, "/api/billing/payments/9/cancel", nil}, floorRoles},
	{errandTo{post, "/api/billing/payments/9/refund", map[string]any{"reason": "x"}}, managingRoles},
	{errandTo{get, "/api/billing/unsettled?branch_id=10", nil}, managingRoles},
	{errandTo{get, "/api/admin/branches/10", nil}, everyRole},
}

// TestServedIsEverything counts the endpoints of the three groups and knows
// those that staff do not call.
func TestServedIsEverything(t *testing.T) {
	t.Parallel()
	others := map[string]string{
		"GET /api/kitchen/estimated-wait": "public", "POST /api/billing/mercadopago/webhook": "public",
		"POST /api/billing/check/request": "table", "POST /api/billing/mercadopago/preference": "table",
		"GET /api/billing/check/{check_id}/balances": "table, even closed", "POST /api/billing/mercadopago/return": "table, even closed",
		"DELETE /api/billing/mercadopago/preference/{payment_id}": "table",
	}
	groups := map[string]int{}
	for _, op := range newHouse(t, nil).Operations() {
		group := strings.Split(op.Path, "/")[2]
		groups[group]++
		if group != "kitchen" && group != "waiter" && group != "billing" {
			continue
		}
		if want, ok := others[op.Method+" "+op.Path]; ok {
			assert.Equal(t, want, op.Access, op.Path)
			continue
		}
		shape := regexp.MustCompile(`^` + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(op.Path, `\d+`) + `(\?.*)?$`)
		assert.True(t, slices.ContainsFunc(served, func(a askedOf) bool { return a.method == op.Method && shape.MatchString(a.path) }),
			"%s %s is not tried", op.Method, op.Path)
	}
	assert.Equal(t, []int{9, 22, 13}, []int{groups["kitchen"], groups["waiter"], groups["billing"]})
}

func TestWhoMayServe(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	for _, op := range served {
		name := op.method + " " + op.path
		assert.Equal(t, 401, c.ask(t, op.errandTo, nil).StatusCode, "%s without a token", name)
		assert.Equal(t, 401, c.ask(t, op.errandTo, c.seated(t, "phone")).StatusCode, "%s with a table's token", name)
		for _, role := range everyRole {
			a := c.ask(t, op.errandTo, c.as(role))
			if !slices.Contains(op.who, role) {
				assert.Equal(t, 403, a.StatusCode, "%s as %s: %s", name, role, a.text)
				continue
			}
			assert.Contains(t, []int{200, 404}, a.StatusCode, "%s as %s: %s", name, role, a.text)
		}
	}
	assert.Zero(t, c.sessions.count(), "nothing of this was sent to a session")
}

// TestOthersThingsAreOutOfReach asks for a table, a session, a round, an item, a
// ticket, a call and a check of the house, as people from elsewhere.
func TestOthersThingsAreOutOfReach(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	round := c.order(t, milanesaID)
	c.call(t, post, "/api/kitchen/rounds/"+id(round)+"/tickets", nil, c.cook).want(t, 200, "")
	ticket := c.call(t, get, "/api/kitchen/tickets", nil, c.cook).body["stations"].([]any)[0].(map[string]any)["tickets"].([]any)[0].(map[string]any)["id"].(float64)
	call := c.call(t, post, "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, c.seated(t, "phone")).want(t, 200, "").int(t, "id")
	check := c.bill(t)
	payment := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1}, c.waiter).want(t, 200, "").int(t, "payment_id")
	sent := c.sessions.count()

	real := strings.NewReplacer(
		"/rounds/items/9", "/rounds/items/"+id(c.items(t, round)[0]), "/rounds/9/items/9", "/rounds/"+id(round)+"/items/"+id(c.items(t, round)[0]),
		"/rounds/9", "/rounds/"+id(round), "/tickets/9", "/tickets/"+id(int64(ticket)), "/service-calls/9", "/service-calls/"+id(call),
		"/tables/9", "/tables/1000", "/sessions/9", "/sessions/5000", "/check/9", "/check/"+id(check), "/payments/9", "/payments/"+id(payment), "/move-to/9", "/move-to/1003",
		"/products/9/availability", "/products/300/availability?branch_id=10",
	)
	for _, op := range served {
		op.path = real.Replace(op.path)
		if body, ok := op.body.(map[string]any); ok && body["check_id"] != nil {
			body = maps.Clone(body)
			body["check_id"], op.body = check, body
		}
		if !strings.ContainsAny(strings.TrimPrefix(op.path, "/api"), "0123456789") && !strings.Contains(op.path, "pay") ||
			strings.Contains(op.path, "verify") || strings.Contains(op.path, "admin/branches") || strings.Contains(op.path, "unsettled") {
			continue // a list of one's own
		}
		name := op.method + " " + op.path
		foreign := c.ask(t, op.errandTo, c.canary)
		assert.Equal(t, 404, foreign.StatusCode, "%s from another tenant: %s", name, foreign.text)
		elsewhere := c.ask(t, op.errandTo, c.north)
		assert.Equal(t, 403, elsewhere.StatusCode, "%s from another branch: %s", name, elsewhere.text)
	}
	assert.Equal(t, sent, c.sessions.count(), "nothing of this was sent to a session")
}

func TestListsHoldNothingOfOthers(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	c.call(t, post, "/api/diner/service-call", map[string]any{"type": "OTHER"}, c.seated(t, "phone")).want(t, 200, "")
	for _, path := range []string{"/api/kitchen/rounds", "/api/waiter/tables", "/api/waiter/service-calls", "/api/waiter/my-tables"} {
		for name, who := range map[string]headers{"another branch": c.north, "another tenant": c.canary} {
			a := c.call(t, get, path, nil, who).want(t, 200, "")
			a.list(t)
			assert.NotContains(t, a.text, `"session_id":5000`, "%s from %s", path, name)
			assert.NotContains(t, a.text, "Milanesa", "%s from %s", path, name)
			assert.NotContains(t, a.text, "INT-02", "%s from %s", path, name)
		}
	}
	assert.NotContains(t, c.call(t, get, "/api/kitchen/tickets", nil, c.north).text, "Milanesa")
}

func TestBranch(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	a := c.call(t, get, "/api/admin/branches/10", nil, c.cook).want(t, 200, "")
	fields(t, a.body, branchFields...)
	assert.Equal(t, "Centro", a.body["name"])
	assert.Nil(t, a.body["phone"])
	c.call(t, get, "/api/admin/branches/20", nil, c.admin).want(t, 404, "branch_not_found")
	c.exec(t, `UPDATE branch SET is_active = false WHERE id = 11`)
	c.call(t, get, "/api/admin/branches/11", nil, c.admin).want(t, 200, "")
	c.exec(t, `UPDATE branch SET deleted_at = now() WHERE id = 11`)
	c.call(t, get, "/api/admin/branches/11", nil, c.admin).want(t, 404, "branch_not_found")
}
