package api

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func booking(change map[string]any) map[string]any {
	b := map[string]any{
		"branch_id": apitest.BranchID, "customer_name": "Suárez", "party_size": 4, "reservation_date": "2031-05-20", "reservation_time": "21:00", "table_id": apitest.TableID,
	}
	maps.Copy(b, change)
	return b
}

func TestReservations(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	a := o.Call(t, "POST", "/api/admin/reservations", booking(nil), o.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "branch_id", "customer_name", "customer_phone", "customer_email", "party_size", "reservation_date",
		"reservation_time", "duration_minutes", "table_id", "status", "notes", "is_active", "created_at", "updated_at")
	require.Equal(t, []any{"2031-05-20", "21:00:00", float64(90), "PENDING"},
		[]any{a.Body["reservation_date"], a.Body["reservation_time"], a.Body["duration_minutes"], a.Body["status"]})
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM reservation WHERE starts_at = '2031-05-21T00:00:00Z'`), "the hour is Mendoza's")
	at := fmt.Sprintf("%s/%d", "/api/admin/reservations", a.Int(t, "id"))

	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"reservation_time": "22:29"}), o.Admin).Want(t, 409, "table_reserved")
	next := o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"reservation_time": "22:30"}), o.Admin).Want(t, 201, "")
	o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/reservations", next.Int(t, "id")), map[string]any{"reservation_time": "22:00"}, o.Admin).Want(t, 409, "table_reserved")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"table_id": nil}), o.Admin).Want(t, 201, "")

	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"reservation_date": "2020-01-01"}), o.Admin).Want(t, 400, "day_over")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"reservation_time": "25:00"}), o.Admin).Want(t, 422, "hour_invalid")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"party_size": 0}), o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"table_id": apitest.NorthTableID}), o.Admin).Want(t, 400, "table_of_another_branch")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"table_id": apitest.CanaryTableID}), o.Admin).Want(t, 400, "table_not_found")
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"branch_id": apitest.OtherBranchID, "table_id": nil}), o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", "/api/admin/reservations", booking(nil), o.Waiter).Want(t, 403, "")
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "reservation_not_found")
	o.Call(t, "GET", "/api/admin/reservations"+"?branch_id=11", nil, o.Waiter).Want(t, 403, "branch_forbidden")
	require.Len(t, o.Call(t, "GET", "/api/admin/reservations"+"?branch_id=10&date=2031-05-20&status=PENDING", nil, o.Waiter).Want(t, 200, "").List(t), 3)

	o.Call(t, "PATCH", at+"/status", map[string]any{"status": "SEATED"}, o.Manager).Want(t, 400, "wrong_transition")
	for _, status := range []string{"CONFIRMED", "SEATED", "COMPLETED"} {
		require.Equal(t, status, o.Call(t, "PATCH", at+"/status", map[string]any{"status": status}, o.Manager).Want(t, 200, "").Str(t, "status"))
	}
	o.Call(t, "PATCH", at, map[string]any{"party_size": 5}, o.Manager).Want(t, 400, "reservation_over")
	third := o.Call(t, "POST", "/api/admin/reservations", booking(nil), o.Admin).Want(t, 201, "").Int(t, "id") // who left leaves the table
	o.Call(t, "DELETE", fmt.Sprintf("%s/%d", "/api/admin/reservations", third), nil, o.Manager).Want(t, 204, "")
	o.Call(t, "POST", "/api/admin/reservations", booking(nil), o.Admin).Want(t, 201, "")
	o.Call(t, "POST", fmt.Sprintf("%s/%d/restore", "/api/admin/reservations", third), nil, o.Admin).Want(t, 409, "table_reserved")
	require.Equal(t, 4, o.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'reservation' AND entity_id = $1 AND branch_id = 10`, a.Int(t, "id")))
}

func TestATableIsReservedOnce(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	var wg sync.WaitGroup
	statuses := make([]int, 12)
	for i := range statuses {
		wg.Go(func() {
			a := o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{"reservation_time": fmt.Sprintf("21:%02d", i)}), o.Admin)
			statuses[i] = a.StatusCode
		})
	}
	wg.Wait()
	made := 0
	for _, status := range statuses {
		if status == 201 {
			made++
		} else {
			require.Equal(t, 409, status)
		}
	}
	require.Equal(t, 1, made)
}

