package api

import (
	"maps"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// startCheckout asks for a page to pay a part on.
func startCheckout(t *testing.T, c *apitest.StaffFixture, check int64, device string, more map[string]any) apitest.Reply {
	t.Helper()
	body := map[string]any{"check_id": check}
	maps.Copy(body, more)
	return c.Call(t, "POST", preference, body, c.Seated(t, device))
}

// applySnapshot has the provider say something about a payment of the fixture's session.
func applySnapshot(t *testing.T, c *apitest.StaffFixture, s tablesession.Snapshot) {
	t.Helper()
	env := tablesession.Envelope{SessionID: apitest.SessionID, By: access.BySystem}
	_, err := c.Fake.Send(t.Context(), apitest.TenantID, apitest.TableID, env, s)
	require.NoError(t, err)
}

func TestAPartIsPaidByOnePerson(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	ana, beto := c.Register(t, "Ana", "phone-a"), c.Register(t, "Beto", "phone-b")
	for i, dish := range []int64{apitest.MilanesaID, apitest.FlanID} {
		c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{map[string]any{"product_id": dish, "qty": 1, "diner_index": i}}}, c.Waiter).Want(t, 200, "")
	}
	check := c.Bill(t)
	bill := func() apitest.Reply {
		return c.Call(t, "GET", "/api/diner/check", nil, c.Seated(t, "phone-b")).Want(t, 200, "")
	}
	item := int64(bill().Body["items"].([]any)[0].(map[string]any)["item_id"].(float64))

	first := startCheckout(t, c, check, "phone-a", map[string]any{"split": "ITEMS", "item_ids": []int64{item}, "tip_cents": 5000}).Want(t, 200, "")
	assert.Equal(t, []int64{apitest.MilanesaPrice, 5000}, []int64{first.Int(t, "amount_cents"), first.Int(t, "tip_cents")})
	taken := startCheckout(t, c, check, "phone-b", map[string]any{"split": "ITEMS", "item_ids": []int64{item}}).Want(t, 409, "part_being_paid")
	assert.EqualValues(t, 320_000, taken.Int(t, "available_cents"))
	assert.Contains(t, taken.Body["detail"], "$ 3.200,00")
	startCheckout(t, c, check, "phone-b", map[string]any{"split": "AMOUNT", "amount_cents": 320_001}).Want(t, 409, "part_being_paid")

	seen := bill()
	assert.EqualValues(t, 320_000, seen.Int(t, "available_cents"), "the others see it at once")
	intent := seen.Body["intents"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{"Ana", float64(ana), "ITEMS", []any{float64(item)}}, []any{intent["diner_name"], intent["diner_id"], intent["split"], intent["item_ids"]})
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_STARTED' AND entity @> '{"amount_cents": 850000}'`))

	path := preference + "/" + apitest.ID(first.Int(t, "payment_id"))
	c.Call(t, "DELETE", path, nil, c.Seated(t, "phone-b")).Want(t, 403, "not_your_payment")
	c.Call(t, "DELETE", path, nil, c.At(t, apitest.NorthSeat, "phone-a")).Want(t, 404, "payment_not_found")
	c.Call(t, "DELETE", path, nil, c.At(t, apitest.CanarySeat, "phone-a")).Want(t, 404, "payment_not_found")
	c.Call(t, "DELETE", path, nil, c.Seated(t, "phone-a")).Want(t, 204, "")
	assert.EqualValues(t, apitest.MilanesaPrice+320_000, bill().Int(t, "available_cents"))
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_RELEASED'`))

	half := startCheckout(t, c, check, "phone-b", map[string]any{"split": "EQUAL", "people": 2}).Want(t, 200, "")
	assert.EqualValues(t, 585_000, half.Int(t, "amount_cents"))
	assert.Equal(t, beto, c.Fake.Sent[len(c.Fake.Sent)-2].Command.(tablesession.StartCheckout).DinerID)
	c.Call(t, "POST", "/api/billing/payments/"+apitest.ID(half.Int(t, "payment_id"))+"/cancel", nil, c.Waiter).Want(t, 200, "")
	assert.Empty(t, bill().Body["intents"])
}

