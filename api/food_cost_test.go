package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestAProductsRecipeIsTheTenants(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, cookbook)
	mine := o.Make(t, "/api/recipes", recipeBody)
	o.Exec(t, `INSERT INTO recipe (id, tenant_id, branch_id, name) VALUES (701, 1, 11, 'De la otra sucursal'), (702, 2, 20, 'Ajena')`)
	body := map[string]any{"name": "Milanesa de la casa", "category_id": 50, "recipe_id": mine}
	a := o.Call(t, "POST", "/api/admin/products", body, o.Manager).Want(t, 201, "")
	require.Equal(t, recipeBody["name"], a.Body["recipe_name"])
	at := fmt.Sprintf("%s/%d", "/api/admin/products", a.Int(t, "id"))
	for _, c := range []struct {
		recipe any
		status int
		code   string
	}{{702, 400, "recipe_not_found"}, {999_999, 400, "recipe_not_found"}, {701, 403, "branch_forbidden"}} {
		o.Call(t, "POST", "/api/admin/products", with(body, "recipe_id", c.recipe), o.Manager).Want(t, c.status, c.code)
		o.Call(t, "PATCH", at, map[string]any{"recipe_id": c.recipe}, o.Manager).Want(t, c.status, c.code)
	}
	require.Equal(t, "De la otra sucursal", o.Call(t, "PATCH", at, map[string]any{"recipe_id": 701}, o.Admin).Want(t, 200, "").Body["recipe_name"])
	require.Nil(t, o.Call(t, "PATCH", at, map[string]any{"recipe_id": nil}, o.Admin).Want(t, 200, "").Body["recipe_name"])
}

func TestFoodCostBothWays(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"/api/admin", "/admin"} {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			o := newAdmin(t)
			o.Exec(t, cookbook)
			o.Exec(t, `INSERT INTO ingredient (id, tenant_id, name) VALUES (500, 1, 'Harina')`)
			o.Exec(t, `INSERT INTO stock_item (tenant_id, branch_id, ingredient_id, unit, cost_per_unit_cents) VALUES (1, 10, 500, 'kg', 120000)`)
			recipe := o.Make(t, "/api/recipes", map[string]any{
				"branch_id": apitest.BranchID, "name": "Pan", "suggested_price_cents": 100_000,
				"ingredients": []map[string]any{
					{"ingredient_id": 500, "name": "Harina", "quantity": "250", "unit": "g"}, {"name": "Sal", "quantity": "a gusto", "unit": "g"},
				},
			})
			report, calculate := prefix+"/inventory/food-cost", prefix+"/inventory/food-cost/calculate"
			require.Empty(t, o.Call(t, "GET", report, nil, o.Admin).Want(t, 200, "").List(t), "nothing was worked out yet")

			costs := o.Call(t, "POST", calculate+"?branch_id=10", nil, o.Manager).Want(t, 200, "").List(t)
			require.Len(t, costs, 1)
			apitest.Fields(t, costs[0], "id", "tenant_id", "recipe_id", "product_id", "total_cost_cents", "food_cost_percent", "calculated_at", "unpriced_ingredients")
			require.EqualValues(t, 30_000, costs[0]["total_cost_cents"])
			require.Equal(t, []any{nil, 0.0}, []any{costs[0]["product_id"], costs[0]["food_cost_percent"]}, "no dish of it is sold")
			require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'recipe_cost' AND action = 'CALCULATE' AND user_id = 302 AND branch_id = 10`))

			o.Call(t, "POST", fmt.Sprintf("%s/%d/derive-product", "/api/recipes", recipe), map[string]any{"name": "Pan casero", "category_id": 50}, o.Manager).Want(t, 201, "")
			o.Call(t, "POST", calculate, nil, o.Admin).Want(t, 200, "")
			items := o.Call(t, "GET", report+"?branch_id=10", nil, o.Manager).Want(t, 200, "").List(t)
			require.Len(t, items, 1, "each recipe has one cost")
			apitest.Fields(t, items[0], "product_id", "product_name", "recipe_id", "recipe_name", "total_cost_cents", "selling_price_cents", "food_cost_percent",
				"unpriced_ingredients")
			require.Equal(t, []any{"Pan casero", 100_000.0, 30.0}, []any{items[0]["product_name"], items[0]["selling_price_cents"], items[0]["food_cost_percent"]})
			require.Equal(t, []any{"Sal"}, items[0]["unpriced_ingredients"])

			o.Call(t, "POST", calculate, nil, o.Waiter).Want(t, 403, "")
			o.Call(t, "POST", calculate+"?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
			require.Empty(t, o.Call(t, "GET", report, nil, o.Stranger).Want(t, 200, "").List(t))
			require.Empty(t, o.Call(t, "POST", calculate, nil, o.Stranger).Want(t, 200, "").List(t))
		})
	}
}
