package tablesession

import (
	"slices"
	"time"

	"integrador/internal/domain/fault"
)

// CallStatus is how far a service call is.
type CallStatus string

// The statuses of a call.
const (
	CallOpen   CallStatus = "OPEN"
	CallAcked  CallStatus = "ACKED" // a waiter is on the way
	CallClosed CallStatus = "CLOSED"
)

// Call asks for somebody to come to the table.
type Call struct {
	ID          int64      `json:"id"`
	Type        string     `json:"type"` // WAITER_CALL, PAYMENT_HELP, OTHER
	Status      CallStatus `json:"status"`
	AnnouncedAt time.Time  `json:"announced_at"` // the last time
	Reminders   int        `json:"reminders,omitempty"`
	Escalated   bool       `json:"escalated,omitempty"`
}

// CallService asks for somebody. While a call of the same type is OPEN it is that call: it was announced, and
// reminders repeat it, however often a guest presses.
type CallService struct {
	Type string `json:"type"`
	// Insists is of workflows that announced a repeated call at once.
	Insists bool `json:"-"`
}

// Name implements Command.
func (CallService) Name() string { return "call_service" }

func (c CallService) decide(s Session, d *Decision) error { //nolint:unparam // as every command
	i := slices.IndexFunc(s.Calls, func(open Call) bool { return open.Type == c.Type && open.Status == CallOpen })
	if i < 0 {
		d.add(CallMade{Call{Type: c.Type, Status: CallOpen, AnnouncedAt: d.At}})
		return nil
	}
	open := s.Calls[i]
	d.Result.CallID = open.ID
	if !c.Insists {
		return nil
	}
	d.add(Reminders{[]Reminder{{CallID: open.ID, CallType: open.Type, Count: open.Reminders + 1, Escalated: open.Escalated}}})
	return nil
}

// AckCall says that the acting waiter is on the way.
type AckCall struct {
	CallID int64 `json:"call_id"`
}

// Name implements Command.
func (AckCall) Name() string { return "ack_call" }

func (c AckCall) decide(s Session, d *Decision) error {
	return moveCall(s, d, c.CallID, CallAcked, CallOpen)
}

// ResolveCall says that the call was attended to.
type ResolveCall struct {
	CallID int64 `json:"call_id"`
}

// Name implements Command.
func (ResolveCall) Name() string { return "resolve_call" }

func (c ResolveCall) decide(s Session, d *Decision) error {
	return moveCall(s, d, c.CallID, CallClosed, CallOpen, CallAcked)
}

func moveCall(s Session, d *Decision, id int64, to CallStatus, from ...CallStatus) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	call, err := s.call(id)
	if err != nil {
		return err
	}
	if !slices.Contains(from, call.Status) {
		return fault.New(fault.Refused, "call_already_acked", "Otra persona ya está yendo a la mesa.").With("status", call.Status)
	}
	d.add(CallMoved{CallID: call.ID, Type: call.Type, To: to})
	d.Result.CallID = call.ID
	return nil
}
