package billing

import (
	"slices"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Split says which part of the bill a payment intent is for.
type Split string

// The ways to divide a bill. Whoever pays last pays what the others' rounding left.
const (
	Rest        Split = "REST"        // all that nobody else is paying
	Own         Split = "OWN"         // the diner's charges; what is shared is left to the table
	Consumption Split = "CONSUMPTION" // the diner's charges and an equal part of what is shared
	Equal       Split = "EQUAL"       // one of several equal parts
	Items       Split = "ITEMS"       // charges that the diner chose
	Free        Split = "AMOUNT"      // an amount that the diner chose
)

// SplitRequest is the part of a bill that somebody wants to pay.
type SplitRequest struct {
	Split    Split       `json:"split"`
	DinerID  int64       `json:"diner_id,omitempty"`
	DeviceID string      `json:"device_id,omitempty"`
	People   int         `json:"people,omitempty"`  // EQUAL
	Items    []ItemPart  `json:"items,omitempty"`   // ITEMS
	Cents    money.Cents `json:"cents,omitempty"`   // AMOUNT
	AtMost   bool        `json:"at_most,omitempty"` // AMOUNT: or else what nobody is paying
	Tip      money.Cents `json:"tip,omitempty"`
	// ByIntents divides as it was done before shares came from the money in hand. Workflows that decided so replay so.
	ByIntents bool `json:"-"`
}

// ItemPart is an ordered item, or some of its units, that somebody wants to pay.
type ItemPart struct {
	ItemID int64 `json:"item_id"`
	Qty    int   `json:"qty,omitempty"` // 0: all that is left of it
	Of     int   `json:"of,omitempty"`  // units of the item
}

// MaxPeople bounds into how many equal parts a bill is divided.
const MaxPeople = 60

// Offer gives the intent that holds the wanted part; diners are all who sit at
// the table. Nothing is changed.
//
// Errors: fault.Refused if nothing of that part is owed or the request makes no
// sense; fault.Conflict if somebody else is paying it.
func (c Check) Offer(w SplitRequest, diners []int64) (Intent, error) {
	in := Intent{DinerID: w.DinerID, DeviceID: w.DeviceID, Split: w.Split, Tip: w.Tip, Status: IntentOpen}
	if c.Withdrawn {
		return in, errWithdrawn
	}
	if c.Owed() == 0 {
		return in, errPaid
	}
	if w.Tip < 0 {
		return in, fault.New(fault.Refused, "tip_negative", "La propina no puede ser negativa.")
	}
	var err error
	switch w.Split {
	case Rest:
		in.Cents = c.Available()
	case Free:
		in.Cents, err = c.freeAmount(w)
	case Equal:
		in.People = w.People
		in.Cents, err = c.equalPart(w)
	case Own:
		in.Claims, err = c.ownPart(w.DinerID)
	case Consumption:
		in.Claims, err = c.consumption(w, diners)
	case Items:
		in.Claims, err = c.itemsPart(w.Items)
	default:
		err = fault.New(fault.Refused, "split_unknown", "No conocemos esa forma de dividir la cuenta.")
	}
	if err != nil {
		return in, err
	}
	in.Claims, in.Cents = c.capped(in)
	if in.Cents == 0 {
		return in, c.taken()
	}
	return in, nil
}

var errPaid = fault.New(fault.Refused, "check_paid", "La cuenta ya está paga.")

// taken is the refusal for who came second.
func (c Check) taken() error {
	message := "Otra persona ya está pagando esa parte."
	if left := c.Available(); left > 0 {
		message += " Todavía podés pagar " + left.String() + "."
	}
	return fault.New(fault.Conflict, "part_being_paid", message).With("available_cents", c.Available())
}

// capped bounds what an intent is for by what nobody else is paying.
func (c Check) capped(in Intent) ([]Part, money.Cents) {
	free := c.Available()
	if in.Claims == nil {
		return nil, min(in.Cents, free)
	}
	var sum money.Cents
	var claims []Part
	for _, claim := range in.Claims {
		if claim.Cents = min(claim.Cents, free-sum); claim.Cents > 0 {
			claims = append(claims, claim)
			sum += claim.Cents
		}
	}
	return claims, sum
}

func (c Check) freeAmount(w SplitRequest) (money.Cents, error) {
	switch cents := w.Cents; {
	case cents <= 0:
		return 0, fault.New(fault.Refused, "amount_not_positive", "El importe tiene que ser mayor que cero.")
	case w.AtMost:
		return cents, nil // an offer is capped
	case cents > c.Owed():
		return 0, fault.Newf(fault.Refused, "amount_exceeds_remaining", "El importe supera lo que falta pagar (%s).", c.Owed()).
			With("remaining_cents", c.Owed())
	case cents > c.Available():
		return 0, c.taken()
	default:
		return cents, nil
	}
}

// equalPart is what the asker still owes of one of so many equal parts, or else the next part.
func (c Check) equalPart(w SplitRequest) (money.Cents, error) {
	if w.People < 1 || w.People > MaxPeople {
		return 0, fault.Newf(fault.Refused, "people_out_of_range", "La cuenta se divide entre 1 y %d personas.", MaxPeople)
	}
	if w.ByIntents {
		taken := c.taking(func(in Intent) bool { return in.Split == Equal && in.People == w.People })
		return ceil(c.Available(), max(w.People-taken, 1)), nil
	}
	will := c.assumed()
	all := func(Charge) bool { return true }
	own, others := slots(will.stakes(w.People, all), w, ceil(c.Total(), w.People))
	if len(own) > 0 {
		slices.Sort(own)
		if share := fairShare(will.Owed(), w.People, own[0], slices.Concat(others, own[1:])); share > 0 {
			return share, nil
		}
	}
	return fairShare(will.Owed(), w.People, 0, slices.Concat(others, own)), nil
}

func (c Check) ownPart(diner int64) ([]Part, error) {
	if diner == 0 {
		return nil, errNobody
	}
	owed := c.OwedBy(diner)
	if owed == 0 {
		return nil, errNothingOwed
	}
	return c.claim(owed, func(ch Charge) bool { return ch.DinerID == diner }), nil
}

var errNothingOwed = fault.New(fault.Refused, "nothing_owed", "No te queda nada por pagar de lo tuyo.")

var errNobody = fault.New(fault.Refused, "diner_unknown", "No sabemos quién sos en esta mesa. Sumate a la mesa para pagar lo tuyo.")

// consumption is what is owed of the diner's own charges, and what the diner still owes of an equal part of what is
// shared, if all others pay what they are paying.
func (c Check) consumption(w SplitRequest, diners []int64) ([]Part, error) {
	if w.DinerID == 0 {
		return nil, errNobody
	}
	shared := func(ch Charge) bool { return ch.DinerID == 0 || !slices.Contains(diners, ch.DinerID) }
	will := c.assumed()
	own, share := will.OwedBy(w.DinerID), will.sharedPart(w, max(len(diners), 1), shared)
	if w.ByIntents {
		own, share = c.OwedBy(w.DinerID), c.sharedByIntents(w.DinerID, diners, shared)
	}
	if own == 0 && share == 0 {
		if c.OwedBy(w.DinerID) > 0 {
			return nil, c.taken()
		}
		return nil, errNothingOwed
	}
	claims := c.claim(own, func(ch Charge) bool { return ch.DinerID == w.DinerID })
	return append(claims, c.claim(share, shared)...), nil
}

// sharedPart is what the asker still owes of an equal part of the charges that are shared.
func (c Check) sharedPart(w SplitRequest, people int, shared func(Charge) bool) money.Cents {
	var total, left, put money.Cents
	for _, ch := range c.Charges {
		if shared(ch) {
			total, left = total+ch.Amount, left+ch.Owed()
		}
	}
	own, others := slots(c.stakes(0, shared), w, ceil(total, people))
	for _, cents := range own {
		put += cents
	}
	return fairShare(left, people, put, others)
}

// sharedByIntents is an equal part of what is shared among those who have no intent for theirs.
func (c Check) sharedByIntents(diner int64, diners []int64, shared func(Charge) bool) (open money.Cents) {
	left := 0
	for _, d := range diners {
		if d == diner || c.taking(func(in Intent) bool { return in.DinerID == d && in.Split == Consumption }) == 0 {
			left++
		}
	}
	for _, ch := range c.Charges {
		if shared(ch) {
			open += c.unheld(ch)
		}
	}
	return ceil(open, max(left, 1))
}

// taking counts the intents that fit and hold or have paid a part.
func (c Check) taking(fits func(Intent) bool) (n int) {
	for _, in := range c.Intents {
		if fits(in) && (in.Status == IntentOpen || in.Status == IntentPaid) {
			n++
		}
	}
	return n
}

// itemsPart claims what is owed of chosen charges, or of some of a charge's units.
func (c Check) itemsPart(items []ItemPart) ([]Part, error) {
	claims := []Part{}
	var sum money.Cents
	for _, item := range together(items) {
		i := slices.IndexFunc(c.Charges, func(ch Charge) bool { return ch.ItemID == item.ItemID && item.ItemID != 0 })
		if i < 0 {
			return nil, fault.New(fault.NotFound, "item_not_found", "No encontramos ese ítem en la cuenta.")
		}
		ch := c.Charges[i]
		if ch.Amount == 0 {
			continue // it is free: there is nothing to pay of it
		}
		cents, err := c.unitsPart(ch, item)
		if err != nil {
			return nil, err
		}
		claims = append(claims, Part{ChargeID: ch.ID, Cents: cents, Units: item.Qty})
		sum += cents
	}
	switch {
	case len(items) == 0:
		return nil, fault.New(fault.Refused, "items_missing", "Elegí al menos un ítem para pagar.")
	case len(claims) == 0:
		return nil, errNothingOwed
	case sum > c.Available():
		return nil, c.taken()
	}
	return claims, nil
}

// unitsPart is what is to be paid for some of a charge's units: of what is left of it, as much as of the units that are
// left, cents rounded up.
func (c Check) unitsPart(ch Charge, item ItemPart) (money.Cents, error) {
	free := c.unheld(ch)
	switch {
	case ch.Owed() == 0:
		return 0, fault.Newf(fault.Refused, "item_paid", "%s ya está pago.", ch.Label)
	case item.Qty == 0 && free < ch.Owed(), free == 0:
		return 0, c.taken()
	case item.Qty == 0:
		return free, nil
	case item.Qty < 0 || item.Qty > item.Of:
		return 0, fault.Newf(fault.Refused, "qty_out_of_range", "De %s hay %d.", ch.Label, item.Of)
	}
	switch left := c.unitsLeft(ch, item.Of); {
	case item.Qty > left && free < ch.Owed():
		return 0, c.taken()
	case item.Qty > left:
		return 0, fault.Newf(fault.Refused, "qty_out_of_range", "De %s quedan %d sin pagar.", ch.Label, left)
	default:
		return ceil(free*money.Cents(item.Qty), left), nil
	}
}

// unitsLeft is how many of a charge's units nobody has paid or is paying. Money that came for no units in particular
// counts as whole ones.
func (c Check) unitsLeft(ch Charge, of int) int {
	rest := ch.Amount
	for _, in := range c.Intents {
		for _, claim := range in.Claims {
			if claim.ChargeID != ch.ID || claim.Units == 0 {
				continue
			}
			cents := c.settledBy(in.ID, ch.ID)
			if in.Status == IntentOpen {
				cents = max(cents, claim.Cents)
			}
			of -= int(money.Cents(claim.Units) * min(cents, claim.Cents) / claim.Cents)
			rest -= cents
		}
	}
	free := c.unheld(ch)
	if of < 1 || rest < free {
		return 1
	}
	return int(ceil(free*money.Cents(of), int(rest)))
}

// settledBy is what payments of an intent settle of a charge.
func (c Check) settledBy(intent, charge int64) (sum money.Cents) {
	for _, p := range c.Payments {
		if p.IntentID == intent {
			sum += p.part(charge)
		}
	}
	return sum
}

// together is items with each one once.
func together(items []ItemPart) (once []ItemPart) {
	for _, item := range items {
		i := slices.IndexFunc(once, func(o ItemPart) bool { return o.ItemID == item.ItemID })
		switch {
		case i < 0:
			once = append(once, item)
		case once[i].Qty == 0 || item.Qty == 0:
			once[i].Qty = 0
		default:
			once[i].Qty += item.Qty
		}
	}
	return once
}

// claim takes up to cents of the charges that fit, oldest first, where nobody
// else does.
func (c Check) claim(cents money.Cents, fits func(Charge) bool) []Part {
	claims := []Part{}
	for _, ch := range c.Charges {
		if !fits(ch) {
			continue
		}
		if part := min(cents, c.unheld(ch)); part > 0 {
			claims = append(claims, Part{ChargeID: ch.ID, Cents: part})
			cents -= part
		}
	}
	return claims
}
