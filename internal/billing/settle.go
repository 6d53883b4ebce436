package billing

import (
	"cmp"
	"slices"

	"integrador/internal/fault"
	"integrador/internal/money"
)

// Settle brings a payment's latest snapshot into the check. A payment that the
// check knows by its ID is replaced, and the difference of its effect is
// allocated or taken back; another is added. What no charge can absorb stays
// unallocated.
//
// p.Parts and p.Unallocated are computed here, whatever they say.
func (c Check) Settle(p Payment) Check {
	c = c.clone()
	i := slices.IndexFunc(c.Payments, func(known Payment) bool { return known.ID == p.ID && p.ID != 0 })
	if i < 0 {
		i = len(c.Payments)
		c.Payments = append(c.Payments, Payment{})
	}
	delta := p.Effect - c.Payments[i].Effect
	p.Parts, p.Unallocated = c.Payments[i].Parts, c.Payments[i].Unallocated
	c.Payments[i] = p
	if delta > 0 {
		c.Payments[i].Unallocated += delta
	} else {
		c.takeBack(i, -delta)
	}
	c.absorb()
	return c
}

// Pay is Settle for money in hand: it must not exceed what is owed.
//
// Errors: fault.Refused for an amount that is not positive or exceeds the rest,
// or if nothing is owed any more.
func (c Check) Pay(p Payment) (Check, error) {
	owed := c.Owed()
	switch {
	case owed == 0:
		return c, fault.New(fault.Refused, "check_paid", "La cuenta ya está paga.")
	case p.Amount <= 0:
		return c, fault.New(fault.Refused, "amount_not_positive", "El importe tiene que ser mayor que cero.")
	case p.Amount > owed:
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
	return c, nil
}

// Without takes the charges of one item off the bill. What had been paid of
// them settles other charges, or stays unallocated if nothing else is owed.
func (c Check) Without(item int64) Check {
	c = c.clone()
	for i := range c.Charges {
		if c.Charges[i].ItemID != item {
			continue
		}
		c.release(c.Charges[i].ID)
		c.Charges[i].Amount, c.Charges[i].Paid = 0, 0
	}
	c.absorb()
	return c
}

// absorb spends unallocated money on open charges, oldest payment first.
func (c *Check) absorb() {
	for i := range c.Payments {
		p := &c.Payments[i]
		if p.Unallocated == 0 {
			continue
		}
		for _, j := range c.order(p.DinerID) {
			c.allocate(p, &c.Charges[j])
		}
	}
}

// allocate settles as much of ch as p has left.
func (c *Check) allocate(p *Payment, ch *Charge) {
	part := min(p.Unallocated, ch.Owed())
	if part == 0 {
		return
	}
	ch.Paid += part
	p.Unallocated -= part
	for k := range p.Parts {
		if p.Parts[k].ChargeID == ch.ID {
			p.Parts[k].Cents += part
			return
		}
	}
	p.Parts = append(p.Parts, Part{ChargeID: ch.ID, Cents: part})
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
