package tablesession

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// IntentLife is how long a part of the bill is kept for whoever went to pay it.
const IntentLife = 15 * time.Minute

// reusable is how much of its life an intent must have left to be offered again.
const reusable = 3 * time.Minute

// StartCheckout asks for a payment through Mercado Pago: an intent that holds its
// part of the bill and a payment row PENDING, for which the provider is asked for
// a checkout afterwards. Who asks again for the same gets the same; who asks for
// another part lets the first one go.
type StartCheckout struct {
	CheckID int64 `json:"check_id"`
	DinerID int64 `json:"diner_id,omitempty"` // 0: pays whatever nobody else is paying
	// OwnPart asks for the diner's own charges instead of all that is owed.
	OwnPart bool `json:"own_part,omitempty"`
	// Split says it in more ways; "" leaves it to OwnPart.
	Split    billing.Split `json:"split,omitempty"`
	People   int           `json:"people,omitempty"`
	Items    []int64       `json:"items,omitempty"`      // whole lines
	Units    []Units       `json:"item_units,omitempty"` // parts of lines
	Cents    money.Cents   `json:"cents,omitempty"`
	Tip      money.Cents   `json:"tip,omitempty"`
	DeviceID string        `json:"device_id,omitempty"`
	// ByIntents is of workflows that divided the bill before shares came from the money in hand.
	ByIntents bool `json:"-"`
}

// Units are some of the units of an ordered item.
type Units struct {
	ItemID int64 `json:"item_id"`
	Qty    int   `json:"qty"`
}

// Name implements Command.
func (StartCheckout) Name() string { return "start_checkout" }

func (c StartCheckout) splitRequest(s Session) billing.SplitRequest {
	w := billing.SplitRequest{
		Split:     c.Split,
		DinerID:   c.DinerID,
		DeviceID:  c.DeviceID,
		People:    c.People,
		Cents:     c.Cents,
		Tip:       c.Tip,
		ByIntents: c.ByIntents,
	}
	for _, id := range c.Items {
		w.Items = append(w.Items, billing.ItemPart{ItemID: id})
	}
	for _, u := range c.Units {
		_, it, _ := s.roundOfItem(u.ItemID) // the bill refuses what it does not have
		w.Items = append(w.Items, billing.ItemPart{ItemID: u.ItemID, Qty: u.Qty, Of: it.Qty})
	}
	switch {
	case w.Split != "":
	case c.OwnPart:
		w.Split = billing.Own
	case c.Cents > 0 && !c.ByIntents:
		w.Split, w.AtMost = billing.Free, true
	default:
		w.Split = billing.Rest
	}
	return w
}

func (c StartCheckout) decide(s Session, d *Decision) error {
	check, err := s.check(c.CheckID)
	if err != nil {
		return err
	}
	if c.DinerID != 0 && !s.hasDiner(c.DinerID) {
		return fault.New(fault.Refused, "diner_not_here", "Ese comensal no está en la mesa.")
	}
	mine := c.ownIntents(check)
	free := check
	for _, in := range mine {
		free = free.EndIntent(in.ID, billing.IntentCanceled)
	}
	in, err := free.Offer(c.splitRequest(s), s.dinerIDs())
	if err != nil {
		return err
	}
	in.AskedAt = d.At.Truncate(time.Millisecond)
	in.ExpiresAt = in.AskedAt.Add(IntentLife)
	for _, old := range mine {
		if sameRequest(old, in) && old.ExpiresAt.Sub(d.At) > reusable && check.Pays(old.ID) {
			d.Result.PaymentID = old.ID
			return nil
		}
	}
	d.add(s.billed(d, check, free.Ask(in).Settle(billing.Payment{
		Provider: MercadoPago, Status: billing.Pending, Amount: in.Cents + in.Tip, DinerID: c.DinerID, AskedAt: d.At,
	})))
	return nil
}

// ownIntents are the open intents of whoever asks: of the diner, else of the device,
// else of nobody in particular.
func (c StartCheckout) ownIntents(check billing.Check) (mine []billing.Intent) {
	for _, in := range check.Intents {
		if in.Status == billing.IntentOpen && in.DinerID == c.DinerID && (c.DinerID != 0 || in.DeviceID == c.DeviceID) {
			mine = append(mine, in)
		}
	}
	return mine
}

func sameRequest(a, b billing.Intent) bool {
	return a.Split == b.Split && a.People == b.People && a.Cents == b.Cents && a.Tip == b.Tip && slices.Equal(a.Claims, b.Claims)
}

func (s Session) dinerIDs() []int64 {
	ids := make([]int64, len(s.Diners))
	for i, d := range s.Diners {
		ids[i] = d.ID
	}
	return ids
}

// AskedPayment is a payment that was asked for with a checkout, and all that is
// needed to look for its money.
type AskedPayment struct {
	TenantID, BranchID, SessionID, CheckID, PaymentID int64
	TableCode, Reference, PreferenceID                string
	ExpiresAt                                         time.Time
}

// CheckoutMade records the provider's checkout of a PENDING payment, or that
// there will be none.
type CheckoutMade struct {
	Checkout  Checkout `json:"checkout"`
	Reference string   `json:"reference"`
	Failed    bool     `json:"failed,omitempty"`
}

// Name implements Command.
func (CheckoutMade) Name() string { return "checkout_made" }

func (c CheckoutMade) decide(s Session, d *Decision) error {
	check, p, err := s.payment(func(p billing.Payment) bool { return p.ID == c.Checkout.PaymentID })
	if err != nil {
		return err
	}
	after := check
	p.Reference = c.Reference
	if c.Failed {
		p.Status = billing.Failed
		after = after.EndIntent(p.ID, billing.IntentFailed)
	} else {
		d.add(c.Checkout)
	}
	d.add(s.billed(d, check, after.Settle(p)))
	d.Result.PaymentID = p.ID
	return nil
}

