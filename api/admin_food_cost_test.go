package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProductsRecipeIsTheTenants(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(t, cookbook)
	mine := o.make(t, recipesPath, recipeBody)
	o.exec(t, `INSERT INTO recipe (id, tenant_id, branch_id, name) VALUES (701, 1, 11, 'De la otra sucursal'), (702, 2, 20, 'Ajena')`)
	body := map[string]any{"name": "Milanesa de la casa", "category_id": 50, "recipe_id": mine}
	a := o.call(t, post, productsPath, body, o.manager).want(t, 201, "")
	require.Equal(t, recipeBody["name"], a.body["recipe_name"])
	at := fmt.Sprintf("%s/%d", productsPath, a.int(t, "id"))
	for _, c := range []struct {
		recipe any
		status int
		code   string
	}{{702, 400, "recipe_not_found"}, {999_999, 400, "recipe_not_found"}, {701, 403, "branch_forbidden"}} {
		o.call(t, post, productsPath, with(body, "recipe_id", c.recipe), o.manager).want(t, c.status, c.code)
		o.call(t, patch, at, map[string]any{"recipe_id": c.recipe}, o.manager).want(t, c.status, c.code)
	}
	require.Equal(t, "De la otra sucursal", o.call(t, patch, at, map[string]any{"recipe_id": 701}, o.admin).want(t, 200, "").body["recipe_name"])
	require.Nil(t, o.call(t, patch, at, map[string]any{"recipe_id": nil}, o.admin).want(t, 200, "").body["recipe_name"])
}

func TestFoodCostBothWays(t *testing.T) {
	t.Parallel()
	for _, prefix := range withoutAPI {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.exec(t, cookbook)
			o.exec(t, `INSERT INTO ingredient (id, tenant_id, name) VALUES (500, 1, 'Harina')`)
			o.exec(t, `INSERT INTO stock_item (tenant_id, branch_id, ingredient_id, unit, cost_per_unit_cents) VALUES (1, 10, 500, 'kg', 120000)`)
			recipe := o.make(t, recipesPath, map[string]any{
				"branch_id": branchID, "name": "Pan", "suggested_price_cents": 100_000,
				"ingredients": []map[string]any{
					{"ingredient_id": 500, "name": "Harina", "quantity": "250", "unit": "g"}, {"name": "Sal", "quantity": "a gusto", "unit": "g"},
				},
			})
			report, calculate := prefix+"/inventory/food-cost", prefix+"/inventory/food-cost/calculate"
			require.Empty(t, o.call(t, get, report, nil, o.admin).want(t, 200, "").list(t), "nothing was worked out yet")

			costs := o.call(t, post, calculate+"?branch_id=10", nil, o.manager).want(t, 200, "").list(t)
			require.Len(t, costs, 1)
			fields(t, costs[0], "id", "tenant_id", "recipe_id", "product_id", "total_cost_cents", "food_cost_percent", "calculated_at", "unpriced_ingredients")
			require.EqualValues(t, 30_000, costs[0]["total_cost_cents"])
			require.Equal(t, []any{nil, 0.0}, []any{costs[0]["product_id"], costs[0]["food_cost_percent"]}, "no dish of it is sold")
			require.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'recipe_cost' AND action = 'CALCULATE' AND user_id = 302 AND branch_id = 10`))

			o.call(t, post, fmt.Sprintf("%s/%d/derive-product", recipesPath, recipe), map[string]any{"name": "Pan casero", "category_id": 50}, o.manager).want(t, 201, "")
			o.call(t, post, calculate, nil, o.admin).want(t, 200, "")
			items := o.call(t, get, report+"?branch_id=10", nil, o.manager).want(t, 200, "").list(t)
			require.Len(t, items, 1, "each recipe has one cost")
			fields(t, items[0], "product_id", "product_name", "recipe_id", "recipe_name", "total_cost_cents", "selling_price_cents", "food_cost_percent",
				"unpriced_ingredients")
			require.Equal(t, []any{"Pan casero", 100_000.0, 30.0}, []any{items[0]["product_name"], items[0]["selling_price_cents"], items[0]["food_cost_percent"]})
			require.Equal(t, []any{"Sal"}, items[0]["unpriced_ingredients"])

			o.call(t, post, calculate, nil, o.waiter).want(t, 403, "")
			o.call(t, post, calculate+"?branch_id=11", nil, o.manager).want(t, 403, "branch_forbidden")
			require.Empty(t, o.call(t, get, report, nil, o.stranger).want(t, 200, "").list(t))
			require.Empty(t, o.call(t, post, calculate, nil, o.stranger).want(t, 200, "").list(t))
		})
	}
}
