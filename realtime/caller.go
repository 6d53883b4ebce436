package realtime

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// caller is who listens, on a socket or by catch-up.
type caller struct {
	kind     *kind
	tenant   int64
	branches []int64 // when it was let in
	session  int64   // of a diner; 0 for staff
	expires  time.Time

	staff      access.Staff // zero for a diner
	issuedAt   time.Time    // of the staff's token
	everywhere bool         // an ADMIN who named no branch: also in branches to come
}

// channel is where the caller hears of a branch.
func (c *caller) channel(branch int64) string {
	if c.kind == diner {
		return event.DinersOf(c.session)
	}
	return c.kind.channel(branch)
}

// view is which branches and sectors a member of staff hears. It changes while the
// socket is open.
type view struct {
	oversees map[int64]bool // the branches that are heard, and whether every sector of them is
	serves   map[sector]bool
}

// sector is one that a waiter serves today. A sector may be of every branch, but
// is served in one.
type sector struct{ branch, id int64 }

// hears reports whether the caller, seeing v, is to be told e.
func (c *caller) hears(e event.Event, v *view) bool {
	if e.TenantID != c.tenant || !c.kind.hears(e) {
		return false
	}
	if c.kind == diner {
		return slices.Contains(c.branches, e.BranchID) && (e.SessionID == nil || *e.SessionID == c.session)
	}
	oversees, heard := v.oversees[e.BranchID]
	if heard && c.kind == waiterKind && e.SectorBound() {
		return oversees || v.serves[sector{e.BranchID, *e.SectorID}]
	}
	return heard
}

// standing is what the ledger says of a member of staff now.
type standing struct {
	tenant    int64
	active    bool
	validFrom time.Time               // older tokens are dead
	roles     map[int64][]access.Role // by branch
}

// live reports whether c's token still proves who it says.
func (s standing) live(c *caller) bool {
	return s.active && s.tenant == c.tenant && !s.validFrom.After(c.issuedAt)
}

// holds reports whether the person holds one of the roles in the branch. An
// ADMIN of any branch is one of all.
func (s standing) holds(branch int64, roles ...access.Role) bool {
	if slices.Contains(roles, access.Admin) {
		for _, held := range s.roles {
			if slices.Contains(held, access.Admin) {
				return true
			}
		}
	}
	return slices.ContainsFunc(s.roles[branch], func(r access.Role) bool { return slices.Contains(roles, r) })
}

// admits reports whether c may listen in all its branches.
func (s standing) admits(c *caller) bool {
	for _, b := range c.branches {
		if !s.holds(b, c.kind.roles...) {
			return false
		}
	}
	return true
}

// among narrows c's branches to those that admit it.
func (s standing) among(c *caller) []int64 {
	return slices.DeleteFunc(slices.Clone(c.branches), func(b int64) bool { return !s.holds(b, c.kind.roles...) })
}

// viewOf is what c sees of branches, given the sectors that it serves. A token from
// before a promotion does not show what the promotion does.
func (s standing) viewOf(c *caller, branches []int64, serves map[sector]bool) *view {
	v := &view{oversees: map[int64]bool{}, serves: serves}
	for _, b := range branches {
		v.oversees[b] = c.staff.Has(access.Manager, access.Admin) && s.holds(b, access.Manager, access.Admin)
	}
	return v
}
