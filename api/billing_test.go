package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

const (
	checkRequest = "/api/billing/check/request"
	cashPay      = "/api/billing/cash/pay"
	manualPay    = "/api/waiter/payments/manual"
)

func TestTheBillIsAskedForOnce(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	diner := c.seated(t, "phone")
	c.call(t, post, checkRequest, nil, nil).want(t, 401, "table_token_missing")
	c.call(t, post, checkRequest, nil, c.waiter).want(t, 401, "table_token_missing")
	c.call(t, post, checkRequest, nil, diner).want(t, 400, "nothing_to_charge")
	c.call(t, post, "/api/waiter/sessions/5000/check", nil, c.waiter).want(t, 400, "nothing_to_charge")
	assert.Equal(t, "OPEN", c.text(t, `SELECT status FROM table_session WHERE id = 5000`), "no dead end of 0 cents")

	c.order(t, milanesaID, flanID)
	a := c.call(t, post, checkRequest, nil, diner).want(t, 200, "")
	fields(t, a.body, "check_id", "total_cents", "paid_cents", "status")
	assert.EqualValues(t, milanesaPrice+320_000, a.int(t, "total_cents"))
	assert.Equal(t, "REQUESTED", a.body["status"])
	again := c.call(t, post, checkRequest, nil, c.seated(t, "other")).want(t, 200, "")
	assert.Equal(t, a.body, again.body)

	w := c.call(t, post, "/api/waiter/sessions/5000/check", nil, c.waiter).want(t, 200, "")
	fields(t, w.body, "check_id", "session_id", "total_cents", "paid_cents", "status", "items_count")
	assert.Equal(t, a.int(t, "check_id"), w.int(t, "check_id"))
	assert.EqualValues(t, 2, w.int(t, "items_count"))
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM charge`), "a charge per item, from either side")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'CHECK_REQUESTED'`))
	assert.Equal(t, "PAYING", c.text(t, `SELECT status FROM restaurant_table WHERE id = 1000`))
	c.call(t, post, "/api/waiter/sessions/9999/check", nil, c.waiter).want(t, 404, "session_not_found")

	c.exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	c.sessionsForget()
	c.call(t, post, checkRequest, nil, diner).want(t, 401, "session_closed")
	c.call(t, post, "/api/waiter/sessions/5000/check", nil, c.waiter).want(t, 400, "session_closed")
}

// sessionsForget has the server look again whether the house's session is live.
func (c *crew) sessionsForget() {
	c.Server.liveSessions.forget(session{tenantID, branchID, sessionID})
}

func TestManualPayments(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	check := c.bill(t)
	pay := func(cents any, method string) map[string]any {
		return map[string]any{"check_id": check, "amount_cents": cents, "manual_method": method, "notes": " sin ticket "}
	}
	for name, tt := range map[string]struct {
		body   map[string]any
		status int
		code   string
	}{
		"nothing":         {pay(0, "CASH"), 422, "validation_error"},
		"less":            {pay(-5, "CASH"), 422, "validation_error"},
		"half a cent":     {pay(0.5, "CASH"), 422, "validation_error"},
		"beyond counting": {pay(1e30, "CASH"), 422, "validation_error"},
		"bitcoin":         {pay(1, "BITCOIN"), 422, "validation_error"},
		"the provider":    {pay(1, "MERCADO_PAGO"), 422, "validation_error"},
		"too much":        {pay(milanesaPrice+1, "CASH"), 400, "amount_exceeds_remaining"},
		"no such check":   {map[string]any{"check_id": 99, "amount_cents": 1, "manual_method": "CASH"}, 404, "check_not_found"},
	} {
		a := c.call(t, post, manualPay, tt.body, c.waiter)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.text)
		assert.Equal(t, tt.code, a.body["code"], name)
	}
	require.Zero(t, c.count(t, `SELECT count(*) FROM payment`))

	a := c.call(t, post, manualPay, pay(50_000, "TRANSFER_EXTERNAL"), c.waiter).want(t, 200, "")
	fields(t, a.body, "payment_id", "check_id", "amount_cents", "manual_method", "status", "payment_category", "registered_by",
		"registered_by_waiter_id", "check_status", "check_total_cents", "check_paid_cents", "check_remaining_cents", "tip_cents")
	assert.Equal(t, "TRANSFER_EXTERNAL", a.body["manual_method"])
	assert.Equal(t, "APPROVED", a.body["status"])
	assert.Equal(t, "MANUAL", a.body["payment_category"])
	assert.Equal(t, "WAITER", a.body["registered_by"])
	assert.EqualValues(t, crewWaiterID, a.int(t, "registered_by_waiter_id"))
	assert.Equal(t, "IN_PAYMENT", a.body["check_status"])
	assert.EqualValues(t, milanesaPrice-50_000, a.int(t, "check_remaining_cents"))
	assert.Equal(t, tablesession.Pay{CheckID: check, Provider: tablesession.Transfer, Cents: 50_000, Notes: "sin ticket"}, c.sessions.last().command)

	a = c.call(t, post, manualPay, pay(milanesaPrice-50_000, "CARD_PHYSICAL"), c.waiter).want(t, 200, "")
	assert.Equal(t, "PAID", a.body["check_status"])
	assert.Zero(t, a.int(t, "check_remaining_cents"))
	assert.Equal(t, milanesaPrice, c.count(t, `SELECT sum(amount_cents) FROM allocation`), "what came is allocated, and kept")
	c.call(t, post, manualPay, pay(1, "CASH"), c.waiter).want(t, 400, "")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'CHECK_PAID'`))
	assert.Equal(t, 2, c.count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_APPROVED'`))
}

func TestAPaymentWithAKeyIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	body := map[string]any{"check_id": c.bill(t), "amount_cents": 1000}
	keyed := c.waiter.with("X-Idempotency-Key", "till-7")
	first := c.call(t, post, cashPay, body, keyed).want(t, 200, "")
	assert.Equal(t, first.body, c.call(t, post, cashPay, body, keyed).want(t, 200, "").body)
	body["amount_cents"] = 2000
	c.call(t, post, cashPay, body, keyed).want(t, 422, "idempotency_key_reused")
	c.call(t, post, cashPay, body, c.waiter.with("X-Idempotency-Key", strings.Repeat("k", 129))).want(t, 422, "")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM payment`))
}

func TestCashOfADinerSettlesTheirPartFirst(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ana, beto := c.register(t, "Ana", "phone-a"), c.register(t, "Beto", "phone-b")
	for i, dish := range []int64{milanesaID, flanID} {
		c.call(t, post, sessionRounds, map[string]any{"items": []any{map[string]any{"product_id": dish, "qty": 1, "diner_index": i}}}, c.waiter).want(t, 200, "")
	}
	c.order(t, flanID) // the table's
	check := c.bill(t)
	a := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 330_000, "diner_id": beto}, c.waiter).want(t, 200, "")
	fields(t, a.body, "payment_id", "check_id", "amount_cents", "provider", "status", "check_status", "check_paid_cents", "check_total_cents", "tip_cents")
	assert.Equal(t, "CASH", a.body["provider"])
	assert.Equal(t, tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: 330_000, DinerID: beto}, c.sessions.last().command)
	c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1, "diner_id": 900}, c.waiter).want(t, 400, "diner_not_here")

	balances := c.call(t, get, "/api/billing/check/"+id(check)+"/balances", nil, c.seated(t, "phone-a")).want(t, 200, "").list(t)
	require.Len(t, balances, 3)
	assert.Equal(t, []map[string]any{
		{"diner_id": float64(ana), "diner_name": "Ana", "total_cents": 850_000.0, "paid_cents": 0.0, "remaining_cents": 850_000.0},
		{"diner_id": float64(beto), "diner_name": "Beto", "total_cents": 320_000.0, "paid_cents": 320_000.0, "remaining_cents": 0.0},
		{"diner_id": nil, "diner_name": "Shared", "total_cents": 320_000.0, "paid_cents": 10_000.0, "remaining_cents": 310_000.0},
	}, balances)
	c.call(t, get, "/api/billing/check/"+id(check)+"/balances", nil, c.at(t, northSeat, "phone-a")).want(t, 404, "check_not_found")
	c.call(t, get, "/api/billing/check/"+id(check)+"/balances", nil, c.at(t, canarySeat, "phone-a")).want(t, 404, "check_not_found")
	c.call(t, get, "/api/billing/check/"+id(check)+"/balances", nil, c.waiter).want(t, 401, "")
}

func TestStaffReadACheck(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	check := c.bill(t)
	c.call(t, post, manualPay, map[string]any{"check_id": check, "amount_cents": 1000, "manual_method": "CARD_PHYSICAL"}, c.waiter).want(t, 200, "")
	a := c.call(t, get, "/api/billing/check/"+id(check), nil, c.manager).want(t, 200, "")
	fields(t, a.body, "id", "session_id", "status", "total_cents", "paid_cents", "remaining_cents", "created_at", "payments",
		"available_cents", "tip_cents", "unallocated_cents", "reversed_cents", "disputed", "intents", "refunds")
	assert.EqualValues(t, milanesaPrice-1000, a.int(t, "remaining_cents"))
	payment := a.body["payments"].([]any)[0].(map[string]any)
	assert.Equal(t, "CASH", payment["provider"], "clients know two worlds")
	assert.Equal(t, "APPROVED", payment["status"])
}

func TestClearingATable(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	path := "/api/billing/tables/1000/clear"
	c.call(t, post, path, nil, c.waiter).want(t, 400, "check_unpaid") // nobody asked for a bill
	c.order(t, milanesaID)
	check := c.bill(t)
	c.call(t, post, path, nil, c.admin).want(t, 400, "check_unpaid")
	c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": milanesaPrice}, c.waiter).want(t, 200, "")
	a := c.call(t, post, path, nil, c.waiter).want(t, 200, "")
	assert.Equal(t, map[string]any{"table_id": 1000.0, "status": "FREE"}, a.body)
	assert.Equal(t, tablesession.Close{Cleared: true}, c.sessions.last().command)
	assert.Equal(t, "CLOSED", c.text(t, `SELECT status FROM table_session WHERE id = 5000`))

	sent := c.sessions.count()
	c.exec(t, `UPDATE restaurant_table SET status = 'PAYING' WHERE id = 1003`) // and nobody there
	a = c.call(t, post, "/api/billing/tables/1003/clear", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, map[string]any{"table_id": 1003.0, "status": "FREE"}, a.body)
	a = c.call(t, post, "/api/billing/tables/1002/clear", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, "OUT_OF_SERVICE", a.body["status"], "that is an administrator's to say")
	assert.Equal(t, sent, c.sessions.count())
}

func TestDiscounts(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	path := "/api/waiter/sessions/5000/discount"
	discount := func(kind string, value int64, reason string) map[string]any {
		return map[string]any{"discount_type": kind, "value": value, "reason": reason}
	}
	c.call(t, post, path, discount("PERCENT", 10, "demora"), c.manager).want(t, 404, "check_not_found")
	check := c.bill(t)
	for _, tt := range []struct {
		body map[string]any
		code string
	}{
		{discount("PERCENT", 0, "demora"), "discount_out_of_range"},
		{discount("PERCENT", 101, "demora"), "discount_out_of_range"},
		{discount("AMOUNT", milanesaPrice+1, "demora"), "discount_out_of_range"},
		{discount("AMOUNT", -1, "demora"), "discount_out_of_range"},
		{discount("GIFT", 1, "demora"), "discount_type_unknown"},
		{discount("PERCENT", 10, " "), "reason_required"},
	} {
		c.call(t, post, path, tt.body, c.manager).want(t, 400, tt.code)
	}
	a := c.call(t, post, path, discount("PERCENT", 10, " demora "), c.manager).want(t, 200, "")
	fields(t, a.body, "success", "session_id", "check_id", "discount_type", "discount_value", "discount_amount_cents",
		"old_total_cents", "new_total_cents", "message")
	assert.Equal(t, check, a.int(t, "check_id"))
	assert.EqualValues(t, 85_000, a.int(t, "discount_amount_cents"))
	assert.EqualValues(t, milanesaPrice, a.int(t, "old_total_cents"))
	assert.EqualValues(t, 765_000, a.int(t, "new_total_cents"))
	assert.Equal(t, tablesession.GrantDiscount{Kind: "PERCENT", Value: 10, Reason: "demora"}, c.sessions.last().command)
	assert.Equal(t, 765_000, c.count(t, `SELECT sum(amount_cents) FROM charge`), "the charges follow")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'DISCOUNT' AND old_values @> '{"total_cents": 850000}'`))
}

