package catalogue

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestPromotionsBelongToTheirBranches(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	body := map[string]any{
		"name": "Noche de milanesas", "price_cents": 990_000, "start_date": "2026-03-01", "end_date": "2026-03-31",
		"start_time": "20:00", "end_time": "01:00", "branch_ids": []int{apitest.BranchID},
		"items": []map[string]any{{"product_id": apitest.MilanesaID, "quantity": 2}, {"product_id": apitest.FlanID}},
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
	o.Call(t, "POST", "/api/admin/promotions", body, o.Waiter).Want(t, 403, "")
	p := o.Call(t, "POST", "/api/admin/promotions", body, o.Manager).Want(t, 201, "")
	apitest.Fields(t, p.Body, "id", "tenant_id", "name", "description", "price_cents", "image", "start_date", "end_date", "start_time", "end_time",
		"promotion_type_id", "branch_ids", "items", "is_active", "created_at", "updated_at")
	assert.Equal(t, []any{map[string]any{
		"product_id": 300.0, "quantity": 2.0,
	}, map[string]any{
		"product_id": 301.0, "quantity": 1.0,
	}}, p.Body["items"])
	assert.Equal(t, "2026-03-31", p.Body["end_date"])

	for _, c := range []struct {
		body   map[string]any
		status int
		code   string
	}{
		{with("branch_ids", []int{apitest.OtherBranchID}), 403, "branch_forbidden"},
		{with("branch_ids", []int{apitest.CanaryBranchID}), 400, "branch_not_found"},
		{with("items", []map[string]any{{"product_id": apitest.CanaryProductID}}), 400, "product_not_found"},
		{
			with("items", []map[string]any{{"product_id": apitest.FlanID}, {"product_id": apitest.FlanID}}), 400,
			"product_twice",
		},
		{with("end_date", "2026-02-01"), 400, "promotion_ends_before_start"},
		{with("end_date", "31/03/2026"), 422, "validation_error"},
		{with("end_time", "24:00"), 422, "validation_error"},
		{with("price_cents", -1), 422, "validation_error"},
		{with("image", "http://localhost/x.jpg"), 422, "validation_error"},
	} {
		o.Call(t, "POST", "/api/admin/promotions", c.body, o.Manager).Want(t, c.status, c.code)
	}
	off := o.Call(t, "POST", "/api/admin/promotions", with("is_active", false), o.Admin).Want(t, 201, "")
	assert.Equal(t, false, off.Body["is_active"])

	at := fmt.Sprintf("%s/%d", "/api/admin/promotions", p.Int(t, "id"))
	north := o.Employ(t, 310, "norte@demo.com", apitest.OtherBranchID, access.Manager)
	o.Call(t, "GET", at, nil, north).Want(t, 403, "branch_forbidden")
	o.Call(t, "PATCH", at, map[string]any{"name": "Mía"}, north).Want(t, 403, "branch_forbidden")
	require.Empty(t, o.Call(t, "GET", "/api/admin/promotions", nil, north).Want(t, 200, "").List(t))
	o.Call(t, "GET", "/api/admin/promotions"+"?branch_id=10", nil, north).Want(t, 403, "branch_forbidden")
	require.Len(t, o.Call(t, "GET", "/api/admin/promotions"+"?branch_id=10", nil, o.Waiter).Want(t, 200, "").List(t), 2)
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "promotion_not_found")

	_, before, err := o.Menu.Menu(t.Context(), "centro")
	require.NoError(t, err)
	o.Exec(t, `UPDATE product SET name = 'Milanga' WHERE id = 300`)
	a := o.Call(t, "PATCH", at, map[string]any{
		"price_cents": 880_000, "items": []map[string]any{{"product_id": apitest.FlanID}},
	}, o.Manager).Want(t, 200, "")
	assert.Len(t, a.Body["items"], 1)
	assert.Equal(t, []any{10.0}, a.Body["branch_ids"], "what was not sent stays")
	_, after, err := o.Menu.Menu(t.Context(), "centro")
	require.NoError(t, err)
	assert.NotEqual(t, before, after, "the cached menu was dropped")
	o.Call(t, "PATCH", at, map[string]any{"branch_ids": []int{
		apitest.BranchID, apitest.OtherBranchID,
	}}, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "PATCH", at, map[string]any{"branch_ids": []int{
		apitest.BranchID, apitest.OtherBranchID,
	}}, o.Admin).Want(t, 200, "")
	o.Call(t, "PATCH", at, map[string]any{"name": "Mía"}, o.Manager).Want(t, 403, "branch_forbidden")

	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "")
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	assert.Equal(t, 2, o.Count(t, `SELECT count(*) FROM event WHERE type = 'ENTITY_DELETED' AND entity->>'entity_type' = 'promotion'`))
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
}

func TestCustomizationsAndTheirProducts(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	body := map[string]any{"name": "A punto", "category": "Cocción", "extra_cost_cents": 0, "order": 2}
	o.Call(t, "GET", "/api/admin/customizations", nil, o.Waiter).Want(t, 403, "")
	made := o.Call(t, "POST", "/api/admin/customizations", body, o.Manager).Want(t, 201, "")
	apitest.Fields(t, made.Body, "id", "tenant_id", "name", "category", "extra_cost_cents", "order", "is_active", "product_ids")
	o.Call(t, "POST", "/api/admin/customizations", body, o.Manager).Want(t, 409, "customization_name_taken")
	o.Call(t, "POST", "/api/admin/customizations", map[string]any{
		"name": "Queso", "extra_cost_cents": -1,
	}, o.Manager).Want(t, 422, "validation_error")

	at := fmt.Sprintf("%s/%d", "/api/admin/customizations", made.Int(t, "id"))
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "customization_not_found")
	a := o.Call(t, "PUT", at, map[string]any{"extra_cost_cents": 50_000}, o.Manager).Want(t, 200, "")
	assert.Equal(t, "A punto", a.Body["name"])
	assert.EqualValues(t, 50_000, a.Body["extra_cost_cents"])

	one := fmt.Sprintf("%s/products/%d", at, apitest.MilanesaID)
	o.Call(t, "POST", one, nil, o.Manager).Want(t, 204, "")
	o.Call(t, "POST", one, nil, o.Manager).Want(t, 204, "")
	o.Call(t, "POST", fmt.Sprintf("%s/products/%d", at, apitest.CanaryProductID), nil, o.Manager).Want(t, 404, "product_not_found")
	a = o.Call(t, "PUT", at+"/products", map[string]any{"product_ids": []int{
		apitest.FlanID, apitest.SoupID,
	}}, o.Manager).Want(t, 200, "")
	assert.Equal(t, []any{301.0, 302.0}, a.Body["product_ids"])
	o.Call(t, "PUT", at+"/products", map[string]any{"product_ids": []int{
		apitest.FlanID, apitest.CanaryProductID,
	}}, o.Manager).Want(t, 400, "product_not_found")
	o.Call(t, "DELETE", one, nil, o.Manager).Want(t, 404, "customization_not_linked")
	o.Call(t, "DELETE", fmt.Sprintf("%s/products/%d", at, apitest.FlanID), nil, o.Manager).Want(t, 204, "")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'customization' AND action = 'UPDATE' AND new_values->>'product_ids' = '[302]'`))
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 204, "")
	require.Empty(t, o.Call(t, "GET", "/api/admin/customizations", nil, o.Manager).Want(t, 200, "").List(t))
}
