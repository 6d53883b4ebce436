// Package billing divides a table's bill: what is owed per item and diner, what
// each payment settles, what a discount or a void changes.
//
// Everything is a value in and a value out, so that a workflow can replay it. It
// imports money and fault alone.
package billing

import (
	"slices"
	"time"

	"integrador/internal/money"
)

// Status is how far a check is. It follows from the sums and is never set.
type Status string

// The statuses of a check.
const (
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
)

// Payment is money that came, was asked for, or was refused.
type Payment struct {
	ID       int64         `json:"id"`
	Status   PaymentStatus `json:"status"`
	Provider string        `json:"provider"` // CASH, CARD_PHYSICAL, TRANSFER_EXTERNAL, OTHER_MANUAL, MERCADO_PAGO
	Notes    string        `json:"notes,omitempty"`
	DinerID  int64         `json:"diner,omitempty"` // who pays; 0 if nobody in particular
	Amount   money.Cents   `json:"amount"`
	// Effect is what the payment is worth to the check; Parts and Unallocated divide it.
	Effect      money.Cents `json:"effect,omitempty"`
	Unallocated money.Cents `json:"unallocated,omitempty"`
	Parts       []Part      `json:"parts,omitempty"`

	// What follows is of payments through a provider alone.
	AskedAt      time.Time `json:"asked_at,omitzero"`
	Reference    string    `json:"reference,omitempty"` // external_reference of the checkout
	ExternalID   string    `json:"external_id,omitempty"`
	StatusDetail string    `json:"detail,omitempty"`
	UpdatedAt    time.Time `json:"updated_at,omitzero"` // of the provider's snapshot
}

// Part is what a payment settles of one charge.
type Part struct {
	ChargeID int64       `json:"charge"`
	Cents    money.Cents `json:"cents"`
}

// Check is the bill of one sitting.
type Check struct {
	ID       int64       `json:"id"`
	Discount money.Cents `json:"discount,omitempty"` // granted so far, for the record
	Charges  []Charge    `json:"charges"`            // oldest first
	Payments []Payment   `json:"payments,omitempty"` // oldest first
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

// Unallocated is the money that came and settles nothing.
func (c Check) Unallocated() money.Cents {
	var sum money.Cents
	for _, p := range c.Payments {
		sum += p.Unallocated
	}
	return sum
}

// Status follows from the sums.
func (c Check) Status() Status {
	switch paid := c.Paid(); {
	case paid == c.Total():
		return Paid
	case paid > 0:
		return InPayment
	default:
		return Requested
	}
}

// clone copies what the rules change, so that the receiver stays as it was.
func (c Check) clone() Check {
	c.Charges = slices.Clone(c.Charges)
	c.Payments = slices.Clone(c.Payments)
	for i := range c.Payments {
		c.Payments[i].Parts = slices.Clone(c.Payments[i].Parts)
	}
	return c
}
