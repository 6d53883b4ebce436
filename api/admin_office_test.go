package api

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

func booking(change map[string]any) map[string]any {
	b := map[string]any{
		"branch_id": branchID, "customer_name": "Suárez", "party_size": 4, "reservation_date": "2031-05-20", "reservation_time": "21:00", "table_id": tableID,
	}
	maps.Copy(b, change)
	return b
}

func TestReservations(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.call(t, post, reservationsPath, booking(nil), o.manager).want(t, 201, "")
	fields(t, a.body, "id", "tenant_id", "branch_id", "customer_name", "customer_phone", "customer_email", "party_size", "reservation_date",
		"reservation_time", "duration_minutes", "table_id", "status", "notes", "is_active", "created_at", "updated_at")
	require.Equal(t, []any{"2031-05-20", "21:00:00", float64(90), "PENDING"},
		[]any{a.body["reservation_date"], a.body["reservation_time"], a.body["duration_minutes"], a.body["status"]})
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM reservation WHERE starts_at = '2031-05-21T00:00:00Z'`), "the hour is Mendoza's")
	at := fmt.Sprintf("%s/%d", reservationsPath, a.int(t, "id"))

	o.call(t, post, reservationsPath, booking(map[string]any{"reservation_time": "22:29"}), o.admin).want(t, 409, "table_reserved")
	next := o.call(t, post, reservationsPath, booking(map[string]any{"reservation_time": "22:30"}), o.admin).want(t, 201, "")
	o.call(t, patch, fmt.Sprintf("%s/%d", reservationsPath, next.int(t, "id")), map[string]any{"reservation_time": "22:00"}, o.admin).want(t, 409, "table_reserved")
	o.call(t, post, reservationsPath, booking(map[string]any{"table_id": nil}), o.admin).want(t, 201, "")

	o.call(t, post, reservationsPath, booking(map[string]any{"reservation_date": "2020-01-01"}), o.admin).want(t, 400, "day_over")
	o.call(t, post, reservationsPath, booking(map[string]any{"reservation_time": "25:00"}), o.admin).want(t, 422, "hour_invalid")
	o.call(t, post, reservationsPath, booking(map[string]any{"party_size": 0}), o.admin).want(t, 422, "validation_error")
	o.call(t, post, reservationsPath, booking(map[string]any{"table_id": northTableID}), o.admin).want(t, 400, "table_of_another_branch")
	o.call(t, post, reservationsPath, booking(map[string]any{"table_id": canaryTableID}), o.admin).want(t, 400, "table_not_found")
	o.call(t, post, reservationsPath, booking(map[string]any{"branch_id": otherBranchID, "table_id": nil}), o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, reservationsPath, booking(nil), o.waiter).want(t, 403, "")
	o.call(t, get, at, nil, o.stranger).want(t, 404, "reservation_not_found")
	o.call(t, get, reservationsPath+"?branch_id=11", nil, o.waiter).want(t, 403, "branch_forbidden")
	require.Len(t, o.call(t, get, reservationsPath+"?branch_id=10&date=2031-05-20&status=PENDING", nil, o.waiter).want(t, 200, "").list(t), 3)

	o.call(t, patch, at+"/status", map[string]any{"status": "SEATED"}, o.manager).want(t, 400, "wrong_transition")
	for _, status := range []string{"CONFIRMED", "SEATED", "COMPLETED"} {
		require.Equal(t, status, o.call(t, patch, at+"/status", map[string]any{"status": status}, o.manager).want(t, 200, "").str(t, "status"))
	}
	o.call(t, patch, at, map[string]any{"party_size": 5}, o.manager).want(t, 400, "reservation_over")
	third := o.call(t, post, reservationsPath, booking(nil), o.admin).want(t, 201, "").int(t, "id") // who left leaves the table
	o.call(t, del, fmt.Sprintf("%s/%d", reservationsPath, third), nil, o.manager).want(t, 204, "")
	o.call(t, post, reservationsPath, booking(nil), o.admin).want(t, 201, "")
	o.call(t, post, fmt.Sprintf("%s/%d/restore", reservationsPath, third), nil, o.admin).want(t, 409, "table_reserved")
	require.Equal(t, 4, o.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'reservation' AND entity_id = $1 AND branch_id = 10`, a.int(t, "id")))
}

func TestATableIsReservedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var wg sync.WaitGroup
	statuses := make([]int, 12)
	for i := range statuses {
		wg.Go(func() {
			a := o.call(t, post, reservationsPath, booking(map[string]any{"reservation_time": fmt.Sprintf("21:%02d", i)}), o.admin)
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
	o := newOffice(t)
	order := func(change map[string]any) map[string]any {
		b := map[string]any{
			"order_type": "DELIVERY", "customer_name": "Lucía", "customer_phone": "261", "delivery_address": "San Martín 1", "total_cents": 1,
			"items": []map[string]any{{"product_id": milanesaID, "qty": 2, "unit_price_cents": 1}, {"product_id": flanID}},
		}
		maps.Copy(b, change)
		return b
	}
	path := deliveriesPath + "?branch_id=10"
	a := o.call(t, post, path, order(nil), o.manager).want(t, 201, "")
	fields(t, a.body, "id", "tenant_id", "branch_id", "order_type", "customer_name", "customer_phone", "customer_email", "delivery_address",
		"delivery_instructions", "delivery_lat", "delivery_lng", "estimated_ready_at", "estimated_delivery_at", "status", "total_cents", "payment_method",
		"is_paid", "notes", "items", "is_active", "created_at", "updated_at")
	require.EqualValues(t, 2*milanesaPrice+320_000, a.int(t, "total_cents"), "prices are the branch's, whatever the client says")
	require.Len(t, a.body["items"], 2)
	at := fmt.Sprintf("%s/%d", deliveriesPath, a.int(t, "id"))

	o.call(t, post, path, order(map[string]any{"delivery_address": " "}), o.admin).want(t, 400, "address_required")
	o.call(t, post, path, order(map[string]any{"items": []map[string]any{{"product_id": soupID}}}), o.admin).want(t, 400, "product_unavailable")
	o.call(t, post, path, order(map[string]any{"items": []map[string]any{{"product_id": canaryProductID}}}), o.admin).want(t, 400, "product_unavailable")
	o.call(t, post, path, order(map[string]any{"items": []map[string]any{}}), o.admin).want(t, 422, "validation_error")
	o.call(t, post, deliveriesPath+"?branch_id=11", order(nil), o.manager).want(t, 403, "branch_forbidden")
	o.call(t, post, path, order(nil), o.waiter).want(t, 403, "")
	o.call(t, post, path, order(nil), o.stranger).want(t, 400, "branch_not_found")
	o.call(t, get, at, nil, o.stranger).want(t, 404, "delivery_order_not_found")

	o.call(t, "PUT", at, map[string]any{"delivery_address": nil}, o.admin).want(t, 400, "address_required")
	p := o.call(t, "PUT", at, map[string]any{"is_paid": true, "payment_method": "MP"}, o.admin).want(t, 200, "")
	require.Equal(t, []any{true, "MP", "Lucía"}, []any{p.body["is_paid"], p.body["payment_method"], p.body["customer_name"]})
	require.Equal(t, "Mitre 2", o.call(t, patch, at+"/assign", map[string]any{"delivery_address": "Mitre 2"}, o.admin).want(t, 200, "").str(t, "delivery_address"))
	o.call(t, patch, at+"/status", map[string]any{"status": "DELIVERED"}, o.manager).want(t, 400, "wrong_transition")
	for _, status := range []string{"PREPARING", "READY", "OUT_FOR_DELIVERY", "DELIVERED"} {
		o.call(t, patch, at+"/status", map[string]any{"status": status}, o.manager).want(t, 200, "")
	}
	o.call(t, patch, at+"/status", map[string]any{"status": "CANCELED"}, o.manager).want(t, 400, "wrong_transition")
	o.call(t, patch, at+"/assign", map[string]any{"delivery_address": "X"}, o.manager).want(t, 400, "delivery_order_over")

	takeout := o.call(t, post, path, order(map[string]any{"order_type": "TAKEOUT", "delivery_address": nil}), o.manager).want(t, 201, "").int(t, "id")
	other := fmt.Sprintf("%s/%d", deliveriesPath, takeout)
	for _, status := range []string{"PREPARING", "READY"} {
		o.call(t, patch, other+"/status", map[string]any{"status": status}, o.manager).want(t, 200, "")
	}
	o.call(t, patch, other+"/status", map[string]any{"status": "OUT_FOR_DELIVERY"}, o.manager).want(t, 400, "not_for_delivery")
	require.Len(t, o.call(t, get, path+"&type=TAKEOUT&status=READY", nil, o.waiter).want(t, 200, "").list(t), 1)
	o.call(t, del, other, nil, o.manager).want(t, 204, "")
	require.Len(t, o.call(t, get, path, nil, o.waiter).want(t, 200, "").list(t), 1)
}

func TestAuditLog(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	north := o.employ(t, 305, "norte@demo.com", otherBranchID, access.Manager)
	allergen := o.make(t, allergensPath, map[string]any{"name": "Lupino"})
	o.call(t, patch, fmt.Sprintf("%s/%d", allergensPath, allergen), map[string]any{"name": "Altramuz"}, o.manager).want(t, 200, "")
	o.dine(t)
	all := o.call(t, get, "/api/admin/audit-log", nil, o.admin).want(t, 200, "").list(t)
	fields(t, all[0], "id", "tenant_id", "user_id", "user_email", "action", "entity_type", "entity_id", "old_values", "new_values", "ip_address", "user_agent", "created_at")
	last := all[0]["id"].(float64) + 1
	for _, e := range all {
		require.Less(t, e["id"], last, "the latest first")
		last = e["id"].(float64)
		require.NotNil(t, e["user_email"], "%v", e)
	}
	page := o.call(t, get, "/api/admin/audit-log?limit=2", nil, o.admin).list(t)
	o.make(t, allergensPath, map[string]any{"name": "Apio"})
	older := o.call(t, get, fmt.Sprintf("/api/admin/audit-log?limit=2&before_id=%.0f", page[1]["id"]), nil, o.admin).list(t)
	require.Equal(t, all[2]["id"], older[0]["id"], "pages do not shift when entries come")

	one := o.call(t, get, fmt.Sprintf("/api/admin/audit-log?entity_type=allergen&entity_id=%d&action=UPDATE&user_id=302", allergen), nil, o.admin).list(t)
	require.Len(t, one, 1)
	require.Equal(t, "Lupino", one[0]["old_values"].(map[string]any)["name"])
	require.IsType(t, float64(0), one[0]["old_values"].(map[string]any)["id"], "a number is told as one")
	discount := "/api/admin/audit-log?action=DISCOUNT"
	require.Len(t, o.call(t, get, discount, nil, o.manager).list(t), 1)
	require.Empty(t, o.call(t, get, discount, nil, north).list(t), "another branch's")
	require.NotEmpty(t, o.call(t, get, "/api/admin/audit-log?entity_type=allergen", nil, north).list(t), "what all branches share")
	for _, e := range o.call(t, get, "/api/admin/audit-log?entity_type=user", nil, north).list(t) {
		require.EqualValues(t, 305, e["user_id"], "of logins only one's own")
	}
	o.call(t, get, "/api/admin/audit-log", nil, o.waiter).want(t, 403, "")
	require.Empty(t, o.call(t, get, "/api/admin/audit-log?entity_type=allergen", nil, o.stranger).want(t, 200, "").list(t))

	today := time.Now().UTC().Format(time.DateOnly)
	export := o.call(t, get, "/api/admin/data-export/audit-log?entity_type=allergen&date_to=2099-01-01&date_from=2020-01-01", nil, o.admin).want(t, 200, "").list(t)
	fields(t, export[0], "id", "user_id", "user_email", "entity_type", "entity_id", "action", "old_values", "new_values", "changes", "ip_address", "created_at")
	require.Equal(t, map[string]any{"name": map[string]any{"old": "Lupino", "new": "Altramuz"}}, export[1]["changes"])
	require.Empty(t, o.call(t, get, "/api/admin/data-export/audit-log?date_to=2020-01-01", nil, o.admin).list(t), today)
	o.call(t, get, "/api/admin/data-export/audit-log", nil, o.manager).want(t, 403, "")
}

func TestACustomerIsForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.register(t, "Zulema", "zulemas-phone")
	seat := o.seated(t, "zulemas-phone")
	o.call(t, post, "/api/customer/register", map[string]any{"device_id": "zulemas-phone", "name": "Zulema Paz", "email": "zulema@x.com", "phone": "261777"}, seat).want(t, 200, "")
	o.exec(t, `INSERT INTO feedback (tenant_id, branch_id, session_id, rating, comment) VALUES (1, 10, 5000, 5, 'Soy Zulema, un placer')`)
	var customer int64
	require.NoError(t, o.pool.QueryRow(t.Context(), `SELECT id FROM customer WHERE name = 'Zulema Paz'`).Scan(&customer))
	at := fmt.Sprintf("/api/admin/data-export/customer/%d", customer)
	known := o.call(t, get, at, nil, o.admin).want(t, 200, "")
	fields(t, known.body, "customer", "devices", "visits")
	require.Contains(t, known.text, "zulema@x.com")
	require.Contains(t, known.text, "un placer")
	for _, method := range []string{get, del} {
		o.call(t, method, at, nil, o.manager).want(t, 403, "")
		o.call(t, method, at, nil, o.stranger).want(t, 404, "customer_not_found")
		o.call(t, method, "/api/admin/data-export/customer/90", nil, o.admin).want(t, 404, "customer_not_found")
	}
	gone := o.call(t, del, at, nil, o.admin).want(t, 200, "")
	fields(t, gone.body, "status", "customer_id", "fields_anonymized", "visits_feedback_anonymized", "message")
	require.EqualValues(t, 1, gone.int(t, "visits_feedback_anonymized"))
	require.NotContains(t, o.call(t, get, at, nil, o.admin).want(t, 200, "").text, "ulema")
	for _, table := range []string{"customer", "customer_device", "diner", "feedback", "event", "audit_log"} {
		require.Zero(t, o.count(t, `SELECT count(*) FROM `+table+` x WHERE x::text ILIKE '%zulema%'`), table)
	}
	require.Equal(t, 1, o.count(t, `SELECT count(*) FROM audit_log WHERE action = 'ANONYMIZE' AND entity_id = $1 AND user_id = 301`, customer))
	o.call(t, del, at, nil, o.admin).want(t, 200, "")
}

func TestSuppliersAndStockBothWays(t *testing.T) {
	t.Parallel()
	for _, prefix := range withoutAPI {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.exec(t, `INSERT INTO ingredient (id, tenant_id, name) VALUES (500, 1, 'Harina'), (501, 2, 'canary')`)
			suppliers, inventory := prefix+"/suppliers", prefix+"/inventory"
			a := o.call(t, post, suppliers, map[string]any{"name": "Molino", "phone": "261"}, o.manager).want(t, 201, "")
			fields(t, a.body, "id", "tenant_id", "name", "contact_name", "phone", "email", "address", "notes", "is_active", "created_at")
			require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
			at := fmt.Sprintf("%s/%d", suppliers, a.int(t, "id"))
			o.call(t, post, suppliers, map[string]any{"name": "Molino"}, o.manager).want(t, 409, "supplier_name_taken")
			o.call(t, get, suppliers, nil, o.waiter).want(t, 403, "")
			o.call(t, get, at, nil, o.stranger).want(t, 404, "supplier_not_found")
			require.Nil(t, o.call(t, patch, at, map[string]any{"phone": nil}, o.admin).want(t, 200, "").body["phone"])
			o.call(t, del, at, nil, o.manager).want(t, 204, "")
			require.Empty(t, o.call(t, get, suppliers, nil, o.admin).want(t, 200, "").list(t))

			item := map[string]any{"branch_id": branchID, "ingredient_id": 500, "current_qty": 10.5, "unit": "kg", "min_level": 3, "cost_per_unit_cents": 1001}
			s := o.call(t, post, inventory+"/stock", item, o.manager).want(t, 201, "")
			fields(t, s.body, "id", "tenant_id", "branch_id", "ingredient_id", "current_qty", "unit", "min_level", "max_level", "cost_per_unit_cents",
				"location", "last_restock_at", "is_active", "created_at")
			require.Equal(t, []any{10.5, nil}, []any{s.body["current_qty"], s.body["max_level"]})
			stock := s.int(t, "id")
			o.call(t, post, inventory+"/stock", item, o.manager).want(t, 409, "stock_item_exists")
			item["ingredient_id"] = 501
			o.call(t, post, inventory+"/stock", item, o.manager).want(t, 400, "ingredient_not_found")
			o.call(t, get, inventory+"/stock?branch_id=11", nil, o.manager).want(t, 403, "branch_forbidden")
			o.call(t, get, fmt.Sprintf("%s/stock/%d", inventory, stock), nil, o.stranger).want(t, 404, "stock_item_not_found")

			move := func(qty float64) reply {
				return o.call(t, post, inventory+"/movements", map[string]any{"stock_item_id": stock, "qty_change": qty}, o.manager)
			}
			move(-10.501).want(t, 400, "stock_insufficient")
			move(0.0001).want(t, 400, "no_change")
			m := move(-8).want(t, 201, "")
			fields(t, m.body, "id", "tenant_id", "branch_id", "stock_item_id", "movement_type", "qty_change", "qty_before", "qty_after", "reason",
				"reference_type", "reference_id", "cost_per_unit_cents", "performed_by_id", "created_at")
			require.Equal(t, []any{10.5, 2.5}, []any{m.body["qty_before"], m.body["qty_after"]})
			alerts := o.call(t, get, inventory+"/alerts?branch_id=10", nil, o.manager).want(t, 200, "").list(t)
			require.Len(t, alerts, 1)
			fields(t, alerts[0], "id", "tenant_id", "branch_id", "stock_item_id", "alert_type", "current_qty", "threshold_qty", "status",
				"acknowledged_by_id", "acknowledged_at", "created_at")
			require.Equal(t, "LOW_STOCK", alerts[0]["alert_type"])
			ack := fmt.Sprintf("%s/alerts/%.0f/acknowledge", inventory, alerts[0]["id"])
			o.call(t, patch, ack, nil, o.stranger).want(t, 404, "stock_alert_not_found")
			require.Equal(t, "ACKNOWLEDGED", o.call(t, patch, ack, nil, o.manager).want(t, 200, "").str(t, "status"))
			o.call(t, patch, ack, nil, o.manager).want(t, 400, "stock_alert_noted")

			w := o.call(t, post, inventory+"/waste", map[string]any{"stock_item_id": stock, "qty": 2.5, "reason": "humedad"}, o.manager).want(t, 201, "")
			require.EqualValues(t, 2503, w.int(t, "cost_cents"), "half a cent up")
			out := o.call(t, post, inventory+"/alerts/check?branch_id=10", nil, o.admin).want(t, 200, "").list(t)
			require.Len(t, out, 1)
			require.Equal(t, "OUT_OF_STOCK", out[0]["alert_type"])
			move(50).want(t, 201, "")
			require.Empty(t, o.call(t, get, inventory+"/alerts", nil, o.admin).list(t), "enough again")
			require.Len(t, o.call(t, get, fmt.Sprintf("%s/stock/%d/movements", inventory, stock), nil, o.admin).want(t, 200, "").list(t), 4)
			require.Len(t, o.call(t, get, inventory+"/waste?branch_id=10", nil, o.admin).want(t, 200, "").list(t), 1)
			require.Zero(t, o.count(t, `SELECT count(*) FROM stock_item s WHERE current_qty <> (SELECT sum(qty_change) FROM stock_movement m WHERE m.stock_item_id = s.id)`))
		})
	}
}
