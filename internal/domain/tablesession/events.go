package tablesession

import (
	"integrador/internal/domain/billing"
	"integrador/internal/domain/event"
)

// told collects the events of one entry.
type told struct {
	entry  Decision
	events []event.Event
}

func (t *told) tell(typ event.Type, payload any) {
	t.events = append(t.events, event.Event{
		Type: typ, Entity: event.Body(payload), Actor: t.entry.By, SectorID: t.entry.Ref.SectorID,
	})
}

// toBranch is tell for what every waiter of the branch must hear.
func (t *told) toBranch(typ event.Type, payload any) {
	t.tell(typ, payload)
	t.events[len(t.events)-1].SectorID = nil
}

// Events is what the world hears of a recorded entry, in order. e must be bound.
// The ledger adds the session, the numbers and the moment.
func (e Decision) Events() []event.Event {
	t := &told{entry: e}
	t.order()
	t.kitchen()
	t.calls()
	t.bill()
	t.table()
	return t.events
}

var roundEvents = map[RoundStatus]event.Type{
	Pending: event.RoundPending, Confirmed: event.RoundConfirmed, Submitted: event.RoundSubmitted,
	InKitchen: event.RoundInKitchen, Ready: event.RoundReady, Served: event.RoundServed, Canceled: event.RoundCanceled,
}

func (t *told) order() {
	e := t.entry
	if e.Diner != nil {
		t.tell(event.DinerJoined, event.Diner{DinerID: e.Diner.ID, DinerName: e.Diner.Name, DinerColor: e.Diner.Color})
	}
	if e.Round != nil {
		t.tell(roundEvents[e.Round.Status], event.Round{RoundID: e.Round.ID, RoundNumber: e.Round.Number})
		if e.Round.ByWaiter == 0 {
			t.tell(event.CartCleared, event.CartEmpty{Cleared: true})
		}
	}
	if v := e.Voided; v != nil {
		t.tell(event.RoundItemVoided, event.RoundItemVoid{
			RoundID: v.RoundID, ItemID: v.ItemID, ProductID: v.ProductID, ProductName: v.ProductName, VoidReason: v.Reason,
			RoundCanceled: v.RoundStatus == Canceled, RoundStatus: string(v.RoundStatus),
		})
	}
	if d := e.Deleted; d != nil {
		t.tell(event.RoundItemDeleted, event.RoundItemGone{
			RoundID: d.RoundID, ItemID: d.ItemID, ProductID: d.ProductID, RoundDeleted: d.RoundToo,
		})
	}
	for _, m := range e.Moves {
		t.tell(roundEvents[m.To], event.Round{RoundID: m.RoundID, RoundNumber: m.Number})
	}
	for _, r := range e.Reminders {
		if r.RoundID != 0 {
			t.tell(event.RoundReady, event.Round{RoundID: r.RoundID, RoundNumber: r.Number, Reminder: r.Count})
		}
	}
}

var ticketEvents = map[TicketStatus]event.Type{
	TicketInProgress: event.TicketInProgress, TicketReady: event.TicketReady, TicketDelivered: event.TicketDelivered,
}

func (t *told) kitchen() {
	if m := t.entry.TicketMove; m != nil {
		t.tell(ticketEvents[m.To], event.Ticket{
			TicketID: m.TicketID, RoundID: m.RoundID, RoundNumber: m.Number, Station: string(m.Station), Status: string(m.To),
		})
	}
}

func (t *told) calls() {
	if c := t.entry.Call; c != nil {
		t.tell(event.ServiceCallCreated, event.Call{CallID: c.ID, CallType: c.Type})
	}
	for _, m := range t.entry.CallMoves {
		typ := event.ServiceCallAcked
		if m.To == CallClosed {
			typ = event.ServiceCallClosed
		}
		t.tell(typ, event.Call{CallID: m.CallID, CallType: m.Type})
	}
	for _, r := range t.entry.Reminders {
		body := event.Call{CallID: r.CallID, CallType: r.CallType, Reminder: r.Count, Escalated: r.Escalated}
		switch {
		case r.CallID == 0:
		case r.Escalated:
			t.toBranch(event.ServiceCallCreated, body)
		default:
			t.tell(event.ServiceCallCreated, body)
		}
	}
}

