package billing_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

var evenings = flag.Int("evenings", 5_000, "how many random evenings TestEverybodyPaysTheirFairShare plays")

// guest is somebody who pays a share of an evening's bill.
type guest struct {
	diner  int64  // 0: the restaurant does not know
	device string // of a guest who is no diner
	put    money.Cents
	open   int64 // the payment page that is open, or 0
	paid   []int64
}

func (g *guest) isUnknown() bool { return g.diner == 0 && g.device == "" }

// evening is a table whose guests divide the bill in one way, and pay by whatever means.
type evening struct {
	rng    *rand.Rand
	split  billing.Split
	check  billing.Check
	guests []*guest
	diners []int64
	qty    map[int64]int // units of each charge
	nextID int64
	off    money.Cents // what discounts may still take
}

func anyEvening(seed uint64) *evening {
	e := &evening{rng: rand.New(rand.NewPCG(seed, 20)), nextID: 1000, qty: map[int64]int{}, check: billing.Check{ID: 1}}
	e.split = []billing.Split{billing.Equal, billing.Consumption}[e.rng.IntN(2)]
	for i := range 2 + e.rng.IntN(6) {
		g := &guest{diner: int64(i + 1)}
		if e.split == billing.Equal {
			switch e.rng.IntN(3) {
			case 0:
				g.diner, g.device = 0, "phone "+strconv.Itoa(i)
			case 1:
				g.diner = 0
			}
		}
		e.guests = append(e.guests, g)
		e.diners = append(e.diners, int64(i+1))
	}
	for i := range 1 + e.rng.IntN(8) {
		cents := []money.Cents{0, 1 + money.Cents(e.rng.IntN(20)), 1 + money.Cents(e.rng.Int64N(5_000_000))}[e.rng.IntN(3)]
		diner := int64(0)
		if e.rng.IntN(2) == 0 {
			diner = e.diners[e.rng.IntN(len(e.diners))]
		}
		e.check.Charges = append(e.check.Charges, billing.Charge{ID: int64(100 + i), ItemID: int64(10 + i), DinerID: diner, Original: cents, Amount: cents})
	}
	if e.check.Total() == 0 {
		e.check.Charges[0].Original, e.check.Charges[0].Amount = 300_000, 300_000
	}
	e.off = e.check.Total() / 4
	return e
}

// fair is what a guest still owes if everybody is to have put in the same: of the whole bill, or of what is shared,
// and then with what is owed of the guest's own dishes.
func (e *evening) fair(g *guest) float64 {
	if e.split == billing.Equal {
		puts := make([]money.Cents, len(e.guests))
		for i, other := range e.guests {
			puts[i] = other.put
		}
		return level(float64(e.check.Available()), puts) - float64(g.put)
	}
	will := e.check // once the open pages are paid
	for _, in := range will.Intents {
		if in.Status == billing.IntentOpen {
			will = paid(will, in)
		}
	}
	shared := map[int64]bool{}
	var left money.Cents
	for _, ch := range will.Charges {
		if ch.DinerID == 0 {
			shared[ch.ID] = true
			left += ch.Owed()
		}
	}
	puts := map[int64]money.Cents{}
	for _, p := range will.Payments {
		for _, part := range p.Parts {
			if shared[part.ChargeID] {
				puts[p.DinerID] += part.Cents
			}
		}
	}
	all := make([]money.Cents, 0, len(e.diners))
	for _, d := range e.diners {
		all = append(all, puts[d])
	}
	return float64(will.OwedBy(g.diner)) + max(level(float64(left), all)-float64(puts[g.diner]), 0)
}

