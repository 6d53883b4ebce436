package tablesession

import (
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// RequestRefund gives money of one payment back by a manager's decision: at once
// if it was taken in hand, through the provider otherwise. It works after the
// session closed, too.
type RequestRefund struct {
	PaymentID int64       `json:"payment_id"`
	Cents     money.Cents `json:"cents,omitempty"` // 0: all that is left of it
	Reason    string      `json:"reason"`
}

// Name implements Command.
func (RequestRefund) Name() string { return "request_refund" }

func (c RequestRefund) decide(s Session, d *Decision) error {
	if err := allow(d.By, oversight...); err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return fault.New(fault.Refused, "reason_required", "Contá por qué se devuelve el pago.")
	}
	check, p, err := s.payment(func(p billing.Payment) bool { return p.ID == c.PaymentID })
	if err != nil {
		return err
	}
	after, err := check.Refunding(billing.Refund{
		PaymentID: p.ID, Cents: c.Cents, Kind: billing.Decision, Reason: c.Reason, Status: billing.RefundRequested,
		AskedAt: d.At.Truncate(time.Millisecond),
	})
	if err != nil {
		return err
	}
	asked := after.Refunds[len(after.Refunds)-1]
	if p.Provider != MercadoPago {
		p.Effect -= asked.Cents
		after.Refunds[len(after.Refunds)-1].Status = billing.RefundDone
		after = after.Settle(p)
	}
	if d.Late {
		after.Reversed = max(check.Reversed+check.Paid()-after.Paid(), 0)
	}
	s.overridden(d, Override{Kind: "PAYMENT_REVERSAL", Reason: c.Reason, Entity: "payment", EntityID: p.ID, Cents: asked.Cents}, after)
	d.Result.PaymentID = p.ID
	return nil
}

// RefundEnded records what became of a refund at the provider. Snapshot is of the
// refunded payment, where one was read.
type RefundEnded struct {
	RefundID   int64     `json:"refund_id"`
	ExternalID string    `json:"external_id,omitempty"`
	Failed     bool      `json:"failed,omitempty"`
	Snapshot   *Snapshot `json:"snapshot,omitempty"`
}

// Name implements Command.
func (RefundEnded) Name() string { return "refund_ended" }

func (c RefundEnded) decide(s Session, d *Decision) error {
	if err := allow(d.By, access.System); err != nil {
		return err
	}
	if s.Check == nil {
		return noCheck
	}
	refund, ok := s.Check.Refund(c.RefundID)
	if !ok {
		return fault.New(fault.NotFound, "refund_not_found", "No encontramos la devolución.")
	}
	d.Result.PaymentID = refund.PaymentID
	status := billing.RefundDone
	if c.Failed {
		status = billing.RefundFailed
	}
	if refund.Status != billing.RefundRequested {
		return nil
	}
	after := *s.Check
	if c.Snapshot != nil {
		_, settled, _, err := s.afterSnapshot(*c.Snapshot, d.Late)
		if err != nil {
			return err
		}
		if settled != nil {
			after = *settled
		}
	}
	d.add(s.billed(d, *s.Check, after.Refunded(refund.ID, status, c.ExternalID)))
	return nil
}

// RefundOrder is a refund as the provider is asked for it.
type RefundOrder struct {
	Ref
	CheckID    int64       `json:"check_id"`
	RefundID   int64       `json:"refund_id"`
	PaymentID  int64       `json:"payment_id"`
	Reference  string      `json:"reference"`
	ExternalID string      `json:"external_id"` // of the payment
	Cents      money.Cents `json:"cents"`
	AskedAt    time.Time   `json:"asked_at"`
}

// RefundOrders are the refunds that the provider has not carried out yet, as far
// as anybody knows.
func (s Session) RefundOrders() (orders []RefundOrder) {
	if s.Check == nil {
		return nil
	}
	for _, r := range s.Check.Refunds {
		_, p, err := s.payment(func(p billing.Payment) bool { return p.ID == r.PaymentID })
		if err != nil || r.Status != billing.RefundRequested || p.ExternalID == "" {
			continue
		}
		orders = append(orders, RefundOrder{
			Ref: s.Ref, CheckID: s.Check.ID, RefundID: r.ID, PaymentID: p.ID, Reference: p.Reference, ExternalID: p.ExternalID,
			Cents: r.Cents, AskedAt: r.AskedAt,
		})
	}
	return orders
}