const preference = "/api/billing/mercadopago/preference"

func collecting(o *Options) { o.MercadoPago.Collects = true }

func TestPayingThroughTheProvider(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	ana := c.register(t, "Ana", "phone-a")
	c.call(t, post, sessionRounds, map[string]any{"items": []any{
		map[string]any{"product_id": milanesaID, "qty": 1, "diner_index": 0}, map[string]any{"product_id": flanID, "qty": 1},
	}}, c.waiter).want(t, 200, "")
	check := c.bill(t)

	wishes := func() tablesession.Command { return c.sessions.sent[len(c.sessions.sent)-2].command }
	a := c.call(t, post, preference, map[string]any{"check_id": check, "own_part": true}, c.seated(t, "phone-a")).want(t, 200, "")
	fields(t, a.body, "preference_id", "init_point", "sandbox_init_point", "payment_id", "amount_cents", "tip_cents", "expires_at")
	assert.Equal(t, []any{"pref-1", "https://mp.test/pay", "https://mp.test/pay"}, []any{a.body["preference_id"], a.body["init_point"], a.body["sandbox_init_point"]})
	assert.Equal(t, tablesession.StartCheckout{CheckID: check, DinerID: ana, OwnPart: true, DeviceID: "phone-a"}, wishes(), "known by the device")
	assert.EqualValues(t, milanesaPrice, a.int(t, "amount_cents"))

	a = c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "")).want(t, 200, "")
	assert.Equal(t, tablesession.StartCheckout{CheckID: check}, wishes())
	assert.EqualValues(t, 320_000, a.int(t, "amount_cents"), "all that nobody else is paying")
	again := c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "")).want(t, 200, "")
	assert.Equal(t, a.int(t, "payment_id"), again.int(t, "payment_id"), "the same wish")
	c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "phone-b")).want(t, 409, "part_being_paid")
	c.call(t, post, preference, map[string]any{"check_id": check, "own_part": true}, c.seated(t, "stranger")).want(t, 400, "diner_unknown")
	c.call(t, post, preference, map[string]any{"check_id": check, "diner_id": 900}, c.seated(t, "")).want(t, 400, "diner_not_here")
	c.call(t, post, preference, map[string]any{"check_id": check}, c.at(t, northSeat, "x")).want(t, 404, "check_not_found")
	c.call(t, post, preference, map[string]any{"check_id": check}, c.at(t, canarySeat, "x")).want(t, 404, "check_not_found")
	c.call(t, post, preference, map[string]any{"check_id": check + 1}, c.seated(t, "x")).want(t, 404, "check_not_found")
	c.call(t, post, preference, map[string]any{}, c.seated(t, "x")).want(t, 422, "validation_error")

	c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": milanesaPrice + 320_000}, c.waiter).want(t, 200, "")
	c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "")).want(t, 400, "check_paid")
}

