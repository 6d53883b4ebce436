package api

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
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
	c := newStaff(t)
	diner := c.Seated(t, "phone")
	c.Call(t, "POST", checkRequest, nil, nil).Want(t, 401, "table_token_missing")
	c.Call(t, "POST", checkRequest, nil, c.Waiter).Want(t, 401, "table_token_missing")
	c.Call(t, "POST", checkRequest, nil, diner).Want(t, 400, "nothing_to_charge")
	c.Call(t, "POST", "/api/waiter/sessions/5000/check", nil, c.Waiter).Want(t, 400, "nothing_to_charge")
	assert.Equal(t, "OPEN", c.Text(t, `SELECT status FROM table_session WHERE id = 5000`), "no dead end of 0 cents")

	c.Order(t, apitest.MilanesaID, apitest.FlanID)
	a := c.Call(t, "POST", checkRequest, nil, diner).Want(t, 200, "")
	apitest.Fields(t, a.Body, "check_id", "total_cents", "paid_cents", "status")
	assert.EqualValues(t, apitest.MilanesaPrice+320_000, a.Int(t, "total_cents"))
	assert.Equal(t, "REQUESTED", a.Body["status"])
	again := c.Call(t, "POST", checkRequest, nil, c.Seated(t, "other")).Want(t, 200, "")
	assert.Equal(t, a.Body, again.Body)

	w := c.Call(t, "POST", "/api/waiter/sessions/5000/check", nil, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, w.Body, "check_id", "session_id", "total_cents", "paid_cents", "status", "items_count")
	assert.Equal(t, a.Int(t, "check_id"), w.Int(t, "check_id"))
	assert.EqualValues(t, 2, w.Int(t, "items_count"))
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM charge`), "a charge per item, from either side")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'CHECK_REQUESTED'`))
	assert.Equal(t, "PAYING", c.Text(t, `SELECT status FROM restaurant_table WHERE id = 1000`))
	c.Call(t, "POST", "/api/waiter/sessions/9999/check", nil, c.Waiter).Want(t, 404, "session_not_found")

	c.Exec(t, `UPDATE table_session SET status = 'CLOSED' WHERE id = 5000`)
	forgetSession(c)
	c.Call(t, "POST", checkRequest, nil, diner).Want(t, 401, "session_closed")
	c.Call(t, "POST", "/api/waiter/sessions/5000/check", nil, c.Waiter).Want(t, 400, "session_closed")
}

// *Seguir pidiendo*, over the API: the guest withdraws the bill, orders and asks again; sums and reports follow.
func TestATableOrdersOnAfterTheBill(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	diner, total := c.Seated(t, "phone"), "/api/diner/session/5000/total"
	withdraw := "/api/billing/check/withdraw"
	c.Call(t, "POST", withdraw, nil, diner).Want(t, 404, "check_not_found")
	c.Order(t, apitest.MilanesaID)
	check := c.Call(t, "POST", checkRequest, nil, diner).Want(t, 200, "").Int(t, "check_id")
	c.Call(t, "POST", withdraw, nil, c.Seated(t, "other")).Want(t, 403, "not_your_check")
	a := c.Call(t, "POST", withdraw, nil, diner).Want(t, 200, "")
	assert.Equal(t, "OPEN", a.Body["status"])
	assert.Equal(t, "OPEN", c.Text(t, `SELECT status FROM table_session WHERE id = 5000`))
	assert.Equal(t, "ACTIVE", c.Text(t, `SELECT status FROM restaurant_table WHERE id = 1000`))
	c.Call(t, "GET", "/api/diner/check", nil, diner).Want(t, 404, "check_not_found")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'CHECK_WITHDRAWN' AND entity_id = $1`, check))
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'CHECK_WITHDRAWN'`))

	c.Order(t, apitest.FlanID)
	const both = apitest.MilanesaPrice + 320_000
	assert.EqualValues(t, both, c.Call(t, "GET", total, nil, diner).Want(t, 200, "").Int(t, "total_cents"))
	assert.Equal(t, both, c.Count(t, `SELECT sum(sold_cents) FROM sale WHERE session_id = 5000`))
	w := c.Call(t, "POST", "/api/waiter/sessions/5000/check", nil, c.Waiter).Want(t, 200, "")
	assert.EqualValues(t, check, w.Int(t, "check_id"))
	assert.EqualValues(t, both, w.Int(t, "total_cents"))
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1000}, c.Waiter).Want(t, 200, "")
	c.Call(t, "POST", withdraw, nil, diner).Want(t, 403, "not_your_check")
	w = c.Call(t, "POST", "/api/waiter/sessions/5000/check/withdraw", nil, c.Waiter).Want(t, 200, "")
	assert.EqualValues(t, 1000, w.Int(t, "paid_cents"), "what is paid stays paid")
	assert.Equal(t, "OPEN", c.Call(t, "GET", "/api/diner/check", nil, diner).Want(t, 200, "").Body["status"])
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 2000}, c.Waiter).Want(t, 409, "check_withdrawn")
}

