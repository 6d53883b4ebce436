package e2e_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// lavish limits let a test knock at every door.
var lavish = map[string]string{
	"LOGIN_RATE_LIMIT": "100000", "RATE_LIMIT_REFRESH": "100000", "RATE_LIMIT_LOGOUT": "100000", "RATE_LIMIT_TABLE_SESSION": "100000",
	"RATE_LIMIT_DINER_REGISTER": "100000", "RATE_LIMIT_ROUND_SUBMIT": "100000", "RATE_LIMIT_SERVICE_CALL": "100000", "RATE_LIMIT_CART": "100000",
	"RATE_LIMIT_CART_CHANGE": "100000", "RATE_LIMIT_CART_CLEAR": "100000", "RATE_LIMIT_CHECK_REQUEST": "100000", "RATE_LIMIT_CASH": "100000",
	"RATE_LIMIT_MP_PREFERENCE": "100000", "RATE_LIMIT_MENU": "100000", "RATE_LIMIT_CHAT": "100000",
}

// floorPlay calls every endpoint of the floor with good input, in the order in
// which an evening would.
type floorPlay struct {
	*contract
	s              *system
	ana            seat
	branch         int64
	dish, other    int64
	round          object
	check, payment int64
}

const noticeSecret = "la clave con que las pruebas firman avisos de pago"

// TestTheContract calls every endpoint that today's clients know of the floor.
func TestTheContract(t *testing.T) {
	t.Parallel()
	s := newSystem(t, lavish, map[string]string{"MERCADOPAGO_WEBHOOK_SECRET": noticeSecret})
	p := &floorPlay{contract: newContract(t), s: s}
	for _, act := range []func(){
		p.publicPages, p.staffAccess, p.seating, p.cart, p.customer, p.ordering, p.kitchenWork, p.approval,
		p.waiterDay, p.serviceCalls, p.waiterTable, p.moving, p.bill, p.mercadoPago, p.departure,
	} {
		act()
	}
	p.complete()
	p.documented(s)
}

func (p *floorPlay) publicPages() {
	branches := p.call(p.s.public(), "GET /api/public/branches", nil).([]any)
	for _, b := range branches {
		if str(b.(object), "slug") == "centro" {
			p.branch = num(b.(object), "id")
		}
	}
	p.call(p.s.public(), "GET /api/public/menu/{branch_slug}", nil, "centro")
	dishes := p.s.dishes()
	p.dish, p.other = num(dishes[0], "id"), num(dishes[1], "id")
	for _, d := range dishes { // some have allergens, some modifications …
		p.call(p.s.public(), "GET /api/public/menu/{branch_slug}/products/{product_id}", nil, "centro", num(d, "id"))
		p.call(p.s.public(), "GET /api/public/menu/{branch_slug}/products/{product_id}/complete", nil, "centro", num(d, "id"))
	}
	p.call(p.s.public(), "GET /api/public/menu/{branch_slug}/allergens", nil, "centro")
	p.call(p.s.public(), "GET /api/health", nil)
	p.call(p.s.public(), "GET /api/health/detailed", nil)
	p.call(p.s.public(), "GET /metrics", nil)
}

func (p *floorPlay) staffAccess() {
	in := p.object(p.s.public(), "POST /api/auth/login", object{"email": "ana@demo.com", "password": "ana123"})
	who := p.s.public().with("Authorization", "Bearer "+str(in, "access_token"))
	p.call(who, "GET /api/auth/me", nil)
	again := p.object(p.s.public(), "POST /api/auth/refresh", object{"refresh_token": str(in, "refresh_token")})
	p.call(p.s.public().with("Authorization", "Bearer "+str(again, "access_token")), "POST /api/auth/logout", nil)
}

