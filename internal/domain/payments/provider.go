// Package payments is the interface to an online payment provider: the calls that
// activities make, the snapshot of a payment, the money that it is worth, and the error
// type of all calls.
//
// Imports: internal/domain/money.
package payments

import (
	"context"
	"time"

	"integrador/internal/domain/money"
)

// Provider collects and refunds money for one seller. Every error is an *Error.
type Provider interface {
	// CreateCheckout opens a page where in.Amount + in.Tip can be paid. It is not
	// idempotent; an unused checkout does no harm.
	CreateCheckout(ctx context.Context, in CheckoutRequest) (Checkout, error)
	// ExpireCheckout closes a checkout. A page that is already open may still be paid:
	// such a payment must be handled like any other.
	ExpireCheckout(ctx context.Context, providerRef string) error
	// GetPayment reads the current state of a payment.
	GetPayment(ctx context.Context, id int64) (Payment, error)
	// FindPayments lists the payments of the last 30 days that carry reference,
	// newest first, at most 200. The result may be older than GetPayment's.
	FindPayments(ctx context.Context, reference string) ([]Payment, error)
	// RefundPayment refunds amount, or the rest of the payment if amount is nil. The same
	// key never refunds twice, and must not be used with another amount. The provider
	// keeps keys for a day: for an older request call ListRefunds first.
	RefundPayment(ctx context.Context, id int64, amount *money.Cents, key string) (Refund, error)
	// ListRefunds lists the refunds of a payment.
	ListRefunds(ctx context.Context, id int64) ([]Refund, error)
}

// CheckoutRequest describes a checkout to create.
type CheckoutRequest struct {
	Reference  string            // returned with each payment: 1 to 64 of [A-Za-z0-9_-]
	Title      string            // shown to the payer, at most 256 runes; no personal data
	Amount     money.Cents       // of the bill, more than 0
	Tip        money.Cents       // on top of Amount, 0 or more
	ReturnURL  string            // the payer returns to {ReturnURL}/payment/success, …/failure or …/pending
	NotifyURL  string            // for webhooks; empty: the one configured in the seller's application
	ExpiresAt  time.Time         // it cannot be paid later
	Descriptor string            // on the card statement; shortened to the provider's limit
	Metadata   map[string]string // snake_case keys
}

// Checkout is an open checkout.
type Checkout struct {
	ProviderRef string    `json:"provider_ref"`
	RedirectURL string    `json:"redirect_url"` // where the payer goes
	SandboxURL  string    `json:"sandbox_url"`  // the provider's test address, may be empty
	SellerID    int64     `json:"seller_id"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// Notice announces that DataID changed. It does not contain the change: read the
// payment.
type Notice struct {
	Topic          string `json:"topic"`  // "payment" for payments
	Action         string `json:"action"` // "payment.created"; not signed, so not to be trusted
	DataID         string `json:"data_id"`
	NotificationID string `json:"notification_id"`
	RequestID      string `json:"request_id"`
	Seller         int64  `json:"seller"` // not signed; 0 if missing
}
