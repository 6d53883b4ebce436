package timeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// State is what a table looked like at a moment.
type State struct {
	At        time.Time           `json:"at"`
	Seq       int64               `json:"seq"` // of the last event until then; 0: nobody sat there yet
	Status    tablesession.Status `json:"status"`
	TableCode string              `json:"table_code"`
	Diners    []Diner             `json:"diners"`
	Rounds    []Round             `json:"rounds"`
	Calls     []Call              `json:"calls"` // those not closed
	Check     *Check              `json:"check"` // nil until it was asked for
	Payments  []Paid              `json:"payments"`
}

// Diner is somebody who gave a name.
type Diner struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Round is an order and how far it was.
type Round struct {
	ID     int64                    `json:"id"`
	Number int                      `json:"number"`
	Status tablesession.RoundStatus `json:"status"`
	Dishes []Dish                   `json:"dishes"`
	// Gone counts dishes that were on it then and were deleted later: the ledger
	// keeps no price of those.
	Gone  int         `json:"gone,omitempty"`
	Cents money.Cents `json:"total_cents"` // of the dishes that were not void then

	voided  map[int64]bool
	deleted map[int64]bool
}

// Dish is a line of a round.
type Dish struct {
	ItemID int64       `json:"item_id"`
	Qty    int         `json:"qty"`
	Name   string      `json:"name"`
	Unit   money.Cents `json:"unit_price_cents"`
	Voided bool        `json:"is_voided"`
}

// Call is somebody who was called.
type Call struct {
	ID        int64                   `json:"id"`
	Type      string                  `json:"type"`
	Status    tablesession.CallStatus `json:"status"`
	Reminders int                     `json:"reminders"`
	Since     time.Time               `json:"since"`
}

// Check is what was owed.
type Check struct {
	ID    int64       `json:"id"`
	Total money.Cents `json:"total_cents"`
	Paid  money.Cents `json:"paid_cents"`
}

// Paid is a payment and how it stood.
type Paid struct {
	ID       int64       `json:"id"`
	Provider string      `json:"provider"`
	Status   string      `json:"status"`
	Cents    money.Cents `json:"amount_cents"`
}

// Fold gives what the events of a session, in order, leave.
func Fold(events []event.Event) (State, error) {
	s := State{Diners: []Diner{}, Rounds: []Round{}, Calls: []Call{}, Payments: []Paid{}}
	for _, e := range events {
		if err := s.apply(e); err != nil {
			return s, fmt.Errorf("event %d, %s: %w", e.Seq, e.Type, err)
		}
		s.Seq, s.At = e.Seq, e.At
	}
	return s, nil
}

// apply is one step of Fold. An event that says nothing of what a State knows
// changes nothing.
func (s *State) apply(e event.Event) error {
	switch e.Type {
	case event.RoundPending, event.RoundConfirmed, event.RoundSubmitted, event.RoundInKitchen, event.RoundReady, event.RoundServed, event.RoundCanceled:
		return read(e, func(b event.Round) { s.round(b, roundStatus[e.Type]) })
	case event.RoundItemDeleted:
		return read(e, s.deleteItem)
	case event.RoundItemVoided:
		return read(e, s.voidItem)
	case event.ServiceCallCreated, event.ServiceCallAcked, event.ServiceCallClosed:
		return read(e, func(b event.Call) { s.call(b, e) })
	case event.CheckRequested, event.CheckUpdated, event.CheckWithdrawn, event.CheckPaid:
		return read(e, func(b event.Check) { s.Check = &Check{b.CheckID, b.TotalCents, b.PaidCents} })
	case event.PaymentApproved, event.PaymentRejected, event.PaymentFailed:
		return read(e, func(b event.Payment) { s.payment(b, paymentStatus[e.Type]) })
	case event.PaymentStarted, event.PaymentReleased:
		return read(e, s.intent)
	case event.TableSessionStarted, event.TableStatusChanged, event.TableCleared, event.TableTransferred:
		return read(e, func(b event.Table) { s.table(b, e.Type) })
	case event.DinerJoined:
		return read(e, func(b event.Diner) { s.Diners = append(s.Diners, Diner{b.DinerID, b.DinerName}) })
	default:
		return nil
	}
}

func read[T any](e event.Event, then func(T)) error {
	var body T
	if err := json.Unmarshal(e.Entity, &body); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	then(body)
	return nil
}