func (p *floorPlay) seating() {
	s := p.s
	table := s.table("INT-01")
	in := p.object(s.public(), "POST /api/tables/{table_id}/session", nil, table)
	p.call(s.public(), "POST /api/tables/code/{table_code}/session?branch_slug=centro", nil, "INT-01")
	p.ana = seat{client: s.public().with("X-Table-Token", str(in, "table_token")).with("X-Device-Id", "telefono-1"), session: num(in, "session_id"), table: table}
	diner := p.object(p.ana.client, "POST /api/diner/register", object{"name": "Ana", "color": "#E11D48", "local_id": "l1", "device_id": "telefono-1"})
	p.ana.diner = num(diner, "id")
	p.call(p.ana.client, "GET /api/diner/session/{session_id}/diners", nil, p.ana.session)
	p.call(s.waiter(), "GET /api/tables/{table_id}", nil, table)
}

func (p *floorPlay) cart() {
	line := object{"product_id": p.dish, "quantity": 2, "notes": "sin hielo"}
	item := p.object(p.ana.client, "POST /api/diner/cart/add", line)
	p.call(p.ana.client, "PATCH /api/diner/cart/{item_id}", object{"quantity": 3}, num(item, "item_id"))
	p.call(p.ana.client, "GET /api/diner/cart", nil)
	p.call(p.ana.client, "DELETE /api/diner/cart/{item_id}", nil, num(item, "item_id"))
	p.call(p.ana.client, "POST /api/diner/cart/add", line)
	p.call(p.ana.client, "DELETE /api/diner/cart", nil)
	p.call(p.ana.client, "PATCH /api/diner/preferences", object{"implicit_preferences": object{"excluded_allergen_ids": []int{1}, "dietary_preferences": []string{"vegetarian"}, "excluded_cooking_methods": []string{"Frito"}}})
	p.call(p.ana.client, "GET /api/diner/device/{device_id}/preferences", nil, "telefono-1")
}

func (p *floorPlay) customer() {
	p.call(p.ana.client, "POST /api/customer/register", object{
		"name": "Ana Díaz", "email": "ana@example.com", "device_id": "telefono-1",
		"excluded_allergen_ids": []int{1}, "dietary_preferences": []string{"vegetarian"}, "excluded_cooking_methods": []string{"Frito"},
	})
	p.call(p.ana.client, "GET /api/customer/recognize", nil)
	p.call(p.ana.client, "GET /api/customer/me", nil)
	p.call(p.ana.client, "PATCH /api/customer/me", object{"name": "Ana D."})
}

func (p *floorPlay) ordering() {
	order := object{"items": []object{{"product_id": p.dish, "qty": 2, "notes": "frío"}, {"product_id": p.other, "qty": 1}}}
	p.round = p.object(p.ana.client.with("X-Idempotency-Key", "k1"), "POST /api/diner/rounds/submit", order)
	p.call(p.ana.client, "GET /api/diner/session/{session_id}/rounds", nil, p.ana.session)
	p.call(p.ana.client, "GET /api/diner/session/{session_id}/total", nil, p.ana.session)
	p.call(p.ana.client, "GET /api/diner/device/{device_id}/history", nil, "telefono-1")
	p.call(p.ana.client, "GET /api/customer/suggestions?branch_id="+itoa(p.branch), nil)
}

func (p *floorPlay) kitchenWork() {
	cook, id := p.s.kitchen(), num(p.round, "round_id")
	p.call(cook, "GET /api/kitchen/rounds", nil)
	p.call(cook, "GET /api/kitchen/rounds/{round_id}", nil, id)
	p.call(p.s.public(), "GET /api/kitchen/estimated-wait?branch_id="+itoa(p.branch), nil)
	tickets := p.object(cook, "POST /api/kitchen/rounds/{round_id}/tickets", object{"priority": 1}, id)["tickets"].([]any)
	ticket := num(tickets[0].(object), "id")
	p.call(cook, "GET /api/kitchen/tickets", nil)
	p.call(cook, "GET /api/kitchen/tickets/{ticket_id}", nil, ticket)
	p.call(cook, "PATCH /api/kitchen/tickets/{ticket_id}/status", object{"status": "IN_PROGRESS"}, ticket)
	p.call(cook, "POST /api/kitchen/rounds/{round_id}/status", object{"status": "IN_KITCHEN"}, id)
	item := p.s.id(`SELECT max(id) FROM round_item WHERE round_id = $1`, id)
	p.call(p.s.waiter(), "PATCH /api/waiter/rounds/items/{item_id}/void", object{"reason": "se cayó"}, item)
	for _, available := range []bool{false, true} {
		p.call(cook, "PATCH /api/kitchen/products/{product_id}/availability", object{"is_available": available}, p.other)
	}
}

