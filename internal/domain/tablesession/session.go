// Package tablesession holds the rules of a table session: its rounds, calls, kitchen tickets and bill, and every command
// that changes them.
//
// Session.Decide is a pure function: from the session and a command it makes a Decision, a list of changes that one
// transaction writes. The recorder writes it and gives back a Receipt; Session.Apply then applies the bound decision.
// Nothing here reads a clock, a database or a network, so a workflow can replay it.
//
// Imports: internal/domain/access, internal/domain/billing, internal/domain/event, internal/domain/fault, internal/domain/money.
package tablesession

import (
	"encoding/json"
	"slices"
	"time"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Status is how far a session is.
type Status string

// The statuses of a session. The only way back is from PAYING to OPEN, when the check is withdrawn.
const (
	Open   Status = "OPEN"
	Paying Status = "PAYING" // the check was asked for
	Closed Status = "CLOSED"
)

// TableStatus is what a table is doing, as its row says.
type TableStatus string

// The statuses of a table.
const (
	TableFree         TableStatus = "FREE"
	TableActive       TableStatus = "ACTIVE"
	TablePaying       TableStatus = "PAYING"
	TableOutOfService TableStatus = "OUT_OF_SERVICE"
)

// Place is a table.
type Place struct {
	TableID   int64  `json:"table_id"`
	TableCode string `json:"table_code"`
	SectorID  *int64 `json:"sector_id,omitempty"`
}

// Ref names one session and where it sits.
type Ref struct {
	TenantID  int64 `json:"tenant_id"`
	BranchID  int64 `json:"branch_id"`
	SessionID int64 `json:"session_id"`
	Place
}

// Policy is what the branch decided about its floor. It is read when the session
// opens and holds until it closes.
type Policy struct {
	// Approval makes a round start PENDING, to be confirmed by a waiter and then
	// submitted by a manager, instead of SUBMITTED.
	Approval             bool `json:"approval,omitempty"`
	CallReminderSeconds  int  `json:"call_reminder_seconds"`
	CallEscalationAfter  int  `json:"call_escalation_after"` // reminders to the sector before the whole branch receives them
	ReadyReminderSeconds int  `json:"ready_reminder_seconds"`
	IdleCloseMinutes     int  `json:"idle_close_minutes"`
	// KeepCredit keeps what a provider took beyond what is owed as the table's credit,
	// instead of giving it back.
	KeepCredit bool `json:"keep_credit,omitempty"`
	// UnpaidCap is what the session may owe by the diners' own rounds; nil is no cap.
	UnpaidCap *money.Cents `json:"unpaid_cap_cents,omitempty"`
}

// Asker is who asked for a check: a member of staff, or a phone. A phone without a device is any phone.
type Asker struct {
	UserID int64  `json:"user_id,omitempty"`
	Device string `json:"device,omitempty"`
}

// Diner is a person at the table.
type Diner struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Color       string `json:"color"` // #RRGGBB
	LocalID     string `json:"local_id,omitempty"`
	DeviceID    string `json:"device_id,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Session is everything that decides what may happen next at a table. It is all
// that a workflow carries from one run to the next.
type Session struct {
	Ref
	// Version counts the decisions of the session. The ledger refuses one that was made
	// on another version than its own: somebody else wrote meanwhile.
	Version  int64     `json:"version"`
	Status   Status    `json:"status"`
	OpenedAt time.Time `json:"opened_at"`
	OpenedBy string    `json:"opened_by"` // DINER or WAITER
	WaiterID int64     `json:"waiter_id,omitempty"`
	Policy   Policy    `json:"policy"`
	Diners   []Diner   `json:"diners,omitempty"`
	Rounds   []Round   `json:"rounds,omitempty"`
	// LastRound is the highest number given: that of a deleted round is not given again.
	LastRound int            `json:"last_round,omitempty"`
	Tickets   []Ticket       `json:"tickets,omitempty"`
	Calls     []Call         `json:"calls,omitempty"` // those not closed
	Check     *billing.Check `json:"check,omitempty"`
	// CheckAskedBy is who asked for the check last.
	CheckAskedBy Asker `json:"check_asked_by,omitzero"`
	// Done keeps the result of every keyed command, for as long as the session.
	Done map[string]Done `json:"done,omitempty"`
	// ActiveAt is the last moment at which somebody did something here.
	ActiveAt time.Time `json:"active_at"`
}

// Done is the result of a keyed command.
type Done struct {
	Hash   string `json:"hash"` // of the request that used the key first
	Result Result `json:"answer"`
	At     int64  `json:"at"` // Unix seconds
	// Cart is the version of the cart that an order left.
	Cart int `json:"cart,omitempty"`
}

// Result is what a command gives back to its sender. Each command fills the fields that it has something for.
type Result struct {
	SessionID int64 `json:"session_id,omitempty"`
	// SessionStatus and TableCode are of opening a table.
	SessionStatus string `json:"sitting_status,omitempty"`
	TableCode     string `json:"table_code,omitempty"`
	DinerID       int64  `json:"diner_id,omitempty"`
	RoundID       int64  `json:"round_id,omitempty"`
	RoundNumber   int    `json:"round_number,omitempty"`
	RoundStatus   string `json:"round_status,omitempty"`
	// RoundGone says that the command removed or cancelled the whole round.
	RoundGone bool  `json:"round_gone,omitempty"`
	ItemID    int64 `json:"item_id,omitempty"`
	ItemsLeft int   `json:"items_left,omitempty"`
	// VoidedQty and QtyLeft are of a void: how much of the item is struck out, and how much stays.
	VoidedQty int     `json:"voided_qty,omitempty"`
	QtyLeft   int     `json:"qty_left,omitempty"`
	TicketIDs []int64 `json:"ticket_ids,omitempty"`
	CallID    int64   `json:"call_id,omitempty"`
	CheckID   int64   `json:"check_id,omitempty"`
	PaymentID int64   `json:"payment_id,omitempty"`
	// DiscountCents, OldTotalCents and NewTotalCents are of a discount.
	DiscountCents int64 `json:"discount_cents,omitempty"`
	OldTotalCents int64 `json:"old_total_cents,omitempty"`
	NewTotalCents int64 `json:"new_total_cents,omitempty"`
	OldWaiterID   int64 `json:"old_waiter_id,omitempty"`
}

// IsLive reports whether anything may still happen.
func (s Session) IsLive() bool { return s.Status == Open || s.Status == Paying }

// CanOrder reports whether rounds and cart edits are accepted.
func (s Session) CanOrder() bool { return s.Status == Open }

// Repeated gives the result of an earlier command with this key. ok is false for a
// key that is new here.
//
// Errors: fault.KeyReused if the key came with another request.
func (s Session) Repeated(key, hash string) (a Result, ok bool, err error) {
	done, ok := s.Done[key]
	if !ok || key == "" {
		return Result{}, false, nil
	}
	if done.Hash != hash {
		return Result{}, true, KeyReused
	}
	return done.Result, true, nil
}

// doubleTap is how long the same payment by the same person without a key is one
// payment: long enough for an impatient finger, too short for the next diner's.
const doubleTap = 3 * time.Second

// RepeatWindow is how long the same command without a key is the same command,
// where orders is that of orders; 0 for commands that may simply be done again.
func RepeatWindow(name string, orders time.Duration) time.Duration {
	switch name {
	case Submit{}.Name():
		return orders
	case Pay{}.Name():
		return min(doubleTap, orders)
	}
	return 0
}

// Fingerprint is the key under which a command without a key of its own is
// remembered, so that a client that repeats it at once does not double it.
func Fingerprint(hash string) string { return "same:" + hash }

// RepeatedLately is Repeated for a command without a key: the same request within
// window is the same command.
func (s Session) RepeatedLately(hash string, now time.Time, window time.Duration) (Result, bool) {
	done, ok := s.Done[Fingerprint(hash)]
	if !ok || window == 0 || now.Sub(time.Unix(done.At, 0)) > window {
		return Result{}, false
	}
	return done.Result, true
}

// refilled reports whether an order's dishes were in the cart again after the same order had emptied it.
func (s Session) refilled(c Submit, hash string) bool {
	left := s.Done[Fingerprint(hash)].Cart
	return left > 0 && c.Cart > left
}

// Same reports whether a message meant for session is for this session.
//
// Errors: fault.Unauthenticated if the table has moved on to another session or
// this one is closed: the token that sent it is dead.
func (s Session) Same(session int64) error {
	if s.SessionID != session {
		return NotHere
	}
	if !s.IsLive() {
		return SessionClosed
	}
	return nil
}

// KeyReused refuses a key that came back with another request.
var KeyReused = fault.New(fault.KeyReused, "idempotency_key_reused", "Esa clave de idempotencia ya se usó con otro pedido.")

// Changed refuses a decision that was made on an outdated session. Read it again, decide again.
var Changed = fault.New(fault.Conflict, "sitting_changed", "La mesa cambió mientras tanto. Probá de nuevo.")

// NotHere refuses a message whose session is not at this table. The sender looks
// the session up again: it may have moved.
var NotHere = fault.New(fault.Unauthenticated, "session_not_here", "La sesión de la mesa ya terminó.")

// SessionClosed refuses a message to a session that is over.
var SessionClosed = fault.New(fault.Unauthenticated, "session_closed", "La sesión de la mesa ya terminó.")

func (s Session) round(id int64) (Round, error) {
	i := slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == id })
	if i < 0 {
		return Round{}, fault.New(fault.NotFound, "round_not_found", "No encontramos la ronda.")
	}
	return s.Rounds[i], nil
}

func (s Session) roundOfItem(item int64) (Round, Item, error) {
	for _, r := range s.Rounds {
		for _, it := range r.Items {
			if it.ID == item {
				return r, it, nil
			}
		}
	}
	return Round{}, Item{}, fault.New(fault.NotFound, "item_not_found", "No encontramos el ítem.")
}

func (s Session) call(id int64) (Call, error) {
	i := slices.IndexFunc(s.Calls, func(c Call) bool { return c.ID == id })
	if i < 0 {
		return Call{}, fault.New(fault.Refused, "call_closed", "El llamado ya fue resuelto.")
	}
	return s.Calls[i], nil
}

// Clone returns a session that shares nothing with s. It is for tests and tools:
// rules copy only what they change.
func (s Session) Clone() Session {
	b, err := json.Marshal(s)
	if err != nil {
		panic("session does not encode: " + err.Error())
	}
	var out Session
	if err := json.Unmarshal(b, &out); err != nil {
		panic("session does not decode: " + err.Error())
	}
	return out
}
