package billing_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// dinner is a bill and the people who divide it.
type dinner struct {
	rng    *rand.Rand
	check  billing.Check
	diners []int64
	nextID int64
}

func anyDinner(seed uint64) *dinner {
	d := &dinner{rng: rand.New(rand.NewPCG(seed, 7)), nextID: 1000}
	for i := range 1 + d.rng.IntN(5) {
		d.diners = append(d.diners, int64(i+1))
	}
	d.check = billing.Check{ID: 1}
	for i := range 1 + d.rng.IntN(8) {
		cents := money.Cents(1 + d.rng.Int64N(10))
		if d.rng.IntN(3) > 0 {
			cents = money.Cents(1 + d.rng.Int64N(5_000_000))
		}
		d.check.Charges = append(d.check.Charges, billing.Charge{
			ID: int64(100 + i), ItemID: int64(10 + i), DinerID: int64(d.rng.IntN(len(d.diners) + 1)), Original: cents, Amount: cents,
		})
	}
	return d
}

// ask holds a part for a diner, as the session does; nil if there was none to hold.
func (d *dinner) ask(w billing.SplitRequest) (*billing.Intent, error) {
	in, err := d.check.Offer(w, d.diners)
	if err != nil {
		return nil, err
	}
	d.nextID++
	in.ID = d.nextID
	d.check = d.check.Ask(in)
	return &in, nil
}

func (d *dinner) pay(in billing.Intent) {
	d.nextID++
	d.check = d.check.Settle(billing.Payment{
		ID: d.nextID, IntentID: in.ID, Provider: "MERCADO_PAGO", Status: billing.Approved, Amount: in.Cents + in.Tip, Effect: in.Cents + in.Tip,
		DinerID: in.DinerID, UpdatedAt: time.Unix(d.nextID, 0),
	})
}

// ways to divide a bill so that nothing is left when everybody has paid.
func (d *dinner) requests() (parts []billing.SplitRequest) {
	tip := money.Cents(d.rng.IntN(2) * 50)
	switch d.rng.IntN(4) {
	case 0:
		people := 1 + d.rng.IntN(7)
		for range people {
			parts = append(parts, billing.SplitRequest{Split: billing.Equal, People: people, Tip: tip})
		}
	case 1:
		for _, diner := range d.diners {
			parts = append(parts, billing.SplitRequest{Split: billing.Consumption, DinerID: diner, Tip: tip})
		}
	case 2:
		for _, ch := range d.check.Charges {
			parts = append(parts, billing.SplitRequest{Split: billing.Items, Items: []billing.ItemPart{{ItemID: ch.ItemID}}, Tip: tip})
		}
	default:
		for range d.rng.IntN(4) {
			parts = append(parts, billing.SplitRequest{Split: billing.Free, Cents: 1 + money.Cents(d.rng.Int64N(int64(d.check.Total()))), Tip: tip})
		}
		for _, diner := range d.diners {
			parts = append(parts, billing.SplitRequest{Split: billing.Own, DinerID: diner, Tip: tip})
		}
		parts = append(parts, billing.SplitRequest{Split: billing.Rest, Tip: tip})
	}
	return parts
}

// divide holds every part at once, or lets each be paid before the next is held,
// and reports what is wrong, or "".
func (d *dinner) divide() string {
	total, atOnce := d.check.Total(), d.rng.IntN(2) == 0
	var sum, tips money.Cents
	var held []billing.Intent
	for _, w := range d.requests() {
		in, err := d.ask(w)
		if err != nil {
			if fault.CodeOf(err) != fault.Refused && fault.CodeOf(err) != fault.Conflict {
				return "refused for no reason: " + err.Error()
			}
			continue
		}
		sum, tips = sum+in.Cents, tips+in.Tip
		if in.Cents <= 0 || d.check.Held() > d.check.Owed() {
			return "a part was offered twice"
		}
		if held = append(held, *in); !atOnce {
			d.pay(*in)
		}
	}
	if sum != total {
		return "the parts do not sum to the bill"
	}
	if atOnce {
		d.rng.Shuffle(len(held), func(i, j int) { held[i], held[j] = held[j], held[i] })
		for _, in := range held {
			d.pay(in)
		}
	}
	switch {
	case d.check.Status() != billing.Paid:
		return "everybody paid and something is owed"
	case d.check.Unallocated() != 0:
		return "somebody paid for nothing"
	case d.check.Tips() != tips:
		return "a tip is part of the bill"
	}
	return sound(d.check)
}

// TestThePartsAreTheBill divides 100,000 random bills in every way there is: what
// the people pay is the bill, to the cent, in whatever order they pay it.
func TestThePartsAreTheBill(t *testing.T) {
	t.Parallel()
	const bills = 100_000
	var all sync.WaitGroup
	workers := uint64(runtime.GOMAXPROCS(0))
	for w := range workers {
		all.Go(func() {
			for seed := w; seed < bills; seed += workers {
				if wrong := anyDinner(seed).divide(); wrong != "" {
					t.Errorf("bill %d: %s", seed, wrong)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestAHundredPesosAmongThree(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 10_000}), diners: []int64{1, 2, 3}}
	var parts []money.Cents
	for range 3 {
		in, err := d.ask(billing.SplitRequest{Split: billing.Equal, People: 3})
		require.NoError(t, err)
		parts = append(parts, in.Cents)
	}
	require.Equal(t, []money.Cents{3334, 3333, 3333}, parts)
	_, err := d.ask(billing.SplitRequest{Split: billing.Equal, People: 3})
	require.Equal(t, "part_being_paid", fault.ReasonOf(err))
}

func TestTwoCannotHoldTheSamePart(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 500, DinerID: 1}, billing.Charge{Amount: 300, DinerID: 2}, billing.Charge{Amount: 200}), diners: []int64{1, 2}}
	_, err := d.ask(billing.SplitRequest{Split: billing.Items, Items: []billing.ItemPart{{ItemID: 10}, {ItemID: 12}}})
	require.NoError(t, err)
	for _, w := range []billing.SplitRequest{
		{Split: billing.Items, Items: []billing.ItemPart{{ItemID: 11}, {ItemID: 12}}}, {Split: billing.Own, DinerID: 1}, {Split: billing.Free, Cents: 301},
	} {
		_, err := d.ask(w)
		require.Equal(t, fault.Conflict, fault.CodeOf(err), "%+v: %v", w, err)
	}
	in, err := d.ask(billing.SplitRequest{Split: billing.Rest})
	require.NoError(t, err)
	require.EqualValues(t, 300, in.Cents, "what nobody holds is left to others")
	d.check = d.check.EndIntent(in.ID, billing.IntentExpired)
	_, err = d.ask(billing.SplitRequest{Split: billing.Own, DinerID: 2})
	require.NoError(t, err, "a part that was let go is there again")
}

