package tablesession

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/money"
)

// Decision is what one command writes into the ledger, in one transaction. A part
// that is zero writes nothing. New rows have ID 0 until Bind.
type Decision struct {
	// Key makes a repeat harmless: the ledger records one entry per session and key.
	Key       string `json:"key"`
	Version   int64  `json:"version"` // of the session that it was decided on
	Name      string `json:"name"`
	Hash      string `json:"hash"`
	CallerKey string `json:"caller_key,omitempty"` // "" if the caller chose none
	// Late lets money in although the session is over.
	Late    bool         `json:"late,omitempty"`
	Ref     Ref          `json:"ref"`
	By      access.Actor `json:"by"`
	At      time.Time    `json:"at"`
	Request string       `json:"request,omitempty"` // X-Request-ID, for the audit log

	Diner *Diner `json:"diner,omitempty"`
	Round *Round `json:"round,omitempty"`
	// Room is what the round may cost, where that is bounded: its prices are known
	// when it is recorded.
	Room       *money.Cents    `json:"room_cents,omitempty"`
	Moves      []RoundMove     `json:"moves,omitempty"`
	Deleted    *ItemGone       `json:"deleted,omitempty"`
	Voided     *ItemVoid       `json:"voided,omitempty"`
	Tickets    []Ticket        `json:"tickets,omitempty"`
	TicketMove *TicketMove     `json:"ticket_move,omitempty"`
	Call       *Call           `json:"call,omitempty"`
	CallMoves  []CallMove      `json:"call_moves,omitempty"`
	Reminders  []Reminder      `json:"reminders,omitempty"`
	Check      *billing.Check  `json:"check,omitempty"` // a new one
	Bill       *billing.Change `json:"bill,omitempty"`  // of the one there is
	Checkout   *Checkout       `json:"checkout,omitempty"`
	WaiterID   int64           `json:"waiter_id,omitempty"` // the session's waiter from now on
	MovedTo    *Place          `json:"moved_to,omitempty"`
	Status     Status          `json:"status,omitempty"` // of the session from now on
	Override   *Override       `json:"override,omitempty"`
	// Owed and Unallocated are what a closing leaves unsettled, for the audit log.
	Owed        money.Cents `json:"owed,omitempty"`
	Unallocated money.Cents `json:"unallocated,omitempty"`
	// TableAfter is what the session's table is doing after the entry.
	TableAfter TableStatus `json:"table_after"`

	Answer Result `json:"answer"`
}

// RoundMove takes a round to a status.
type RoundMove struct {
	RoundID int64       `json:"round_id"`
	Number  int         `json:"number"`
	To      RoundStatus `json:"to"`
}

// ItemGone deletes an item, and its round if that was the last one.
type ItemGone struct {
	RoundID   int64 `json:"round_id"`
	ItemID    int64 `json:"item_id"`
	ProductID int64 `json:"product_id"`
	RoundToo  bool  `json:"round_too,omitempty"`
}

// ItemVoid strikes an item out.
type ItemVoid struct {
	RoundID     int64       `json:"round_id"`
	ItemID      int64       `json:"item_id"`
	ProductID   int64       `json:"product_id"`
	ProductName string      `json:"product_name"`
	Reason      string      `json:"reason"`
	RoundStatus RoundStatus `json:"round_status"` // after the void
}

// Reminder announces again what nobody attended to.
type Reminder struct {
	CallID    int64  `json:"call_id,omitempty"`
	RoundID   int64  `json:"round_id,omitempty"`
	Number    int    `json:"number,omitempty"` // of the round
	CallType  string `json:"call_type,omitempty"`
	Count     int    `json:"count"` // announcements after the first
	Escalated bool   `json:"escalated,omitempty"`
}

// Checkout is the provider's side of a payment that was asked for.
type Checkout struct {
	PaymentID    int64     `json:"payment_id"`
	PreferenceID string    `json:"preference_id"`
	InitPoint    string    `json:"init_point"`
	ExpiresAt    time.Time `json:"expires_at"`
}

// Override is a manager's decision that changes what is owed.
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

// Priced is what the ledger captured of an item when it was ordered.
type Priced struct {
	Name     string      `json:"name"`
	Category string      `json:"category,omitempty"`
	Unit     money.Cents `json:"unit"`
}

// Receipt is the ledger's answer to an entry.
type Receipt struct {
	FirstID int64    `json:"first_id,omitempty"` // of the new rows, numbered in Bind's order
	Items   []Priced `json:"items,omitempty"`    // of a new round, in its order
	// Before is what the entry came to when it was recorded, decided on another
	// session than now. The receipt then binds nothing: read the session again.
	Before *Result `json:"before,omitempty"`
}

// NewIDs counts the rows that e creates, in Bind's order.
func (e Decision) NewIDs() int {
	n := 0
	e.eachNew(func(*int64) { n++ })
	return n
}