// level is how much everybody has put in once left is put in by those who have put in least.
func level(left float64, puts []money.Cents) float64 {
	low, high := 0.0, left+float64(slices.Max(puts))
	for range 80 {
		middle, sum := (low+high)/2, 0.0
		for _, put := range puts {
			sum += max(middle-float64(put), 0)
		}
		if sum < left {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// asks is what a guest is asked for, and how it differs from what is right, or "".
func (e *evening) asks(g *guest) (billing.Intent, string) {
	w := billing.SplitRequest{Split: e.split, DinerID: g.diner, DeviceID: g.device}
	if e.split == billing.Equal {
		w.People = len(e.guests)
	}
	available, fair := e.check.Available(), e.fair(g)
	in, err := e.check.Offer(w, e.diners)
	switch {
	case err != nil && fault.CodeOf(err) != fault.Refused && fault.CodeOf(err) != fault.Conflict:
		return in, err.Error()
	case err != nil && fair >= 1 && available > 0:
		return in, "who owes is not asked: " + err.Error()
	case err != nil:
		return in, ""
	case g.put > 0 && fair < 0.01 && e.split == billing.Equal:
		return in, "" // pays for somebody else
	case e.isLast(g) && in.Cents != available:
		return in, "who is last does not pay the rest"
	case math.Abs(float64(in.Cents)-fair) > 1:
		return in, fmt.Sprintf("a share is not fair: %d of %s is asked of %+v, fair is %.2f, available %d", in.Cents, e.split, *g, fair, available)
	}
	return in, ""
}

func (e *evening) isLast(g *guest) bool {
	return !slices.ContainsFunc(e.guests, func(other *guest) bool { return other != g && e.fair(other) > 0.01 })
}

// step lets something happen.
func (e *evening) step() string {
	g := e.guests[e.rng.IntN(len(e.guests))]
	switch act := e.rng.IntN(10); {
	case act == 0 && e.off > 0:
		e.discount()
	case act == 1:
		e.refund(g)
	case g.open != 0:
		e.endPage(g)
	case g.put == 0 || !g.isUnknown():
		return e.pays(g)
	}
	return ""
}

func (e *evening) discount() {
	off := 1 + money.Cents(e.rng.Int64N(int64(e.off)))
	if after, err := e.check.Discounted(min(off, e.check.Available())); err == nil {
		e.off -= off
		e.check = after
	}
}

// refund gives a guest's last payment back; a part of it only where it is known whose it was.
func (e *evening) refund(g *guest) {
	if len(g.paid) == 0 {
		return
	}
	last := g.paid[len(g.paid)-1]
	i := slices.IndexFunc(e.check.Payments, func(p billing.Payment) bool { return p.ID == last })
	p := e.check.Payments[i]
	back := p.Effect
	if back > 1 && e.rng.IntN(2) == 0 && (g.diner != 0 || g.device != "") {
		back = 1 + money.Cents(e.rng.Int64N(int64(back)))
	}
	p.Effect -= back
	if p.Effect == 0 {
		g.paid = g.paid[:len(g.paid)-1]
	}
	g.put -= back
	e.check = e.check.Settle(p)
}

// endPage pays, cancels or expires the page that a guest has open.
func (e *evening) endPage(g *guest) {
	in, _ := e.check.Intent(g.open)
	switch e.rng.IntN(4) {
	case 0:
		e.check = e.check.EndIntent(in.ID, billing.IntentCanceled)
		g.put -= in.Cents
	case 1:
		e.check = e.check.EndIntent(in.ID, billing.IntentExpired)
		g.put -= in.Cents
	default:
		e.settle(g, in)
	}
	g.open = 0
}

// paid is a check once an intent's page is paid.
func paid(c billing.Check, in billing.Intent) billing.Check {
	return c.Settle(billing.Payment{
		ID: in.ID, IntentID: in.ID, Provider: "MERCADO_PAGO", Status: billing.Approved, Amount: in.Cents, Effect: in.Cents,
		DinerID: in.DinerID, UpdatedAt: time.Unix(in.ID, 0),
	})
}

func (e *evening) settle(g *guest, in billing.Intent) {
	e.check = paid(e.check, in)
	g.paid = append(g.paid, in.ID)
}

// pays has a guest pay what is asked for, in hand or on a page, now or later.
func (e *evening) pays(g *guest) string {
	in, wrong := e.asks(g)
	if wrong != "" || in.Cents == 0 {
		return wrong
	}
	if g.put > 0 && e.split == billing.Equal && e.fair(g) < 0.01 {
		return "" // nobody pays for others here
	}
	e.nextID++
	g.put += in.Cents
	inHand := e.rng.IntN(2) == 0 && g.device == ""
	if inHand {
		after, err := e.check.Pay(billing.Payment{ID: e.nextID, Provider: "CARD_PHYSICAL", Amount: in.Cents, DinerID: g.diner})
		if err != nil {
			return "money in hand is refused: " + err.Error()
		}
		e.check = after
		g.paid = append(g.paid, e.nextID)
		return ""
	}
	in.ID = e.nextID
	e.check = e.check.Ask(in)
	g.open = in.ID
	if e.rng.IntN(2) == 0 {
		e.settle(g, in)
		g.open = 0
	}
	return ""
}

// play reports what is wrong with an evening, or "".
func (e *evening) play() string {
	for range 60 {
		if wrong := e.step(); wrong != "" {
			return wrong
		}
		if wrong := sound(e.check); wrong != "" {
			return wrong
		}
	}
	return e.finish()
}

// finish has everybody pay what they still owe. Who has paid without a name, and then owes more because others got
// money back, pays the rest.
func (e *evening) finish() string {
	for range 2 {
		for _, g := range e.guests {
			if in, _ := e.check.Intent(g.open); g.open != 0 {
				e.settle(g, in)
				g.open = 0
			}
			if g.isUnknown() && g.put > 0 {
				continue
			}
			if wrong := e.pays(g); wrong != "" {
				return wrong
			}
		}
	}
	for _, g := range e.guests {
		if in, _ := e.check.Intent(g.open); g.open != 0 {
			e.settle(g, in)
		}
	}
	if slices.ContainsFunc(e.guests, func(g *guest) bool { return g.isUnknown() && e.fair(g) > 0.01 }) {
		owed := e.check.Owed()
		in, err := e.check.Offer(billing.SplitRequest{Split: billing.Rest}, e.diners)
		if err != nil || in.Cents != owed {
			return "the rest is not offered"
		}
		e.nextID++
		in.ID = e.nextID
		e.check = paid(e.check.Ask(in), in)
	}
	if e.check.Owed() > 0 {
		return "everybody has paid, and something is owed: " + e.check.Owed().String()
	}
	if e.check.Unallocated() > 0 {
		return "somebody has paid for nothing"
	}
	return sound(e.check)
}

// TestEverybodyPaysTheirFairShare plays random evenings: each guest is asked for a share that differs by a cent at
// most from the fair one, and who is last for exactly the rest, by whatever means the others paid, and whatever was
// withdrawn, given back or discounted meanwhile.
func TestEverybodyPaysTheirFairShare(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			for seed := w; seed < *evenings; seed += workers {
				if wrong := anyEvening(uint64(seed)).play(); wrong != "" {
					t.Errorf("evening %d: %s", seed, wrong)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestTheLastOfThreePaysTheRestByWhateverMeans(t *testing.T) {
	t.Parallel()
	inHand := func(diner int64) billing.Payment {
		return billing.Payment{ID: 500, Provider: "CASH", Amount: 100_000, DinerID: diner}
	}
	for _, split := range []billing.Split{billing.Equal, billing.Consumption} {
		for _, diner := range []int64{0, 2} {
			for _, cashFirst := range []bool{false, true} {
				d := &dinner{check: bill(billing.Charge{Amount: 300_000}), diners: []int64{1, 2, 3}}
				cash := func() {
					var err error
					d.check, err = d.check.Pay(inHand(diner))
					require.NoError(t, err)
				}
				if cashFirst {
					cash()
				}
				ana, err := d.ask(billing.SplitRequest{Split: split, People: 3, DinerID: 1})
				require.NoError(t, err)
				require.EqualValues(t, 100_000, ana.Cents)
				d.pay(*ana)
				if !cashFirst {
					cash()
				}
				carla, err := d.ask(billing.SplitRequest{Split: split, People: 3, DinerID: 3})
				require.NoError(t, err)
				require.EqualValues(t, 100_000, carla.Cents, "%s, cash of %d, first: %v", split, diner, cashFirst)
			}
		}
	}
}

// lineEvening is a bill of one line of several units, of which guests pay some each.
func lineEvening(seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 3))
	qty := 2 + rng.IntN(12)
	total := money.Cents(qty) * (1 + money.Cents(rng.Int64N([]int64{20, 3_000_000}[rng.IntN(2)])))
	c := bill(billing.Charge{Label: "empanadas", Amount: total}, billing.Charge{Label: "pan"})
	type taken struct {
		intent billing.Intent
		units  int
		isPaid bool
	}
	var all []taken
	left := qty
	for id := int64(1); left > 0 && id < 80; id++ {
		switch act := rng.IntN(6); {
		case act == 0 && c.Available() > 1:
			c, _ = c.Discounted(1 + money.Cents(rng.Int64N(int64(c.Available())))/8)
		case act == 1 && len(all) > 0: // withdrawn, or given back
			i := rng.IntN(len(all))
			if all[i].isPaid {
				p := c.Payments[slices.IndexFunc(c.Payments, func(p billing.Payment) bool { return p.ID == all[i].intent.ID })]
				p.Effect = 0
				c = c.Settle(p)
			} else {
				c = c.EndIntent(all[i].intent.ID, billing.IntentExpired)
			}
			left += all[i].units
			all = slices.Delete(all, i, i+1)
		case act == 2 && len(all) > 0:
			i := rng.IntN(len(all))
			if !all[i].isPaid {
				all[i].isPaid, c = true, paid(c, all[i].intent)
			}
		default:
			units := 1 + rng.IntN(left)
			fair := float64(c.Available()) * float64(units) / float64(left)
			in, err := c.Offer(billing.SplitRequest{Split: billing.Items, Items: []billing.ItemPart{{ItemID: 10, Qty: units, Of: qty}, {ItemID: 11}}}, nil)
			switch {
			case err != nil && fair < 1:
				continue
			case err != nil:
				return fmt.Sprintf("%d of %d units, %d left: %v", units, qty, left, err)
			case units == left && in.Cents != c.Available(), math.Abs(float64(in.Cents)-fair) > 1:
				return fmt.Sprintf("%d of %d units that are left cost %d, not %.2f", units, left, in.Cents, fair)
			}
			in.ID = id
			c = c.Ask(in)
			left -= units
			all = append(all, taken{intent: in, units: units})
		}
		if wrong := sound(c); wrong != "" {
			return wrong
		}
	}
	return ""
}

// TestSomeOfALinesUnitsCostTheirPart has guests pay 3 of 12 empanadas, 1 of 12, and the rest.
func TestSomeOfALinesUnitsCostTheirPart(t *testing.T) {
	t.Parallel()
	for seed := range *evenings {
		if wrong := lineEvening(uint64(seed)); wrong != "" {
			t.Fatalf("evening %d: %s", seed, wrong)
		}
	}
}

func TestCashCountsAsUnits(t *testing.T) {
	t.Parallel()
	c := bill(billing.Charge{Label: "empanadas", Amount: 1200})
	ask := func(units int) (billing.Intent, error) {
		return c.Offer(billing.SplitRequest{Split: billing.Items, Items: []billing.ItemPart{{ItemID: 10, Qty: units, Of: 12}}}, nil)
	}
	c, err := c.Pay(billing.Payment{ID: 1, Amount: 300})
	require.NoError(t, err)
	_, err = ask(10)
	require.Equal(t, "qty_out_of_range", fault.ReasonOf(err))
	rest, err := ask(9)
	require.NoError(t, err)
	require.EqualValues(t, 900, rest.Cents)
}
