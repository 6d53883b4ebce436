package event

import (
	"encoding/json"
	"time"

	"integrador/internal/domain/money"
)

// Round is told of every ROUND_* event.
type Round struct {
	RoundID     int64 `json:"round_id"`
	RoundNumber int   `json:"round_number"` // counts from 1 within the session
	// Reminder counts how often a READY round was announced again; absent at first.
	Reminder int `json:"reminder,omitempty"`
}

// RoundItemGone is told of ROUND_ITEM_DELETED.
type RoundItemGone struct {
	RoundID      int64 `json:"round_id"`
	ItemID       int64 `json:"item_id"`
	ProductID    int64 `json:"product_id"`
	RoundDeleted bool  `json:"round_deleted"`
}

// RoundItemVoid is told of ROUND_ITEM_VOIDED.
type RoundItemVoid struct {
	RoundID       int64  `json:"round_id"`
	ItemID        int64  `json:"item_id"`
	ProductID     int64  `json:"product_id"`
	ProductName   string `json:"product_name"`
	VoidReason    string `json:"void_reason"`
	RoundCanceled bool   `json:"round_canceled"`
	RoundStatus   string `json:"round_status"`
}

// Call is told of SERVICE_CALL_* events.
type Call struct {
	CallID   int64  `json:"call_id"`
	CallType string `json:"call_type"`
	// Reminder counts announcements after the first; Escalated says that the whole
	// branch hears it now.
	Reminder  int  `json:"reminder,omitempty"`
	Escalated bool `json:"escalated,omitempty"`
}

// Check is told of CHECK_* events.
type Check struct {
	CheckID    int64       `json:"check_id"`
	TotalCents money.Cents `json:"total_cents"`
	PaidCents  money.Cents `json:"paid_cents"`
}

// Payment is told of PAYMENT_* events.
type Payment struct {
	CheckID     int64       `json:"check_id"`
	TotalCents  money.Cents `json:"total_cents"`
	PaidCents   money.Cents `json:"paid_cents"`
	PaymentID   int64       `json:"payment_id"`
	AmountCents money.Cents `json:"amount_cents"` // of the bill
	TipCents    money.Cents `json:"tip_cents,omitempty"`
	Provider    string      `json:"provider"`
}

// Intent is told of PAYMENT_STARTED and PAYMENT_RELEASED: which part of the bill
// somebody is paying, or not any more.
type Intent struct {
	CheckID     int64       `json:"check_id"`
	PaymentID   int64       `json:"payment_id"`
	DinerID     int64       `json:"diner_id,omitempty"` // absent: nobody in particular
	AmountCents money.Cents `json:"amount_cents"`
	TipCents    money.Cents `json:"tip_cents,omitempty"`
	Split       string      `json:"split"`
	Status      string      `json:"status"`
	ExpiresAt   time.Time   `json:"expires_at"`
}

// Refund is told of REFUND_REQUESTED, PAYMENT_REFUNDED and REFUND_FAILED.
type Refund struct {
	CheckID     int64       `json:"check_id"`
	PaymentID   int64       `json:"payment_id"`
	RefundID    int64       `json:"refund_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Reason      string      `json:"reason"` // OVERPAY or DECISION
}

// Dispute is told of PAYMENT_DISPUTED, when a dispute begins and when it ends.
type Dispute struct {
	CheckID     int64       `json:"check_id"`
	PaymentID   int64       `json:"payment_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Disputed    bool        `json:"disputed"`
	// ReversedCents is what the bill of a closed table lost so far.
	ReversedCents money.Cents `json:"reversed_cents"`
}

// Table is told of TABLE_* events.
type Table struct {
	TableCode   string `json:"table_code"`
	TableStatus string `json:"table_status"`
}

// Diner is told of DINER_JOINED.
type Diner struct {
	DinerID    int64  `json:"diner_id"`
	DinerName  string `json:"diner_name"`
	DinerColor string `json:"diner_color"`
}

// Ticket is told of TICKET_* events.
type Ticket struct {
	TicketID    int64  `json:"ticket_id"`
	RoundID     int64  `json:"round_id"`
	RoundNumber int    `json:"round_number"`
	Station     string `json:"station"`
	Status      string `json:"status"`
}

// CartItem is told of CART_ITEM_ADDED and CART_ITEM_UPDATED.
type CartItem struct {
	ItemID       int64       `json:"item_id"`
	ProductID    int64       `json:"product_id"`
	ProductName  string      `json:"product_name"`
	ProductImage *string     `json:"product_image"`
	PriceCents   money.Cents `json:"price_cents"`
	Quantity     int         `json:"quantity"`
	Notes        *string     `json:"notes"`
	DinerID      int64       `json:"diner_id"`
	DinerName    string      `json:"diner_name"`
	DinerColor   string      `json:"diner_color"`
	Version      int         `json:"version"` // of the cart, after this change
}

// CartItemGone is told of CART_ITEM_REMOVED.
type CartItemGone struct {
	ItemID    int64 `json:"item_id"`
	ProductID int64 `json:"product_id"`
	DinerID   int64 `json:"diner_id"`
	Version   int   `json:"version"`
}

// CartEmpty is told of CART_CLEARED.
type CartEmpty struct {
	Cleared bool `json:"cleared"`
	Version int  `json:"version"`
}

// Availability is told of PRODUCT_AVAILABILITY_CHANGED.
type Availability struct {
	ProductID   int64 `json:"product_id"`
	IsAvailable bool  `json:"is_available"`
}

// Body encodes a payload. Payloads are plain structs, so it cannot fail.
func Body(payload any) json.RawMessage {
	b, err := json.Marshal(payload)
	if err != nil {
		panic("event payload does not encode: " + err.Error())
	}
	return b
}
