package billing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// sound reports what is wrong with a check's sums, or "".
func sound(c billing.Check) string {
	parts := map[int64]money.Cents{}
	for _, p := range c.Payments {
		allocated := p.Unallocated
		for _, part := range p.Parts {
			if part.Cents <= 0 {
				return "an allocation is not positive"
			}
			parts[part.ChargeID] += part.Cents
			allocated += part.Cents
		}
		if allocated != p.Credit() || p.KeptTip() < 0 || p.KeptTip() > p.Effect {
			return "a payment's parts are not its effect"
		}
		if p.Unallocated < 0 {
			return "a payment is over-allocated"
		}
	}
	for _, ch := range c.Charges {
		if ch.Paid != parts[ch.ID] {
			return "a charge's paid is not what payments gave it"
		}
		if ch.Paid < 0 || ch.Paid > ch.Amount || ch.Amount > ch.Original {
			return "a charge is paid beyond what it owes"
		}
	}
	var idle money.Cents
	for _, p := range c.Payments {
		if !p.Surplus {
			idle += p.Unallocated
		}
	}
	if idle > 0 && c.Owed() > 0 && len(c.Refunds) == 0 {
		return "money lies idle while something is owed"
	}
	if c.Held() > c.Owed() {
		return "more is held than is owed"
	}
	if (c.Status() == billing.Paid) != (c.Owed() == 0) {
		return "the status does not follow the sums"
	}
	return ""
}

func someCheck(t *rapid.T) billing.Check {
	c := billing.Check{ID: 1}
	for i := range rapid.IntRange(1, 12).Draw(t, "charges") {
		cents := money.Cents(rapid.Int64Range(0, 100_000).Draw(t, "cents"))
		c.Charges = append(c.Charges, billing.Charge{
			ID: int64(100 + i), ItemID: int64(10 + i), DinerID: rapid.Int64Range(0, 3).Draw(t, "diner"), Original: cents, Amount: cents,
		})
	}
	return c
}

// TestTheBillStaysSound plays whatever may happen to a bill, in any order:
// payments in hand, snapshots of a provider that grow, shrink and repeat,
// discounts and voids.
func TestTheBillStaysSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := someCheck(t)
		next := int64(1000)
		act := func(change func() billing.Check) {
			before := c
			after := change()
			if wrong := sound(after); wrong != "" {
				t.Fatalf("%s: %+v became %+v", wrong, before, after)
			}
			if applied := before.Applied(billing.Diff(before, after)); sound(applied) != "" || applied.Owed() != after.Owed() {
				t.Fatalf("the difference does not lead from %+v to %+v", before, after)
			}
			c = after
		}
		t.Repeat(map[string]func(*rapid.T){
			"cash": func(t *rapid.T) {
				cents := money.Cents(rapid.Int64Range(-5, 120_000).Draw(t, "cents"))
				next++
				after, err := c.Pay(billing.Payment{ID: next, Provider: "CASH", Amount: cents, DinerID: rapid.Int64Range(0, 4).Draw(t, "diner")})
				if ok := cents > 0 && cents <= c.Owed(); ok != (err == nil) {
					t.Fatalf("Pay(%d) of %d owed: %v", cents, c.Owed(), err)
				}
				if err == nil {
					if got := c.Owed() - after.Owed(); got != cents {
						t.Fatalf("paying %d settled %d", cents, got)
					}
					act(func() billing.Check { return after })
				}
			},
			"snapshot": func(t *rapid.T) {
				id := rapid.Int64Range(1, 4).Draw(t, "payment")
				effect := money.Cents(rapid.Int64Range(0, 200_000).Draw(t, "effect"))
				p := billing.Payment{ID: id, Provider: "MERCADO_PAGO", Status: billing.Approved, Amount: 200_000, Effect: effect, UpdatedAt: time.Unix(id, 0)}
				act(func() billing.Check { return c.Settle(p) })
				again := c.Settle(p)
				if again.Owed() != c.Owed() || again.Unallocated() != c.Unallocated() {
					t.Fatalf("the same snapshot twice changed the bill")
				}
			},
			"discount": func(t *rapid.T) {
				cents := money.Cents(rapid.Int64Range(0, 50_000).Draw(t, "cents"))
				after, err := c.Discounted(cents)
				if err != nil {
					return
				}
				if c.Total()-after.Total() != cents || after.Paid() != c.Paid() {
					t.Fatalf("a discount of %d took %d off and moved money", cents, c.Total()-after.Total())
				}
				act(func() billing.Check { return after })
			},
			"void": func(t *rapid.T) {
				item, of := rapid.Int64Range(10, 22).Draw(t, "item"), rapid.IntRange(1, 9).Draw(t, "of")
				units := rapid.IntRange(1, of).Draw(t, "units")
				act(func() billing.Check { return c.Without(item, units, of) })
			},
		})
	})
}