// CancelIntent lets a part of the bill go before it was paid. Money that is on its
// way all the same is credited or given back.
type CancelIntent struct {
	IntentID int64 `json:"intent_id"`
	// DinerID and DeviceID say which diner asks; staff may cancel anybody's.
	DinerID  int64  `json:"diner_id,omitempty"`
	DeviceID string `json:"device_id,omitempty"`
}

// Name implements Command.
func (CancelIntent) Name() string { return "cancel_intent" }

func (c CancelIntent) decide(s Session, d *Decision) error {
	if s.Check == nil {
		return noCheck
	}
	in, ok := s.Check.Intent(c.IntentID)
	if !ok {
		return fault.New(fault.NotFound, "payment_not_found", "No encontramos el pago.")
	}
	if d.By.Role == access.Diner && !c.owns(in) {
		return fault.New(fault.Forbidden, "not_your_payment", "Ese pago es de otra persona.")
	}
	d.Result.PaymentID = in.ID
	if in.Status != billing.IntentOpen {
		return nil
	}
	d.add(s.billed(d, *s.Check, s.Check.EndIntent(in.ID, billing.IntentCanceled)))
	return nil
}

func (c CancelIntent) owns(in billing.Intent) bool {
	if in.DinerID != 0 {
		return in.DinerID == c.DinerID
	}
	return in.DeviceID == c.DeviceID
}

// EndIntent says that an intent's time is over. With Unpaid it is certain that no
// money is on its way: the provider's page is closed and shows no payment.
type EndIntent struct {
	IntentID int64 `json:"intent_id"`
	Unpaid   bool  `json:"unpaid,omitempty"`
}

// Name implements Command.
func (EndIntent) Name() string { return "end_intent" }

func (c EndIntent) decide(s Session, d *Decision) error {
	if err := allow(d.By, access.System); err != nil {
		return err
	}
	check, p, err := s.payment(func(p billing.Payment) bool { return p.ID == c.IntentID })
	if err != nil {
		return err
	}
	in, _ := check.Intent(p.ID)
	waiting := p.Status == billing.Pending && p.ExternalID == ""
	if in.Status != billing.IntentOpen && (!waiting || !c.Unpaid) {
		return nil
	}
	after := check.EndIntent(p.ID, billing.IntentExpired)
	if waiting && c.Unpaid {
		p.Status = billing.Expired
		after = after.Settle(p)
	}
	d.add(s.billed(d, check, after))
	return nil
}

// Snapshot is the latest word of the provider on one payment. It replaces the
// one before, unless it is older: duplicates and disorder change nothing.
type Snapshot struct {
	Reference  string                `json:"reference"`
	ExternalID string                `json:"external_id"`
	Status     billing.PaymentStatus `json:"status"`
	Detail     string                `json:"detail,omitempty"`
	Amount     money.Cents           `json:"amount"`
	Effect     money.Cents           `json:"effect"`
	Disputed   bool                  `json:"disputed,omitempty"`
	UpdatedAt  time.Time             `json:"updated_at"`
}

// Name implements Command.
func (Snapshot) Name() string { return "apply_snapshot" }

func (c Snapshot) decide(s Session, d *Decision) error {
	check, after, payment, err := s.afterSnapshot(c, d.Late)
	if err != nil {
		return err
	}
	d.Result.PaymentID = payment
	if after != nil {
		d.add(s.billed(d, check, *after))
	}
	return nil
}

// afterSnapshot is the check once a snapshot is applied; nil if that changes nothing. A
// bill that loses money when the table has gone home is marked with it.
func (s Session) afterSnapshot(c Snapshot, late bool) (check billing.Check, after *billing.Check, payment int64, err error) {
	check, p, err := s.payment(func(p billing.Payment) bool { return p.ExternalID == c.ExternalID })
	if err != nil {
		if check, p, err = s.asked(c.Reference); err != nil {
			return check, nil, 0, err
		}
	}
	if p.ExternalID == c.ExternalID && (c.UpdatedAt.Before(p.UpdatedAt) || c.repeats(p)) {
		return check, nil, p.ID, nil
	}
	p.ExternalID, p.Status, p.StatusDetail, p.Disputed = c.ExternalID, c.Status, c.Detail, c.Disputed
	p.Amount, p.Effect, p.UpdatedAt = c.Amount, c.Effect, c.UpdatedAt
	settled := check.Settle(p)
	if late {
		settled.Reversed = max(check.Reversed+check.Paid()-settled.Paid(), 0)
	}
	return check, &settled, p.ID, nil
}

func (c Snapshot) repeats(p billing.Payment) bool {
	return c.UpdatedAt.Equal(p.UpdatedAt) && c.Status == p.Status && c.Detail == p.StatusDetail && c.Amount == p.Amount && c.Effect == p.Effect
}

// asked gives the payment that a reference asked for, or a new one of the same
// checkout if that one was made already: a checkout can be paid more than once.
func (s Session) asked(reference string) (billing.Check, billing.Payment, error) {
	check, p, err := s.payment(func(p billing.Payment) bool { return p.Reference == reference && p.ExternalID == "" })
	if err != nil {
		if check, p, err = s.payment(func(p billing.Payment) bool { return p.Reference == reference }); err != nil {
			return check, p, err
		}
		p = billing.Payment{Provider: p.Provider, DinerID: p.DinerID, Reference: reference, IntentID: p.IntentID}
	}
	return check, p, nil
}