// forgetSession has the server look again whether the fixture's session is live.
func forgetSession(c *apitest.StaffFixture) {
	c.Auth.LiveSessions.Forget(httpx.LiveSession{Tenant: apitest.TenantID, Branch: apitest.BranchID, Session: apitest.SessionID})
}

func TestManualPayments(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
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
		"too much":        {pay(apitest.MilanesaPrice+1, "CASH"), 400, "amount_exceeds_remaining"},
		"no such check":   {map[string]any{"check_id": 99, "amount_cents": 1, "manual_method": "CASH"}, 404, "check_not_found"},
	} {
		a := c.Call(t, "POST", manualPay, tt.body, c.Waiter)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.Text)
		assert.Equal(t, tt.code, a.Body["code"], name)
	}
	require.Zero(t, c.Count(t, `SELECT count(*) FROM payment`))

	a := c.Call(t, "POST", manualPay, pay(50_000, "TRANSFER_EXTERNAL"), c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "payment_id", "check_id", "amount_cents", "manual_method", "status", "payment_category", "registered_by",
		"registered_by_waiter_id", "check_status", "check_total_cents", "check_paid_cents", "check_remaining_cents", "tip_cents")
	assert.Equal(t, "TRANSFER_EXTERNAL", a.Body["manual_method"])
	assert.Equal(t, "APPROVED", a.Body["status"])
	assert.Equal(t, "MANUAL", a.Body["payment_category"])
	assert.Equal(t, "WAITER", a.Body["registered_by"])
	assert.EqualValues(t, apitest.FloorWaiterID, a.Int(t, "registered_by_waiter_id"))
	assert.Equal(t, "IN_PAYMENT", a.Body["check_status"])
	assert.EqualValues(t, apitest.MilanesaPrice-50_000, a.Int(t, "check_remaining_cents"))
	assert.Equal(t, tablesession.Pay{CheckID: check, Provider: tablesession.Transfer, Cents: 50_000, Notes: "sin ticket"}, c.Fake.Last().Command)

	a = c.Call(t, "POST", manualPay, pay(apitest.MilanesaPrice-50_000, "CARD_PHYSICAL"), c.Waiter).Want(t, 200, "")
	assert.Equal(t, "PAID", a.Body["check_status"])
	assert.Zero(t, a.Int(t, "check_remaining_cents"))
	assert.Equal(t, apitest.MilanesaPrice, c.Count(t, `SELECT sum(amount_cents) FROM allocation`), "what came is allocated, and kept")
	c.Call(t, "POST", manualPay, pay(1, "CASH"), c.Waiter).Want(t, 400, "")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'CHECK_PAID'`))
	assert.Equal(t, 2, c.Count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_APPROVED'`))
}

func TestAPaymentWithAKeyIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	body := map[string]any{"check_id": c.Bill(t), "amount_cents": 1000}
	keyed := c.Waiter.With("X-Idempotency-Key", "till-7")
	first := c.Call(t, "POST", cashPay, body, keyed).Want(t, 200, "")
	assert.Equal(t, first.Body, c.Call(t, "POST", cashPay, body, keyed).Want(t, 200, "").Body)
	body["amount_cents"] = 2000
	c.Call(t, "POST", cashPay, body, keyed).Want(t, 422, "idempotency_key_reused")
	c.Call(t, "POST", cashPay, body, c.Waiter.With("X-Idempotency-Key", strings.Repeat("k", 129))).Want(t, 422, "")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM payment`))
}

func TestCashOfADinerSettlesTheirPartFirst(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	ana, beto := c.Register(t, "Ana", "phone-a"), c.Register(t, "Beto", "phone-b")
	for i, dish := range []int64{apitest.MilanesaID, apitest.FlanID} {
		c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{map[string]any{"product_id": dish, "qty": 1, "diner_index": i}}}, c.Waiter).Want(t, 200, "")
	}
	c.Order(t, apitest.FlanID) // the table's
	check := c.Bill(t)
	a := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 330_000, "diner_id": beto}, c.Waiter).Want(t, 200, "")
	apitest.Fields(t, a.Body, "payment_id", "check_id", "amount_cents", "provider", "status", "check_status", "check_paid_cents", "check_total_cents", "tip_cents")
	assert.Equal(t, "CASH", a.Body["provider"])
	assert.Equal(t, tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: 330_000, DinerID: beto}, c.Fake.Last().Command)
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1, "diner_id": 900}, c.Waiter).Want(t, 400, "diner_not_here")

	balances := c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check)+"/balances", nil, c.Seated(t, "phone-a")).Want(t, 200, "").List(t)
	require.Len(t, balances, 3)
	assert.Equal(t, []map[string]any{
		{"diner_id": float64(ana), "diner_name": "Ana", "total_cents": 850_000.0, "paid_cents": 0.0, "remaining_cents": 850_000.0},
		{"diner_id": float64(beto), "diner_name": "Beto", "total_cents": 320_000.0, "paid_cents": 320_000.0, "remaining_cents": 0.0},
		{"diner_id": nil, "diner_name": "Shared", "total_cents": 320_000.0, "paid_cents": 10_000.0, "remaining_cents": 310_000.0},
	}, balances)
	c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check)+"/balances", nil, c.At(t, apitest.NorthSeat, "phone-a")).Want(t, 404, "check_not_found")
	c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check)+"/balances", nil, c.At(t, apitest.CanarySeat, "phone-a")).Want(t, 404, "check_not_found")
	c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check)+"/balances", nil, c.Waiter).Want(t, 401, "")
}

func TestStaffReadACheck(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	c.Call(t, "POST", manualPay, map[string]any{"check_id": check, "amount_cents": 1000, "manual_method": "CARD_PHYSICAL"}, c.Waiter).Want(t, 200, "")
	a := c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check), nil, c.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "id", "session_id", "status", "total_cents", "paid_cents", "remaining_cents", "created_at", "payments",
		"available_cents", "tip_cents", "unallocated_cents", "reversed_cents", "disputed", "intents", "refunds")
	assert.EqualValues(t, apitest.MilanesaPrice-1000, a.Int(t, "remaining_cents"))
	payment := a.Body["payments"].([]any)[0].(map[string]any)
	assert.Equal(t, "CASH", payment["provider"], "clients know two worlds")
	assert.Equal(t, "APPROVED", payment["status"])
}

func TestClearingATable(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	path := "/api/billing/tables/1000/clear"
	c.Call(t, "POST", path, nil, c.Waiter).Want(t, 400, "check_unpaid") // nobody asked for a bill
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	c.Call(t, "POST", path, nil, c.Admin).Want(t, 400, "check_unpaid")
	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": apitest.MilanesaPrice}, c.Waiter).Want(t, 200, "")
	a := c.Call(t, "POST", path, nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, map[string]any{"table_id": 1000.0, "status": "FREE"}, a.Body)
	assert.Equal(t, tablesession.Close{Cleared: true}, c.Fake.Last().Command)
	assert.Equal(t, "CLOSED", c.Text(t, `SELECT status FROM table_session WHERE id = 5000`))

	sent := c.Fake.Count()
	c.Exec(t, `UPDATE restaurant_table SET status = 'PAYING' WHERE id = 1003`) // and nobody there
	a = c.Call(t, "POST", "/api/billing/tables/1003/clear", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, map[string]any{"table_id": 1003.0, "status": "FREE"}, a.Body)
	a = c.Call(t, "POST", "/api/billing/tables/1002/clear", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, "OUT_OF_SERVICE", a.Body["status"], "that is an administrator's to say")
	assert.Equal(t, sent, c.Fake.Count())
}

func TestDiscounts(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	path := "/api/waiter/sessions/5000/discount"
	discount := func(kind string, value int64, reason string) map[string]any {
		return map[string]any{"discount_type": kind, "value": value, "reason": reason}
	}
	c.Call(t, "POST", path, discount("PERCENT", 10, "demora"), c.Manager).Want(t, 404, "check_not_found")
	check := c.Bill(t)
	for _, tt := range []struct {
		body map[string]any
		code string
	}{
		{discount("PERCENT", 0, "demora"), "discount_out_of_range"},
		{discount("PERCENT", 101, "demora"), "discount_out_of_range"},
		{discount("AMOUNT", apitest.MilanesaPrice+1, "demora"), "discount_out_of_range"},
		{discount("AMOUNT", -1, "demora"), "discount_out_of_range"},
		{discount("GIFT", 1, "demora"), "discount_type_unknown"},
		{discount("PERCENT", 10, " "), "reason_required"},
	} {
		c.Call(t, "POST", path, tt.body, c.Manager).Want(t, 400, tt.code)
	}
	a := c.Call(t, "POST", path, discount("PERCENT", 10, " demora "), c.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "success", "session_id", "check_id", "discount_type", "discount_value", "discount_amount_cents",
		"old_total_cents", "new_total_cents", "message")
	assert.Equal(t, check, a.Int(t, "check_id"))
	assert.EqualValues(t, 85_000, a.Int(t, "discount_amount_cents"))
	assert.EqualValues(t, apitest.MilanesaPrice, a.Int(t, "old_total_cents"))
	assert.EqualValues(t, 765_000, a.Int(t, "new_total_cents"))
	assert.Equal(t, tablesession.GrantDiscount{Kind: "PERCENT", Value: 10, Reason: "demora"}, c.Fake.Last().Command)
	assert.Equal(t, 765_000, c.Count(t, `SELECT sum(amount_cents) FROM charge`), "the charges follow")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'DISCOUNT' AND old_values @> '{"total_cents": 850000}'`))
}

