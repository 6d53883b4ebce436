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
	People   int         `json:"people,omitempty"` // EQUAL
	Items    []int64     `json:"items,omitempty"`  // ITEMS, by round item
	Cents    money.Cents `json:"cents,omitempty"`  // AMOUNT
	Tip      money.Cents `json:"tip,omitempty"`
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
		in.Cents, err = c.freeAmount(w.Cents)
	case Equal:
		in.People = w.People
		in.Cents, err = c.equalPart(w.People)
	case Own:
		in.Claims, err = c.ownPart(w.DinerID)
	case Consumption:
		in.Claims, err = c.consumption(w.DinerID, diners)
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

func (c Check) freeAmount(cents money.Cents) (money.Cents, error) {
	switch {
	case cents <= 0:
		return 0, fault.New(fault.Refused, "amount_not_positive", "El importe tiene que ser mayor que cero.")
	case cents > c.Owed():
		return 0, fault.Newf(fault.Refused, "amount_exceeds_remaining", "El importe supera lo que falta pagar (%s).", c.Owed()).
			With("remaining_cents", c.Owed())
	case cents > c.Available():
		return 0, c.taken()
	}
	return cents, nil
}

// equalPart is what the next of so many people pays: an equal part of what is
// left, cents rounded up, so that the last one pays exactly the rest.
func (c Check) equalPart(people int) (money.Cents, error) {
	if people < 1 || people > MaxPeople {
		return 0, fault.Newf(fault.Refused, "people_out_of_range", "La cuenta se divide entre 1 y %d personas.", MaxPeople)
	}
	before := 0
	for _, in := range c.Intents {
		if in.Split == Equal && in.People == people && (in.Status == IntentOpen || in.Status == IntentPaid) {
			before++
		}
	}
	return upTo(c.Available(), people-before), nil
}

// upTo is one of n equal parts of cents, rounded up.
func upTo(cents money.Cents, n int) money.Cents {
	parts := money.Cents(max(n, 1))
	return (cents + parts - 1) / parts
}

func (c Check) ownPart(diner int64) ([]Part, error) {
	if diner == 0 {
		return nil, errNobody
	}
	owed := c.OwedBy(diner)
	if owed == 0 {
		return nil, fault.New(fault.Refused, "nothing_owed", "No te queda nada por pagar de lo tuyo.")
	}
	return c.claim(owed, func(ch Charge) bool { return ch.DinerID == diner }), nil
}

var errNobody = fault.New(fault.Refused, "diner_unknown", "No sabemos quién sos en esta mesa. Sumate a la mesa para pagar lo tuyo.")

// consumption is the diner's own part and, of what is shared, an equal part among
// those who have not taken theirs.
func (c Check) consumption(diner int64, diners []int64) ([]Part, error) {
	if diner == 0 {
		return nil, errNobody
	}
	left := 0
	for _, d := range diners {
		if d == diner || !c.sharedBy(d) {
			left++
		}
	}
	shared := func(ch Charge) bool { return ch.DinerID == 0 || !slices.Contains(diners, ch.DinerID) }
	var open money.Cents
	for _, ch := range c.Charges {
		if shared(ch) {
			open += c.unheld(ch)
		}
	}
	if c.OwedBy(diner) == 0 && open == 0 {
		return nil, fault.New(fault.Refused, "nothing_owed", "No te queda nada por pagar de lo tuyo.")
	}
	claims := c.claim(c.OwedBy(diner), func(ch Charge) bool { return ch.DinerID == diner })
	return append(claims, c.claim(upTo(open, left), shared)...), nil
}

// sharedBy reports whether a diner has taken a part of what is shared.
func (c Check) sharedBy(diner int64) bool {
	return slices.ContainsFunc(c.Intents, func(in Intent) bool {
		return in.DinerID == diner && in.Split == Consumption && (in.Status == IntentOpen || in.Status == IntentPaid)
	})
}

func (c Check) itemsPart(items []int64) ([]Part, error) {
	claims := []Part{}
	for _, item := range slices.Compact(slices.Sorted(slices.Values(items))) {
		i := slices.IndexFunc(c.Charges, func(ch Charge) bool { return ch.ItemID == item && item != 0 })
		switch {
		case i < 0:
			return nil, fault.New(fault.NotFound, "item_not_found", "No encontramos ese ítem en la cuenta.")
		case c.Charges[i].Owed() == 0:
			return nil, fault.Newf(fault.Refused, "item_paid", "%s ya está pago.", c.Charges[i].Label)
		case c.unheld(c.Charges[i]) < c.Charges[i].Owed():
			return nil, c.taken()
		}
		claims = append(claims, Part{ChargeID: c.Charges[i].ID, Cents: c.Charges[i].Owed()})
	}
	if len(claims) == 0 {
		return nil, fault.New(fault.Refused, "items_missing", "Elegí al menos un ítem para pagar.")
	}
	var sum money.Cents
	for _, claim := range claims {
		sum += claim.Cents
	}
	if sum > c.Available() {
		return nil, c.taken()
	}
	return claims, nil
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
