package realtime

import (
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// kind is what a socket is for.
type kind struct {
	name     string
	roles    []access.Role // who of the staff may open one; empty for diners
	audience event.Audience
	channel  func(branch int64) string
}

var (
	waiterKind = &kind{"waiter", []access.Role{access.Waiter, access.Manager, access.Admin}, event.Waiters, event.WaitersOf}
	kitchen    = &kind{"kitchen", []access.Role{access.Kitchen, access.Manager, access.Admin}, event.Kitchens, event.KitchenOf}
	dashboard  = &kind{"admin", []access.Role{access.Manager, access.Admin}, event.Admins, event.AdminsOf}
	diner      = &kind{name: "diner", audience: event.Diners | event.EveryDiner}
)

var staffKinds = []*kind{waiterKind, kitchen, dashboard}

// kindNamed finds the staff's kind of that name. Without a name it is the one of
// the strongest role.
func kindNamed(name string, staff access.Staff) *kind {
	for _, k := range staffKinds {
		if k.name == name {
			return k
		}
	}
	switch {
	case name != "":
		return nil
	case staff.Has(access.Admin, access.Manager):
		return dashboard
	case staff.Has(access.Kitchen):
		return kitchen
	default:
		return waiterKind
	}
}

// hears reports whether the routes send e to sockets of this kind at all.
func (k *kind) hears(e event.Event) bool { return e.Audience()&k.audience != 0 }
