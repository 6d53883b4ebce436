package realtime

import (
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// subscriber is who receives events, on a socket or by catch-up.
type subscriber struct {
	endpoint *endpoint
	tenant   int64
	branches []int64 // at the time of authentication
	session  int64   // of a diner; 0 for staff
	expires  time.Time

	staff       access.Staff // zero for a diner
	issuedAt    time.Time    // of the staff's token
	allBranches bool         // an ADMIN who named no branch: receives future branches too
}

// channelOf is the name of the channel from which the subscriber receives a branch.
func (sub *subscriber) channelOf(branch int64) string {
	if sub.endpoint == diner {
		return event.SessionChannel(sub.session)
	}
	return sub.endpoint.branchChannel(branch)
}

// scope is which branches and sectors a member of staff receives. It changes while the socket is open.
type scope struct {
	branches map[int64]bool // the value says whether every sector of the branch is received
	sectors  map[sector]bool
}

// sector is one that a waiter serves today. A sector may belong to all branches, but is served in one.
type sector struct{ branch, id int64 }

// receives reports whether e is to be sent to the subscriber, whose scope is sc.
func (sub *subscriber) receives(e event.Event, sc *scope) bool {
	if e.TenantID != sub.tenant || !sub.endpoint.receives(e) {
		return false
	}
	if sub.endpoint == diner {
		return slices.Contains(sub.branches, e.BranchID) && (e.SessionID == nil || *e.SessionID == sub.session)
	}
	everySector, inBranch := sc.branches[e.BranchID]
	if inBranch && sub.endpoint == waiter && e.SectorBound() {
		return everySector || sc.sectors[sector{e.BranchID, *e.SectorID}]
	}
	return inBranch
}

// person is what the database says of a member of staff now.
type person struct {
	tenant    int64
	active    bool
	validFrom time.Time               // older tokens are revoked
	roles     map[int64][]access.Role // by branch
	sectors   map[sector]bool         // served today
}

// tokenValid reports whether the subscriber's token is still valid.
func (p *person) tokenValid(sub *subscriber) bool {
	return p.active && p.tenant == sub.tenant && !p.validFrom.After(sub.issuedAt)
}

// hasRole reports whether the person has one of the roles in the branch. An ADMIN of any branch is one of all.
func (p *person) hasRole(branch int64, roles ...access.Role) bool {
	if slices.Contains(roles, access.Admin) {
		for _, held := range p.roles {
			if slices.Contains(held, access.Admin) {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.roles[branch], func(r access.Role) bool { return slices.Contains(roles, r) })
}

// permits reports whether the person may use the subscriber's endpoint in all its branches.
func (p *person) permits(sub *subscriber) bool {
	return len(p.permittedBranches(sub)) == len(sub.branches)
}

// permittedBranches are those of the subscriber's branches in which the person may use its endpoint.
func (p *person) permittedBranches(sub *subscriber) []int64 {
	return slices.DeleteFunc(slices.Clone(sub.branches), func(b int64) bool {
		return !p.hasRole(b, sub.endpoint.Roles...)
	})
}

// scopeOf is what the subscriber receives of branches. A token from before a promotion does not give what the
// promotion does.
func (p *person) scopeOf(sub *subscriber, branches []int64) *scope {
	sc := &scope{branches: map[int64]bool{}, sectors: p.sectors}
	for _, b := range branches {
		sc.branches[b] = sub.staff.Has(access.Manager, access.Admin) && p.hasRole(b, access.Manager, access.Admin)
	}
	return sc
}
