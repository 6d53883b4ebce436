package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// anyMoney is something that happens to a bill: somebody wants to pay a part, a
// provider speaks, money goes back.
func (l *ledgerTable) anyMoney(rng *rand.Rand, diners []int64) tablesession.Command {
	check := l.Check
	pick := func(n int) int { return rng.IntN(max(n, 1)) }
	switch n := rng.IntN(10); {
	case n < 3:
		splits := []billing.Split{billing.Rest, billing.Own, billing.Consumption, billing.Equal, billing.Items, billing.Free}
		return tablesession.StartCheckout{
			CheckID: check.ID, DinerID: diners[rng.IntN(len(diners))], Split: splits[rng.IntN(len(splits))], People: 1 + rng.IntN(4),
			Items: []int64{check.Charges[rng.IntN(len(check.Charges))].ItemID}, Cents: money.Cents(1 + rng.IntN(3000)), Tip: money.Cents(rng.IntN(2) * 150),
			DeviceID: "d",
		}
	case n < 4:
		return tablesession.Pay{CheckID: check.ID, Provider: tablesession.Cash, Cents: money.Cents(1 + rng.IntN(800)), Tip: money.Cents(rng.IntN(2) * 90)}
	case n < 8 && len(check.Intents) > 0:
		return l.anySnapshot(rng, check.Intents[pick(len(check.Intents))])
	case n == 8 && len(check.Intents) > 0:
		return tablesession.EndIntent{IntentID: check.Intents[pick(len(check.Intents))].ID, Unpaid: rng.IntN(2) == 0}
	case len(check.Refunds) > 0 && rng.IntN(2) == 0:
		r := check.Refunds[pick(len(check.Refunds))]
		return tablesession.RefundEnded{RefundID: r.ID, ExternalID: fmt.Sprint("r", r.ID), Failed: rng.IntN(4) == 0}
	case len(check.Payments) > 0:
		return tablesession.RequestRefund{PaymentID: check.Payments[pick(len(check.Payments))].ID, Cents: money.Cents(rng.IntN(900)), Reason: "x"}
	}
	return tablesession.RequestCheck{}
}

func (l *ledgerTable) anySnapshot(rng *rand.Rand, in billing.Intent) tablesession.Command {
	for _, p := range l.Check.Payments {
		if p.ID == in.ID && p.Reference == "" {
			return tablesession.CheckoutMade{Reference: fmt.Sprintf("check_%d_%d", l.Check.ID, p.ID), Failed: rng.IntN(8) == 0, Checkout: tablesession.Checkout{
				PaymentID: p.ID, PreferenceID: "p", InitPoint: "http://x", ExpiresAt: time.Now(),
			}}
		}
	}
	amount := in.Cents + in.Tip
	effects := []money.Cents{amount, amount, amount / 2, 0}
	return tablesession.Snapshot{
		Reference: fmt.Sprintf("check_%d_%d", l.Check.ID, in.ID), ExternalID: fmt.Sprint(in.ID, "-", rng.IntN(2)), Status: billing.Approved,
		Amount: amount, Effect: effects[rng.IntN(len(effects))], Disputed: rng.IntN(8) == 0, UpdatedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
}
