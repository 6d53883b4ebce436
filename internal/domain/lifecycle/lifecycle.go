// Package lifecycle says through which states go reservations and orders to take
// away or to deliver: one table of moves for each. Sessions have their own, in
// dining.
//
// Imports: internal/domain/fault.
package lifecycle

import (
	"slices"

	"integrador/internal/domain/fault"
)

// Moves are the states that may follow each. One that nothing follows is final.
type Moves map[string][]string

// Reservation is the life of a reservation.
var Reservation = Moves{
	"PENDING":   {"CONFIRMED", "CANCELED", "NO_SHOW"},
	"CONFIRMED": {"SEATED", "CANCELED", "NO_SHOW"},
	"SEATED":    {"COMPLETED", "CANCELED"},
	"COMPLETED": {},
	"CANCELED":  {},
	"NO_SHOW":   {},
}

// Delivery is the life of an order to take away or to deliver.
var Delivery = Moves{
	"RECEIVED":         {"PREPARING", "CANCELED"},
	"PREPARING":        {"READY", "CANCELED"},
	"READY":            {"OUT_FOR_DELIVERY", "PICKED_UP", "CANCELED"},
	"OUT_FOR_DELIVERY": {"DELIVERED", "CANCELED"},
	"DELIVERED":        {},
	"PICKED_UP":        {},
	"CANCELED":         {},
}

// Check refuses a move that is not in the table.
//
// Errors: fault.Refused.
func (m Moves) Check(from, to string) error {
	if slices.Contains(m[from], to) {
		return nil
	}
	return fault.Newf(fault.Refused, "wrong_transition", "No se puede pasar de %s a %s.", from, to).With("allowed", m[from])
}

// Final reports whether nothing follows a state.
func (m Moves) Final(state string) bool { return len(m[state]) == 0 }