func bill(charges ...billing.Charge) billing.Check {
	for i := range charges {
		charges[i].ID, charges[i].ItemID, charges[i].Original = int64(i+1), int64(i+10), charges[i].Amount
	}
	return billing.Check{ID: 1, Charges: charges}
}

func TestMoneySettlesOwnThenSharedThenOthersOldestFirst(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Amount: 100, DinerID: 2}, billing.Charge{Amount: 100}, billing.Charge{Amount: 100, DinerID: 1}, billing.Charge{Amount: 100, DinerID: 1})
	after, err := c.Pay(billing.Payment{ID: 9, Amount: 350, DinerID: 1})
	require.NoError(t, err)
	require.Equal(t, []billing.Part{{ChargeID: 3, Cents: 100}, {ChargeID: 4, Cents: 100}, {ChargeID: 2, Cents: 100}, {ChargeID: 1, Cents: 50}}, after.Payments[0].Parts)
	require.Equal(t, billing.InPayment, after.Status())
	require.EqualValues(t, 50, after.OwedBy(2))
}

func TestPartialPaymentsFillTheOldestChargeFirst(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Amount: 1_000_000}, billing.Charge{Amount: 800_000}, billing.Charge{Amount: 600_000})
	c, err := c.Pay(billing.Payment{ID: 1, Amount: 1_200_000})
	require.NoError(t, err)
	require.Equal(t, []money.Cents{1_000_000, 200_000, 0}, []money.Cents{c.Charges[0].Paid, c.Charges[1].Paid, c.Charges[2].Paid})
	c, err = c.Pay(billing.Payment{ID: 2, Amount: 1_200_000})
	require.NoError(t, err)
	require.Equal(t, billing.Paid, c.Status())
	_, err = c.Pay(billing.Payment{ID: 3, Amount: 1})
	require.Equal(t, "check_paid", fault.ReasonOf(err))
}

func TestARefundTakesBackWhatWasSettledLast(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Amount: 100}, billing.Charge{Amount: 100})
	p := billing.Payment{ID: 1, Status: billing.Approved, Amount: 230, Effect: 230}
	c = c.Settle(p)
	require.EqualValues(t, 30, c.Unallocated(), "an overpayment stays, unallocated")
	require.Equal(t, billing.Paid, c.Status())
	p.Effect = 120
	c = c.Settle(p)
	require.Equal(t, []money.Cents{100, 20}, []money.Cents{c.Charges[0].Paid, c.Charges[1].Paid})
	p.Effect = 0
	c = c.Settle(p)
	require.Equal(t, billing.Requested, c.Status())
	require.Empty(t, c.Payments[0].Parts)
}

// The predecessor billed voided items, and its discounts never reached a charge.
func TestAVoidedItemIsNotBilled(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Amount: 100}, billing.Charge{Amount: 300})
	c, err := c.Pay(billing.Payment{ID: 1, Amount: 100})
	require.NoError(t, err)
	c = c.Without(10, 1, 1)
	require.EqualValues(t, 300, c.Total())
	require.EqualValues(t, 100, c.Charges[1].Paid, "what was paid of it settles the rest")
	c, err = c.Discounted(200)
	require.NoError(t, err)
	require.Equal(t, billing.Paid, c.Status())
	_, err = c.Discounted(1)
	require.Equal(t, "discount_exceeds_remaining", fault.ReasonOf(err))
}

// Two of four are struck out: of what was paid of the line, what is not owed any more settles other lines.
func TestSomeUnitsOfAnItemAreNotBilled(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Amount: 4000}, billing.Charge{Amount: 3000})
	c, err := c.Pay(billing.Payment{ID: 1, Amount: 3000})
	require.NoError(t, err)
	c = c.Without(10, 2, 4)
	require.EqualValues(t, 5000, c.Total())
	require.Equal(t, []money.Cents{2000, 1000}, []money.Cents{c.Charges[0].Paid, c.Charges[1].Paid})
	require.EqualValues(t, 2000, c.Charges[0].Original, "it is no discount")
	c = c.Without(10, 2, 2)
	require.EqualValues(t, 3000, c.Total())
	require.Equal(t, billing.Paid, c.Status())
}
