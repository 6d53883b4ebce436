package venue

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestABranchWhereSomebodySitsStays(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	at := "/api/admin/branches" + "/10"
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "PATCH", at, map[string]any{"is_active": false}, o.Admin).Want(t, 400, "sitting_open")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "role_forbidden")
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "branch_not_found")

	o.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE branch_id = 10`)
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 400, "last_admin")
	o.Call(t, "PATCH", at, map[string]any{"is_active": false}, o.Admin).Want(t, 400, "last_admin")
	o.Employ(t, 310, "norte@demo.com", apitest.OtherBranchID, access.Admin)
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	assert.Equal(t, 0, o.Count(t, `SELECT count(*) FROM restaurant_table WHERE branch_id = 10 AND deleted_at IS NULL`), "with its tables")
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
	assert.Equal(t, 4, o.Count(t, `SELECT count(*) FROM restaurant_table WHERE branch_id = 10 AND is_active`), "one was out of use before")
}

func TestTenant(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "GET", "/api/admin/tenant", nil, o.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "name", "slug", "description", "logo", "theme_color", "created_at")
	p := o.Call(t, "PATCH", "/api/admin/tenant", map[string]any{
		"theme_color": "#0f766e", "description": "Desde 1998",
	}, o.Admin).Want(t, 200, "")
	assert.Equal(t, "#0f766e", p.Body["theme_color"])
	assert.Equal(t, "Buen Sabor", p.Body["name"])
	o.Call(t, "PATCH", "/api/admin/tenant", map[string]any{"theme_color": "red;}"}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "PATCH", "/api/admin/tenant", map[string]any{"logo": "http://169.254.169.254/"}, o.Admin).Want(t, 422, "")
	o.Call(t, "PATCH", "/api/admin/tenant", map[string]any{"name": "X"}, o.Manager).Want(t, 403, "role_forbidden")
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tenant' AND action = 'UPDATE' AND new_values->>'theme_color' = '#0f766e'`))
	require.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_UPDATED' AND entity->>'entity_type' = 'tenant'`))
	require.NotEqual(t, "Buen Sabor", o.Call(t, "GET", "/api/admin/tenant", nil, o.Stranger).Body["name"])
}

func TestSectors(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.BranchID, "name": "Terraza", "prefix": "ter",
	}, o.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "branch_id", "name", "prefix", "display_order", "is_active", "is_global")
	assert.Equal(t, "TER", a.Body["prefix"])
	assert.Equal(t, false, a.Body["is_global"])
	id := a.Int(t, "id")
	everywhere := o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"name": "Vereda", "prefix": "VER",
	}, o.Admin).Want(t, 201, "")
	assert.Equal(t, true, everywhere.Body["is_global"])
	assert.Nil(t, everywhere.Body["branch_id"])

	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"name": "Vereda", "prefix": "VEX",
	}, o.Manager).Want(t, 403, "global_sector")
	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.BranchID, "name": "Otra", "prefix": "Ter",
	}, o.Manager).Want(t, 409, "sector_prefix_taken")
	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.OtherBranchID, "name": "Otra", "prefix": "T",
	}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.CanaryBranchID, "name": "Otra", "prefix": "T",
	}, o.Admin).Want(t, 400, "branch_not_found")
	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.BranchID, "name": "Otra", "prefix": "T-",
	}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/sectors", map[string]any{
		"branch_id": apitest.BranchID, "name": "Otra", "prefix": "T",
	}, o.Waiter).Want(t, 403, "role_forbidden")

	assert.Len(t, o.Call(t, "GET", "/api/admin/sectors"+"?branch_id=10", nil, o.Waiter).List(t), 2, "its own, and what is everywhere")
	assert.Len(t, o.Call(t, "GET", "/api/admin/sectors"+"?branch_id=11", nil, o.Admin).List(t), 1)
	o.Call(t, "GET", "/api/admin/sectors"+"?branch_id=11", nil, o.Waiter).Want(t, 403, "branch_forbidden")

	at := fmt.Sprintf("%s/%d", "/api/admin/sectors", id)
	o.Exec(t, `UPDATE restaurant_table SET sector_id = $1 WHERE id = 1001`, id)
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 400, "sector_has_tables")
	o.Exec(t, `UPDATE restaurant_table SET sector_id = NULL WHERE id = 1001`)
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "sector_not_found")
	o.Call(t, "DELETE", fmt.Sprintf("%s/%d", "/api/admin/sectors", everywhere.Int(t, "id")), nil, o.Manager).Want(t, 403, "global_sector")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 204, "")
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
}