func TestTheTillAsksTheProvider(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	cash := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 1000}, c.Waiter).Want(t, 200, "").Int(t, "payment_id")
	asked := startCheckout(t, c, check, "phone", nil).Want(t, 200, "").Int(t, "payment_id")
	a := c.Call(t, "POST", "/api/billing/payments/"+apitest.ID(asked)+"/verify", nil, c.Waiter).Want(t, 200, "")
	assert.Equal(t, []any{"PENDING", "IN_PAYMENT"}, []any{a.Body["status"], a.Body["check_status"]})
	assert.Equal(t, []int64{asked}, c.Fake.Looked)
	c.Call(t, "POST", "/api/billing/payments/"+apitest.ID(cash)+"/verify", nil, c.Waiter).Want(t, 400, "not_a_checkout")

	// What the browser claims is not believed, and says nothing of other tables.
	forged := map[string]any{"external_reference": "check_1_1"}
	back := c.Call(t, "POST", "/api/billing/mercadopago/return", forged, c.Seated(t, "phone")).Want(t, 200, "")
	apitest.Fields(t, back.Body, "check_id", "check_status", "total_cents", "paid_cents", "remaining_cents", "payments", "looked")
	assert.Equal(t, "IN_PAYMENT", back.Body["check_status"])
	assert.Equal(t, []int64{asked, asked}, c.Fake.Looked)
	c.Call(t, "POST", "/api/billing/mercadopago/return", forged, c.At(t, apitest.NorthSeat, "x")).Want(t, 200, "")
	c.Call(t, "POST", "/api/billing/mercadopago/return", nil, c.At(t, apitest.CanarySeat, "x")).Want(t, 200, "")
	assert.Len(t, c.Fake.Looked, 2)
}