// approval needs a branch where rounds wait for a waiter: only there can an item
// still be deleted.
func (p *floorPlay) approval() {
	_, err := p.s.db.Exec(p.t.Context(), `UPDATE branch SET round_approval = true WHERE id = $1`, p.branch)
	require.NoError(p.t, err)
	g := p.s.sit("TER-03", "bruno")
	_, err = p.s.db.Exec(p.t.Context(), `UPDATE branch SET round_approval = false WHERE id = $1`, p.branch)
	require.NoError(p.t, err)
	o, err := g.order(p.t.Context(), "pendiente", p.dish, 1)
	require.NoError(p.t, err)
	require.Equal(p.t, "PENDING", str(o, "status"))
	item := p.s.id(`SELECT min(id) FROM round_item WHERE round_id = $1`, num(o, "round_id"))
	p.call(p.s.waiter(), "DELETE /api/waiter/rounds/{round_id}/items/{item_id}", nil, num(o, "round_id"), item)
	p.s.waiter().must(p.t, http.MethodPost, fmt.Sprintf("/api/waiter/tables/%d/close", g.table), nil)
}

func (p *floorPlay) waiterDay() {
	who := p.s.waiter()
	p.call(who, "GET /api/waiter/tables?branch_id="+itoa(p.branch), nil)
	p.call(who, "GET /api/waiter/tables/{table_id}/session", nil, p.ana.table)
	p.call(who, "GET /api/waiter/my-assignments", nil)
	p.call(who, "GET /api/waiter/verify-branch-assignment?branch_id="+itoa(p.branch), nil)
	p.call(who, "GET /api/waiter/my-tables", nil)
	p.call(who, "GET /api/waiter/branches/{branch_id}/menu", nil, p.branch)
	push := object{"endpoint": "https://push.example.com/abc", "keys": object{"p256dh": "k", "auth": "a"}}
	p.call(who, "POST /api/waiter/notifications/subscribe", push)
	p.call(who, "DELETE /api/waiter/notifications/unsubscribe", push)
}

func (p *floorPlay) serviceCalls() {
	call := p.object(p.ana.client, "POST /api/diner/service-call", object{"type": "WAITER_CALL"})
	p.call(p.s.waiter(), "GET /api/waiter/service-calls", nil)
	p.call(p.s.waiter(), "GET /api/waiter/tables", nil)
	p.call(p.s.waiter(), "GET /api/tables/{table_id}", nil, p.ana.table)
	p.call(p.s.waiter(), "POST /api/waiter/service-calls/{call_id}/acknowledge", nil, num(call, "id"))
	p.call(p.s.waiter(), "POST /api/waiter/service-calls/{call_id}/resolve", nil, num(call, "id"))
}