func TestAProviderThatIsNotThere(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	c.order(t, milanesaID)
	check := c.bill(t)
	for _, tt := range []struct {
		says   *fault.Error
		status int
	}{
		{fault.New(fault.Unavailable, "mercadopago_unavailable", "No responde.").After(23), 503},
		{fault.New(fault.Upstream, "mercadopago_error", "Respuesta inesperada."), 502},
	} {
		c.counter.provider = tt.says
		a := c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "").with("X-Idempotency-Key", tt.says.Reason)).want(t, tt.status, tt.says.Reason)
		if tt.says.RetryAfter > 0 {
			assert.Equal(t, "23", a.Header.Get("Retry-After"))
			assert.EqualValues(t, 23, a.int(t, "retry_after"))
		}
	}
	assert.Equal(t, "REQUESTED", c.text(t, `SELECT status FROM app_check WHERE id = $1`, check), "it is still payable at the table")
	c.counter.provider = nil
	c.call(t, post, preference, map[string]any{"check_id": check}, c.seated(t, "")).want(t, 200, "")
}

func TestWithoutAProviderThereIsNoCheckout(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	c.call(t, post, preference, map[string]any{"check_id": c.bill(t)}, c.seated(t, "")).want(t, 503, "mercadopago_not_configured")
}

func TestMoneyIsNotTakenWhileTemporalIsDown(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.order(t, milanesaID)
	check := c.bill(t)
	c.sessions.fail = errTemporalDown
	a := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1}, c.waiter).want(t, 503, "floor_unavailable")
	assert.Equal(t, "2", a.Header.Get("Retry-After"))
	assert.Equal(t, access.Waiter, c.sessions.last().env.By.Role)
	c.call(t, get, "/api/billing/check/"+id(check), nil, c.waiter).want(t, 200, "")
}
