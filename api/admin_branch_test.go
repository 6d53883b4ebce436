package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

var branchFields = []string{
	"id", "tenant_id", "name", "slug", "address", "phone", "timezone", "opening_time", "closing_time", "is_active", "created_at",
	"round_approval", "call_reminder_seconds", "call_escalation_after", "ready_reminder_seconds", "idle_close_minutes", "overpayment_policy",
	"unpaid_cap_cents", "staff_opens_tables",
}

func TestABranchIsMadeAndItsAdminsWorkInIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.call(t, post, branchesPath, map[string]any{
		"name": "Sur", "slug": "sur", "timezone": "America/Argentina/Ushuaia", "opening_time": "11:00", "closing_time": "00:30",
	}, o.admin).want(t, 201, "")
	fields(t, a.body, branchFields...)
	id := a.int(t, "id")
	at := fmt.Sprintf("%s/%d", branchesPath, id)

	// The token of before the branch acts in it, and a new one names it.
	o.make(t, categoriesPath, map[string]any{"branch_id": id, "name": "Sopas"})
	user := o.login(t, "dueña@demo.com", rightSecret).want(t, 200, "").body["user"].(map[string]any)
	assert.ElementsMatch(t, []any{10.0, 11.0, float64(id)}, user["branch_ids"])
	user = o.login(t, "encargado@demo.com", rightSecret).want(t, 200, "").body["user"].(map[string]any)
	assert.Equal(t, []any{10.0}, user["branch_ids"])

	o.call(t, post, branchesPath, map[string]any{"name": "Otra", "slug": "sur"}, o.admin).want(t, 409, "branch_slug_taken")
	o.call(t, post, branchesPath, map[string]any{"name": "Otra", "slug": "sur"}, o.stranger).want(t, 409, "branch_slug_taken")
	for name, wrong := range map[string]map[string]any{
		"a slug with capitals": {"name": "X", "slug": "Sur"}, "a slug with a slash": {"name": "X", "slug": "a/b"}, "no name": {"slug": "x1"},
		"a slug that ends in a dash": {"name": "X", "slug": "x-"}, "a time": {"name": "X", "slug": "x1", "opening_time": "24:00"},
		"a time without a zero": {"name": "X", "slug": "x1", "closing_time": "9:00"},
	} {
		assert.Equal(t, 422, o.call(t, post, branchesPath, wrong, o.admin).StatusCode, name)
	}
	for _, zone := range []string{"America/Atlantis", "Local"} {
		o.call(t, post, branchesPath, map[string]any{"name": "X", "slug": "x1", "timezone": zone}, o.admin).want(t, 422, "timezone_unknown")
	}
	o.call(t, post, branchesPath, map[string]any{"name": "X", "slug": "x1"}, o.manager).want(t, 403, "role_forbidden")

	p := o.call(t, patch, at, map[string]any{"round_approval": true, "idle_close_minutes": 90, "phone": "261", "overpayment_policy": "CREDIT"}, o.admin).want(t, 200, "")
	assert.Equal(t, "CREDIT", p.body["overpayment_policy"])
	o.call(t, patch, at, map[string]any{"overpayment_policy": "KEEP"}, o.admin).want(t, 422, "")
	assert.Equal(t, true, p.body["round_approval"])
	assert.Equal(t, 90.0, p.body["idle_close_minutes"])
	assert.Equal(t, 60.0, p.body["call_reminder_seconds"], "what was not sent stays")
	o.call(t, patch, at, map[string]any{"call_reminder_seconds": 1}, o.admin).want(t, 422, "validation_error")
	o.call(t, patch, at, map[string]any{"timezone": "Marte"}, o.admin).want(t, 422, "timezone_unknown")
	o.call(t, patch, at, map[string]any{"slug": "centro"}, o.admin).want(t, 409, "branch_slug_taken")
	o.call(t, patch, at, map[string]any{"name": "X"}, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, patch, branchesPath+"/10", map[string]any{"name": "Centro viejo"}, o.manager).want(t, 200, "")
	o.call(t, patch, at, map[string]any{"name": "X"}, o.stranger).want(t, 404, "branch_not_found")
	o.call(t, patch, at, map[string]any{"name": "X"}, o.waiter).want(t, 403, "role_forbidden")

	assert.Len(t, o.call(t, get, branchesPath, nil, o.admin).list(t), 3)
	assert.Len(t, o.call(t, get, branchesPath, nil, o.waiter).list(t), 1)
	assert.Equal(t, 3, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND entity->>'entity_type' = 'branch' AND (entity->>'entity_id')::bigint = $1`, id),
		"every dashboard of the tenant hears of it")
}

func TestABranchWhereSomebodySitsStays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	at := branchesPath + "/10"
	o.call(t, del, at, nil, o.admin).want(t, 400, "sitting_open")
	o.call(t, patch, at, map[string]any{"is_active": false}, o.admin).want(t, 400, "sitting_open")
	o.call(t, del, at, nil, o.manager).want(t, 403, "role_forbidden")
	o.call(t, del, at, nil, o.stranger).want(t, 404, "branch_not_found")

	o.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE branch_id = 10`)
	o.call(t, del, at, nil, o.admin).want(t, 400, "last_admin")
	o.call(t, patch, at, map[string]any{"is_active": false}, o.admin).want(t, 400, "last_admin")
	o.employ(t, 310, "norte@demo.com", otherBranchID, access.Admin)
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	assert.Equal(t, 0, o.count(t, `SELECT count(*) FROM restaurant_table WHERE branch_id = 10 AND deleted_at IS NULL`), "with its tables")
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
	assert.Equal(t, 4, o.count(t, `SELECT count(*) FROM restaurant_table WHERE branch_id = 10 AND is_active`), "one was out of use before")
}