// waiterTable is a table that a waiter opens, serves, bills and closes.
func (p *floorPlay) waiterTable() {
	who, table := p.s.waiter(), p.s.table("INT-02")
	in := p.object(who, "POST /api/waiter/tables/{table_id}/activate", object{"diner_count": 3}, table)
	session := num(in, "session_id")
	p.call(who, "POST /api/waiter/sessions/{session_id}/rounds", object{"items": []object{{"product_id": p.dish, "qty": 2}}}, session)
	p.call(who, "GET /api/waiter/sessions/{session_id}/summary", nil, session)
	asked := p.object(who, "POST /api/waiter/sessions/{session_id}/check", nil, session)
	check := num(asked, "check_id")
	less := p.object(p.s.manager(), "POST /api/waiter/sessions/{session_id}/discount",
		object{"discount_type": "PERCENT", "value": 10, "reason": "demora"}, session)
	require.Equal(p.t, num(asked, "total_cents")*9/10, num(less, "new_total_cents"))
	p.call(who, "POST /api/waiter/payments/manual", object{
		"check_id": check, "amount_cents": num(less, "new_total_cents"), "manual_method": "CARD_PHYSICAL", "notes": "posnet 2",
	})
	p.call(who, "POST /api/waiter/tables/{table_id}/close", nil, table)
}

// moving hands Ana's table over and takes her elsewhere.
func (p *floorPlay) moving() {
	colleague := p.s.id(`SELECT id FROM app_user WHERE email = 'ana@demo.com'`)
	p.call(p.s.manager(), "POST /api/waiter/tables/{table_id}/transfer", object{"target_waiter_id": colleague}, p.ana.table)
	to := p.s.table("INT-03")
	p.call(p.s.waiter(), "POST /api/waiter/tables/{table_id}/move-to/{target_table_id}", nil, p.ana.table, to)
	p.ana.table = to
}

func (p *floorPlay) bill() {
	asked := p.object(p.ana.client, "POST /api/billing/check/request", nil)
	p.check = num(asked, "check_id")
	p.payment = num(asked, "total_cents") / 2
	p.call(p.s.waiter(), "POST /api/billing/cash/pay", object{"check_id": p.check, "amount_cents": p.payment, "diner_id": p.ana.diner})
	p.call(p.s.waiter(), "GET /api/billing/check/{check_id}", nil, p.check)
	p.call(p.ana.client, "GET /api/diner/check", nil)
	p.call(p.ana.client, "GET /api/billing/check/{check_id}/balances", nil, p.check)
}

// mercadoPago pays the rest. The simulator sends its notification by itself; the same kind
// of notice is sent by hand too.
func (p *floorPlay) mercadoPago() {
	page := p.object(p.ana.client, "POST /api/billing/mercadopago/preference", object{"check_id": p.check})
	sim := client{at: p.s.sim, header: map[string]string{"X-Sim-Token": simToken}}
	paid := sim.must(p.t, http.MethodPost, "/__sim/preferences/"+str(page, "preference_id")+"/pay", object{})
	id, request, ts := itoa(num(paid, "id")), "pedido-7", itoa(time.Now().UnixMilli())
	mac := hmac.New(sha256.New, []byte(noticeSecret))
	fmt.Fprintf(mac, "id:%s;request-id:%s;ts:%s;", id, request, ts)
	signed := p.s.public().with("X-Request-Id", request).with("X-Signature", "ts="+ts+",v1="+hex.EncodeToString(mac.Sum(nil)))
	notice := object{"type": "payment", "action": "payment.updated", "data": object{"id": id}}
	p.call(signed, "POST /api/billing/mercadopago/webhook?data.id="+id+"&type=payment", notice)

	forged := signed.with("X-Signature", "ts="+ts+",v1=00")
	r, err := forged.call(p.t.Context(), http.MethodPost, "/api/billing/mercadopago/webhook?data.id="+id+"&type=payment", notice)
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusUnauthorized, r.status)
	testkit.Eventually(p.t, 15*time.Second, "the check is paid", func() bool {
		return str(p.s.waiter().must(p.t, http.MethodGet, fmt.Sprintf("/api/billing/check/%d", p.check), nil), "status") == "PAID"
	})
}

func (p *floorPlay) departure() {
	p.call(p.ana.client, "POST /api/diner/feedback", object{"rating": 5, "comment": "Todo riquísimo"})
	p.call(p.s.waiter(), "POST /api/billing/tables/{table_id}/clear", nil, p.ana.table)
}
