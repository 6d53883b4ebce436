package inventory

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestSuppliersAndStockBothWays(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"/api/admin", "/admin"} {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			o := newAdmin(t)
			o.Exec(t, `INSERT INTO ingredient (id, tenant_id, name) VALUES (500, 1, 'Harina'), (501, 2, 'canary')`)
			suppliers, inventory := prefix+"/suppliers", prefix+"/inventory"
			a := o.Call(t, "POST", suppliers, map[string]any{"name": "Molino", "phone": "261"}, o.Manager).Want(t, 201, "")
			apitest.Fields(t, a.Body, "id", "tenant_id", "name", "contact_name", "phone", "email", "address", "notes", "is_active", "created_at")
			require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
			at := fmt.Sprintf("%s/%d", suppliers, a.Int(t, "id"))
			o.Call(t, "POST", suppliers, map[string]any{"name": "Molino"}, o.Manager).Want(t, 409, "supplier_name_taken")
			o.Call(t, "GET", suppliers, nil, o.Waiter).Want(t, 403, "")
			o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "supplier_not_found")
			require.Nil(t, o.Call(t, "PATCH", at, map[string]any{"phone": nil}, o.Admin).Want(t, 200, "").Body["phone"])
			o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 204, "")
			require.Empty(t, o.Call(t, "GET", suppliers, nil, o.Admin).Want(t, 200, "").List(t))

			item := map[string]any{
				"branch_id": apitest.BranchID, "ingredient_id": 500, "current_qty": 10.5, "unit": "kg", "min_level": 3,
				"cost_per_unit_cents": 1001,
			}
			s := o.Call(t, "POST", inventory+"/stock", item, o.Manager).Want(t, 201, "")
			apitest.Fields(t, s.Body, "id", "tenant_id", "branch_id", "ingredient_id", "current_qty", "unit", "min_level", "max_level", "cost_per_unit_cents",
				"location", "last_restock_at", "is_active", "created_at")
			require.Equal(t, []any{10.5, nil}, []any{s.Body["current_qty"], s.Body["max_level"]})
			stock := s.Int(t, "id")
			o.Call(t, "POST", inventory+"/stock", item, o.Manager).Want(t, 409, "stock_item_exists")
			item["ingredient_id"] = 501
			o.Call(t, "POST", inventory+"/stock", item, o.Manager).Want(t, 400, "ingredient_not_found")
			o.Call(t, "GET", inventory+"/stock?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
			o.Call(t, "GET", fmt.Sprintf("%s/stock/%d", inventory, stock), nil, o.Stranger).Want(t, 404, "stock_item_not_found")

			move := func(qty float64) apitest.Reply {
				return o.Call(t, "POST", inventory+"/movements", map[string]any{
					"stock_item_id": stock, "qty_change": qty,
				}, o.Manager)
			}
			move(-10.501).Want(t, 400, "stock_insufficient")
			move(0.0001).Want(t, 400, "no_change")
			m := move(-8).Want(t, 201, "")
			apitest.Fields(t, m.Body, "id", "tenant_id", "branch_id", "stock_item_id", "movement_type", "qty_change", "qty_before", "qty_after", "reason",
				"reference_type", "reference_id", "cost_per_unit_cents", "performed_by_id", "created_at")
			require.Equal(t, []any{10.5, 2.5}, []any{m.Body["qty_before"], m.Body["qty_after"]})
			alerts := o.Call(t, "GET", inventory+"/alerts?branch_id=10", nil, o.Manager).Want(t, 200, "").List(t)
			require.Len(t, alerts, 1)
			apitest.Fields(t, alerts[0], "id", "tenant_id", "branch_id", "stock_item_id", "alert_type", "current_qty", "threshold_qty", "status",
				"acknowledged_by_id", "acknowledged_at", "created_at")
			require.Equal(t, "LOW_STOCK", alerts[0]["alert_type"])
			ack := fmt.Sprintf("%s/alerts/%.0f/acknowledge", inventory, alerts[0]["id"])
			o.Call(t, "PATCH", ack, nil, o.Stranger).Want(t, 404, "stock_alert_not_found")
			require.Equal(t, "ACKNOWLEDGED", o.Call(t, "PATCH", ack, nil, o.Manager).Want(t, 200, "").Str(t, "status"))
			o.Call(t, "PATCH", ack, nil, o.Manager).Want(t, 400, "stock_alert_noted")

			w := o.Call(t, "POST", inventory+"/waste", map[string]any{
				"stock_item_id": stock, "qty": 2.5, "reason": "humedad",
			}, o.Manager).Want(t, 201, "")
			require.EqualValues(t, 2503, w.Int(t, "cost_cents"), "half a cent up")
			out := o.Call(t, "POST", inventory+"/alerts/check?branch_id=10", nil, o.Admin).Want(t, 200, "").List(t)
			require.Len(t, out, 1)
			require.Equal(t, "OUT_OF_STOCK", out[0]["alert_type"])
			move(50).Want(t, 201, "")
			require.Empty(t, o.Call(t, "GET", inventory+"/alerts", nil, o.Admin).List(t), "enough again")
			require.Len(t, o.Call(t, "GET", fmt.Sprintf("%s/stock/%d/movements", inventory, stock), nil, o.Admin).Want(t, 200, "").List(t), 4)
			require.Len(t, o.Call(t, "GET", inventory+"/waste?branch_id=10", nil, o.Admin).Want(t, 200, "").List(t), 1)
			require.Zero(t, o.Count(t, `SELECT count(*) FROM stock_item s WHERE current_qty <> (SELECT sum(qty_change) FROM stock_movement m WHERE m.stock_item_id = s.id)`))
		})
	}
}