func TestAPaymentGoesBack(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	cash := c.Call(t, "POST", cashPay, map[string]any{"check_id": check, "amount_cents": 100_000, "tip_cents": 7000}, c.Waiter).Want(t, 200, "")
	assert.Equal(t, []int64{100_000, 7000}, []int64{cash.Int(t, "amount_cents"), cash.Int(t, "tip_cents")})
	assert.Equal(t, 7000, c.Count(t, `SELECT amount_cents FROM tip WHERE is_active`), "a tip is in its own ledger")
	assert.Equal(t, 100_000, c.Count(t, `SELECT sum(amount_cents) FROM allocation`), "and not in the bill's")

	path := "/api/billing/payments/" + apitest.ID(cash.Int(t, "payment_id")) + "/refund"
	c.Call(t, "POST", path, map[string]any{"reason": "x", "amount_cents": 0}, c.Manager).Want(t, 422, "validation_error")
	c.Call(t, "POST", path, map[string]any{"reason": " "}, c.Manager).Want(t, 400, "reason_required")
	c.Call(t, "POST", path, map[string]any{"reason": "x", "amount_cents": 200_000}, c.Manager).Want(t, 400, "refund_exceeds_payment")
	a := c.Call(t, "POST", path, map[string]any{"reason": "el plato vino frío", "amount_cents": 40_000}, c.Manager).Want(t, 200, "")
	assert.EqualValues(t, 60_000, a.Int(t, "check_paid_cents"))
	assert.Equal(t, "DONE", a.Body["refunds"].([]any)[0].(map[string]any)["status"], "what was taken in hand goes back in hand")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'PAYMENT_REVERSAL' AND amount_cents = 40000`))

	asked := startCheckout(t, c, check, "phone", nil).Want(t, 200, "")
	snap := tablesession.Snapshot{Reference: "check_x", ExternalID: "77", Status: billing.Approved, Amount: 790_000, Effect: 790_000, UpdatedAt: c.Clock.Now()}
	applySnapshot(t, c, snap)
	c.Call(t, "POST", "/api/waiter/tables/1000/close", nil, c.Waiter).Want(t, 200, "")
	a = c.Call(t, "POST", "/api/billing/payments/"+apitest.ID(asked.Int(t, "payment_id"))+"/refund", map[string]any{"reason": "reclamo", "amount_cents": 500}, c.Manager).Want(t, 200, "")
	assert.Equal(t, "REQUESTED", a.Body["refunds"].([]any)[1].(map[string]any)["status"])
	require.Len(t, c.Fake.Refunds, 1, "the table has gone home: its refund is carried out all the same")
	assert.EqualValues(t, 500, c.Fake.Refunds[0].Cents)
}

func TestManagersSeeMoneyThatIsNotSettled(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	startCheckout(t, c, check, "phone", nil).Want(t, 200, "")
	for _, number := range []string{"77", "78"} {
		applySnapshot(t, c, tablesession.Snapshot{
			Reference: "check_x", ExternalID: number, Status: billing.Approved, Amount: apitest.MilanesaPrice, Effect: apitest.MilanesaPrice, UpdatedAt: c.Clock.Now(),
			Disputed: number == "77",
		})
	}
	c.Exec(t, `INSERT INTO payment_quarantine (external_id, tenant_id, branch_id, amount_cents, reason) VALUES ('79', 1, 10, 1, 'es de otro vendedor')`)
	a := c.Call(t, "GET", "/api/billing/unsettled", nil, c.Manager).Want(t, 200, "")
	apitest.Fields(t, a.Body, "unallocated", "refunds", "disputed", "reversed", "quarantined")
	list := func(name string) []any { return a.Body[name].([]any) }
	require.Equal(t, []int{1, 1, 1, 0, 1}, []int{len(list("unallocated")), len(list("refunds")), len(list("disputed")), len(list("reversed")), len(list("quarantined"))})
	assert.EqualValues(t, apitest.MilanesaPrice, list("unallocated")[0].(map[string]any)["unallocated_cents"])
	assert.Equal(t, "OVERPAY", list("refunds")[0].(map[string]any)["kind"])
	for name, who := range map[string]apitest.Headers{"another branch": c.North, "another tenant": c.Canary} {
		a = c.Call(t, "GET", "/api/billing/unsettled", nil, who).Want(t, 200, "")
		for _, part := range []string{"unallocated", "refunds", "disputed", "quarantined"} {
			assert.Empty(t, list(part), "%s to %s", part, name)
		}
	}
	c.Call(t, "GET", "/api/billing/unsettled?branch_id=10", nil, c.North).Want(t, 403, "")

	waits := func() []int64 {
		m, err := c.Store.DoctorMoney(t.Context())
		require.NoError(t, err)
		return []int64{m.Quarantined, m.FailedRefunds}
	}
	assert.Equal(t, []int64{1, 0}, waits())
	c.Exec(t, `UPDATE payment_refund SET status = 'FAILED'`)
	assert.Equal(t, []int64{1, 1}, waits(), "an operator is told, too")
	c.Exec(t, `UPDATE payment_quarantine SET external_id = '77'`)
	c.Exec(t, `INSERT INTO payment_refund (id, tenant_id, branch_id, check_id, payment_id, amount_cents, kind, status)
SELECT id + 1000, tenant_id, branch_id, check_id, payment_id, 1, kind, 'DONE' FROM payment_refund`)
	assert.Equal(t, []int64{0, 0}, waits(), "nor of what was credited or given back later")
}

// Whatever means of payment names a diner settles that diner's part first.
func TestAPaymentNamesItsDiner(t *testing.T) {
	t.Parallel()
	for _, means := range []map[string]any{
		{"manual_method": "CARD_PHYSICAL"}, {"manual_method": "TRANSFER_EXTERNAL"}, {"manual_method": "OTHER_MANUAL"}, {"manual_method": "CASH"}, {},
	} {
		c := newStaff(t)
		ana, beto := c.Register(t, "Ana", "phone-a"), c.Register(t, "Beto", "phone-b")
		for _, i := range []int{1, 0} { // Beto orders first
			c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{
				"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 1, "diner_index": i}},
			}, c.Waiter).Want(t, 200, "")
		}
		means["check_id"], means["amount_cents"], means["diner_id"] = c.Bill(t), apitest.MilanesaPrice, ana
		path := manualPay
		if means["manual_method"] == nil {
			path = cashPay
		}
		c.Call(t, "POST", path, means, c.Waiter).Want(t, 200, "")
		owed := `SELECT coalesce(sum(ch.amount_cents - ch.paid_cents), 0) FROM charge ch WHERE ch.diner_id = $1`
		assert.Equal(t, []int{0, apitest.MilanesaPrice}, []int{c.Count(t, owed, ana), c.Count(t, owed, beto)}, "%v", means)
		means["diner_id"] = 900
		c.Call(t, "POST", path, means, c.Waiter).Want(t, 400, "diner_not_here")
	}
}

// Without a split an amount is the most that is asked for.
func TestAnAmountWithoutASplitIsTheMost(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Order(t, apitest.MilanesaID)
	check := c.Bill(t)
	ask := func(phone string, cents int) apitest.Reply {
		return startCheckout(t, c, check, phone, map[string]any{"amount_cents": cents})
	}
	ask("phone-a", 0).Want(t, 422, "validation_error")
	assert.EqualValues(t, 10_000, ask("phone-a", 10_000).Want(t, 200, "").Int(t, "amount_cents"))
	assert.EqualValues(t, apitest.MilanesaPrice-10_000, ask("phone-b", 90_000_000).Want(t, 200, "").Int(t, "amount_cents"), "capped, not refused")
	ask("phone-c", 1).Want(t, 409, "part_being_paid")
}

func TestSomeUnitsOfALineArePaid(t *testing.T) {
	t.Parallel()
	c := newStaff(t, collecting)
	c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 12}}}, c.Waiter).Want(t, 200, "")
	check := c.Bill(t)
	bill := c.Call(t, "GET", "/api/diner/check", nil, c.Seated(t, "phone-b")).Want(t, 200, "")
	item := int64(bill.Body["items"].([]any)[0].(map[string]any)["item_id"].(float64))
	ask := func(phone string, units int) apitest.Reply {
		return startCheckout(t, c, check, phone, map[string]any{"split": "ITEMS", "item_units": []any{map[string]any{"item_id": item, "qty": units}}})
	}
	assert.EqualValues(t, 3*apitest.MilanesaPrice, ask("phone-a", 3).Want(t, 200, "").Int(t, "amount_cents"))
	ask("phone-b", 10).Want(t, 409, "part_being_paid")
	ask("phone-b", 13).Want(t, 400, "qty_out_of_range")
	assert.EqualValues(t, 9*apitest.MilanesaPrice, ask("phone-b", 9).Want(t, 200, "").Int(t, "amount_cents"))
}

// Amounts beyond what a restaurant can mean are refused before they are summed.
func TestAmountsAreBounded(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	c.Order(t, apitest.MilanesaID)
	check, huge := c.Bill(t), int64(1)<<62
	for path, body := range map[string]map[string]any{
		cashPay:                    {"check_id": check, "amount_cents": 1, "tip_cents": huge},
		manualPay:                  {"check_id": check, "amount_cents": 1, "tip_cents": huge, "manual_method": "CASH"},
		"/api/admin/tips":          {"branch_id": 10, "amount_cents": huge, "payment_method": "CASH"},
		"/api/admin/cash/open":     {"branch_id": 10, "opening_amount_cents": huge},
		"/api/admin/cash/movement": {"session_id": 1, "movement_type": "DEPOSIT", "amount_cents": huge, "payment_method": "CASH"},
		"/api/admin/cash/close":    {"session_id": 1, "actual_amount_cents": huge},
	} {
		c.Call(t, "POST", path, body, c.Manager).Want(t, 422, "validation_error")
	}
}

// Who redirects the restaurant's money shows the second factor, where it is on.
func TestConnectingAsksForTheSecondFactor(t *testing.T) {
	t.Parallel()
	c := newStaff(t, sealing(t))
	connection := "/api/admin/mercadopago/connection"
	c.Call(t, "DELETE", connection, nil, c.Admin).Want(t, 503, "connecting_not_configured")
	set := c.Call(t, "POST", "/api/auth/2fa/setup", nil, c.Admin).Want(t, 200, "")
	code := func() string {
		c.Clock.Advance(30 * time.Second)
		now, err := totp.GenerateCode(set.Str(t, "secret"), c.Clock.Now())
		require.NoError(t, err)
		return now
	}
	c.Call(t, "POST", "/api/auth/2fa/verify", map[string]any{"code": code()}, c.Admin).Want(t, 200, "")
	c.Call(t, "DELETE", connection, nil, c.Admin).Want(t, 403, "totp_required")
	c.Call(t, "POST", connection+"/authorize", nil, c.Admin).Want(t, 403, "totp_required")
	c.Call(t, "DELETE", connection, nil, c.Admin.With("X-TOTP-Code", "000000")).Want(t, 401, "totp_invalid")
	shown := c.Admin.With("X-TOTP-Code", code())
	c.Call(t, "DELETE", connection, nil, shown).Want(t, 503, "connecting_not_configured")
	c.Call(t, "DELETE", connection, nil, shown).Want(t, 401, "totp_invalid")
}