var roundStatus = map[event.Type]tablesession.RoundStatus{
	event.RoundPending: tablesession.Pending, event.RoundConfirmed: tablesession.Confirmed, event.RoundSubmitted: tablesession.Submitted,
	event.RoundInKitchen: tablesession.InKitchen, event.RoundReady: tablesession.Ready, event.RoundServed: tablesession.Served, event.RoundCanceled: tablesession.Canceled,
}

var paymentStatus = map[event.Type]string{
	event.PaymentApproved: "APPROVED", event.PaymentRejected: "REJECTED", event.PaymentFailed: "FAILED",
}

func (s *State) indexOfRound(id int64) int {
	return slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == id })
}

func (s *State) round(b event.Round, status tablesession.RoundStatus) {
	if i := s.indexOfRound(b.RoundID); i >= 0 {
		s.Rounds[i].Status = status
		return
	}
	s.Rounds = append(s.Rounds, Round{
		ID: b.RoundID, Number: b.RoundNumber, Status: status, Dishes: []Dish{}, voided: map[int64]bool{}, deleted: map[int64]bool{},
	})
}

func (s *State) deleteItem(b event.DeletedItem) {
	i := s.indexOfRound(b.RoundID)
	switch {
	case i < 0:
	case b.RoundDeleted:
		s.Rounds = slices.Delete(s.Rounds, i, i+1)
	default:
		s.Rounds[i].deleted[b.ItemID] = true
	}
}

func (s *State) voidItem(b event.VoidedItem) {
	if i := s.indexOfRound(b.RoundID); i >= 0 {
		s.Rounds[i].voided[b.ItemID] = true
		s.Rounds[i].Status = tablesession.RoundStatus(b.RoundStatus)
	}
}

func (s *State) call(b event.Call, e event.Event) {
	i := slices.IndexFunc(s.Calls, func(c Call) bool { return c.ID == b.CallID })
	switch {
	case e.Type == event.ServiceCallClosed && i >= 0:
		s.Calls = slices.Delete(s.Calls, i, i+1)
	case e.Type == event.ServiceCallAcked && i >= 0:
		s.Calls[i].Status = tablesession.CallAcked
	case e.Type == event.ServiceCallCreated && i >= 0:
		s.Calls[i].Reminders = b.Reminder
	case e.Type == event.ServiceCallCreated:
		s.Calls = append(s.Calls, Call{ID: b.CallID, Type: b.CallType, Status: tablesession.CallOpen, Reminders: b.Reminder, Since: e.At})
	}
}

// intent follows a payment intent, whose number is that of its payment. Money that
// came through it is a payment.
func (s *State) intent(b event.Intent) {
	i := slices.IndexFunc(s.Payments, func(p Paid) bool { return p.ID == b.PaymentID })
	switch {
	case i < 0:
		s.Payments = append(s.Payments, Paid{b.PaymentID, tablesession.MercadoPago, intentStatus(b), b.AmountCents})
	case s.Payments[i].Status == pending:
		s.Payments[i].Status = intentStatus(b)
	}
}

const pending = "PENDING"

func intentStatus(b event.Intent) string {
	if b.Status == "OPEN" {
		return pending
	}
	return b.Status
}

func (s *State) payment(b event.Payment, status string) {
	s.Check = &Check{b.CheckID, b.TotalCents, b.PaidCents}
	i := slices.IndexFunc(s.Payments, func(p Paid) bool { return p.ID == b.PaymentID })
	if i < 0 {
		s.Payments = append(s.Payments, Paid{ID: b.PaymentID})
		i = len(s.Payments) - 1
	}
	s.Payments[i] = Paid{b.PaymentID, b.Provider, status, b.AmountCents}
}

// table follows where the session is. After a move the old table is named too
// first, as free, and then the new one.
func (s *State) table(b event.Table, t event.Type) {
	switch {
	case t == event.TableCleared:
		s.Status = tablesession.Closed
	case t == event.TableSessionStarted:
		s.Status, s.TableCode = tablesession.Open, b.TableCode
	case t == event.TableStatusChanged && b.TableStatus == string(tablesession.TablePaying):
		s.Status = tablesession.Paying
	case t == event.TableStatusChanged && b.TableStatus == string(tablesession.TableActive):
		s.Status = tablesession.Open
	case t == event.TableTransferred && b.TableStatus != string(tablesession.TableFree):
		s.TableCode = b.TableCode
	}
}
