package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

func TestIngredientsWithTheirParts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.call(t, post, ingredientGroupsPath, map[string]any{"name": "Salsas"}, o.manager).want(t, 403, "")
	g := o.call(t, post, ingredientGroupsPath, map[string]any{"name": "Salsas", "icon": "🥫"}, o.admin).want(t, 201, "")
	fields(t, g.body, "id", "name", "description", "icon", "is_active")
	o.call(t, post, ingredientGroupsPath, map[string]any{"name": "Salsas"}, o.admin).want(t, 409, "ingredient_group_name_taken")
	require.Len(t, o.call(t, get, ingredientGroupsPath, nil, o.waiter).want(t, 200, "").list(t), 1)

	body := map[string]any{"name": "Chimichurri", "group_id": g.int(t, "id"), "is_processed": true}
	o.call(t, post, ingredientsPath, body, o.waiter).want(t, 403, "")
	made := o.call(t, post, ingredientsPath, body, o.manager).want(t, 201, "")
	fields(t, made.body, "id", "tenant_id", "name", "description", "group_id", "group_name", "is_processed", "is_active", "created_at", "sub_ingredients")
	assert.Equal(t, "Salsas", made.body["group_name"])
	o.call(t, post, ingredientsPath, body, o.manager).want(t, 409, "ingredient_name_taken")
	o.call(t, post, ingredientsPath, map[string]any{"name": "X", "group_id": 99999}, o.manager).want(t, 400, "ingredient_group_not_found")
	o.call(t, post, ingredientsPath, map[string]any{"name": ""}, o.manager).want(t, 422, "validation_error")

	at := fmt.Sprintf("%s/%d", ingredientsPath, made.int(t, "id"))
	sub := o.call(t, post, at+"/sub", map[string]any{"name": "Ajo"}, o.manager).want(t, 201, "")
	fields(t, sub.body, "id", "ingredient_id", "name", "description", "is_active")
	o.call(t, post, at+"/sub", map[string]any{"name": "Ajo"}, o.stranger).want(t, 404, "ingredient_not_found")
	o.call(t, get, at, nil, o.stranger).want(t, 404, "ingredient_not_found")
	o.call(t, patch, at, map[string]any{"name": "Chimi", "group_id": nil}, o.stranger).want(t, 404, "ingredient_not_found")
	a := o.call(t, patch, at, map[string]any{"name": "Chimi", "group_id": nil}, o.manager).want(t, 200, "")
	assert.Nil(t, a.body["group_id"])
	require.Len(t, a.body["sub_ingredients"], 1)

	other := o.make(t, ingredientsPath, map[string]any{"name": "Pan"})
	o.call(t, del, fmt.Sprintf("%s/%d/sub/%d", ingredientsPath, other, sub.int(t, "id")), nil, o.manager).want(t, 404, "sub_ingredient_not_found")
	require.Len(t, o.call(t, get, ingredientsPath, nil, o.waiter).want(t, 200, "").list(t), 2)
	require.Empty(t, o.call(t, get, fmt.Sprintf("%s?group_id=%d", ingredientsPath, g.int(t, "id")), nil, o.waiter).want(t, 200, "").list(t))

	o.call(t, del, at, nil, o.manager).want(t, 403, "")
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	require.Len(t, o.call(t, get, ingredientsPath+"?include_deleted=true", nil, o.waiter).want(t, 200, "").list(t), 2)
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
	back := o.call(t, get, at, nil, o.waiter).want(t, 200, "")
	require.Len(t, back.body["sub_ingredients"], 1, "what went with it came back with it")
	o.call(t, del, fmt.Sprintf("%s/sub/%d", at, sub.int(t, "id")), nil, o.manager).want(t, 204, "")
	back = o.call(t, get, at, nil, o.waiter).want(t, 200, "")
	require.Empty(t, back.body["sub_ingredients"])
}

