package api

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// checkout asks for a page to pay a part on.
func (c *crew) checkout(t *testing.T, check int64, device string, more map[string]any) reply {
	t.Helper()
	body := map[string]any{"check_id": check}
	maps.Copy(body, more)
	return c.call(t, post, preference, body, c.seated(t, device))
}

// snapshot has the provider say something about a payment of the house's session.
func (c *crew) snapshot(t *testing.T, s tablesession.Snapshot) {
	t.Helper()
	env := tablesession.Envelope{SessionID: sessionID, By: access.BySystem}
	_, err := c.sessions.Send(t.Context(), tenantID, tableID, env, s)
	require.NoError(t, err)
}

func TestAPartIsPaidByOnePerson(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	ana, beto := c.register(t, "Ana", "phone-a"), c.register(t, "Beto", "phone-b")
	for i, dish := range []int64{milanesaID, flanID} {
		c.call(t, post, sessionRounds, map[string]any{"items": []any{map[string]any{"product_id": dish, "qty": 1, "diner_index": i}}}, c.waiter).want(t, 200, "")
	}
	check := c.bill(t)
	bill := func() reply { return c.call(t, get, "/api/diner/check", nil, c.seated(t, "phone-b")).want(t, 200, "") }
	item := int64(bill().body["items"].([]any)[0].(map[string]any)["item_id"].(float64))

	first := c.checkout(t, check, "phone-a", map[string]any{"split": "ITEMS", "item_ids": []int64{item}, "tip_cents": 5000}).want(t, 200, "")
	assert.Equal(t, []int64{milanesaPrice, 5000}, []int64{first.int(t, "amount_cents"), first.int(t, "tip_cents")})
	taken := c.checkout(t, check, "phone-b", map[string]any{"split": "ITEMS", "item_ids": []int64{item}}).want(t, 409, "part_being_paid")
	assert.EqualValues(t, 320_000, taken.int(t, "available_cents"))
	assert.Contains(t, taken.body["detail"], "$ 3.200,00")
	c.checkout(t, check, "phone-b", map[string]any{"split": "AMOUNT", "amount_cents": 320_001}).want(t, 409, "part_being_paid")

	seen := bill()
	assert.EqualValues(t, 320_000, seen.int(t, "available_cents"), "the others see it at once")
	intent := seen.body["intents"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{"Ana", float64(ana), "ITEMS", []any{float64(item)}}, []any{intent["diner_name"], intent["diner_id"], intent["split"], intent["item_ids"]})
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_STARTED' AND entity @> '{"amount_cents": 850000}'`))

	path := preference + "/" + id(first.int(t, "payment_id"))
	c.call(t, del, path, nil, c.seated(t, "phone-b")).want(t, 403, "not_your_payment")
	c.call(t, del, path, nil, c.at(t, northSeat, "phone-a")).want(t, 404, "payment_not_found")
	c.call(t, del, path, nil, c.at(t, canarySeat, "phone-a")).want(t, 404, "payment_not_found")
	c.call(t, del, path, nil, c.seated(t, "phone-a")).want(t, 204, "")
	assert.EqualValues(t, milanesaPrice+320_000, bill().int(t, "available_cents"))
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM event WHERE type = 'PAYMENT_RELEASED'`))

	half := c.checkout(t, check, "phone-b", map[string]any{"split": "EQUAL", "people": 2}).want(t, 200, "")
	assert.EqualValues(t, 585_000, half.int(t, "amount_cents"))
	assert.Equal(t, beto, c.sessions.sent[len(c.sessions.sent)-2].command.(tablesession.StartCheckout).DinerID)
	c.call(t, post, "/api/billing/payments/"+id(half.int(t, "payment_id"))+"/cancel", nil, c.waiter).want(t, 200, "")
	assert.Empty(t, bill().body["intents"])
}

func TestTheTillAsksTheProvider(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	c.order(t, milanesaID)
	check := c.bill(t)
	cash := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 1000}, c.waiter).want(t, 200, "").int(t, "payment_id")
	asked := c.checkout(t, check, "phone", nil).want(t, 200, "").int(t, "payment_id")
	a := c.call(t, post, "/api/billing/payments/"+id(asked)+"/verify", nil, c.waiter).want(t, 200, "")
	assert.Equal(t, []any{"PENDING", "IN_PAYMENT"}, []any{a.body["status"], a.body["check_status"]})
	assert.Equal(t, []int64{asked}, c.sessions.looked)
	c.call(t, post, "/api/billing/payments/"+id(cash)+"/verify", nil, c.waiter).want(t, 400, "not_a_checkout")

	// What the browser claims is not believed, and tells nothing of other tables.
	forged := map[string]any{"external_reference": "check_1_1"}
	back := c.call(t, post, "/api/billing/mercadopago/return", forged, c.seated(t, "phone")).want(t, 200, "")
	fields(t, back.body, "check_id", "check_status", "total_cents", "paid_cents", "remaining_cents", "payments", "looked")
	assert.Equal(t, "IN_PAYMENT", back.body["check_status"])
	assert.Equal(t, []int64{asked, asked}, c.sessions.looked)
	c.call(t, post, "/api/billing/mercadopago/return", forged, c.at(t, northSeat, "x")).want(t, 200, "")
	c.call(t, post, "/api/billing/mercadopago/return", nil, c.at(t, canarySeat, "x")).want(t, 200, "")
	assert.Len(t, c.sessions.looked, 2)
}

func TestAPaymentGoesBack(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	c.order(t, milanesaID)
	check := c.bill(t)
	cash := c.call(t, post, cashPay, map[string]any{"check_id": check, "amount_cents": 100_000, "tip_cents": 7000}, c.waiter).want(t, 200, "")
	assert.Equal(t, []int64{100_000, 7000}, []int64{cash.int(t, "amount_cents"), cash.int(t, "tip_cents")})
	assert.Equal(t, 7000, c.count(t, `SELECT amount_cents FROM tip WHERE is_active`), "a tip is in its own ledger")
	assert.Equal(t, 100_000, c.count(t, `SELECT sum(amount_cents) FROM allocation`), "and not in the bill's")

	path := "/api/billing/payments/" + id(cash.int(t, "payment_id")) + "/refund"
	c.call(t, post, path, map[string]any{"reason": " "}, c.manager).want(t, 400, "reason_required")
	c.call(t, post, path, map[string]any{"reason": "x", "amount_cents": 200_000}, c.manager).want(t, 400, "refund_exceeds_payment")
	a := c.call(t, post, path, map[string]any{"reason": "el plato vino frío", "amount_cents": 40_000}, c.manager).want(t, 200, "")
	assert.EqualValues(t, 60_000, a.int(t, "check_paid_cents"))
	assert.Equal(t, "DONE", a.body["refunds"].([]any)[0].(map[string]any)["status"], "what was taken in hand goes back in hand")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM manager_override WHERE override_type = 'PAYMENT_REVERSAL' AND amount_cents = 40000`))

	asked := c.checkout(t, check, "phone", nil).want(t, 200, "")
	snap := tablesession.Snapshot{Reference: "check_x", ExternalID: "77", Status: billing.Approved, Amount: 790_000, Effect: 790_000, UpdatedAt: c.clock.now()}
	c.snapshot(t, snap)
	c.call(t, post, "/api/waiter/tables/1000/close", nil, c.waiter).want(t, 200, "")
	a = c.call(t, post, "/api/billing/payments/"+id(asked.int(t, "payment_id"))+"/refund", map[string]any{"reason": "reclamo", "amount_cents": 500}, c.manager).want(t, 200, "")
	assert.Equal(t, "REQUESTED", a.body["refunds"].([]any)[1].(map[string]any)["status"])
	require.Len(t, c.sessions.refunds, 1, "the table has gone home: its refund is carried out all the same")
	assert.EqualValues(t, 500, c.sessions.refunds[0].Cents)
}

