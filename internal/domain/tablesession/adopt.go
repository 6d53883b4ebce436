package tablesession

import (
	"maps"
	"slices"
	"time"
)

// Apply is the session after a recorded entry, which must be bound. s stays as
// it is, but for the map of keyed commands, which grows.
func (s Session) Apply(e Decision) Session {
	s.Version = e.Version + 1
	s.adoptOrder(e)
	s.adoptKitchen(e)
	s.adoptCalls(e)
	s.adoptBill(e)
	if e.WaiterID != 0 {
		s.WaiterID = e.WaiterID
	}
	if e.MovedTo != nil {
		s.Place = *e.MovedTo
	}
	if e.Status != "" {
		s.Status = e.Status
	}
	if len(e.Reminders) == 0 || e.By.Role != "SYSTEM" {
		s.ActiveAt = e.At
	}
	s.remember(e)
	return s
}

func (s *Session) adoptOrder(e Decision) {
	if e.Diner != nil {
		s.Diners = append(slices.Clip(s.Diners), *e.Diner)
	}
	if e.Round != nil {
		s.Rounds = append(slices.Clip(s.Rounds), e.Round.carried())
		s.LastRound = e.Round.Number
	}
	if e.Deleted == nil && e.Voided == nil && len(e.Moves) == 0 {
		return
	}
	s.Rounds = slices.Clone(s.Rounds)
	for _, m := range e.Moves {
		r := s.at(m.RoundID)
		r.Status = m.To
		if m.To == Ready {
			r.ReadyAt = e.At
		}
	}
	if d := e.Deleted; d != nil {
		s.dropItem(*d)
	}
	if v := e.Voided; v != nil {
		r := s.at(v.RoundID)
		r.Items = slices.Clone(r.Items)
		i := slices.IndexFunc(r.Items, func(it Item) bool { return it.ID == v.ItemID })
		r.Items[i].Voided = true
	}
}

// carried is the round as the session keeps it: what was noted for the cooks is
// the ledger's to remember.
func (r Round) carried() Round {
	r.Notes = ""
	r.Items = slices.Clone(r.Items)
	for i := range r.Items {
		r.Items[i].Notes = ""
	}
	return r
}

func (s *Session) dropItem(d ItemGone) {
	if d.RoundToo {
		s.Rounds = slices.DeleteFunc(s.Rounds, func(r Round) bool { return r.ID == d.RoundID })
		s.Tickets = slices.DeleteFunc(slices.Clone(s.Tickets), func(t Ticket) bool { return t.RoundID == d.RoundID })
		return
	}
	r := s.at(d.RoundID)
	r.Items = slices.DeleteFunc(slices.Clone(r.Items), func(it Item) bool { return it.ID == d.ItemID })
}

func (s *Session) adoptKitchen(e Decision) {
	s.Tickets = append(slices.Clip(s.Tickets), e.Tickets...)
	if m := e.TicketMove; m != nil {
		s.Tickets = slices.Clone(s.Tickets)
		i := slices.IndexFunc(s.Tickets, func(t Ticket) bool { return t.ID == m.TicketID })
		s.Tickets[i].Status = m.To
	}
}

func (s *Session) adoptCalls(e Decision) {
	if e.Call == nil && len(e.CallMoves) == 0 && len(e.Reminders) == 0 {
		return
	}
	s.Calls = slices.Clone(s.Calls)
	if e.Call != nil {
		s.Calls = append(s.Calls, *e.Call)
	}
	for _, m := range e.CallMoves {
		if m.To == CallClosed {
			s.Calls = slices.DeleteFunc(s.Calls, func(c Call) bool { return c.ID == m.CallID })
			continue
		}
		s.callAt(m.CallID).Status = m.To
	}
	for _, r := range e.Reminders {
		s.adoptReminder(r, e.At)
	}
}

func (s *Session) adoptReminder(r Reminder, at time.Time) {
	if r.CallID != 0 {
		c := s.callAt(r.CallID)
		c.Reminders, c.Escalated, c.AnnouncedAt = r.Count, r.Escalated, at
		return
	}
	s.Rounds = slices.Clone(s.Rounds)
	round := s.at(r.RoundID)
	round.Reminders, round.ReadyAt = r.Count, at
}

func (s *Session) adoptBill(e Decision) {
	if e.Check != nil {
		s.Check = e.Check
	}
	if e.Bill != nil {
		after := s.Check.Applied(*e.Bill)
		s.Check = &after
	}
}

// remember keeps the answer of a command under its key. A command without a key
// is remembered by what it asked; those grow old and go.
func (s *Session) remember(e Decision) {
	key := e.Key
	if e.CallerKey == "" {
		if RepeatWindow(e.Name, time.Hour) == 0 {
			return
		}
		key = Fingerprint(e.Hash)
	}
	if s.Done == nil {
		s.Done = map[string]Done{}
	}
	s.Done[key] = Done{Hash: e.Hash, Answer: e.Answer, At: e.At.Unix()}
}

// Forget drops what is remembered of commands without a key from before t. It is
// called when a workflow carries the session into its next run.
func (s Session) Forget(t time.Time) Session {
	s.Done = maps.Clone(s.Done)
	//workflowcheck:ignore // what is left does not depend on the order
	maps.DeleteFunc(s.Done, func(key string, d Done) bool { return key == Fingerprint(d.Hash) && d.At < t.Unix() })
	return s
}

func (s *Session) at(round int64) *Round {
	i := slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == round })
	return &s.Rounds[i]
}

func (s *Session) callAt(id int64) *Call {
	i := slices.IndexFunc(s.Calls, func(c Call) bool { return c.ID == id })
	return &s.Calls[i]
}
