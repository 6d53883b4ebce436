package payments

import (
	"time"

	"integrador/internal/domain/money"
)

// PaymentStatus is the status of a payment at the provider. Unlisted values are stored
// as received and are worth no money.
type PaymentStatus string

// The statuses a provider is known to report.
const (
	Pending     PaymentStatus = "pending"
	InProcess   PaymentStatus = "in_process"
	Authorized  PaymentStatus = "authorized"
	Approved    PaymentStatus = "approved"
	InMediation PaymentStatus = "in_mediation"
	Rejected    PaymentStatus = "rejected"
	Cancelled   PaymentStatus = "cancelled"
	Refunded    PaymentStatus = "refunded"
	ChargedBack PaymentStatus = "charged_back"
)

// The details of ChargedBack that decide who gets the money.
const (
	ChargebackInProcess  = "in_process"
	ChargebackSettled    = "settled"    // lost
	ChargebackReimbursed = "reimbursed" // won
)

// Known reports whether s is one of the listed statuses.
func (s PaymentStatus) Known() bool {
	switch s {
	case Pending, InProcess, Authorized, Approved, InMediation, Rejected, Cancelled, Refunded, ChargedBack:
		return true
	default:
		return false
	}
}

// Refused reports whether the payment ended without moving money.
func (s PaymentStatus) Refused() bool { return s == Rejected || s == Cancelled }

// Payment is a snapshot of a payment at the provider. Of two snapshots the one with the
// later Updated is valid, whichever arrived first.
type Payment struct {
	ID                int64         `json:"id"`
	Status            PaymentStatus `json:"status"`
	StatusDetail      string        `json:"status_detail"`
	Amount            money.Cents   `json:"amount_cents"` // more than 0
	Refunded          money.Cents   `json:"refunded_cents"`
	Net               *money.Cents  `json:"net_cents"` // after the provider's fees; do not compare it with a bill
	Currency          string        `json:"currency"`
	SellerID          int64         `json:"seller_id"`
	ExternalReference string        `json:"external_reference"`
	LiveMode          bool          `json:"live_mode"`
	Method            string        `json:"method"`
	Type              string        `json:"type"`
	Created           time.Time     `json:"created_at"`
	Updated           time.Time     `json:"updated_at"`
	Approved          *time.Time    `json:"approved_at"`
	Refunds           []Refund      `json:"refunds"`
}

// Effect is the money that the seller holds because of p, between 0 and p.Amount. It
// depends on the snapshot only. So applying the difference to the last applied effect is
// idempotent and independent of the order of snapshots.
func (p Payment) Effect() money.Cents {
	if !p.holdsMoney() {
		return 0
	}
	return min(max(p.Amount-p.Refunded, 0), max(p.Amount, 0))
}

func (p Payment) holdsMoney() bool {
	switch p.Status {
	case Approved, InMediation:
		return true
	case ChargedBack:
		return p.StatusDetail == ChargebackInProcess || p.StatusDetail == ChargebackReimbursed
	default:
		return false
	}
}

// Disputed reports whether the money in Effect may still be taken back.
func (p Payment) Disputed() bool {
	return p.Status == InMediation || (p.Status == ChargedBack && p.StatusDetail == ChargebackInProcess)
}

// Refund is a full or partial refund.
type Refund struct {
	ID        int64       `json:"id"`
	PaymentID int64       `json:"payment_id"`
	Amount    money.Cents `json:"amount_cents"`
	Status    string      `json:"status"` // approved, in_process, rejected, cancelled, authorized
	Reason    string      `json:"reason"`
	Created   time.Time   `json:"created_at"`
}
