package reservation

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func booking(change map[string]any) map[string]any {
	b := map[string]any{
		"branch_id": apitest.BranchID, "customer_name": "Suárez", "party_size": 4, "reservation_date": "2031-05-20",
		"reservation_time": "21:00", "table_id": apitest.TableID,
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
	o.Call(t, "POST", "/api/admin/reservations", booking(map[string]any{
		"branch_id": apitest.OtherBranchID, "table_id": nil,
	}), o.Manager).Want(t, 403, "branch_forbidden")
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
			"order_type": "DELIVERY", "customer_name": "Lucía", "customer_phone": "261", "delivery_address": "San Martín 1",
			"total_cents": 1,
			"items": []map[string]any{{
				"product_id": apitest.MilanesaID, "qty": 2, "unit_price_cents": 1,
			}, {"product_id": apitest.FlanID}},
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
	require.Equal(t, []any{
		true, "MP", "Lucía",
	}, []any{
		p.Body["is_paid"], p.Body["payment_method"], p.Body["customer_name"],
	})
	require.Equal(t, "Mitre 2", o.Call(t, "PATCH", at+"/assign", map[string]any{"delivery_address": "Mitre 2"}, o.Admin).Want(t, 200, "").Str(t, "delivery_address"))
	o.Call(t, "PATCH", at+"/status", map[string]any{"status": "DELIVERED"}, o.Manager).Want(t, 400, "wrong_transition")
	for _, status := range []string{"PREPARING", "READY", "OUT_FOR_DELIVERY", "DELIVERED"} {
		o.Call(t, "PATCH", at+"/status", map[string]any{"status": status}, o.Manager).Want(t, 200, "")
	}
	o.Call(t, "PATCH", at+"/status", map[string]any{"status": "CANCELED"}, o.Manager).Want(t, 400, "wrong_transition")
	o.Call(t, "PATCH", at+"/assign", map[string]any{"delivery_address": "X"}, o.Manager).Want(t, 400, "delivery_order_over")

	takeout := o.Call(t, "POST", path, order(map[string]any{
		"order_type": "TAKEOUT", "delivery_address": nil,
	}), o.Manager).Want(t, 201, "").Int(t, "id")
	other := fmt.Sprintf("%s/%d", "/api/admin/delivery/orders", takeout)
	for _, status := range []string{"PREPARING", "READY"} {
		o.Call(t, "PATCH", other+"/status", map[string]any{"status": status}, o.Manager).Want(t, 200, "")
	}
	o.Call(t, "PATCH", other+"/status", map[string]any{"status": "OUT_FOR_DELIVERY"}, o.Manager).Want(t, 400, "not_for_delivery")
	require.Len(t, o.Call(t, "GET", path+"&type=TAKEOUT&status=READY", nil, o.Waiter).Want(t, 200, "").List(t), 1)
	o.Call(t, "DELETE", other, nil, o.Manager).Want(t, 204, "")
	require.Len(t, o.Call(t, "GET", path, nil, o.Waiter).Want(t, 200, "").List(t), 1)
}