func TestPromotionsBelongToTheirBranches(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := map[string]any{
		"name": "Noche de milanesas", "price_cents": 990_000, "start_date": "2026-03-01", "end_date": "2026-03-31",
		"start_time": "20:00", "end_time": "01:00", "branch_ids": []int{branchID}, "items": []map[string]any{{"product_id": milanesaID, "quantity": 2}, {"product_id": flanID}},
	}
	with := func(key string, value any) map[string]any {
		out := map[string]any{key: value}
		for k, v := range body {
			if k != key {
				out[k] = v
			}
		}
		return out
	}
	o.call(t, post, promotionsPath, body, o.waiter).want(t, 403, "")
	p := o.call(t, post, promotionsPath, body, o.manager).want(t, 201, "")
	fields(t, p.body, "id", "tenant_id", "name", "description", "price_cents", "image", "start_date", "end_date", "start_time", "end_time",
		"promotion_type_id", "branch_ids", "items", "is_active", "created_at", "updated_at")
	assert.Equal(t, []any{map[string]any{"product_id": 300.0, "quantity": 2.0}, map[string]any{"product_id": 301.0, "quantity": 1.0}}, p.body["items"])
	assert.Equal(t, "2026-03-31", p.body["end_date"])

	for _, c := range []struct {
		body   map[string]any
		status int
		code   string
	}{
		{with("branch_ids", []int{otherBranchID}), 403, "branch_forbidden"},
		{with("branch_ids", []int{canaryBranchID}), 400, "branch_not_found"},
		{with("items", []map[string]any{{"product_id": canaryProductID}}), 400, "product_not_found"},
		{with("items", []map[string]any{{"product_id": flanID}, {"product_id": flanID}}), 400, "product_twice"},
		{with("end_date", "2026-02-01"), 400, "promotion_ends_before_start"},
		{with("end_date", "31/03/2026"), 422, "validation_error"},
		{with("end_time", "24:00"), 422, "validation_error"},
		{with("price_cents", -1), 422, "validation_error"},
		{with("image", "http://localhost/x.jpg"), 422, "validation_error"},
	} {
		o.call(t, post, promotionsPath, c.body, o.manager).want(t, c.status, c.code)
	}
	off := o.call(t, post, promotionsPath, with("is_active", false), o.admin).want(t, 201, "")
	assert.Equal(t, false, off.body["is_active"])

	at := fmt.Sprintf("%s/%d", promotionsPath, p.int(t, "id"))
	north := o.employ(t, 310, "norte@demo.com", otherBranchID, access.Manager)
	o.call(t, get, at, nil, north).want(t, 403, "branch_forbidden")
	o.call(t, patch, at, map[string]any{"name": "Mía"}, north).want(t, 403, "branch_forbidden")
	require.Empty(t, o.call(t, get, promotionsPath, nil, north).want(t, 200, "").list(t))
	o.call(t, get, promotionsPath+"?branch_id=10", nil, north).want(t, 403, "branch_forbidden")
	require.Len(t, o.call(t, get, promotionsPath+"?branch_id=10", nil, o.waiter).want(t, 200, "").list(t), 2)
	o.call(t, get, at, nil, o.stranger).want(t, 404, "promotion_not_found")

	_, before, err := o.menus.Menu(t.Context(), "centro")
	require.NoError(t, err)
	o.exec(t, `UPDATE product SET name = 'Milanga' WHERE id = 300`)
	a := o.call(t, patch, at, map[string]any{"price_cents": 880_000, "items": []map[string]any{{"product_id": flanID}}}, o.manager).want(t, 200, "")
	assert.Len(t, a.body["items"], 1)
	assert.Equal(t, []any{10.0}, a.body["branch_ids"], "what was not sent stays")
	_, after, err := o.menus.Menu(t.Context(), "centro")
	require.NoError(t, err)
	assert.NotEqual(t, before, after, "the cached menu was dropped")
	o.call(t, patch, at, map[string]any{"branch_ids": []int{branchID, otherBranchID}}, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, patch, at, map[string]any{"branch_ids": []int{branchID, otherBranchID}}, o.admin).want(t, 200, "")
	o.call(t, patch, at, map[string]any{"name": "Mía"}, o.manager).want(t, 403, "branch_forbidden")

	o.call(t, del, at, nil, o.manager).want(t, 403, "")
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	assert.Equal(t, 2, o.count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_DELETED' AND entity->>'entity_type' = 'promotion'`))
	o.call(t, post, at+"/restore", nil, o.admin).want(t, 200, "")
}

func TestCustomizationsAndTheirProducts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := map[string]any{"name": "A punto", "category": "Cocción", "extra_cost_cents": 0, "order": 2}
	o.call(t, get, customizationsPath, nil, o.waiter).want(t, 403, "")
	made := o.call(t, post, customizationsPath, body, o.manager).want(t, 201, "")
	fields(t, made.body, "id", "tenant_id", "name", "category", "extra_cost_cents", "order", "is_active", "product_ids")
	o.call(t, post, customizationsPath, body, o.manager).want(t, 409, "customization_name_taken")
	o.call(t, post, customizationsPath, map[string]any{"name": "Queso", "extra_cost_cents": -1}, o.manager).want(t, 422, "validation_error")

	at := fmt.Sprintf("%s/%d", customizationsPath, made.int(t, "id"))
	o.call(t, get, at, nil, o.stranger).want(t, 404, "customization_not_found")
	a := o.call(t, "PUT", at, map[string]any{"extra_cost_cents": 50_000}, o.manager).want(t, 200, "")
	assert.Equal(t, "A punto", a.body["name"])
	assert.EqualValues(t, 50_000, a.body["extra_cost_cents"])

	one := fmt.Sprintf("%s/products/%d", at, milanesaID)
	o.call(t, post, one, nil, o.manager).want(t, 204, "")
	o.call(t, post, one, nil, o.manager).want(t, 204, "")
	o.call(t, post, fmt.Sprintf("%s/products/%d", at, canaryProductID), nil, o.manager).want(t, 404, "product_not_found")
	a = o.call(t, "PUT", at+"/products", map[string]any{"product_ids": []int{flanID, soupID}}, o.manager).want(t, 200, "")
	assert.Equal(t, []any{301.0, 302.0}, a.body["product_ids"])
	o.call(t, "PUT", at+"/products", map[string]any{"product_ids": []int{flanID, canaryProductID}}, o.manager).want(t, 400, "product_not_found")
	o.call(t, del, one, nil, o.manager).want(t, 404, "customization_not_linked")
	o.call(t, del, fmt.Sprintf("%s/products/%d", at, flanID), nil, o.manager).want(t, 204, "")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'customization' AND action = 'UPDATE' AND new_values->>'product_ids' = '[302]'`))
	o.call(t, del, at, nil, o.manager).want(t, 204, "")
	require.Empty(t, o.call(t, get, customizationsPath, nil, o.manager).want(t, 200, "").list(t))
}