const preference = "/api/billing/mercadopago/preference"

func collecting(o *Options) { o.MercadoPago.Collects = true }

func TestPayingThroughTheProvider(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	ana := c.Register(t, "Ana", "phone-a")
	c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{
		map[string]any{"product_id": apitest.MilanesaID, "qty": 1, "diner_index": 0}, map[string]any{"product_id": apitest.FlanID, "qty": 1},
	}}, c.Waiter).Want(t, 200, "")
	check := c.Bill(t)

	requests := func() tablesession.Command { return c.Fake.Sent[len(c.Fake.Sent)-2].Command }
	a := c.Call(t, "POST", preference, map[string]any{"check_id": check, "own_part": true}, c.Seated(t, "phone-a")).Want(t, 200, "")
	apitest.Fields(t, a.Body, "preference_id", "init_point", "sandbox_init_point", "payment_id", "amount_cents", "tip_cents", "expires_at")
	assert.Equal(t, []any{"pref-1", "https://mp.test/pay", "https://mp.test/pay"}, []any{a.Body["preference_id"], a.Body["init_point"], a.Body["sandbox_init_point"]})
	assert.Equal(t, tablesession.StartCheckout{CheckID: check, DinerID: ana, OwnPart: true, DeviceID: "phone-a"}, requests(), "known by the device")
	assert.EqualValues(t, apitest.MilanesaPrice, a.Int(t, "amount_cents"))

	a = c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "")).Want(t, 200, "")
	assert.Equal(t, tablesession.StartCheckout{CheckID: check}, requests())
	assert.EqualValues(t, 320_000, a.Int(t, "amount_cents"), "all that nobody else is paying")
	again := c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "")).Want(t, 200, "")
	assert.Equal(t, a.Int(t, "payment_id"), again.Int(t, "payment_id"), "the same wish")
	c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "phone-b")).Want(t, 409, "part_being_paid")
	c.Call(t, "POST", preference, map[string]any{"check_id": check, "own_part": true}, c.Seated(t, "stranger")).Want(t, 400, "diner_unknown")
	c.Call(t, "POST", preference, map[string]any{"check_id": check, "diner_id": 900}, c.Seated(t, "")).Want(t, 400, "diner_not_here")
	c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.At(t, apitest.NorthSeat, "x")).Want(t, 404, "check_not_found")
	c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.At(t, apitest.CanarySeat, "x")).Want(t, 404, "check_not_found")
	c.Call(t, "POST", preference, map[string]any{"check_id": check + 1}, c.Seated(t, "x")).Want(t, 404, "check_not_found")
	c.Call(t, "POST", preference, map[string]any{}, c.Seated(t, "x")).Want(t, 422, "validation_error")

	c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": apitest.MilanesaPrice + 320_000}, c.Waiter).Want(t, 200, "")
	c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "")).Want(t, 400, "check_paid")
}

