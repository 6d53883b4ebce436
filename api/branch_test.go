package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

var branchFields = []string{
	"id", "tenant_id", "name", "slug", "address", "phone", "timezone", "opening_time", "closing_time", "is_active", "created_at",
	"round_approval", "call_reminder_seconds", "call_escalation_after", "ready_reminder_seconds", "idle_close_minutes", "overpayment_policy",
	"unpaid_cap_cents", "staff_opens_tables", "qr_secret_required",
}

func TestABranchIsMadeAndItsAdminsWorkInIt(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "POST", "/api/admin/branches", map[string]any{
		"name": "Sur", "slug": "sur", "timezone": "America/Argentina/Ushuaia", "opening_time": "11:00", "closing_time": "00:30",
	}, o.Admin).Want(t, 201, "")
	apitest.Fields(t, a.Body, branchFields...)
	id := a.Int(t, "id")
	at := fmt.Sprintf("%s/%d", "/api/admin/branches", id)

	// The token of before the branch acts in it, and a new one names it.
	o.Make(t, "/api/admin/categories", map[string]any{"branch_id": id, "name": "Sopas"})
	user := o.Login(t, "dueña@demo.com", "waiter123").Want(t, 200, "").Body["user"].(map[string]any)
	assert.ElementsMatch(t, []any{10.0, 11.0, float64(id)}, user["branch_ids"])
	user = o.Login(t, "encargado@demo.com", "waiter123").Want(t, 200, "").Body["user"].(map[string]any)
	assert.Equal(t, []any{10.0}, user["branch_ids"])

	o.Call(t, "POST", "/api/admin/branches", map[string]any{"name": "Otra", "slug": "sur"}, o.Admin).Want(t, 409, "branch_slug_taken")
	o.Call(t, "POST", "/api/admin/branches", map[string]any{"name": "Otra", "slug": "sur"}, o.Stranger).Want(t, 409, "branch_slug_taken")
	for name, wrong := range map[string]map[string]any{
		"a slug with capitals": {"name": "X", "slug": "Sur"}, "a slug with a slash": {"name": "X", "slug": "a/b"}, "no name": {"slug": "x1"},
		"a slug that ends in a dash": {"name": "X", "slug": "x-"}, "a time": {"name": "X", "slug": "x1", "opening_time": "24:00"},
		"a time without a zero": {"name": "X", "slug": "x1", "closing_time": "9:00"},
	} {
		assert.Equal(t, 422, o.Call(t, "POST", "/api/admin/branches", wrong, o.Admin).StatusCode, name)
	}
	for _, zone := range []string{"America/Atlantis", "Local"} {
		o.Call(t, "POST", "/api/admin/branches", map[string]any{"name": "X", "slug": "x1", "timezone": zone}, o.Admin).Want(t, 422, "timezone_unknown")
	}
	o.Call(t, "POST", "/api/admin/branches", map[string]any{"name": "X", "slug": "x1"}, o.Manager).Want(t, 403, "role_forbidden")

	p := o.Call(t, "PATCH", at, map[string]any{"round_approval": true, "idle_close_minutes": 90, "phone": "261", "overpayment_policy": "CREDIT"}, o.Admin).Want(t, 200, "")
	assert.Equal(t, "CREDIT", p.Body["overpayment_policy"])
	o.Call(t, "PATCH", at, map[string]any{"overpayment_policy": "KEEP"}, o.Admin).Want(t, 422, "")
	assert.Equal(t, true, p.Body["round_approval"])
	assert.Equal(t, 90.0, p.Body["idle_close_minutes"])
	assert.Equal(t, 60.0, p.Body["call_reminder_seconds"], "what was not sent stays")
	o.Call(t, "PATCH", at, map[string]any{"call_reminder_seconds": 1}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "PATCH", at, map[string]any{"timezone": "Marte"}, o.Admin).Want(t, 422, "timezone_unknown")
	o.Call(t, "PATCH", at, map[string]any{"slug": "centro"}, o.Admin).Want(t, 409, "branch_slug_taken")
	o.Call(t, "PATCH", at, map[string]any{"name": "X"}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "PATCH", "/api/admin/branches"+"/10", map[string]any{"name": "Centro viejo"}, o.Manager).Want(t, 200, "")
	o.Call(t, "PATCH", at, map[string]any{"name": "X"}, o.Stranger).Want(t, 404, "branch_not_found")
	o.Call(t, "PATCH", at, map[string]any{"name": "X"}, o.Waiter).Want(t, 403, "role_forbidden")

	assert.Len(t, o.Call(t, "GET", "/api/admin/branches", nil, o.Admin).List(t), 3)
	assert.Len(t, o.Call(t, "GET", "/api/admin/branches", nil, o.Waiter).List(t), 1)
	assert.Equal(t, 3, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND entity->>'entity_type' = 'branch' AND (entity->>'entity_id')::bigint = $1`, id),
		"every dashboard of the tenant hears of it")
}
