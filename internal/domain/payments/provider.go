// Package checkout is the port to whoever collects money over the internet: the
// calls the billing activities make, the snapshot of a payment and what it is
// worth, and the one error type those calls return.
//
// It knows no provider and imports only the standard library and internal/domain/money.
package payments

import (
	"context"
	"time"

	"integrador/internal/domain/money"
)

// Provider collects and returns money for one seller. Every error is an *Error.
type Provider interface {
	// CreateCheckout opens a page where in.Amount + in.Tip can be paid. It is not
	// idempotent; a checkout that nobody was sent to is harmless.
	CreateCheckout(ctx context.Context, in CheckoutRequest) (Checkout, error)
	// ExpireCheckout stops a checkout from being paid. A page that is already
	// open may still be paid: its payment must be handled like any other.
	ExpireCheckout(ctx context.Context, providerRef string) error
	// GetPayment reads the provider's truth about one payment.
	GetPayment(ctx context.Context, id int64) (Payment, error)
	// FindPayments lists the payments of the last 30 days that carry reference,
	// newest first, at most 200. The provider's index may lag behind GetPayment.
	FindPayments(ctx context.Context, reference string) ([]Payment, error)
	// RefundPayment returns amount to the payer, or everything left when amount
	// is nil. The same key never refunds twice, and must not be used again with
	// another amount. The provider forgets keys after a day: an older request
	// looks at ListRefunds first.
	RefundPayment(ctx context.Context, id int64, amount *money.Cents, key string) (Refund, error)
	// ListRefunds lists what was returned of a payment.
	ListRefunds(ctx context.Context, id int64) ([]Refund, error)
}

// CheckoutRequest describes a checkout to open.
type CheckoutRequest struct {
	Reference  string            // comes back on each payment: 1 to 64 of [A-Za-z0-9_-]
	Title      string            // what the payer reads, at most 256 runes; never personal data
	Amount     money.Cents       // of the bill, more than 0
	Tip        money.Cents       // on top of Amount, 0 or more
	ReturnURL  string            // base of the pages the payer comes back to: {ReturnURL}/payment/success and so on
	NotifyURL  string            // where payments are announced; empty leaves it to the seller's application
	ExpiresAt  time.Time         // after this the checkout cannot be paid
	Descriptor string            // for the card statement; shortened as the provider needs
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

// Notice says that something happened to DataID. It carries no truth of its own:
// read the payment.
type Notice struct {
	Topic          string `json:"topic"`  // "payment" for payments
	Action         string `json:"action"` // "payment.created"; never to be trusted
	DataID         string `json:"data_id"`
	NotificationID string `json:"notification_id"`
	RequestID      string `json:"request_id"`
	Seller         int64  `json:"seller"` // whose it claims to be, unsigned; 0 if it claims nothing
}
