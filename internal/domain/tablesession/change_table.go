package tablesession

import (
	"slices"

	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
)

// CallMade asks for somebody to come to the table.
type CallMade struct{ Call }

func (c CallMade) bind(n *ids, r *Result) Change {
	c.ID = n.next()
	r.CallID = c.ID
	return c
}

func (c CallMade) apply(s *Session, _ Decision) { s.Calls = append(slices.Clip(s.Calls), c.Call) }

func (c CallMade) announce(to *announcement) {
	to.add(event.ServiceCallCreated, event.Call{CallID: c.ID, CallType: c.Type})
}

// CallMoved takes a call to a status.
type CallMoved struct {
	CallID int64      `json:"call_id"`
	Type   string     `json:"type"`
	To     CallStatus `json:"to"`
}

func (c CallMoved) bind(*ids, *Result) Change { return c }

func (c CallMoved) apply(s *Session, _ Decision) {
	if c.To == CallClosed {
		s.Calls = slices.DeleteFunc(slices.Clone(s.Calls), func(call Call) bool { return call.ID == c.CallID })
		return
	}
	s.changedCall(c.CallID).Status = c.To
}

func (c CallMoved) announce(to *announcement) {
	t := event.ServiceCallAcked
	if c.To == CallClosed {
		t = event.ServiceCallClosed
	}
	to.add(t, event.Call{CallID: c.CallID, CallType: c.Type})
}

// Reminder announces again a call or a round that nobody attended to.
type Reminder struct {
	CallID    int64  `json:"call_id,omitempty"`
	RoundID   int64  `json:"round_id,omitempty"`
	Number    int    `json:"number,omitempty"` // of the round
	CallType  string `json:"call_type,omitempty"`
	Count     int    `json:"count"` // announcements after the first
	Escalated bool   `json:"escalated,omitempty"`
}

// Reminders are all that one decision announces again.
type Reminders struct {
	All []Reminder `json:"all"`
}

func (c Reminders) bind(*ids, *Result) Change { return c }

func (c Reminders) apply(s *Session, d Decision) {
	for _, r := range c.All {
		if r.CallID != 0 {
			call := s.changedCall(r.CallID)
			call.Reminders, call.Escalated, call.AnnouncedAt = r.Count, r.Escalated, d.At
			continue
		}
		round := s.changedRound(r.RoundID)
		round.Reminders, round.ReadyAt = r.Count, d.At
	}
}

func (c Reminders) announce(to *announcement) {
	for _, r := range c.All {
		if r.RoundID != 0 {
			to.add(event.RoundReady, event.Round{RoundID: r.RoundID, RoundNumber: r.Number, Reminder: r.Count})
		}
	}
	for _, r := range c.All {
		body := event.Call{CallID: r.CallID, CallType: r.CallType, Reminder: r.Count, Escalated: r.Escalated}
		switch {
		case r.CallID == 0:
		case r.Escalated:
			to.toBranch(event.ServiceCallCreated, body)
		default:
			to.add(event.ServiceCallCreated, body)
		}
	}
}

// WaiterAssigned gives the session another waiter.
type WaiterAssigned struct {
	WaiterID int64 `json:"waiter_id"`
	Before   int64 `json:"before,omitempty"`
}

func (c WaiterAssigned) bind(*ids, *Result) Change { return c }

func (c WaiterAssigned) apply(s *Session, _ Decision) { s.WaiterID = c.WaiterID }

func (WaiterAssigned) announce(to *announcement) { to.add(event.TableTransferred, to.table()) }

// TableMoved takes the session to another table.
type TableMoved struct{ Place }

func (c TableMoved) bind(*ids, *Result) Change { return c }

func (c TableMoved) apply(s *Session, _ Decision) { s.Place = c.Place }

func (c TableMoved) announce(to *announcement) {
	to.add(event.TableTransferred, event.Table{TableCode: to.Ref.TableCode, TableStatus: string(TableFree)})
	to.add(event.TableTransferred, event.Table{TableCode: c.TableCode, TableStatus: string(to.TableAfter)})
	last := &to.events[len(to.events)-1]
	last.TableID, last.SectorID = &c.TableID, c.SectorID
}

// StatusChanged takes the session to a status.
type StatusChanged struct {
	To Status `json:"to"`
	// Back says that the table orders on: it is not opened, it was.
	Back bool `json:"back,omitempty"`
	// AskedBy is who asked for the check, where that is what happened.
	AskedBy *Asker `json:"asked_by,omitempty"`
	// Owed and Unallocated are what a closing leaves unsettled, for the audit log.
	Owed        money.Cents `json:"owed,omitempty"`
	Unallocated money.Cents `json:"unallocated,omitempty"`
}

func (c StatusChanged) bind(*ids, *Result) Change { return c }

func (c StatusChanged) apply(s *Session, _ Decision) {
	s.Status = c.To
	if c.AskedBy != nil {
		s.CheckAskedBy = *c.AskedBy
	}
}

var statusEvents = map[Status]event.Type{
	Open: event.TableSessionStarted, Paying: event.TableStatusChanged, Closed: event.TableCleared,
}

func (c StatusChanged) announce(to *announcement) {
	if c.Back {
		to.add(event.TableStatusChanged, to.table())
		return
	}
	to.add(statusEvents[c.To], to.table())
}

func (a *announcement) table() event.Table {
	return event.Table{TableCode: a.Ref.TableCode, TableStatus: string(a.TableAfter)}
}

// tableAt is what a table is doing while its session has a status.
var tableAt = map[Status]TableStatus{Open: TableActive, Paying: TablePaying, Closed: TableFree}

// TableStatus is what the session's table is doing.
func (s Status) TableStatus() TableStatus { return tableAt[s] }
