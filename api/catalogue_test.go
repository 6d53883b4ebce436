package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestAnEntityLeavesItsTracks(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	id := o.Make(t, "/api/admin/allergens", map[string]any{"name": "Lupino", "icon": "🌾", "description": "Trigo"})
	at := fmt.Sprintf("%s/%d", "/api/admin/allergens", id)
	a := o.Call(t, "GET", at, nil, o.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "name", "icon", "description", "is_mandatory", "severity", "is_active", "cross_reactions")

	a = o.Call(t, "PATCH", at, map[string]any{"name": "Lupino (TACC)", "description": nil}, o.Manager).Want(t, 200, "")
	assert.Equal(t, "Lupino (TACC)", a.Body["name"])
	assert.Equal(t, "🌾", a.Body["icon"], "what was not sent stays")
	assert.Nil(t, a.Body["description"], "null empties")

	o.Call(t, "POST", "/api/admin/allergens", map[string]any{"name": "Lupino (TACC)"}, o.Admin).Want(t, 409, "allergen_name_taken")
	o.Call(t, "PATCH", at, map[string]any{"name": ""}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "PATCH", at, map[string]any{"severity": "fatal"}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "PATCH", at, map[string]any{"name": "X"}, o.Waiter).Want(t, 403, "")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "")
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "allergen_not_found")
	o.Call(t, "PATCH", at, map[string]any{"name": "X"}, o.Stranger).Want(t, 404, "allergen_not_found")
	o.Call(t, "DELETE", at, nil, o.Stranger).Want(t, 404, "allergen_not_found")

	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	o.Call(t, "GET", at, nil, o.Admin).Want(t, 404, "allergen_not_found")
	again := o.Make(t, "/api/admin/allergens", map[string]any{"name": "Lupino (TACC)"})
	require.NotEqual(t, id, again, "a deleted name may be used again")
	restore := fmt.Sprintf("/api/admin/allergens/%d/restore", id)
	o.Call(t, "POST", restore, nil, o.Admin).Want(t, 409, "allergen_name_taken")

	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'allergen' AND entity_id = $1 AND action = 'UPDATE'
		AND user_id = 302 AND old_values->>'name' = 'Lupino' AND new_values->>'name' = 'Lupino (TACC)' AND request_id IS NOT NULL AND ip_address = '127.0.0.1'`, id))
	for _, kind := range []string{"ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED"} {
		assert.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = $1 AND (entity->>'entity_id')::bigint = $2`, kind, id), "one for each branch of the tenant: "+kind)
	}
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM allergen WHERE id = $1 AND created_by_id = 301 AND updated_by_id = 302 AND deleted_by_id = 301`, id))
}

func TestADeletionTakesWhatItShowedAndRestoringBringsBackThat(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	id := o.Make(t, "/api/admin/categories", map[string]any{"branch_id": apitest.BranchID, "name": "Sopas"})
	at := fmt.Sprintf("%s/%d", "/api/admin/categories", id)
	o.Exec(t, `INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (801, 1, $1, 'Frías')`, id)
	o.Exec(t, `INSERT INTO product (id, tenant_id, category_id, subcategory_id, name) VALUES (901, 1, $1, 801, 'Gazpacho'), (902, 1, $1, NULL, 'Locro')`, id)
	o.Exec(t, `INSERT INTO product (id, tenant_id, category_id, name, is_active) VALUES (903, 1, $1, 'Fuera de carta', false)`, id)
	o.Exec(t, `INSERT INTO product (id, tenant_id, category_id, name, is_active, deleted_at) VALUES (904, 1, $1, 'Borrado antes', false, now())`, id)
	o.Exec(t, `INSERT INTO branch_product (id, tenant_id, branch_id, product_id, price_cents) VALUES (951, 1, 10, 901, 100)`)

	a := o.Call(t, "GET", at+"/cascade-preview", nil, o.Manager).Want(t, 200, "")
	require.Len(t, a.Body["subcategories"], 1)
	require.Len(t, a.Body["products"], 3)
	require.Equal(t, []any{map[string]any{"id": 951.0, "name": "Gazpacho · Centro"}}, a.Body["branch_products"], "a price is called by what it is the price of")

	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "")
	d := o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 200, "")
	require.Equal(t, true, d.Body["success"])
	live := `SELECT count(*) FROM product WHERE category_id = $1 AND deleted_at IS NULL`
	require.Equal(t, 0, o.Count(t, live, id))
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM event WHERE type = 'CASCADE_DELETE' AND branch_id = 10 AND (entity->>'affected_count')::int = 5`))
	require.Equal(t, 4, o.Count(t, `SELECT count(*) FROM product WHERE category_id = $1`, id), "no row leaves the database")

	o.Call(t, "POST", "/api/admin/products/901/restore", nil, o.Admin).Want(t, 400, "deleted_with_another")
	o.Call(t, "POST", at+"/restore", nil, o.Manager).Want(t, 403, "")
	o.Call(t, "POST", at+"/restore", nil, o.Stranger).Want(t, 404, "category_not_found")
	o.Call(t, "POST", "/api/admin/unicorns/1/restore", nil, o.Admin).Want(t, 404, "")
	r := o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, r.Body, "success", "message", "entity_type", "entity_id", "affected_entities")
	require.Equal(t, 3, o.Count(t, live, id))
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND branch_id = 10 AND entity->>'entity_id' = '901'
		AND jsonb_path_query_array(entity, '$.affected_entities[*].id') = '[902, 903]'`), "every row that came back is told")
	require.Equal(t, 2, o.Count(t, `SELECT count(*) FROM product WHERE category_id = $1 AND is_active`, id), "what was off the menu stays off")
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM branch_product WHERE id = 951 AND is_active`))
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 400, "not_deleted")
}

// TestAManagerManagesWhereTheyAreOne: who also waits tables elsewhere has two
// branches in the token and may manage one.
func TestAManagerManagesWhereTheyAreOne(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 302, 11, 'WAITER')`)
	both := apitest.Bearing(o.Login(t, "encargado@demo.com", "waiter123").Want(t, 200, "").Str(t, "access_token"))
	o.Call(t, "POST", "/api/admin/categories", map[string]any{"branch_id": apitest.BranchID, "name": "Acá"}, both).Want(t, 201, "")
	o.Call(t, "POST", "/api/admin/categories", map[string]any{"branch_id": apitest.OtherBranchID, "name": "Allá"}, both).Want(t, 403, "branch_forbidden")
	there := o.Make(t, "/api/admin/categories", map[string]any{"branch_id": apitest.OtherBranchID, "name": "De allá"})
	o.Call(t, "PATCH", "/api/admin/categories"+"/"+apitest.ID(there), map[string]any{"name": "Mía"}, both).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/admin/categories"+"/"+apitest.ID(there), nil, both).Want(t, 200, "")
	o.Call(t, "GET", "/api/admin/reports/summary?branch_id=11", nil, both).Want(t, 403, "branch_forbidden")
}
