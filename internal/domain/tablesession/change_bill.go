package tablesession

import (
	"slices"
	"time"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
)

// CheckOpened adds the session's check.
type CheckOpened struct{ billing.Check }

func (c CheckOpened) bind(n *ids, r *Result) Change {
	c.ID = n.next()
	c.Charges = slices.Clone(c.Charges)
	for i := range c.Charges {
		c.Charges[i].ID = n.next()
	}
	r.CheckID = c.ID
	return c
}

func (c CheckOpened) apply(s *Session, _ Decision) { s.Check = &c.Check }

func (c CheckOpened) announce(to *announcement) {
	to.add(event.CheckRequested, event.Check{CheckID: c.ID, TotalCents: c.Total(), PaidCents: c.Paid()})
}

// BillChanged turns the check into another state. A decision has one at most, which makes one payment at most.
type BillChanged struct {
	billing.Change
	Asked bool `json:"asked,omitempty"` // the bill is asked for again, after it was withdrawn
}

// bind also gives an intent the identifier of the payment that was asked for with it, and a refund that of the payment
// that came with it.
func (c BillChanged) bind(n *ids, r *Result) Change {
	c.Payments, c.Intents, c.Returns = slices.Clone(c.Payments), slices.Clone(c.Intents), slices.Clone(c.Returns)
	c.bindAdded(n)
	for i := range c.Payments {
		if c.Payments[i].ID == 0 {
			c.Payments[i].ID = n.next()
		}
	}
	for i := range c.Returns {
		if c.Returns[i].ID == 0 {
			c.Returns[i].ID = n.next()
		}
	}
	r.CheckID = c.CheckID
	if len(c.Payments) == 0 {
		return c
	}
	newest := &c.Payments[len(c.Payments)-1]
	for i := range c.Intents {
		if c.Intents[i].ID == 0 {
			c.Intents[i].ID, newest.IntentID = newest.ID, newest.ID
		}
	}
	for i := range c.Returns {
		if c.Returns[i].PaymentID == 0 {
			c.Returns[i].PaymentID = newest.ID
		}
	}
	if r.PaymentID == 0 {
		r.PaymentID = newest.ID
	}
	return c
}

// bindAdded gives new charges their identifiers, also in what payments settle of them.
func (c *BillChanged) bindAdded(n *ids) {
	if len(c.Added) == 0 {
		return
	}
	c.Added = slices.Clone(c.Added)
	bound := map[int64]int64{}
	for i := range c.Added {
		ch := &c.Added[i]
		if ch.ID < 0 {
			bound[ch.ID] = n.next()
			ch.ID = bound[ch.ID]
		}
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		p.Parts = slices.Clone(p.Parts)
		for k := range p.Parts {
			if id, isNew := bound[p.Parts[k].ChargeID]; isNew {
				p.Parts[k].ChargeID = id
			}
		}
	}
}

func (c BillChanged) apply(s *Session, _ Decision) {
	after := s.Check.Applied(c.Change)
	s.Check = &after
}

func (c BillChanged) announce(to *announcement) {
	for _, in := range c.Intents {
		c.announceIntent(to, in)
	}
	for _, i := range c.News {
		c.announcePayment(to, c.Payments[i])
	}
	for _, i := range c.Disputes {
		p := c.Payments[i]
		to.add(event.PaymentDisputed, event.Dispute{
			CheckID: c.CheckID, PaymentID: p.ID, AmountCents: p.Amount, Disputed: p.Disputed, ReversedCents: c.Reversed,
		})
	}
	for _, r := range c.Returns {
		to.add(refundEvents[r.Status], event.Refund{
			CheckID: c.CheckID, PaymentID: r.PaymentID, RefundID: r.ID, AmountCents: r.Cents, Reason: r.Kind,
		})
	}
	sums := event.Check{CheckID: c.CheckID, TotalCents: c.Total, PaidCents: c.Paid}
	switch {
	case c.JustWithdrawn():
		to.add(event.CheckWithdrawn, sums)
	case c.Asked:
		to.add(event.CheckRequested, sums)
	}
	switch {
	case c.JustPaid():
		to.add(event.CheckPaid, sums)
	case c.Asked:
	case c.Total != c.OldTotal, len(c.Refunds) > 0:
		to.add(event.CheckUpdated, sums)
	}
}

var paymentEvents = map[billing.PaymentStatus]event.Type{
	billing.Approved: event.PaymentApproved, billing.Rejected: event.PaymentRejected, billing.Failed: event.PaymentFailed,
}

func (c BillChanged) announcePayment(to *announcement, p billing.Payment) {
	if t, known := paymentEvents[p.Status]; known {
		to.add(t, event.Payment{
			CheckID: c.CheckID, TotalCents: c.Total, PaidCents: c.Paid,
			PaymentID: p.ID, AmountCents: p.Amount - p.Tip, TipCents: p.Tip, Provider: p.Provider,
		})
	}
}

var intentEvents = map[billing.IntentStatus]event.Type{
	billing.IntentOpen: event.PaymentStarted, billing.IntentExpired: event.PaymentReleased, billing.IntentCanceled: event.PaymentReleased,
	billing.IntentFailed: event.PaymentReleased,
}

// announceIntent says which part of the bill somebody is paying, or not any more.
func (c BillChanged) announceIntent(to *announcement, in billing.Intent) {
	if t, known := intentEvents[in.Status]; known {
		to.add(t, event.Intent{
			CheckID: c.CheckID, PaymentID: in.ID, DinerID: in.DinerID, AmountCents: in.Cents, TipCents: in.Tip,
			Split: string(in.Split), Status: string(in.Status), ExpiresAt: in.ExpiresAt.UTC(),
		})
	}
}

var refundEvents = map[billing.RefundStatus]event.Type{
	billing.RefundRequested: event.RefundRequested, billing.RefundDone: event.PaymentRefunded, billing.RefundFailed: event.RefundFailed,
}

// Checkout is the provider's page for a payment that was asked for.
type Checkout struct {
	PaymentID    int64     `json:"payment_id"`
	PreferenceID string    `json:"preference_id"`
	InitPoint    string    `json:"init_point"`
	ExpiresAt    time.Time `json:"expires_at"`
}

func (c Checkout) bind(*ids, *Result) Change { return c }

// apply does nothing: the session needs no page, the ledger has it.
func (Checkout) apply(*Session, Decision) {}

func (Checkout) announce(*announcement) {}

// Override is a manager's decision that changes what is owed. It comes before the change of the bill.
type Override struct {
	ID       int64       `json:"id"`
	Kind     string      `json:"kind"` // ITEM_VOID, DISCOUNT, ROUND_CANCEL, PAYMENT_REVERSAL
	Reason   string      `json:"reason"`
	Entity   string      `json:"entity"`
	EntityID int64       `json:"entity_id"`
	Cents    money.Cents `json:"cents"` // what it took off the bill, or will
	OldTotal money.Cents `json:"old_total"`
	NewTotal money.Cents `json:"new_total"`
}

func (c Override) bind(n *ids, _ *Result) Change {
	c.ID = n.next()
	return c
}

func (Override) apply(*Session, Decision) {}

func (Override) announce(*announcement) {}