// Cash goes before an open intent.
func TestCashEndsOpenIntents(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 500}, billing.Charge{Amount: 500}), diners: []int64{1}}
	first, err := d.ask(billing.SplitRequest{Split: billing.Free, Cents: 400})
	require.NoError(t, err)
	second, err := d.ask(billing.SplitRequest{Split: billing.Free, Cents: 400})
	require.NoError(t, err)
	d.check, err = d.check.Pay(billing.Payment{ID: 1, Provider: "CASH", Amount: 550, Tip: 50})
	require.NoError(t, err)
	is := func(in *billing.Intent) billing.IntentStatus { now, _ := d.check.Intent(in.ID); return now.Status }
	require.Equal(t, []billing.IntentStatus{billing.IntentOpen, billing.IntentCanceled}, []billing.IntentStatus{is(first), is(second)})
	d.pay(*second) // the page was open all the same
	require.EqualValues(t, 900, d.check.Paid())
	d.pay(*first)
	require.Equal(t, billing.Paid, d.check.Status())
	require.EqualValues(t, 300, d.check.Unallocated())
}

func TestTheSecondPaymentOfAPartGoesBack(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 1000, DinerID: 1}, billing.Charge{Amount: 1000, DinerID: 2}), diners: []int64{1, 2}}
	in, err := d.ask(billing.SplitRequest{Split: billing.Own, DinerID: 1, Tip: 100})
	require.NoError(t, err)
	d.pay(*in)
	d.pay(*in)
	require.EqualValues(t, 1000, d.check.Owed(), "it does not pay what others ate")
	require.EqualValues(t, 1100, d.check.Unallocated(), "its tip is not kept either")
	require.EqualValues(t, 100, d.check.Tips())

	d.check = d.check.GiveBack("MERCADO_PAGO", time.Unix(1, 0))
	require.Len(t, d.check.Refunds, 1)
	require.EqualValues(t, 1100, d.check.Refunds[0].Cents)
	require.Len(t, d.check.GiveBack("MERCADO_PAGO", time.Unix(2, 0)).Refunds, 1, "once")

	// The refund shows in the payment; the ledger then has nothing idle.
	back := d.check.Payments[1]
	back.Effect = 0
	d.check = d.check.Settle(back)
	require.Zero(t, d.check.Unallocated())
	require.EqualValues(t, 1000, d.check.Paid())
	require.Empty(t, sound(d.check))
}

func TestACreditStaysWhereTheBranchKeepsIt(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 1000, DinerID: 1}, billing.Charge{Amount: 1500, DinerID: 2}), diners: []int64{1, 2}}
	d.check.KeepCredit = true
	in, err := d.ask(billing.SplitRequest{Split: billing.Own, DinerID: 1})
	require.NoError(t, err)
	d.pay(*in)
	d.pay(*in)
	require.EqualValues(t, 500, d.check.Owed())
}

// A refund takes what lies idle, then the bill's part; the tip is the last to go.
func TestATipIsTheLastToGoBack(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 1000}), diners: []int64{1}}
	in, err := d.ask(billing.SplitRequest{Split: billing.Rest, Tip: 200})
	require.NoError(t, err)
	d.pay(*in)
	p := d.check.Payments[0]
	for _, step := range []struct{ effect, paid, tips money.Cents }{{1200, 1000, 200}, {900, 700, 200}, {200, 0, 200}, {150, 0, 150}, {0, 0, 0}, {1200, 1000, 200}} {
		p.Effect = step.effect
		d.check = d.check.Settle(p)
		require.Equal(t, step.paid, d.check.Paid(), "of %d", step.effect)
		require.Equal(t, step.tips, d.check.Tips(), "of %d", step.effect)
		require.Empty(t, sound(d.check))
	}
}

// One cent for a whole bill is one cent, and is marked.
func TestAnotherAmountThanAskedForIsCreditedAsItCame(t *testing.T) {
	t.Parallel()
	d := &dinner{check: bill(billing.Charge{Amount: 1000}), diners: []int64{1}}
	in, err := d.ask(billing.SplitRequest{Split: billing.Rest, Tip: 200})
	require.NoError(t, err)
	d.check = d.check.Settle(billing.Payment{ID: 5, IntentID: in.ID, Status: billing.Approved, Amount: 1, Effect: 1})
	require.EqualValues(t, 1, d.check.Paid())
	require.True(t, d.check.Payments[0].Mismatch)
	now, _ := d.check.Intent(in.ID)
	require.Equal(t, billing.IntentOpen, now.Status)
	require.EqualValues(t, 999, d.check.Held())
}
