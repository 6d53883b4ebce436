package billing

import (
	"cmp"
	"slices"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Settle brings a payment's latest snapshot into the check. A payment that the
// check knows by its ID is replaced, and the difference of its effect is
// allocated or taken back; another is added. What no charge can absorb stays
// unallocated.
//
// p.Parts and p.Unallocated are computed here, whatever they say. What the payment
// is worth beyond its intent's part of the bill is the intent's tip, as far as that
// goes. A second payment of an intent that was paid is a surplus.
func (c Check) Settle(p Payment) Check {
	c = c.clone()
	i := slices.IndexFunc(c.Payments, func(known Payment) bool { return known.ID == p.ID && p.ID != 0 })
	if i < 0 {
		i = len(c.Payments)
		c.Payments = append(c.Payments, Payment{})
	}
	was := c.Payments[i]
	p.Parts, p.Unallocated = was.Parts, was.Unallocated
	p.Tip, p.Surplus, p.Mismatch = c.tipOf(p, was), c.surplus(p, was), c.mismatch(p)
	c.Payments[i] = p
	if delta := p.Credit() - was.Credit(); delta > 0 {
		c.Payments[i].Unallocated += delta
	} else {
		c.takeBack(i, -delta)
	}
	c.fulfil(p.IntentID)
	c.absorb()
	c.trim()
	return c
}

// tipOf is what of a payment is a tip: fixed when the money begins to count.
func (c *Check) tipOf(p, was Payment) money.Cents {
	in, ok := c.Intent(p.IntentID)
	if !ok {
		return p.Tip
	}
	if was.Effect > 0 || p.Effect == 0 {
		return was.Tip
	}
	left := in.Tip
	for _, other := range c.Payments {
		if other.IntentID == in.ID && other.ID != p.ID {
			left -= other.KeptTip()
		}
	}
	return max(min(p.Amount-in.Cents, left), 0)
}

// surplus reports whether other payments had paid p's intent when p began to count.
func (c *Check) surplus(p, was Payment) bool {
	if was.Effect > 0 || p.Effect == 0 {
		return was.Surplus
	}
	in, ok := c.Intent(p.IntentID)
	if !ok || c.KeepCredit {
		return false
	}
	var others money.Cents
	for _, other := range c.Payments {
		if other.IntentID == in.ID && other.ID != p.ID && !other.Surplus {
			others += other.Credit()
		}
	}
	return others >= in.Cents
}

func (c *Check) mismatch(p Payment) bool {
	in, ok := c.Intent(p.IntentID)
	return ok && p.Amount != in.Cents+in.Tip
}

// fulfil marks an intent paid once the whole of its part came, in time or late.
func (c *Check) fulfil(intent int64) {
	if i := c.intentAt(intent); i >= 0 && c.credited(intent) >= c.Intents[i].Cents {
		c.Intents[i].Status = IntentPaid
	}
}

// Pay is Settle for money in hand: what is not tip must not exceed what is owed.
// Money in hand goes before payment intents: those that are left without anything to
// pay are canceled.
//
// Errors: fault.Refused for an amount that is not positive or exceeds the rest,
// or if nothing is owed any more.
func (c Check) Pay(p Payment) (Check, error) {
	owed := c.Owed()
	switch {
	case c.Withdrawn:
		return c, errWithdrawn
	case owed == 0:
		return c, errPaid
	case p.Amount <= p.Tip || p.Tip < 0:
		return c, fault.New(fault.Refused, "amount_not_positive", "El importe tiene que ser mayor que cero.")
	case p.Amount-p.Tip > owed:
		return c, fault.Newf(fault.Refused, "amount_exceeds_remaining", "El importe supera lo que falta pagar (%s).", owed).
			With("remaining_cents", owed)
	}
	p.Status, p.Effect = Approved, p.Amount
	return c.Settle(p), nil
}

// Discounted takes cents off what is still owed, over the open charges in
// proportion to what each owes. Money that came in stays where it is.
//
// Errors: fault.Refused if cents is not positive or exceeds what is owed.
func (c Check) Discounted(cents money.Cents) (Check, error) {
	if c.Withdrawn {
		return c, errWithdrawn
	}
	if cents <= 0 {
		return c, fault.New(fault.Refused, "discount_not_positive", "El descuento tiene que ser mayor que cero.")
	}
	if cents > c.Owed() {
		return c, fault.Newf(fault.Refused, "discount_exceeds_remaining", "El descuento supera lo que falta pagar (%s).", c.Owed())
	}
	c = c.clone()
	owed := make([]money.Cents, len(c.Charges))
	for i, ch := range c.Charges {
		owed[i] = ch.Owed()
	}
	for i, off := range money.Prorate(cents, owed) {
		c.Charges[i].Amount -= off
	}
	c.Discount += cents
	c.trim()
	return c, nil
}

// Without takes units of one item, which has so many, off the bill. What had been paid of
// them settles other charges, or stays unallocated if nothing else is owed.
func (c Check) Without(item int64, units, of int) Check {
	c = c.clone()
	for i := range c.Charges {
		ch := &c.Charges[i]
		if ch.ItemID != item {
			continue
		}
		c.release(ch.ID)
		ch.Amount, ch.Paid = ch.Amount-ch.Amount*money.Cents(units)/money.Cents(of), 0
		if units < of {
			ch.Original -= ch.Original * money.Cents(units) / money.Cents(of)
		}
	}
	c.absorb()
	c.trim()
	return c
}

// absorb spends unallocated money on open charges, oldest payment first: on what
// its intent claimed, then on the rest. A surplus, and what is on its way back to
// the payer, stay as they are.
func (c *Check) absorb() {
	for i := range c.Payments {
		p := &c.Payments[i]
		left := c.idle(*p)
		if left == 0 || p.Surplus {
			continue
		}
		in, _ := c.Intent(p.IntentID)
		for _, claim := range in.Claims {
			left -= c.allocate(p, c.charge(claim.ChargeID), min(left, claim.Cents-p.part(claim.ChargeID)))
		}
		for _, j := range c.order(p.DinerID) {
			left -= c.allocate(p, &c.Charges[j], left)
		}
	}
}

// part is what p settles of a charge.
func (p Payment) part(charge int64) money.Cents {
	for _, part := range p.Parts {
		if part.ChargeID == charge {
			return part.Cents
		}
	}
	return 0
}

// allocate settles as much of ch as is owed, up to most, and returns how much.
func (c *Check) allocate(p *Payment, ch *Charge, most money.Cents) money.Cents {
	part := min(most, ch.Owed())
	if part <= 0 {
		return 0
	}
	ch.Paid += part
	p.Unallocated -= part
	for k := range p.Parts {
		if p.Parts[k].ChargeID == ch.ID {
			p.Parts[k].Cents += part
			return part
		}
	}
	p.Parts = append(p.Parts, Part{ChargeID: ch.ID, Cents: part})
	return part
}

// order gives the charges in the order in which a diner's money settles them:
// the diner's own, then shared ones, then others', each oldest first. Without a
// diner it is oldest first.
func (c *Check) order(diner int64) []int {
	index := make([]int, len(c.Charges))
	for i := range index {
		index[i] = i
	}
	if diner == 0 {
		return index
	}
	rank := func(i int) int {
		switch c.Charges[i].DinerID {
		case diner:
			return 0
		case 0:
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(rank(a), rank(b)) })
	return index
}

// takeBack makes payment i worth less: unallocated money goes first, then what
// it settled last.
func (c *Check) takeBack(i int, cents money.Cents) {
	p := &c.Payments[i]
	off := min(cents, p.Unallocated)
	p.Unallocated -= off
	cents -= off
	for k := len(p.Parts) - 1; k >= 0 && cents > 0; k-- {
		off := min(cents, p.Parts[k].Cents)
		p.Parts[k].Cents -= off
		cents -= off
		c.charge(p.Parts[k].ChargeID).Paid -= off
	}
	p.Parts = slices.DeleteFunc(p.Parts, func(part Part) bool { return part.Cents == 0 })
}

// release turns everything paid of a charge back into unallocated money.
func (c *Check) release(charge int64) {
	for i := range c.Payments {
		p := &c.Payments[i]
		for _, part := range p.Parts {
			if part.ChargeID == charge {
				p.Unallocated += part.Cents
			}
		}
		p.Parts = slices.DeleteFunc(p.Parts, func(part Part) bool { return part.ChargeID == charge })
	}
}

func (c *Check) charge(id int64) *Charge {
	i := slices.IndexFunc(c.Charges, func(ch Charge) bool { return ch.ID == id })
	return &c.Charges[i]
}
