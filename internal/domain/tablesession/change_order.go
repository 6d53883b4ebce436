package tablesession

import (
	"slices"

	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
)

// DinerJoined registers a diner.
type DinerJoined struct{ Diner }

func (c DinerJoined) bind(n *ids, r *Result) Change {
	c.ID = n.next()
	r.DinerID = c.ID
	return c
}

func (c DinerJoined) apply(s *Session, _ Decision) { s.Diners = append(slices.Clip(s.Diners), c.Diner) }

func (c DinerJoined) announce(to *announcement) {
	to.add(event.DinerJoined, event.Diner{DinerID: c.ID, DinerName: c.Name, DinerColor: c.Color})
}

// RoundOrdered adds a round.
type RoundOrdered struct {
	Round
	// AtMost is what the round may cost, where that is bounded: its prices are known when it is recorded.
	AtMost *money.Cents `json:"at_most_cents,omitempty"`
	// Cart is the version of the cart that the order left.
	Cart int `json:"cart,omitempty"`
}

// ClearsCart reports whether the order was taken out of the diners' cart. A waiter's order leaves the cart alone.
func (c RoundOrdered) ClearsCart() bool { return c.ByWaiter == 0 }

func (c RoundOrdered) bind(n *ids, r *Result) Change {
	c.ID, c.Cart = n.next(), n.cart
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		it := &c.Items[i]
		it.ID = n.next()
		if i < len(n.items) {
			it.Name, it.Category, it.Unit = n.items[i].Name, n.items[i].Category, n.items[i].Unit
		}
	}
	r.RoundID, r.RoundNumber, r.RoundStatus = c.ID, c.Number, string(c.Status)
	return c
}

// apply keeps the round without its notes: they are for the cooks, and the ledger has them.
func (c RoundOrdered) apply(s *Session, _ Decision) {
	r := c.Round
	r.Notes, r.Items = "", slices.Clone(r.Items)
	for i := range r.Items {
		r.Items[i].Notes, r.Items[i].Shown = "", nil
	}
	s.Rounds = append(slices.Clip(s.Rounds), r)
	s.LastRound = r.Number
}

var roundEvents = map[RoundStatus]event.Type{
	Pending: event.RoundPending, Confirmed: event.RoundConfirmed, Submitted: event.RoundSubmitted,
	InKitchen: event.RoundInKitchen, Ready: event.RoundReady, Served: event.RoundServed, Canceled: event.RoundCanceled,
}

func (c RoundOrdered) announce(to *announcement) {
	to.add(roundEvents[c.Status], event.Round{RoundID: c.ID, RoundNumber: c.Number})
	if c.ClearsCart() {
		to.add(event.CartCleared, event.ClearedCart{Cleared: true})
	}
}

// RoundMoved takes a round to a status.
type RoundMoved struct {
	RoundID int64       `json:"round_id"`
	Number  int         `json:"number"`
	To      RoundStatus `json:"to"`
}

func (c RoundMoved) bind(*ids, *Result) Change { return c }

func (c RoundMoved) apply(s *Session, d Decision) {
	r := s.changedRound(c.RoundID)
	r.Status = c.To
	if c.To == Ready {
		r.ReadyAt = d.At
	}
}

func (c RoundMoved) announce(to *announcement) {
	to.add(roundEvents[c.To], event.Round{RoundID: c.RoundID, RoundNumber: c.Number})
}

// ItemDeleted deletes an item, and its round if that was the last one.
type ItemDeleted struct {
	RoundID   int64 `json:"round_id"`
	ItemID    int64 `json:"item_id"`
	ProductID int64 `json:"product_id"`
	RoundToo  bool  `json:"round_too,omitempty"`
}

func (c ItemDeleted) bind(*ids, *Result) Change { return c }

func (c ItemDeleted) apply(s *Session, _ Decision) {
	if c.RoundToo {
		s.Rounds = slices.DeleteFunc(slices.Clone(s.Rounds), func(r Round) bool { return r.ID == c.RoundID })
		s.Tickets = slices.DeleteFunc(slices.Clone(s.Tickets), func(t Ticket) bool { return t.RoundID == c.RoundID })
		return
	}
	r := s.changedRound(c.RoundID)
	r.Items = slices.DeleteFunc(slices.Clone(r.Items), func(it Item) bool { return it.ID == c.ItemID })
}

