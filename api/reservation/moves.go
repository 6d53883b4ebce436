package reservation

import (
	"slices"

	"integrador/internal/domain/fault"
)

// moves are the states that may follow each. One that nothing follows is final.
type moves map[string][]string

// reservationMoves is the life of a reservation.
var reservationMoves = moves{
	"PENDING":   {"CONFIRMED", "CANCELED", "NO_SHOW"},
	"CONFIRMED": {"SEATED", "CANCELED", "NO_SHOW"},
	"SEATED":    {"COMPLETED", "CANCELED"},
	"COMPLETED": {},
	"CANCELED":  {},
	"NO_SHOW":   {},
}

// deliveryMoves is the life of an order to take away or to deliver.
var deliveryMoves = moves{
	"RECEIVED":         {"PREPARING", "CANCELED"},
	"PREPARING":        {"READY", "CANCELED"},
	"READY":            {"OUT_FOR_DELIVERY", "PICKED_UP", "CANCELED"},
	"OUT_FOR_DELIVERY": {"DELIVERED", "CANCELED"},
	"DELIVERED":        {},
	"PICKED_UP":        {},
	"CANCELED":         {},
}

// check refuses a move that is not in the table.
//
// Errors: fault.Refused.
func (m moves) check(from, to string) error {
	if slices.Contains(m[from], to) {
		return nil
	}
	return fault.Newf(fault.Refused, "wrong_transition", "No se puede pasar de %s a %s.", from, to).With("allowed", m[from])
}

// final reports whether nothing follows a state.
func (m moves) final(state string) bool { return len(m[state]) == 0 }
