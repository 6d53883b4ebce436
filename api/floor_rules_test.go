package api

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
)

type askedOf struct {
	apitest.Call
	who []access.Role
}

// served are the endpoints of the kitchen, the floor and the cash drawer, with who may
// call them. Their ids are of nothing, so that who may call learns 404.
var served = []askedOf{
	{apitest.Call{Method: "PATCH", Path: "/api/kitchen/products/9/availability", Body: map[string]any{"is_available": true}}, httpx.KitchenRoles},
	{apitest.Call{Method: "GET", Path: "/api/kitchen/rounds", Body: nil}, httpx.KitchenRoles},
	{apitest.Call{Method: "POST", Path: "/api/kitchen/rounds/9/status", Body: map[string]any{"status": "READY"}}, httpx.EveryRole},
	{apitest.Call{Method: "GET", Path: "/api/kitchen/rounds/9", Body: nil}, httpx.EveryRole},
	{apitest.Call{Method: "GET", Path: "/api/kitchen/tickets", Body: nil}, httpx.KitchenRoles},
	{apitest.Call{Method: "GET", Path: "/api/kitchen/tickets/9", Body: nil}, httpx.EveryRole},
	{apitest.Call{Method: "PATCH", Path: "/api/kitchen/tickets/9/status", Body: map[string]any{"status": "READY"}}, httpx.EveryRole},
	{apitest.Call{Method: "POST", Path: "/api/kitchen/rounds/9/tickets", Body: nil}, httpx.KitchenRoles},

	{apitest.Call{Method: "GET", Path: "/api/waiter/tables", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/tables/9/session", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/notifications/subscribe", Body: map[string]any{"endpoint": "https://push.test/1", "keys": map[string]any{}}}, httpx.EveryRole},
	{apitest.Call{Method: "DELETE", Path: "/api/waiter/notifications/unsubscribe", Body: map[string]any{"endpoint": "https://push.test/1", "keys": map[string]any{}}}, httpx.EveryRole},
	{apitest.Call{Method: "GET", Path: "/api/waiter/service-calls", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/service-calls/9/acknowledge", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/service-calls/9/resolve", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/my-assignments", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/verify-branch-assignment?branch_id=10", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/my-tables", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/tables/9/activate", Body: map[string]any{"diner_count": 2}}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/sessions/9/rounds", Body: map[string]any{"items": []any{map[string]any{"product_id": 300, "qty": 1}}}}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/sessions/9/check", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/sessions/9/check/withdraw", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/payments/manual", Body: map[string]any{"check_id": 9, "amount_cents": 1, "manual_method": "CASH"}}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/tables/9/close", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/branches/10/menu", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "DELETE", Path: "/api/waiter/rounds/9/items/9", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "GET", Path: "/api/waiter/sessions/9/summary", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "PATCH", Path: "/api/waiter/rounds/items/9/void", Body: map[string]any{"reason": "x"}}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/tables/9/transfer", Body: map[string]any{"target_waiter_id": 9}}, httpx.ManagingRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/sessions/9/discount", Body: map[string]any{"discount_type": "PERCENT", "value": 1, "reason": "x"}}, httpx.ManagingRoles},
	{apitest.Call{Method: "POST", Path: "/api/waiter/tables/9/move-to/9", Body: nil}, httpx.FloorRoles},

	{apitest.Call{Method: "GET", Path: "/api/billing/check/9", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/billing/cash/pay", Body: map[string]any{"check_id": 9, "amount_cents": 1}}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/billing/tables/9/clear", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/billing/payments/9/verify", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/billing/payments/9/cancel", Body: nil}, httpx.FloorRoles},
	{apitest.Call{Method: "POST", Path: "/api/billing/payments/9/refund", Body: map[string]any{"reason": "x"}}, httpx.ManagingRoles},
	{apitest.Call{Method: "GET", Path: "/api/billing/unsettled?branch_id=10", Body: nil}, httpx.ManagingRoles},
	{apitest.Call{Method: "GET", Path: "/api/admin/branches/10", Body: nil}, httpx.EveryRole},
}

// TestServedIsEverything counts the endpoints of the three groups and knows
// those that staff do not call.
func TestServedIsEverything(t *testing.T) {
	t.Parallel()
	others := map[string]string{
		"GET /api/kitchen/estimated-wait": "public", "POST /api/billing/mercadopago/webhook": "public",
		"POST /api/billing/check/request": "table", "POST /api/billing/check/withdraw": "table", "POST /api/billing/mercadopago/preference": "table",
		"GET /api/billing/check/{check_id}/balances": "table, even closed", "POST /api/billing/mercadopago/return": "table, even closed",
		"DELETE /api/billing/mercadopago/preference/{payment_id}": "table",
	}
	groups := map[string]int{}
	for _, op := range newFixture(t).Operations() {
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
		assert.True(t, slices.ContainsFunc(served, func(a askedOf) bool { return a.Method == op.Method && shape.MatchString(a.Path) }),
			"%s %s is not tried", op.Method, op.Path)
	}
	assert.Equal(t, []int{9, 23, 14}, []int{groups["kitchen"], groups["waiter"], groups["billing"]})
}

