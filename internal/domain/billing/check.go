// Package billing divides a table's bill: what is owed per item and diner, what
// each payment settles, what a discount or a void changes.
//
// Everything is a value in and a value out, so that a workflow can replay it.
//
// Imports: internal/domain/fault, internal/domain/money.
package billing

import (
	"slices"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Status is how far a check is. It follows from the sums, unless the table withdrew it.
type Status string

// The statuses of a check.
const (
	Withdrawn Status = "OPEN" // the table orders on, and asks for it again
	Requested Status = "REQUESTED"
	InPayment Status = "IN_PAYMENT" // some money came in
	Paid      Status = "PAID"       // nothing is owed any more
)

// Charge is what one ordered item adds to the bill.
type Charge struct {
	ID       int64       `json:"id"`
	ItemID   int64       `json:"item"`            // of the round item; 0 once that was deleted
	DinerID  int64       `json:"diner,omitempty"` // 0: shared by the table
	Label    string      `json:"label,omitempty"`
	Original money.Cents `json:"original"`
	Amount   money.Cents `json:"amount"` // owed after discounts
	Paid     money.Cents `json:"paid,omitempty"`
}

// Owed is what is still to be paid of c.
func (c Charge) Owed() money.Cents { return c.Amount - c.Paid }

// PaymentStatus is what became of a payment.
type PaymentStatus string

// The statuses of a payment. A refund keeps it APPROVED with a smaller effect.
const (
	Pending  PaymentStatus = "PENDING"
	Approved PaymentStatus = "APPROVED"
	Rejected PaymentStatus = "REJECTED"
	Failed   PaymentStatus = "FAILED"
	Expired  PaymentStatus = "EXPIRED" // asked for and never made
)

// Payment is money that came, was asked for, or was refused.
type Payment struct {
	ID       int64         `json:"id"`
	Status   PaymentStatus `json:"status"`
	Provider string        `json:"provider"` // CASH, CARD_PHYSICAL, TRANSFER_EXTERNAL, OTHER_MANUAL, MERCADO_PAGO
	Notes    string        `json:"notes,omitempty"`
	DinerID  int64         `json:"diner,omitempty"` // who pays; 0 if nobody in particular
	Amount   money.Cents   `json:"amount"`
	// Effect is what the payment is worth now. Of it the tip is kept to the last; Parts
	// and Unallocated divide the rest, which is Credit.
	Effect      money.Cents `json:"effect,omitempty"`
	Tip         money.Cents `json:"tip,omitempty"` // what came as a tip, before any refund
	Unallocated money.Cents `json:"unallocated,omitempty"`
	Parts       []Part      `json:"parts,omitempty"`

	// What follows is of payments through a provider alone.
	AskedAt      time.Time `json:"asked_at,omitzero"`
	Reference    string    `json:"reference,omitempty"` // external_reference of the checkout
	ExternalID   string    `json:"external_id,omitempty"`
	StatusDetail string    `json:"detail,omitempty"`
	UpdatedAt    time.Time `json:"updated_at,omitzero"` // of the provider's snapshot
	IntentID     int64     `json:"intent,omitempty"`
	// Surplus says that the intent had been paid before: the money settles nothing and
	// waits to be given back.
	Surplus  bool `json:"surplus,omitempty"`
	Disputed bool `json:"disputed,omitempty"` // may still be taken back
	Mismatch bool `json:"mismatch,omitempty"` // another amount came than was asked for
}

// KeptTip is the tip that is left after refunds.
func (p Payment) KeptTip() money.Cents { return min(p.Tip, p.Effect) }

// Credit is what the payment is worth to the bill.
func (p Payment) Credit() money.Cents { return p.Effect - p.KeptTip() }

// Part is what a payment settles of one charge, or an intent claims.
type Part struct {
	ChargeID int64       `json:"charge"`
	Cents    money.Cents `json:"cents"`
	Units    int         `json:"units,omitempty"` // of a claim: for how many of the item's units; 0 if not by units
}

// Check is the bill of one session.
type Check struct {
	ID       int64       `json:"id"`
	Discount money.Cents `json:"discount,omitempty"` // granted so far, for the record
	Charges  []Charge    `json:"charges"`            // oldest first
	Payments []Payment   `json:"payments,omitempty"` // oldest first
	Intents  []Intent    `json:"intents,omitempty"`  // oldest first
	Refunds  []Refund    `json:"refunds,omitempty"`  // oldest first
	// KeepCredit is the branch's policy: surplus money pays what the table still owes
	// instead of being given back.
	KeepCredit bool `json:"keep_credit,omitempty"`
	// Reversed is what was taken back after the session had closed.
	Reversed money.Cents `json:"reversed,omitempty"`
	// Withdrawn says that the table goes on ordering: nothing is asked for until it asks for the bill again. What was
	// paid stays paid.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// Total is what the table owes in all, after discounts.
func (c Check) Total() money.Cents {
	var sum money.Cents
	for _, ch := range c.Charges {
		sum += ch.Amount
	}
	return sum
}

// Paid is what payments have settled. It never exceeds Total.
func (c Check) Paid() money.Cents {
	var sum money.Cents
	for _, ch := range c.Charges {
		sum += ch.Paid
	}
	return sum
}

// Owed is what is still to be paid.
func (c Check) Owed() money.Cents { return c.Total() - c.Paid() }

// OwedBy is what is still to be paid of one diner's own charges.
func (c Check) OwedBy(diner int64) money.Cents {
	var sum money.Cents
	for _, ch := range c.Charges {
		if ch.DinerID == diner {
			sum += ch.Owed()
		}
	}
	return sum
}

// Tips is what came as tips and was not given back.
func (c Check) Tips() money.Cents {
	var sum money.Cents
	for _, p := range c.Payments {
		sum += p.KeptTip()
	}
	return sum
}

// Unallocated is the money that came and settles nothing.
func (c Check) Unallocated() money.Cents {
	var sum money.Cents
	for _, p := range c.Payments {
		sum += p.Unallocated
	}
	return sum
}

// Status follows from the sums, unless the check is withdrawn.
func (c Check) Status() Status {
	switch paid := c.Paid(); {
	case c.Withdrawn:
		return Withdrawn
	case paid == c.Total():
		return Paid
	case paid > 0:
		return InPayment
	default:
		return Requested
	}
}

// Withdraw lets the table order on.
//
// Errors: fault.Conflict while somebody is paying.
func (c Check) Withdraw() (Check, error) {
	if held := c.Held(); held > 0 {
		return c, fault.New(fault.Conflict, "payment_in_progress",
			"Alguien está pagando una parte de la cuenta: esperen a que termine, o que la suelte.").With("held_cents", held)
	}
	c.Withdrawn = true
	return c, nil
}

// AskAgain puts on the check what was ordered since it was withdrawn. Money that settled nothing pays it first. A new
// charge has a negative ID until it is bound.
func (c Check) AskAgain(ordered []Charge) Check {
	c = c.clone()
	c.Withdrawn = false
	for i, ch := range ordered {
		ch.ID = -int64(i + 1)
		c.Charges = append(c.Charges, ch)
	}
	c.absorb()
	return c
}

var errWithdrawn = fault.New(fault.Conflict, "check_withdrawn", "La mesa sigue pidiendo: para cobrar hay que pedir la cuenta otra vez.")

// clone copies what the rules change, so that the receiver stays as it was.
func (c Check) clone() Check {
	c.Charges = slices.Clone(c.Charges)
	c.Payments = slices.Clone(c.Payments)
	for i := range c.Payments {
		c.Payments[i].Parts = slices.Clone(c.Payments[i].Parts)
	}
	c.Intents, c.Refunds = slices.Clone(c.Intents), slices.Clone(c.Refunds)
	return c
}
