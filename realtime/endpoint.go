package realtime

import (
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
)

// endpoint is a kind of socket and the Redis channel of a branch that it is subscribed to. Diners have the channel of
// their session instead.
type endpoint struct {
	*sockets.Endpoint
	branchChannel func(branch int64) string
}

var (
	waiter  = &endpoint{sockets.Waiter, event.WaiterChannel}
	kitchen = &endpoint{sockets.Kitchen, event.KitchenChannel}
	admin   = &endpoint{sockets.Admin, event.AdminChannel}
	diner   = &endpoint{sockets.Diner, nil}

	staffEndpoints = []*endpoint{waiter, kitchen, admin}
)

// staffEndpoint finds the staff's endpoint of that name, or nil. Without a name it is the one of the strongest role.
func staffEndpoint(name string, staff access.Staff) *endpoint {
	for _, e := range staffEndpoints {
		if e.Name == name {
			return e
		}
	}
	switch {
	case name != "":
		return nil
	case staff.Has(access.Admin, access.Manager):
		return admin
	case staff.Has(access.Kitchen):
		return kitchen
	default:
		return waiter
	}
}

// receives reports whether the routes send e to sockets of this endpoint at all.
func (e *endpoint) receives(ev event.Event) bool { return ev.Audience()&e.Audience != 0 }