func TestDeliveryOrders(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	order := func(change map[string]any) map[string]any {
		b := map[string]any{
			"order_type": "DELIVERY", "customer_name": "Lucía", "customer_phone": "261", "delivery_address": "San Martín 1", "total_cents": 1,
			"items": []map[string]any{{"product_id": apitest.MilanesaID, "qty": 2, "unit_price_cents": 1}, {"product_id": apitest.FlanID}},
		}
		maps.Copy(b, change)
		return b
	}
	path := "/api/admin/delivery/orders" + "?branch_id=10"
	a := o.Call(t, "POST", path, order(nil), o.Manager).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "tenant_id", "branch_id", "order_type", "customer_name", "customer_phone", "customer_email", "delivery_address",
		"delivery_instructions", "delivery_lat", "delivery_lng", "estimated_ready_at", "estimated_delivery_at", "status", "total_cents", "payment_method",
		"is_paid", "notes", "items", "is_active", "created_at", "updated_at")
	require.EqualValues(t, 2*apitest.MilanesaPrice+320_000, a.Int(t, "total_cents"), "prices are the branch's, whatever the client says")
	require.Len(t, a.Body["items"], 2)
	at := fmt.Sprintf("%s/%d", "/api/admin/delivery/orders", a.Int(t, "id"))

	o.Call(t, "POST", path, order(map[string]any{"delivery_address": " "}), o.Admin).Want(t, 400, "address_required")
	o.Call(t, "POST", path, order(map[string]any{"items": []map[string]any{{"product_id": apitest.SoupID}}}), o.Admin).Want(t, 400, "product_unavailable")
	o.Call(t, "POST", path, order(map[string]any{"items": []map[string]any{{"product_id": apitest.CanaryProductID}}}), o.Admin).Want(t, 400, "product_unavailable")
	o.Call(t, "POST", path, order(map[string]any{"items": []map[string]any{}}), o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/delivery/orders"+"?branch_id=11", order(nil), o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "POST", path, order(nil), o.Waiter).Want(t, 403, "")
	o.Call(t, "POST", path, order(nil), o.Stranger).Want(t, 400, "branch_not_found")
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "delivery_order_not_found")

	o.Call(t, "PUT", at, map[string]any{"delivery_address": nil}, o.Admin).Want(t, 400, "address_required")
	p := o.Call(t, "PUT", at, map[string]any{"is_paid": true, "payment_method": "MP"}, o.Admin).Want(t, 200, "")
	require.Equal(t, []any{true, "MP", "Lucía"}, []any{p.Body["is_paid"], p.Body["payment_method"], p.Body["customer_name"]})
	require.Equal(t, "Mitre 2", o.Call(t, "PATCH", at+"/assign", map[string]any{"delivery_address": "Mitre 2"}, o.Admin).Want(t, 200, "").Str(t, "delivery_address"))
	o.Call(t, "PATCH", at+"/status", map[string]any{"status": "DELIVERED"}, o.Manager).Want(t, 400, "wrong_transition")
	for _, status := range []string{"PREPARING", "READY", "OUT_FOR_DELIVERY", "DELIVERED"} {
		o.Call(t, "PATCH", at+"/status", map[string]any{"status": status}, o.Manager).Want(t, 200, "")
	}
	o.Call(t, "PATCH", at+"/status", map[string]any{"status": "CANCELED"}, o.Manager).Want(t, 400, "wrong_transition")
	o.Call(t, "PATCH", at+"/assign", map[string]any{"delivery_address": "X"}, o.Manager).Want(t, 400, "delivery_order_over")

	takeout := o.Call(t, "POST", path, order(map[string]any{"order_type": "TAKEOUT", "delivery_address": nil}), o.Manager).Want(t, 201, "").Int(t, "id")
	other := fmt.Sprintf("%s/%d", "/api/admin/delivery/orders", takeout)
	for _, status := range []string{"PREPARING", "READY"} {
		o.Call(t, "PATCH", other+"/status", map[string]any{"status": status}, o.Manager).Want(t, 200, "")
	}
	o.Call(t, "PATCH", other+"/status", map[string]any{"status": "OUT_FOR_DELIVERY"}, o.Manager).Want(t, 400, "not_for_delivery")
	require.Len(t, o.Call(t, "GET", path+"&type=TAKEOUT&status=READY", nil, o.Waiter).Want(t, 200, "").List(t), 1)
	o.Call(t, "DELETE", other, nil, o.Manager).Want(t, 204, "")
	require.Len(t, o.Call(t, "GET", path, nil, o.Waiter).Want(t, 200, "").List(t), 1)
}