func TestAProviderThatIsNotThere(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	for _, tt := range []struct {
		says   *fault.Error
		status int
	}{
		{fault.New(fault.Unavailable, "mercadopago_unavailable", "No responde.").After(23), 503},
		{fault.New(fault.Upstream, "mercadopago_error", "Respuesta inesperada."), 502},
	} {
		c.Provider.ProviderError = tt.says
		a := c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "").With("X-Idempotency-Key", tt.says.Reason)).Want(t, tt.status, tt.says.Reason)
		if tt.says.RetryAfter > 0 {
			assert.Equal(t, "23", a.Header.Get("Retry-After"))
			assert.EqualValues(t, 23, a.Int(t, "retry_after"))
		}
	}
	assert.Equal(t, "REQUESTED", c.Text(t, `SELECT status FROM app_check WHERE id = $1`, check), "it is still payable at the table")
	c.Provider.ProviderError = nil
	for range 2 {
		again := c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "").With("X-Idempotency-Key", "mercadopago_error")).Want(t, 409, "checkout_failed")
		assert.Empty(t, again.Header.Get("Retry-After"), "that key is over: to wait would be in vain")
	}
	c.Call(t, "POST", preference, map[string]any{"check_id": check}, c.Seated(t, "")).Want(t, 200, "")
}

func TestWithoutAProviderThereIsNoCheckout(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	c.Call(t, "POST", preference, map[string]any{"check_id": c.Bill(t)}, c.Seated(t, "")).Want(t, 503, "mercadopago_not_configured")
}

func TestMoneyIsNotTakenWhileTemporalIsDown(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	c.Fake.Fail = apitest.ErrTemporalDown
	a := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1}, c.Waiter).Want(t, 503, "floor_unavailable")
	assert.Equal(t, "2", a.Header.Get("Retry-After"))
	assert.Equal(t, access.Waiter, c.Fake.Last().Env.By.Role)
	c.Call(t, "GET", "/api/billing/check/"+apitest.ID(check), nil, c.Waiter).Want(t, 200, "")
}