func TestWhoMayServe(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	for _, op := range served {
		name := op.Method + " " + op.Path
		assert.Equal(t, 401, c.Ask(t, op.Call, nil).StatusCode, "%s without a token", name)
		assert.Equal(t, 401, c.Ask(t, op.Call, c.Seated(t, "phone")).StatusCode, "%s with a table's token", name)
		for _, role := range httpx.EveryRole {
			a := c.Ask(t, op.Call, c.As(role))
			if !slices.Contains(op.who, role) {
				assert.Equal(t, 403, a.StatusCode, "%s as %s: %s", name, role, a.Text)
				continue
			}
			assert.Contains(t, []int{200, 404}, a.StatusCode, "%s as %s: %s", name, role, a.Text)
		}
	}
	assert.Zero(t, c.Fake.Count(), "nothing of this was sent to a session")
}

// TestOthersThingsAreOutOfReach asks for a table, a session, a round, an item, a
// ticket, a call and a check of the fixture, as people from elsewhere.
func TestOthersThingsAreOutOfReach(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
	c.Call(t, "POST", "/api/kitchen/rounds/"+apitest.ID(round)+"/tickets", nil, c.Cook).Want(t, 200, "")
	ticket := c.Call(t, "GET", "/api/kitchen/tickets", nil, c.Cook).Body["stations"].([]any)[0].(map[string]any)["tickets"].([]any)[0].(map[string]any)["id"].(float64)
	call := c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "WAITER_CALL"}, c.Seated(t, "phone")).Want(t, 200, "").Int(t, "id")
	check := c.Bill(t)
	payment := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1}, c.Waiter).Want(t, 200, "").Int(t, "payment_id")
	sent := c.Fake.Count()

	real := strings.NewReplacer(
		"/rounds/items/9", "/rounds/items/"+apitest.ID(c.Items(t, round)[0]), "/rounds/9/items/9", "/rounds/"+apitest.ID(round)+"/items/"+apitest.ID(c.Items(t, round)[0]),
		"/rounds/9", "/rounds/"+apitest.ID(round), "/tickets/9", "/tickets/"+apitest.ID(int64(ticket)), "/service-calls/9", "/service-calls/"+apitest.ID(call),
		"/tables/9", "/tables/1000", "/sessions/9", "/sessions/5000", "/check/9", "/check/"+apitest.ID(check), "/payments/9", "/payments/"+apitest.ID(payment), "/move-to/9", "/move-to/1003",
		"/products/9/availability", "/products/300/availability?branch_id=10",
	)
	for _, op := range served {
		op.Path = real.Replace(op.Path)
		if body, ok := op.Body.(map[string]any); ok && body["check_id"] != nil {
			body = maps.Clone(body)
			body["check_id"], op.Body = check, body
		}
		if !strings.ContainsAny(strings.TrimPrefix(op.Path, "/api"), "0123456789") && !strings.Contains(op.Path, "pay") ||
			strings.Contains(op.Path, "verify") || strings.Contains(op.Path, "admin/branches") || strings.Contains(op.Path, "unsettled") {
			continue // a list of one's own
		}
		name := op.Method + " " + op.Path
		foreign := c.Ask(t, op.Call, c.Canary)
		assert.Equal(t, 404, foreign.StatusCode, "%s from another tenant: %s", name, foreign.Text)
		elsewhere := c.Ask(t, op.Call, c.North)
		assert.Equal(t, 403, elsewhere.StatusCode, "%s from another branch: %s", name, elsewhere.Text)
	}
	assert.Equal(t, sent, c.Fake.Count(), "nothing of this was sent to a session")
}

func TestListsHoldNothingOfOthers(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	c.Call(t, "POST", "/api/diner/service-call", map[string]any{"type": "OTHER"}, c.Seated(t, "phone")).Want(t, 200, "")
	for _, path := range []string{"/api/kitchen/rounds", "/api/waiter/tables", "/api/waiter/service-calls", "/api/waiter/my-tables"} {
		for name, who := range map[string]apitest.Headers{"another branch": c.North, "another tenant": c.Canary} {
			a := c.Call(t, "GET", path, nil, who).Want(t, 200, "")
			a.List(t)
			assert.NotContains(t, a.Text, `"session_id":5000`, "%s from %s", path, name)
			assert.NotContains(t, a.Text, "Milanesa", "%s from %s", path, name)
			assert.NotContains(t, a.Text, "INT-02", "%s from %s", path, name)
		}
	}
	assert.NotContains(t, c.Call(t, "GET", "/api/kitchen/tickets", nil, c.North).Text, "Milanesa")
}

func TestBranch(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	a := c.Call(t, "GET", "/api/admin/branches/10", nil, c.Cook).Want(t, 200, "")
	apitest.Fields(t, a.Body, branchFields...)
	assert.Equal(t, "Centro", a.Body["name"])
	assert.Nil(t, a.Body["phone"])
	c.Call(t, "GET", "/api/admin/branches/20", nil, c.Admin).Want(t, 404, "branch_not_found")
	c.Exec(t, `UPDATE branch SET is_active = false WHERE id = 11`)
	c.Call(t, "GET", "/api/admin/branches/11", nil, c.Admin).Want(t, 200, "")
	c.Exec(t, `UPDATE branch SET deleted_at = now() WHERE id = 11`)
	c.Call(t, "GET", "/api/admin/branches/11", nil, c.Admin).Want(t, 404, "branch_not_found")
}
