package cash

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

// tills are the endpoints of the cash box and of tips; only who manages calls them.
var tills = []apitest.Call{
	{Method: "POST", Path: "/api/admin/cash/open", Body: map[string]any{"branch_id": 10, "opening_amount_cents": 0}},
	{Method: "POST", Path: "/api/admin/cash/movement", Body: map[string]any{"session_id": 9, "movement_type": "DEPOSIT", "amount_cents": 1, "payment_method": "CASH"}},
	{Method: "POST", Path: "/api/admin/cash/close", Body: map[string]any{"session_id": 9, "actual_amount_cents": 0}},
	{Method: "GET", Path: "/api/admin/cash/current?branch_id=10", Body: nil},
	{Method: "GET", Path: "/api/admin/cash/sessions?branch_id=10", Body: nil},
	{Method: "GET", Path: "/api/admin/cash/sessions/9/summary", Body: nil},
	{Method: "POST", Path: "/api/admin/tips", Body: map[string]any{"branch_id": 10, "amount_cents": 1, "payment_method": "CASH"}},
	{Method: "GET", Path: "/api/admin/tips", Body: nil},
	{Method: "GET", Path: "/api/admin/tips/report?branch_id=10", Body: nil},
	{Method: "GET", Path: "/api/admin/tip-pools?branch_id=10", Body: nil},
	{Method: "POST", Path: "/api/admin/tip-pools", Body: aPool(100, 0, 0)},
	{Method: http.MethodPut, Path: "/api/admin/tip-pools/9", Body: map[string]any{"name": "Otro"}},
	{Method: "DELETE", Path: "/api/admin/tip-pools/9", Body: nil},
	{Method: "POST", Path: "/api/admin/tips/distribute", Body: map[string]any{"tip_id": 9, "pool_id": 9}},
}

func TestOnlyManagersCount(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	for _, op := range tills {
		assert.Equal(t, 401, c.Ask(t, op, nil).StatusCode, "%s %s without a token", op.Method, op.Path)
		assert.Equal(t, 403, c.Ask(t, op, c.Waiter).StatusCode, "%s %s as a waiter", op.Method, op.Path)
		assert.Equal(t, 403, c.Ask(t, op, c.Cook).StatusCode, "%s %s as a cook", op.Method, op.Path)
		assert.Contains(t, []int{200, 201, 404}, c.Ask(t, op, c.Manager).StatusCode, "%s %s as a manager", op.Method, op.Path)
	}
}

func TestTheDrawerIsAudited(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	as := func(request string) apitest.Headers { return c.Manager.With("X-Request-ID", request) }
	opened := c.Call(t, "POST", "/api/admin/cash/open", map[string]any{"branch_id": 10, "opening_amount_cents": 500}, as("opens")).Want(t, 201, "")
	move := map[string]any{"session_id": opened.Int(t, "id"), "movement_type": "DEPOSIT", "amount_cents": 100, "payment_method": "cash"}
	c.Call(t, "POST", "/api/admin/cash/movement", move, as("moves")).Want(t, 201, "")
	move["payment_method"] = "Efectivo"
	c.Call(t, "POST", "/api/admin/cash/movement", move, c.Manager).Want(t, 422, "validation_error")
	closed := map[string]any{"session_id": opened.Int(t, "id"), "actual_amount_cents": 590}
	c.Call(t, "POST", "/api/admin/cash/close", closed, as("closes")).Want(t, 200, "")
	for request, entry := range map[string]string{"opens": "cash_session CREATE", "moves": "cash_movement CREATE", "closes": "cash_session UPDATE"} {
		assert.Equal(t, entry, c.Text(t, `SELECT string_agg(entity_type || ' ' || action, ', ') FROM audit_log WHERE request_id = $1`, request))
	}
	tip := map[string]any{"branch_id": 10, "amount_cents": 1, "payment_method": "propina"}
	c.Call(t, "POST", "/api/admin/tips", tip, c.Manager).Want(t, 422, "validation_error")
}