func TestAuditLog(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	north := o.Employ(t, 305, "norte@demo.com", apitest.OtherBranchID, access.Manager)
	allergen := o.Make(t, "/api/admin/allergens", map[string]any{"name": "Lupino"})
	o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/allergens", allergen), map[string]any{"name": "Altramuz"}, o.Manager).Want(t, 200, "")
	dine(t, o)
	all := o.Call(t, "GET", "/api/admin/audit-log", nil, o.Admin).Want(t, 200, "").List(t)
	apitest.Fields(t, all[0], "id", "tenant_id", "user_id", "user_email", "action", "entity_type", "entity_id", "old_values", "new_values", "ip_address", "user_agent", "created_at")
	last := all[0]["id"].(float64) + 1
	for _, e := range all {
		require.Less(t, e["id"], last, "the latest first")
		last = e["id"].(float64)
		require.NotNil(t, e["user_email"], "%v", e)
	}
	page := o.Call(t, "GET", "/api/admin/audit-log?limit=2", nil, o.Admin).List(t)
	o.Make(t, "/api/admin/allergens", map[string]any{"name": "Apio"})
	older := o.Call(t, "GET", fmt.Sprintf("/api/admin/audit-log?limit=2&before_id=%.0f", page[1]["id"]), nil, o.Admin).List(t)
	require.Equal(t, all[2]["id"], older[0]["id"], "pages do not shift when entries come")

	one := o.Call(t, "GET", fmt.Sprintf("/api/admin/audit-log?entity_type=allergen&entity_id=%d&action=UPDATE&user_id=302", allergen), nil, o.Admin).List(t)
	require.Len(t, one, 1)
	require.Equal(t, "Lupino", one[0]["old_values"].(map[string]any)["name"])
	require.IsType(t, float64(0), one[0]["old_values"].(map[string]any)["id"], "a number is told as one")
	discount := "/api/admin/audit-log?action=DISCOUNT"
	require.Len(t, o.Call(t, "GET", discount, nil, o.Manager).List(t), 1)
	require.Empty(t, o.Call(t, "GET", discount, nil, north).List(t), "another branch's")
	require.NotEmpty(t, o.Call(t, "GET", "/api/admin/audit-log?entity_type=allergen", nil, north).List(t), "what all branches share")
	for _, e := range o.Call(t, "GET", "/api/admin/audit-log?entity_type=user", nil, north).List(t) {
		require.EqualValues(t, 305, e["user_id"], "of logins only one's own")
	}
	o.Call(t, "GET", "/api/admin/audit-log", nil, o.Waiter).Want(t, 403, "")
	require.Empty(t, o.Call(t, "GET", "/api/admin/audit-log?entity_type=allergen", nil, o.Stranger).Want(t, 200, "").List(t))

	today := time.Now().UTC().Format(time.DateOnly)
	export := o.Call(t, "GET", "/api/admin/data-export/audit-log?entity_type=allergen&date_to=2099-01-01&date_from=2020-01-01", nil, o.Admin).Want(t, 200, "").List(t)
	apitest.Fields(t, export[0], "id", "user_id", "user_email", "entity_type", "entity_id", "action", "old_values", "new_values", "changes", "ip_address", "created_at")
	require.Equal(t, map[string]any{"name": map[string]any{"old": "Lupino", "new": "Altramuz"}}, export[1]["changes"])
	require.Empty(t, o.Call(t, "GET", "/api/admin/data-export/audit-log?date_to=2020-01-01", nil, o.Admin).List(t), today)
	o.Call(t, "GET", "/api/admin/data-export/audit-log", nil, o.Manager).Want(t, 403, "")
}

func TestACustomerIsForgotten(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Register(t, "Zulema", "zulemas-phone")
	seat := o.Seated(t, "zulemas-phone")
	o.Call(t, "POST", "/api/customer/register", map[string]any{"device_id": "zulemas-phone", "name": "Zulema Paz", "email": "zulema@x.com", "phone": "261777"}, seat).Want(t, 200, "")
	o.Exec(t, `INSERT INTO feedback (tenant_id, branch_id, session_id, rating, comment) VALUES (1, 10, 5000, 5, 'Soy Zulema, un placer')`)
	var customer int64
	require.NoError(t, o.Pool.QueryRow(t.Context(), `SELECT id FROM customer WHERE name = 'Zulema Paz'`).Scan(&customer))
	at := fmt.Sprintf("/api/admin/data-export/customer/%d", customer)
	known := o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, known.Body, "customer", "devices", "visits")
	require.Contains(t, known.Text, "zulema@x.com")
	require.Contains(t, known.Text, "un placer")
	for _, method := range []string{"GET", "DELETE"} {
		o.Call(t, method, at, nil, o.Manager).Want(t, 403, "")
		o.Call(t, method, at, nil, o.Stranger).Want(t, 404, "customer_not_found")
		o.Call(t, method, "/api/admin/data-export/customer/90", nil, o.Admin).Want(t, 404, "customer_not_found")
	}
	gone := o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, gone.Body, "status", "customer_id", "fields_anonymized", "visits_feedback_anonymized", "message")
	require.EqualValues(t, 1, gone.Int(t, "visits_feedback_anonymized"))
	require.NotContains(t, o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "").Text, "ulema")
	for _, table := range []string{"customer", "customer_device", "diner", "feedback", "event", "audit_log"} {
		require.Zero(t, o.Count(t, `SELECT count(*) FROM `+table+` x WHERE x::text ILIKE '%zulema%'`), table)
	}
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'ANONYMIZE' AND entity_id = $1 AND user_id = 301`, customer))
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 200, "")
}

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

			item := map[string]any{"branch_id": apitest.BranchID, "ingredient_id": 500, "current_qty": 10.5, "unit": "kg", "min_level": 3, "cost_per_unit_cents": 1001}
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
				return o.Call(t, "POST", inventory+"/movements", map[string]any{"stock_item_id": stock, "qty_change": qty}, o.Manager)
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

			w := o.Call(t, "POST", inventory+"/waste", map[string]any{"stock_item_id": stock, "qty": 2.5, "reason": "humedad"}, o.Manager).Want(t, 201, "")
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