func (c ItemDeleted) announce(to *announcement) {
	to.add(event.RoundItemDeleted, event.DeletedItem{
		RoundID: c.RoundID, ItemID: c.ItemID, ProductID: c.ProductID, RoundDeleted: c.RoundToo,
	})
}

// ItemVoided strikes an item out, or some of it: those become an item of their own, which is struck out.
type ItemVoided struct {
	RoundID     int64       `json:"round_id"`
	ItemID      int64       `json:"item_id"`
	ProductID   int64       `json:"product_id"`
	ProductName string      `json:"product_name"`
	Reason      string      `json:"reason"`
	RoundStatus RoundStatus `json:"round_status"` // after the void
	Qty         int         `json:"qty,omitempty"`
	Left        int         `json:"left,omitempty"`      // of the item, which then stays
	VoidedID    int64       `json:"voided_id,omitempty"` // of the item struck out, where another stays
}

func (c ItemVoided) bind(n *ids, _ *Result) Change {
	if c.Left > 0 {
		c.VoidedID = n.next()
	}
	return c
}

func (c ItemVoided) apply(s *Session, _ Decision) {
	r := s.changedRound(c.RoundID)
	r.Items = slices.Clone(r.Items)
	it := &r.Items[slices.IndexFunc(r.Items, func(it Item) bool { return it.ID == c.ItemID })]
	if c.Left == 0 {
		it.Voided = true
		return
	}
	gone := *it
	gone.ID, gone.Qty, gone.Voided = c.VoidedID, c.Qty, true
	it.Qty = c.Left
	r.Items = append(r.Items, gone)
	s.cookOnly(c.ItemID, c.Left)
}

// cookOnly says in the kitchen's tickets how much of an item is left to cook.
func (s *Session) cookOnly(item int64, qty int) {
	s.Tickets = slices.Clone(s.Tickets)
	for i := range s.Tickets {
		t := &s.Tickets[i]
		t.Items = slices.Clone(t.Items)
		for j := range t.Items {
			if t.Items[j].ItemID == item {
				t.Items[j].Qty = qty
			}
		}
	}
}

func (c ItemVoided) announce(to *announcement) {
	voided := event.VoidedItem{
		RoundID: c.RoundID, ItemID: c.ItemID, ProductID: c.ProductID, ProductName: c.ProductName, VoidReason: c.Reason,
		RoundCanceled: c.RoundStatus == Canceled, RoundStatus: string(c.RoundStatus), Qty: c.Qty,
	}
	if c.Left > 0 {
		voided.ItemID, voided.OfItemID, voided.QtyLeft = c.VoidedID, c.ItemID, c.Left
	}
	to.add(event.RoundItemVoided, voided)
}

// TicketCreated adds a kitchen ticket.
type TicketCreated struct{ Ticket }

func (c TicketCreated) bind(n *ids, r *Result) Change {
	c.ID = n.next()
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		c.Items[i].ID = n.next()
	}
	r.TicketIDs = append(slices.Clip(r.TicketIDs), c.ID)
	return c
}

func (c TicketCreated) apply(s *Session, _ Decision) {
	s.Tickets = append(slices.Clip(s.Tickets), c.Ticket)
}

func (TicketCreated) announce(*announcement) {}

// TicketMoved takes a ticket to a status; its items follow.
type TicketMoved struct {
	TicketID int64        `json:"ticket_id"`
	To       TicketStatus `json:"to"`
	RoundID  int64        `json:"round_id"`
	Number   int          `json:"number"`
	Station  Station      `json:"station"`
}

func (c TicketMoved) bind(*ids, *Result) Change { return c }

func (c TicketMoved) apply(s *Session, _ Decision) {
	s.Tickets = slices.Clone(s.Tickets)
	s.Tickets[slices.IndexFunc(s.Tickets, func(t Ticket) bool { return t.ID == c.TicketID })].Status = c.To
}

var ticketEvents = map[TicketStatus]event.Type{
	TicketInProgress: event.TicketInProgress, TicketReady: event.TicketReady, TicketDelivered: event.TicketDelivered,
}

func (c TicketMoved) announce(to *announcement) {
	to.add(ticketEvents[c.To], event.Ticket{
		TicketID: c.TicketID, RoundID: c.RoundID, RoundNumber: c.Number, Station: string(c.Station), Status: string(c.To),
	})
}