func (t *told) bill() {
	if c := t.entry.Check; c != nil {
		t.tell(event.CheckRequested, event.Check{CheckID: c.ID, TotalCents: c.Total(), PaidCents: c.Paid()})
	}
	ch := t.entry.Bill
	if ch == nil {
		return
	}
	for _, in := range ch.Intents {
		t.intent(*ch, in)
	}
	for _, i := range ch.News {
		t.payment(*ch, ch.Payments[i])
	}
	for _, i := range ch.Disputes {
		t.tell(event.PaymentDisputed, dispute(*ch, ch.Payments[i]))
	}
	for _, r := range ch.Returns {
		t.tell(refundEvents[r.Status], event.Refund{
			CheckID: ch.CheckID, PaymentID: r.PaymentID, RefundID: r.ID, AmountCents: r.Cents, Reason: r.Kind,
		})
	}
	sums := event.Check{CheckID: ch.CheckID, TotalCents: ch.Total, PaidCents: ch.Paid}
	switch {
	case ch.JustPaid():
		t.tell(event.CheckPaid, sums)
	case ch.Total != ch.OldTotal, len(ch.Refunds) > 0:
		t.tell(event.CheckUpdated, sums)
	}
}

var paymentEvents = map[billing.PaymentStatus]event.Type{
	billing.Approved: event.PaymentApproved, billing.Rejected: event.PaymentRejected, billing.Failed: event.PaymentFailed,
}

func (t *told) payment(ch billing.Change, p billing.Payment) {
	typ, news := paymentEvents[p.Status]
	if !news {
		return
	}
	t.tell(typ, event.Payment{
		CheckID: ch.CheckID, TotalCents: ch.Total, PaidCents: ch.Paid,
		PaymentID: p.ID, AmountCents: p.Amount - p.Tip, TipCents: p.Tip, Provider: p.Provider,
	})
}

var intentEvents = map[billing.IntentStatus]event.Type{
	billing.IntentOpen: event.PaymentStarted, billing.IntentExpired: event.PaymentReleased, billing.IntentCanceled: event.PaymentReleased,
	billing.IntentFailed: event.PaymentReleased,
}

// intent tells everybody which part of the bill somebody is paying, or not any more.
func (t *told) intent(ch billing.Change, in billing.Intent) {
	typ, news := intentEvents[in.Status]
	if !news {
		return
	}
	t.tell(typ, event.Intent{
		CheckID: ch.CheckID, PaymentID: in.ID, DinerID: in.DinerID, AmountCents: in.Cents, TipCents: in.Tip,
		Split: string(in.Split), Status: string(in.Status), ExpiresAt: in.ExpiresAt.UTC(),
	})
}

var refundEvents = map[billing.RefundStatus]event.Type{
	billing.RefundRequested: event.RefundRequested, billing.RefundDone: event.PaymentRefunded, billing.RefundFailed: event.RefundFailed,
}

func dispute(ch billing.Change, p billing.Payment) event.Dispute {
	return event.Dispute{CheckID: ch.CheckID, PaymentID: p.ID, AmountCents: p.Amount, Disputed: p.Disputed, ReversedCents: ch.Reversed}
}

// tableAt is what a table is doing while its session has a status.
var tableAt = map[Status]TableStatus{Open: TableActive, Paying: TablePaying, Closed: TableFree}

// TableStatus is what the session's table is doing.
func (s Status) TableStatus() TableStatus { return tableAt[s] }

func (t *told) table() {
	e := t.entry
	here := event.Table{TableCode: e.Ref.TableCode, TableStatus: string(e.TableAfter)}
	switch {
	case e.Status == Open:
		t.tell(event.TableSessionStarted, here)
	case e.Status == Paying:
		t.tell(event.TableStatusChanged, here)
	case e.Status == Closed:
		t.tell(event.TableCleared, here)
	case e.WaiterID != 0:
		t.tell(event.TableTransferred, here)
	}
	if e.MovedTo != nil {
		t.tell(event.TableTransferred, event.Table{TableCode: e.Ref.TableCode, TableStatus: string(TableFree)})
		t.tell(event.TableTransferred, event.Table{TableCode: e.MovedTo.TableCode, TableStatus: string(e.TableAfter)})
		last := &t.events[len(t.events)-1]
		last.TableID, last.SectorID = &e.MovedTo.TableID, e.MovedTo.SectorID
	}
}
