package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

// office is a floor with an admin and a manager of the first branch,
// and an admin of the tenant that is not to be seen.
type office struct {
	*floor
	admin, manager, waiter, stranger headers
}

func newOffice(t *testing.T, change ...func(*Options)) *office {
	t.Helper()
	f := newFloor(t, change...)
	o := &office{floor: f}
	o.admin = f.employ(t, 301, "dueña@demo.com", branchID, access.Admin)
	o.manager = f.employ(t, 302, "encargado@demo.com", branchID, access.Manager)
	o.waiter = f.employ(t, 303, "moza@demo.com", branchID, access.Waiter)
	f.exec(t, `INSERT INTO app_user (id, tenant_id, email, password) VALUES (401, 2, 'ajena@otro.com', 'x')`)
	f.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 401, 20, 'ADMIN')`)
	o.stranger = o.bearer(t, access.Staff{UserID: 401, TenantID: 2, Email: "ajena@otro.com", BranchIDs: []int64{20}, Roles: []access.Role{access.Admin}})
	return o
}

func (o *office) bearer(t *testing.T, who access.Staff) headers {
	t.Helper()
	issued, err := o.keys.IssueAccess(who)
	require.NoError(t, err)
	return bearing(issued.Token)
}

// make creates and gives the new row's id.
func (o *office) make(t *testing.T, path string, body any) int64 {
	t.Helper()
	return o.call(t, post, path, body, o.admin).want(t, 201, "").int(t, "id")
}

func TestAnEntityLeavesItsTracks(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.make(t, allergensPath, map[string]any{"name": "Lupino", "icon": "🌾", "description": "Trigo"})
	at := fmt.Sprintf("%s/%d", allergensPath, id)
	a := o.call(t, get, at, nil, o.waiter).want(t, 200, "")
	fields(t, a.body, "id", "tenant_id", "name", "icon", "description", "is_mandatory", "severity", "is_active", "cross_reactions")

	a = o.call(t, patch, at, map[string]any{"name": "Lupino (TACC)", "description": nil}, o.manager).want(t, 200, "")
	assert.Equal(t, "Lupino (TACC)", a.body["name"])
	assert.Equal(t, "🌾", a.body["icon"], "what was not sent stays")
	assert.Nil(t, a.body["description"], "null empties")

	o.call(t, post, allergensPath, map[string]any{"name": "Lupino (TACC)"}, o.admin).want(t, 409, "allergen_name_taken")
	o.call(t, patch, at, map[string]any{"name": ""}, o.admin).want(t, 422, "validation_error")
	o.call(t, patch, at, map[string]any{"severity": "fatal"}, o.admin).want(t, 422, "validation_error")
	o.call(t, patch, at, map[string]any{"name": "X"}, o.waiter).want(t, 403, "")
	o.call(t, del, at, nil, o.manager).want(t, 403, "")
	o.call(t, get, at, nil, o.stranger).want(t, 404, "allergen_not_found")
	o.call(t, patch, at, map[string]any{"name": "X"}, o.stranger).want(t, 404, "allergen_not_found")
	o.call(t, del, at, nil, o.stranger).want(t, 404, "allergen_not_found")

	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	o.call(t, get, at, nil, o.admin).want(t, 404, "allergen_not_found")
	again := o.make(t, allergensPath, map[string]any{"name": "Lupino (TACC)"})
	require.NotEqual(t, id, again, "a deleted name may be used again")
	restore := fmt.Sprintf("/api/admin/allergens/%d/restore", id)
	o.call(t, post, restore, nil, o.admin).want(t, 409, "allergen_name_taken")

	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'allergen' AND entity_id = $1 AND action = 'UPDATE'
		AND user_id = 302 AND old_values->>'name' = 'Lupino' AND new_values->>'name' = 'Lupino (TACC)' AND request_id IS NOT NULL AND ip_address = '127.0.0.1'`, id))
	for _, kind := range []string{"ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED"} {
		assert.Equal(t, 2, o.count(t, `SELECT count(*) FROM event WHERE type = $1 AND (entity->>'entity_id')::bigint = $2`, kind, id), "one for each branch of the tenant: "+kind)
	}
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM allergen WHERE id = $1 AND created_by_id = 301 AND updated_by_id = 302 AND deleted_by_id = 301`, id))
}

func TestADeletionTakesWhatItShowedAndRestoringBringsBackThat(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := o.make(t, categoriesPath, map[string]any{"branch_id": branchID, "name": "Sopas"})
	at := fmt.Sprintf("%s/%d", categoriesPath, id)
	o.exec(t, `INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (801, 1, $1, 'Frías')`, id)
	o.exec(t, `INSERT INTO product (id, tenant_id, category_id, subcategory_id, name) VALUES (901, 1, $1, 801, 'Gazpacho'), (902, 1, $1, NULL, 'Locro')`, id)
	o.exec(t, `INSERT INTO product (id, tenant_id, category_id, name, is_active) VALUES (903, 1, $1, 'Fuera de carta', false)`, id)
	o.exec(t, `INSERT INTO product (id, tenant_id, category_id, name, is_active, deleted_at) VALUES (904, 1, $1, 'Borrado antes', false, now())`, id)
	o.exec(t, `INSERT INTO branch_product (id, tenant_id, branch_id, product_id, price_cents) VALUES (951, 1, 10, 901, 100)`)

	a := o.call(t, get, at+"/cascade-preview", nil, o.manager).want(t, 200, "")
	require.Len(t, a.body["subcategories"], 1)
	require.Len(t, a.body["products"], 3)
	require.Equal(t, []any{map[string]any{"id": 951.0, "name": "Gazpacho · Centro"}}, a.body["branch_products"], "a price is called by what it is the price of")

	o.call(t, del, at, nil, o.manager).want(t, 403, "")
	d := o.call(t, del, at, nil, o.admin).want(t, 200, "")
	require.Equal(t, true, d.body["success"])
	live := `SELECT count(*) FROM product WHERE category_id = $1 AND deleted_at IS NULL`
	require.Equal(t, 0, o.count(t, live, id))
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM event WHERE type = 'CASCADE_DELETE' AND branch_id = 10 AND (entity->>'affected_count')::int = 5`))
	require.Equal(t, 4, o.count(t, `SELECT count(*) FROM product WHERE category_id = $1`, id), "no row leaves the database")

	o.call(t, post, "/api/admin/products/901/restore", nil, o.admin).want(t, 400, "deleted_with_another")
	o.call(t, post, at+"/restore", nil, o.manager).want(t, 403, "")
	o.call(t, post, at+"/restore", nil, o.stranger).want(t, 404, "category_not_found")
	o.call(t, post, "/api/admin/unicorns/1/restore", nil, o.admin).want(t, 404, "")
	r := o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
	fields(t, r.body, "success", "message", "entity_type", "entity_id", "affected_entities")
	require.Equal(t, 3, o.count(t, live, id))
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_CREATED' AND branch_id = 10 AND entity->>'entity_id' = '901'
		AND jsonb_path_query_array(entity, '$.affected_entities[*].id') = '[902, 903]'`), "every row that came back is told")
	require.Equal(t, 2, o.count(t, `SELECT count(*) FROM product WHERE category_id = $1 AND is_active`, id), "what was off the menu stays off")
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM branch_product WHERE id = 951 AND is_active`))
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 400, "not_deleted")
}

// TestAManagerManagesWhereTheyAreOne: who also waits tables elsewhere has two
// branches in the token and may manage one.
func TestAManagerManagesWhereTheyAreOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (1, 302, 11, 'WAITER')`)
	both := bearing(o.login(t, "encargado@demo.com", rightSecret).want(t, 200, "").str(t, "access_token"))
	o.call(t, post, categoriesPath, map[string]any{"branch_id": branchID, "name": "Acá"}, both).want(t, 201, "")
	o.call(t, post, categoriesPath, map[string]any{"branch_id": otherBranchID, "name": "Allá"}, both).want(t, 403, "branch_forbidden")
	there := o.make(t, categoriesPath, map[string]any{"branch_id": otherBranchID, "name": "De allá"})
	o.call(t, patch, categoriesPath+"/"+id(there), map[string]any{"name": "Mía"}, both).want(t, 403, "branch_forbidden")
	o.call(t, get, categoriesPath+"/"+id(there), nil, both).want(t, 200, "")
	o.call(t, get, "/api/admin/reports/summary?branch_id=11", nil, both).want(t, 403, "branch_forbidden")
}