// Bind gives the new rows their identifiers, and a new round its prices.
func (e Decision) Bind(r Receipt) Decision {
	e = e.unshared()
	next := r.FirstID
	e.eachNew(func(id *int64) { *id = next; next++ })
	e.tie()
	if e.Round != nil {
		for i := range r.Items {
			it := &e.Round.Items[i]
			it.Name, it.Category, it.Unit = r.Items[i].Name, r.Items[i].Category, r.Items[i].Unit
		}
	}
	e.answerNew()
	return e
}

// eachNew visits the identifier of every row that e creates, always in the same
// order.
func (e Decision) eachNew(visit func(*int64)) {
	if e.Diner != nil {
		visit(&e.Diner.ID)
	}
	if e.Round != nil {
		visit(&e.Round.ID)
		for i := range e.Round.Items {
			visit(&e.Round.Items[i].ID)
		}
	}
	for i := range e.Tickets {
		visit(&e.Tickets[i].ID)
		for j := range e.Tickets[i].Items {
			visit(&e.Tickets[i].Items[j].ID)
		}
	}
	if e.Call != nil {
		visit(&e.Call.ID)
	}
	if e.Check != nil {
		visit(&e.Check.ID)
		for i := range e.Check.Charges {
			visit(&e.Check.Charges[i].ID)
		}
	}
	if e.Bill != nil {
		for i := range e.Bill.Payments {
			if e.Bill.Payments[i].ID == 0 {
				visit(&e.Bill.Payments[i].ID)
			}
		}
	}
	if e.Override != nil {
		visit(&e.Override.ID)
	}
	if e.Bill != nil {
		for i := range e.Bill.Returns {
			if e.Bill.Returns[i].ID == 0 {
				visit(&e.Bill.Returns[i].ID)
			}
		}
	}
}

// tie gives an intent the identifier of the payment that was asked for with it,
// and a refund that of the payment that came with it. An entry makes one payment
// at most.
func (e Decision) tie() {
	if e.Bill == nil || len(e.Bill.Payments) == 0 {
		return
	}
	newest := &e.Bill.Payments[len(e.Bill.Payments)-1]
	for i := range e.Bill.Intents {
		if e.Bill.Intents[i].ID == 0 {
			e.Bill.Intents[i].ID, newest.IntentID = newest.ID, newest.ID
		}
	}
	for i := range e.Bill.Returns {
		if e.Bill.Returns[i].PaymentID == 0 {
			e.Bill.Returns[i].PaymentID = newest.ID
		}
	}
}

// Empty reports whether e writes nothing: the command found done what it asks.
func (e Decision) Empty() bool {
	return e.NewIDs() == 0 && len(e.Moves) == 0 && e.Deleted == nil && e.Voided == nil && e.TicketMove == nil &&
		len(e.CallMoves) == 0 && len(e.Reminders) == 0 && e.Bill == nil && e.Checkout == nil && e.WaiterID == 0 &&
		e.MovedTo == nil && e.Status == ""
}

// unshared copies what Bind fills in.
func (e Decision) unshared() Decision {
	e.Diner, e.Round, e.Call, e.Check = copied(e.Diner), copied(e.Round), copied(e.Call), copied(e.Check)
	e.Bill, e.Override = copied(e.Bill), copied(e.Override)
	if e.Round != nil {
		e.Round.Items = slices.Clone(e.Round.Items)
	}
	if e.Check != nil {
		e.Check.Charges = slices.Clone(e.Check.Charges)
	}
	if e.Bill != nil {
		e.Bill.Payments = slices.Clone(e.Bill.Payments)
		e.Bill.Intents, e.Bill.Returns = slices.Clone(e.Bill.Intents), slices.Clone(e.Bill.Returns)
	}
	e.Tickets = slices.Clone(e.Tickets)
	for i := range e.Tickets {
		e.Tickets[i].Items = slices.Clone(e.Tickets[i].Items)
	}
	return e
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// answerNew tells the caller the identifiers of what the entry created.
func (e *Decision) answerNew() {
	a := &e.Answer
	a.SessionID = e.Ref.SessionID
	if e.Diner != nil {
		a.DinerID = e.Diner.ID
	}
	if e.Round != nil {
		a.RoundID, a.RoundNumber, a.RoundStatus = e.Round.ID, e.Round.Number, string(e.Round.Status)
	}
	if e.Call != nil {
		a.CallID = e.Call.ID
	}
	if e.Check != nil {
		a.CheckID = e.Check.ID
	}
	if e.Bill != nil {
		a.CheckID = e.Bill.CheckID
		if a.PaymentID == 0 && len(e.Bill.Payments) > 0 {
			a.PaymentID = e.Bill.Payments[len(e.Bill.Payments)-1].ID
		}
	}
	a.TicketIDs = nil
	for _, t := range e.Tickets {
		a.TicketIDs = append(a.TicketIDs, t.ID)
	}
}