func TestTenant(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.call(t, get, tenantPath, nil, o.waiter).want(t, 200, "")
	fields(t, a.body, "id", "name", "slug", "description", "logo", "theme_color", "created_at")
	p := o.call(t, patch, tenantPath, map[string]any{"theme_color": "#0f766e", "description": "Desde 1998"}, o.admin).want(t, 200, "")
	assert.Equal(t, "#0f766e", p.body["theme_color"])
	assert.Equal(t, "Buen Sabor", p.body["name"])
	o.call(t, patch, tenantPath, map[string]any{"theme_color": "red;}"}, o.admin).want(t, 422, "validation_error")
	o.call(t, patch, tenantPath, map[string]any{"logo": "http://169.254.169.254/"}, o.admin).want(t, 422, "")
	o.call(t, patch, tenantPath, map[string]any{"name": "X"}, o.manager).want(t, 403, "role_forbidden")
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tenant' AND action = 'UPDATE' AND new_values->>'theme_color' = '#0f766e'`))
	require.Equal(t, 2, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_UPDATED' AND entity->>'entity_type' = 'tenant'`))
	require.NotEqual(t, "Buen Sabor", o.call(t, get, tenantPath, nil, o.stranger).body["name"])
}

func TestSectors(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.call(t, post, sectorsPath, map[string]any{"branch_id": branchID, "name": "Terraza", "prefix": "ter"}, o.manager).want(t, 201, "")
	fields(t, a.body, "id", "tenant_id", "branch_id", "name", "prefix", "display_order", "is_active", "is_global")
	assert.Equal(t, "TER", a.body["prefix"])
	assert.Equal(t, false, a.body["is_global"])
	id := a.int(t, "id")
	everywhere := o.call(t, post, sectorsPath, map[string]any{"name": "Vereda", "prefix": "VER"}, o.admin).want(t, 201, "")
	assert.Equal(t, true, everywhere.body["is_global"])
	assert.Nil(t, everywhere.body["branch_id"])

	o.call(t, post, sectorsPath, map[string]any{"name": "Vereda", "prefix": "VEX"}, o.manager).want(t, 403, "global_sector")
	o.call(t, post, sectorsPath, map[string]any{"branch_id": branchID, "name": "Otra", "prefix": "Ter"}, o.manager).want(t, 409, "sector_prefix_taken")
	o.call(t, post, sectorsPath, map[string]any{"branch_id": otherBranchID, "name": "Otra", "prefix": "T"}, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, sectorsPath, map[string]any{"branch_id": canaryBranchID, "name": "Otra", "prefix": "T"}, o.admin).want(t, 400, "branch_not_found")
	o.call(t, post, sectorsPath, map[string]any{"branch_id": branchID, "name": "Otra", "prefix": "T-"}, o.admin).want(t, 422, "validation_error")
	o.call(t, post, sectorsPath, map[string]any{"branch_id": branchID, "name": "Otra", "prefix": "T"}, o.waiter).want(t, 403, "role_forbidden")

	assert.Len(t, o.call(t, get, sectorsPath+"?branch_id=10", nil, o.waiter).list(t), 2, "its own, and what is everywhere")
	assert.Len(t, o.call(t, get, sectorsPath+"?branch_id=11", nil, o.admin).list(t), 1)
	o.call(t, get, sectorsPath+"?branch_id=11", nil, o.waiter).want(t, 403, "branch_forbidden")

	at := fmt.Sprintf("%s/%d", sectorsPath, id)
	o.exec(t, `UPDATE restaurant_table SET sector_id = $1 WHERE id = 1001`, id)
	o.call(t, del, at, nil, o.manager).want(t, 400, "sector_has_tables")
	o.exec(t, `UPDATE restaurant_table SET sector_id = NULL WHERE id = 1001`)
	o.call(t, del, at, nil, o.stranger).want(t, 404, "sector_not_found")
	o.call(t, del, fmt.Sprintf("%s/%d", sectorsPath, everywhere.int(t, "id")), nil, o.manager).want(t, 403, "global_sector")
	o.call(t, del, at, nil, o.manager).want(t, 204, "")
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
}
