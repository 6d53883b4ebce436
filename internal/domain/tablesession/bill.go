package tablesession

import (
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// The providers of a payment.
const (
	Cash         = "CASH"
	CardPhysical = "CARD_PHYSICAL"
	Transfer     = "TRANSFER_EXTERNAL"
	OtherManual  = "OTHER_MANUAL"
	MercadoPago  = "MERCADO_PAGO"
)

// RequestCheck asks for the bill. Asking again is answered with the same check; once it was withdrawn, with what was
// ordered since then on it.
type RequestCheck struct {
	Device string `json:"device,omitempty"` // the phone that asks
}

// Name implements Command.
func (RequestCheck) Name() string { return "request_check" }

func (c RequestCheck) decide(s Session, d *Decision) error {
	if s.Check != nil && !s.Check.Withdrawn {
		d.Result.CheckID = s.Check.ID
		return nil
	}
	ordered, err := s.uncharged()
	if err != nil {
		return err
	}
	asked := StatusChanged{To: Paying, AskedBy: &Asker{Device: c.Device}}
	if d.By.UserID != nil {
		asked.AskedBy = &Asker{UserID: *d.By.UserID}
	}
	if s.Check != nil {
		again := s.billed(d, *s.Check, s.Check.AskAgain(ordered))
		again.Asked = true
		d.add(again)
		d.add(asked)
		return nil
	}
	check := billing.Check{KeepCredit: s.Policy.KeepCredit, Charges: ordered}
	if check.Total() == 0 {
		return fault.New(fault.Refused, "nothing_to_charge", "Todavía no hay consumo para cobrar.")
	}
	d.add(CheckOpened{check})
	d.add(asked)
	return nil
}

// uncharged is what was ordered, is owed and is not on the bill yet.
func (s Session) uncharged() (charges []billing.Charge, err error) {
	for _, r := range s.Rounds {
		if !r.Billed() {
			continue
		}
		for _, it := range r.left(0) {
			if s.charged(it.ID) {
				continue
			}
			cents, err := it.Unit.Times(it.Qty)
			if err != nil {
				return nil, fault.New(fault.Refused, "amount_out_of_range", "La cuenta supera el importe máximo.").Because(err)
			}
			charges = append(charges, billing.Charge{
				ItemID: it.ID, DinerID: it.DinerID, Label: it.Name, Original: cents, Amount: cents,
			})
		}
	}
	return charges, nil
}

func (s Session) charged(item int64) bool {
	return s.Check != nil && slices.ContainsFunc(s.Check.Charges, func(ch billing.Charge) bool { return ch.ItemID == item })
}

// WithdrawCheck lets the table order on after it asked for the bill: *seguir pidiendo*. Who asked for it may, and
// whoever serves the table, while nobody is paying. What was paid stays paid.
type WithdrawCheck struct {
	Device string `json:"device,omitempty"` // the phone that asks
}

// Name implements Command.
func (WithdrawCheck) Name() string { return "withdraw_check" }

func (c WithdrawCheck) decide(s Session, d *Decision) error {
	if s.Check == nil {
		return noCheck
	}
	if err := c.allowed(s, d); err != nil {
		return err
	}
	d.Result.CheckID = s.Check.ID
	if s.Check.Withdrawn {
		return nil
	}
	after, err := s.Check.Withdraw()
	if err != nil {
		return err
	}
	d.add(s.billed(d, *s.Check, after))
	d.add(StatusChanged{To: Open, Back: true})
	return nil
}

func (c WithdrawCheck) allowed(s Session, d *Decision) error {
	if d.By.Role != access.Diner {
		return allow(d.By, floor...)
	}
	if by := s.CheckAskedBy; by.UserID != 0 || by.Device != "" && by.Device != c.Device {
		return fault.New(fault.Forbidden, "not_your_check", "La cuenta la pidió otra persona: que siga pidiendo ella, o avisale al mozo.")
	}
	return nil
}

// Pay takes money in hand: cash, a card terminal, a transfer.
type Pay struct {
	CheckID  int64       `json:"check_id"`
	Provider string      `json:"provider"`
	Cents    money.Cents `json:"cents"`
	Tip      money.Cents `json:"tip,omitempty"`      // on top of Cents
	DinerID  int64       `json:"diner_id,omitempty"` // whose part is settled first
	Notes    string      `json:"notes,omitempty"`
}

// Name implements Command.
func (Pay) Name() string { return "take_payment" }

func (c Pay) decide(s Session, d *Decision) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	check, err := s.check(c.CheckID)
	if err != nil {
		return err
	}
	if c.DinerID != 0 && !s.hasDiner(c.DinerID) {
		return fault.New(fault.Refused, "diner_not_here", "Ese comensal no está en la mesa.")
	}
	after, err := check.Pay(billing.Payment{Provider: c.Provider, Amount: c.Cents + c.Tip, Tip: c.Tip, DinerID: c.DinerID, Notes: c.Notes})
	if err != nil {
		return err
	}
	d.add(s.billed(d, check, after))
	return nil
}