func TestManagersSeeMoneyThatIsNotSettled(t *testing.T) {
	t.Parallel()
	c := newCrew(t, collecting)
	c.order(t, milanesaID)
	check := c.bill(t)
	c.checkout(t, check, "phone", nil).want(t, 200, "")
	for _, number := range []string{"77", "78"} {
		c.snapshot(t, tablesession.Snapshot{
			Reference: "check_x", ExternalID: number, Status: billing.Approved, Amount: milanesaPrice, Effect: milanesaPrice, UpdatedAt: c.clock.now(),
			Disputed: number == "77",
		})
	}
	c.exec(t, `INSERT INTO payment_quarantine (external_id, tenant_id, branch_id, amount_cents, reason) VALUES ('79', 1, 10, 1, 'es de otro vendedor')`)
	a := c.call(t, get, "/api/billing/unsettled", nil, c.manager).want(t, 200, "")
	fields(t, a.body, "unallocated", "refunds", "disputed", "reversed", "quarantined")
	list := func(name string) []any { return a.body[name].([]any) }
	require.Equal(t, []int{1, 1, 1, 0, 1}, []int{len(list("unallocated")), len(list("refunds")), len(list("disputed")), len(list("reversed")), len(list("quarantined"))})
	assert.EqualValues(t, milanesaPrice, list("unallocated")[0].(map[string]any)["unallocated_cents"])
	assert.Equal(t, "OVERPAY", list("refunds")[0].(map[string]any)["kind"])
	for name, who := range map[string]headers{"another branch": c.north, "another tenant": c.canary} {
		a = c.call(t, get, "/api/billing/unsettled", nil, who).want(t, 200, "")
		for _, part := range []string{"unallocated", "refunds", "disputed", "quarantined"} {
			assert.Empty(t, list(part), "%s to %s", part, name)
		}
	}
	c.call(t, get, "/api/billing/unsettled?branch_id=10", nil, c.north).want(t, 403, "")

	waits := func() []int64 {
		m, err := c.store.DoctorMoney(t.Context())
		require.NoError(t, err)
		return []int64{m.Quarantined, m.FailedRefunds}
	}
	assert.Equal(t, []int64{1, 0}, waits())
	c.exec(t, `UPDATE payment_refund SET status = 'FAILED'`)
	assert.Equal(t, []int64{1, 1}, waits(), "an operator is told, too")
	c.exec(t, `UPDATE payment_quarantine SET external_id = '77'`)
	c.exec(t, `INSERT INTO payment_refund (id, tenant_id, branch_id, check_id, payment_id, amount_cents, kind, status)
SELECT id + 1000, tenant_id, branch_id, check_id, payment_id, 1, kind, 'DONE' FROM payment_refund`)
	assert.Equal(t, []int64{0, 0}, waits(), "nor of what was credited or given back later")
}
