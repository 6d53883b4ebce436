package billing

import (
	"slices"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// RefundStatus is how far a refund is.
type RefundStatus string

// The statuses of a refund through a provider.
const (
	RefundRequested RefundStatus = "REQUESTED"
	RefundDone      RefundStatus = "DONE"
	RefundFailed    RefundStatus = "FAILED" // the provider refused: somebody has to see to it
)

// The reasons of a refund.
const (
	Overpay  = "OVERPAY"  // money that no charge could absorb
	Decision = "DECISION" // a manager's
)

// Refund is money to be given back of one payment.
type Refund struct {
	ID         int64        `json:"id"`
	PaymentID  int64        `json:"payment"`
	Cents      money.Cents  `json:"cents"`
	Kind       string       `json:"kind"`
	Reason     string       `json:"reason,omitempty"`
	Status     RefundStatus `json:"status"`
	ExternalID string       `json:"external_id,omitempty"` // the provider's
	AskedAt    time.Time    `json:"asked_at"`
}

// Refundable is what may still be given back of a payment.
func (c Check) Refundable(payment int64) money.Cents {
	i := slices.IndexFunc(c.Payments, func(p Payment) bool { return p.ID == payment })
	if i < 0 {
		return 0
	}
	return max(c.Payments[i].Effect-c.pending(payment, RefundRequested), 0)
}

// pending is what refunds of a payment in any of the statuses come to.
func (c Check) pending(payment int64, statuses ...RefundStatus) money.Cents {
	var sum money.Cents
	for _, r := range c.Refunds {
		if r.PaymentID == payment && slices.Contains(statuses, r.Status) {
			sum += r.Cents
		}
	}
	return sum
}

// idle is what a payment has to spend: money that settles nothing and is not on
// its way back.
func (c Check) idle(p Payment) money.Cents {
	return max(p.Unallocated-c.pending(p.ID, RefundRequested, RefundFailed), 0)
}

// GiveBack asks for the refund of whatever lies idle in payments of provider. A
// refund that the provider refused is not asked for again.
func (c Check) GiveBack(provider string, at time.Time) Check {
	c = c.clone()
	for _, p := range c.Payments {
		if idle := c.idle(p); p.Provider == provider && idle > 0 {
			c.Refunds = append(c.Refunds, Refund{PaymentID: p.ID, Cents: idle, Kind: Overpay, Status: RefundRequested, AskedAt: at})
		}
	}
	return c
}

// Refunding asks for a refund by somebody's decision; 0 cents is all that is left.
//
// Errors: fault.Refused if the payment has less left than that.
func (c Check) Refunding(r Refund) (Check, error) {
	left := c.Refundable(r.PaymentID)
	if r.Cents == 0 {
		r.Cents = left
	}
	if r.Cents <= 0 || r.Cents > left {
		return c, fault.Newf(fault.Refused, "refund_exceeds_payment", "De ese pago quedan %s para devolver.", left).
			With("refundable_cents", left)
	}
	c = c.clone()
	c.Refunds = append(c.Refunds, r)
	return c, nil
}

// Refund gives the refund with an ID; ok is false if there is none.
func (c Check) Refund(id int64) (r Refund, ok bool) {
	i := slices.IndexFunc(c.Refunds, func(r Refund) bool { return r.ID == id && id != 0 })
	if i < 0 {
		return Refund{}, false
	}
	return c.Refunds[i], true
}

// Refunded notes how a refund ended.
func (c Check) Refunded(id int64, as RefundStatus, external string) Check {
	c = c.clone()
	if i := slices.IndexFunc(c.Refunds, func(r Refund) bool { return r.ID == id }); i >= 0 {
		c.Refunds[i].Status, c.Refunds[i].ExternalID = as, external
	}
	return c
}
