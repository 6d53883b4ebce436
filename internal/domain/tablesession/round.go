package tablesession

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// RoundStatus is how far a round is.
type RoundStatus string

// The statuses of a round.
const (
	Pending   RoundStatus = "PENDING" // waits for a waiter, where the branch asks for approval
	Confirmed RoundStatus = "CONFIRMED"
	Submitted RoundStatus = "SUBMITTED" // the kitchen sees it
	InKitchen RoundStatus = "IN_KITCHEN"
	Ready     RoundStatus = "READY"
	Served    RoundStatus = "SERVED"
	Canceled  RoundStatus = "CANCELED"
)

// Round is one order of the table.
type Round struct {
	ID       int64       `json:"id"`
	Number   int         `json:"number"` // counts from 1 within the session
	Status   RoundStatus `json:"status"`
	ByWaiter int64       `json:"by_waiter,omitempty"` // 0: diners ordered it
	Notes    string      `json:"notes,omitempty"`
	Items    []Item      `json:"items"`
	// ReadyAt and Reminders are of a round that waits at the pass.
	ReadyAt   time.Time `json:"ready_at,omitzero"`
	Reminders int       `json:"reminders,omitempty"`
}

// Item is a line of a round. Name, Category and Unit are captured when the round
// is recorded and never change.
type Item struct {
	ID        int64       `json:"id"`
	ProductID int64       `json:"product"`
	DinerID   int64       `json:"diner,omitempty"`
	Qty       int         `json:"qty"`
	Notes     string      `json:"notes,omitempty"`
	Name      string      `json:"name,omitempty"`
	Category  string      `json:"category,omitempty"`
	Unit      money.Cents `json:"unit"`
	Voided    bool        `json:"voided,omitempty"`
	// Shown is the price that the phone showed; the order is refused if it is no longer the price.
	Shown *money.Cents `json:"shown,omitempty"`
}

type move struct{ from, to RoundStatus }

var (
	anyStaff  = []access.Role{access.Kitchen, access.Waiter, access.Manager, access.Admin}
	floor     = []access.Role{access.Waiter, access.Manager, access.Admin}
	oversight = []access.Role{access.Manager, access.Admin}
)

// moves says who may take a round from one status to the next; a move that is not
// here is refused. It is the union of the two flows in use: with approval (PENDING,
// CONFIRMED, SUBMITTED) and without. Two commands move rounds as a consequence and
// do not ask it: VoidItem cancels a round whose last item is struck out, and the end
// of the session ends whatever is open.
var moves = map[move][]access.Role{
	{Pending, Confirmed}:   floor,
	{Confirmed, Submitted}: oversight,
	{Submitted, InKitchen}: anyStaff,
	{InKitchen, Ready}:     anyStaff,
	{Ready, Served}:        anyStaff,

	{Pending, Canceled}:   oversight,
	{Confirmed, Canceled}: oversight,
	{Submitted, Canceled}: oversight,
	{InKitchen, Canceled}: oversight,
}

// MayMove checks a move against the table.
//
// Errors: fault.Refused if the kitchen does not work that way round,
// fault.Forbidden if it does but not for by.
func MayMove(from, to RoundStatus, by access.Role) error {
	who, known := moves[move{from, to}]
	switch {
	case !known:
		return fault.Newf(fault.Refused, "wrong_transition", "Una ronda en estado %s no puede pasar a %s.", from, to).
			With("status", from)
	case !slices.Contains(who, by):
		return fault.Newf(fault.Forbidden, "role_forbidden", "Tu rol no puede pasar una ronda de %s a %s.", from, to)
	}
	return nil
}

// Movers lists the roles that may take any round to a status.
func Movers(to RoundStatus) []access.Role {
	var out []access.Role
	for m, who := range moves {
		if m.to != to {
			continue
		}
		for _, r := range who {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return out
}

// IsOver reports whether nothing more happens to the round.
func (r Round) IsOver() bool { return r.Status == Served || r.Status == Canceled }

// Billed reports whether the round's items are owed.
func (r Round) Billed() bool { return r.Status != Canceled }

// canDelete and canVoid divide a round's life: before the kitchen knows of it an
// item can vanish; afterwards it is struck out, with a reason.
func (r Round) canDelete() bool { return r.Status == Pending || r.Status == Confirmed }

func (r Round) canVoid() bool {
	return r.Status == Submitted || r.Status == InKitchen || r.Status == Ready
}

// worth is what items cost. An item's price was checked when it was charged or
// is bounded by its column, so the sum cannot overflow.
func worth(items ...Item) (sum money.Cents) {
	for _, it := range items {
		sum += it.Unit * money.Cents(it.Qty)
	}
	return sum
}

// left lists the items that are still to be cooked and paid, but for one.
func (r Round) left(but int64) []Item {
	var out []Item
	for _, it := range r.Items {
		if !it.Voided && it.ID != but {
			out = append(out, it)
		}
	}
	return out
}
