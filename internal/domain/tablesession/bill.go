package tablesession

import (
	"slices"
	"strings"
	"time"

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

// RequestCheck asks for the bill. Asking again is answered with the same check.
type RequestCheck struct{}

// Name implements Command.
func (RequestCheck) Name() string { return "request_check" }

func (RequestCheck) decide(s Session, e *Decision) error {
	if s.Check != nil {
		e.Answer.CheckID = s.Check.ID
		return nil
	}
	check := &billing.Check{KeepCredit: s.Policy.KeepCredit}
	for _, r := range s.Rounds {
		if !r.Billed() {
			continue
		}
		for _, it := range r.left(0) {
			cents, err := it.Unit.Times(it.Qty)
			if err != nil {
				return fault.New(fault.Refused, "amount_out_of_range", "La cuenta supera el importe máximo.").Because(err)
			}
			check.Charges = append(check.Charges, billing.Charge{
				ItemID: it.ID, DinerID: it.DinerID, Label: it.Name, Original: cents, Amount: cents,
			})
		}
	}
	if check.Total() == 0 {
		return fault.New(fault.Refused, "nothing_to_charge", "Todavía no hay consumo para cobrar.")
	}
	e.Check, e.Status = check, Paying
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

func (c Pay) decide(s Session, e *Decision) error {
	if err := allow(e.By, floor...); err != nil {
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
	s.bill(e, check, after)
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

func (c GrantDiscount) decide(s Session, e *Decision) error {
	if err := allow(e.By, oversight...); err != nil {
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
	s.bill(e, *s.Check, after)
	e.Override = &Override{Kind: "DISCOUNT", Reason: c.Reason, Entity: "app_check", EntityID: s.Check.ID, Cents: off}
	e.Override.fill(e.Bill)
	e.Answer.DiscountCents, e.Answer.OldTotalCents, e.Answer.NewTotalCents = int64(off), int64(total), int64(after.Total())
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

// bill records what leads from one state of the check to another. Money from a
// provider that nothing can absorb goes back, unless the branch keeps it as credit.
func (s Session) bill(e *Decision, before, after billing.Check) {
	if !after.KeepCredit {
		after = after.GiveBack(MercadoPago, e.At.Truncate(time.Millisecond))
	}
	change := billing.Diff(before, after)
	e.Bill = &change
}

// unbill takes items off the bill, if it was asked for already, and gives the bill
// that is left.
func (s Session) unbill(e *Decision, items ...Item) *billing.Check {
	if s.Check == nil || len(items) == 0 {
		return s.Check
	}
	after := *s.Check
	for _, it := range items {
		after = after.Without(it.ID)
	}
	s.bill(e, *s.Check, after)
	return &after
}

// fill tells an override what the bill came to by it.
func (o *Override) fill(ch *billing.Change) {
	if ch == nil {
		return
	}
	o.OldTotal, o.NewTotal = ch.OldTotal, ch.Total
	if o.Cents == 0 {
		o.Cents = ch.OldTotal - ch.Total
	}
}