// GrantDiscount takes part of the bill off, by a manager's decision.
type GrantDiscount struct {
	Kind   string `json:"kind"`  // PERCENT of the total, or AMOUNT in cents
	Value  int64  `json:"value"` // 1 to 100, or cents up to the total
	Reason string `json:"reason"`
}

// Name implements Command.
func (GrantDiscount) Name() string { return "discount" }

func (c GrantDiscount) decide(s Session, d *Decision) error {
	if err := allow(d.By, oversight...); err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return fault.New(fault.Refused, "reason_required", "Contá por qué se hace el descuento.")
	}
	if s.Check == nil {
		return noCheck
	}
	total := s.Check.Total()
	off, err := c.cents(total)
	if err != nil {
		return err
	}
	after, err := s.Check.Discounted(off)
	if err != nil {
		return err
	}
	s.overridden(d, Override{Kind: "DISCOUNT", Reason: c.Reason, Entity: "app_check", EntityID: s.Check.ID, Cents: off}, after)
	d.Result.DiscountCents, d.Result.OldTotalCents, d.Result.NewTotalCents = int64(off), int64(total), int64(after.Total())
	return nil
}

func (c GrantDiscount) cents(total money.Cents) (money.Cents, error) {
	switch {
	case c.Kind == "PERCENT" && c.Value >= 1 && c.Value <= 100:
		return total.Percent(int(c.Value))
	case c.Kind == "AMOUNT" && c.Value >= 1 && c.Value <= int64(total):
		return money.Cents(c.Value), nil
	case c.Kind == "PERCENT":
		return 0, fault.New(fault.Refused, "discount_out_of_range", "El porcentaje va de 1 a 100.")
	case c.Kind == "AMOUNT":
		return 0, fault.New(fault.Refused, "discount_out_of_range", "El descuento no puede superar el total de la cuenta.")
	default:
		return 0, fault.New(fault.Refused, "discount_type_unknown", "El tipo de descuento es PERCENT o AMOUNT.")
	}
}

var noCheck = fault.New(fault.NotFound, "check_not_found", "La mesa todavía no pidió la cuenta.")

func (s Session) check(id int64) (billing.Check, error) {
	if s.Check == nil || s.Check.ID != id {
		return billing.Check{}, fault.New(fault.NotFound, "check_not_found", "No encontramos la cuenta.")
	}
	return *s.Check, nil
}

func (s Session) payment(is func(billing.Payment) bool) (billing.Check, billing.Payment, error) {
	if s.Check == nil {
		return billing.Check{}, billing.Payment{}, noCheck
	}
	i := slices.IndexFunc(s.Check.Payments, is)
	if i < 0 {
		return *s.Check, billing.Payment{}, fault.New(fault.NotFound, "payment_not_found", "No encontramos el pago.")
	}
	return *s.Check, s.Check.Payments[i], nil
}

// billed is what leads from one state of the check to another. Money from a provider that nothing can absorb goes back,
// unless the branch keeps it as credit.
func (s Session) billed(d *Decision, before, after billing.Check) BillChanged {
	if !after.KeepCredit {
		after = after.GiveBack(MercadoPago, d.At.Truncate(time.Millisecond))
	}
	return BillChanged{Change: billing.Diff(before, after)}
}

// overridden adds a manager's decision and the bill that it leads to.
func (s Session) overridden(d *Decision, o Override, after billing.Check) {
	bill := s.billed(d, *s.Check, after)
	o.OldTotal, o.NewTotal = bill.OldTotal, bill.Total
	if o.Cents == 0 {
		o.Cents = bill.OldTotal - bill.Total
	}
	d.add(o)
	d.add(bill)
}

// unbill takes items off the bill, if it was asked for already, by a manager's decision where there is one.
func (s Session) unbill(d *Decision, o *Override, items ...Item) {
	switch {
	case s.Check != nil && len(items) > 0 && o != nil:
		s.overridden(d, *o, s.checkWithout(items))
	case s.Check != nil && len(items) > 0:
		d.add(s.billed(d, *s.Check, s.checkWithout(items)))
	case o != nil:
		d.add(*o)
	}
}

// checkWithout is the bill without items, or without so many of an item's units as it says.
func (s Session) checkWithout(items []Item) billing.Check {
	after := *s.Check
	for _, it := range items {
		of := it.Qty
		if _, whole, err := s.roundOfItem(it.ID); err == nil {
			of = whole.Qty
		}
		after = after.Without(it.ID, it.Qty, of)
	}
	return after
}
