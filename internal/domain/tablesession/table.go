package tablesession

import (
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Seating asks for the session of a table: the live one, or a new one.
type Seating struct {
	TenantID int64 `json:"tenant_id"`
	TableID  int64 `json:"table_id"`
	// TableCode is for the operators' lists; "" if unknown.
	TableCode string       `json:"table_code,omitempty"`
	By        access.Actor `json:"by"`
	// Guests and Notes are what a waiter says of who sits down; 0 and "" if nothing.
	Guests int    `json:"guests,omitempty"`
	Notes  string `json:"notes,omitempty"`
	// Fresh demands a free table: a waiter activates it, nobody may sit there yet.
	MustBeFree bool `json:"fresh,omitempty"`
	// Free says that the ledger has nobody at the table: a run that remembers
	// somebody there has missed that they left.
	TableIsFree bool `json:"free,omitempty"`
}

// HandOver hands the session to another waiter.
type HandOver struct {
	WaiterID int64 `json:"waiter_id"`
}

// Name implements Command.
func (HandOver) Name() string { return "hand_over" }

func (c HandOver) decide(s Session, d *Decision) error {
	if err := allow(d.By, oversight...); err != nil {
		return err
	}
	if c.WaiterID == s.WaiterID {
		return fault.New(fault.Refused, "same_waiter", "La mesa ya es de esa persona.")
	}
	d.add(WaiterAssigned{WaiterID: c.WaiterID, Before: s.WaiterID})
	d.Result.OldWaiterID = s.WaiterID
	return nil
}

// MoveTable takes the session to another table of the branch. That the table is
// free is checked where it is recorded.
type MoveTable struct {
	To Place `json:"to"`
}

// Name implements Command.
func (MoveTable) Name() string { return "move_table" }

func (c MoveTable) decide(s Session, d *Decision) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	if c.To.TableID == s.TableID {
		return fault.New(fault.Refused, "same_table", "La sesión ya está en esa mesa.")
	}
	d.add(TableMoved{c.To})
	return nil
}

// Close ends the session and frees the table.
type Close struct {
	// Force closes it although money is owed; only an ADMIN may.
	Force bool `json:"force,omitempty"`
	// Cleared closes it as the cashier does, who needs a check that is paid.
	Cleared bool `json:"cleared,omitempty"`
}

// Name implements Command.
func (Close) Name() string { return "close_table" }

func (c Close) decide(s Session, d *Decision) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	if c.Force {
		if err := allow(d.By, access.Admin); err != nil {
			return fault.New(fault.Forbidden, "force_needs_admin", "Solo un administrador puede forzar el cierre.")
		}
	} else if err := s.settled(c.Cleared); err != nil {
		return err
	}
	s.end(d, c.Force && s.settled(false) != nil)
	return nil
}

// settled refuses a table that still owes. What costs nothing is not owed; where nothing was ordered the cashier
// expects a check all the same.
func (s Session) settled(needsCheck bool) error {
	switch {
	case s.Check != nil:
		if owed := s.Check.Owed() + s.orderedSince(); owed > 0 {
			return fault.Newf(fault.Refused, "check_unpaid", "La cuenta no está paga: faltan %s.", owed).With("remaining_cents", owed)
		}
	case s.consumed() > 0, needsCheck && !s.Ordered():
		return fault.New(fault.Refused, "check_unpaid", "La mesa todavía no pagó la cuenta.")
	}
	return nil
}

// Ordered reports whether anything was ordered that is owed.
func (s Session) Ordered() bool {
	for _, r := range s.Rounds {
		if r.Billed() && len(r.left(0)) > 0 {
			return true
		}
	}
	return false
}

// consumed is what was ordered and is owed, before the check is asked for.
func (s Session) consumed() (sum money.Cents) {
	for _, r := range s.Rounds {
		if r.Billed() {
			sum += worth(r.left(0)...)
		}
	}
	return sum
}

// orderedSince is what was ordered after the check was withdrawn and is on no bill yet.
func (s Session) orderedSince() (sum money.Cents) {
	for _, r := range s.Rounds {
		for _, it := range r.left(0) {
			if r.Billed() && !s.charged(it.ID) {
				sum += worth(it)
			}
		}
	}
	return sum
}

// end closes the session and whatever was open in it. Rounds of a table that
// paid were served; those of one that was forced shut were not, and are not owed.
func (s Session) end(d *Decision, forced bool) {
	last := Served
	if forced {
		last = Canceled
	}
	var unserved []Item
	for _, r := range s.Rounds {
		if r.IsOver() {
			continue
		}
		d.add(RoundMoved{RoundID: r.ID, Number: r.Number, To: last})
		if last == Canceled {
			unserved = append(unserved, r.left(0)...)
		}
	}
	for _, call := range s.Calls {
		d.add(CallMoved{CallID: call.ID, Type: call.Type, To: CallClosed})
	}
	closed := StatusChanged{To: Closed}
	if s.Check != nil {
		left, canceled := s.withoutOpenIntents(s.checkWithout(unserved))
		left.Withdrawn = false
		if canceled || len(unserved) > 0 || s.Check.Withdrawn {
			d.add(s.billed(d, *s.Check, left))
		}
		closed.Owed, closed.Unallocated = left.Owed(), left.Unallocated()
	}
	d.add(closed)
}

// withoutOpenIntents cancels the intents of a table that closes: their pages are to be closed.
func (s Session) withoutOpenIntents(check billing.Check) (left billing.Check, canceled bool) {
	for _, in := range check.Intents {
		if in.Status == billing.IntentOpen {
			canceled = true
			check = check.EndIntent(in.ID, billing.IntentCanceled)
		}
	}
	return check, canceled
}
