// Package access names who acts: the roles of staff, the principal that a token
// proves, and the actor that a row or an event remembers.
//
// It imports fault alone, so that rules, workflows and edges can share it.
package access

import (
	"context"
	"slices"

	"integrador/internal/domain/fault"
)

// Role is what a member of staff may be in a branch. A person may hold several.
type Role string

// The roles of user_branch_role. Diner and System act too, but hold no login.
const (
	Waiter  Role = "WAITER"
	Kitchen Role = "KITCHEN"
	Manager Role = "MANAGER"
	Admin   Role = "ADMIN"
	Diner   Role = "DINER"
	System  Role = "SYSTEM"
)

// Actor is who caused a change, as rows and events tell it.
type Actor struct {
	UserID  *int64 `json:"user_id"` // nil for a diner and for the system
	Role    Role   `json:"role"`
	DinerID int64  `json:"diner_id,omitempty"`
}

// BySystem is the actor of a timer.
var BySystem = Actor{Role: System}

// Staff is what an access token proves.
type Staff struct {
	UserID    int64
	TenantID  int64
	Email     string
	BranchIDs []int64
	Roles     []Role
	TokenID   string
	// RolesIn are the roles held in each branch; nil where nobody looked them up.
	RolesIn map[int64][]Role

	deed []Role // what is being done asks for one of these
}

// Has reports whether the person holds one of the roles.
func (s Staff) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(s.Roles, r) })
}

// For gives the person as somebody who does what only the roles may. A branch
// where none of them is held is then outside of what they may touch. With no
// roles, any will do.
func (s Staff) For(roles ...Role) Staff {
	s.deed = roles
	return s
}

// InBranch refuses a branch outside the token's list, or one where the person
// holds none of the roles that the deed asks for. An ADMIN acts in every branch of
// the tenant; that the branch is the tenant's is the query's to check.
func (s Staff) InBranch(id int64) error {
	if s.Has(Admin) || slices.Contains(s.BranchIDs, id) && s.mayIn(id) {
		return nil
	}
	return fault.New(fault.Forbidden, "branch_forbidden", "No tenés acceso a esta sucursal.")
}

// Branches are those in which the person may do the deed.
func (s Staff) Branches() []int64 {
	may := make([]int64, 0, len(s.BranchIDs))
	for _, id := range s.BranchIDs {
		if s.mayIn(id) {
			may = append(may, id)
		}
	}
	return may
}

func (s Staff) mayIn(branch int64) bool {
	if len(s.deed) == 0 || s.RolesIn == nil {
		return true
	}
	return slices.ContainsFunc(s.RolesIn[branch], func(r Role) bool { return slices.Contains(s.deed, r) })
}

// strongest lists roles from the one that may most.
var strongest = []Role{Admin, Manager, Kitchen, Waiter}

// Actor tells the person with the strongest of the roles held.
func (s Staff) Actor() Actor {
	a := Actor{UserID: &s.UserID, Role: Waiter}
	for _, r := range strongest {
		if s.Has(r) {
			a.Role = r
			break
		}
	}
	return a
}

// ActingAs is Actor, but with the strongest of the roles that the deed allows.
// A person who holds two roles acts in the one that may.
func (s Staff) ActingAs(allowed []Role) Actor {
	a := s.Actor()
	for _, r := range strongest {
		if s.Has(r) && slices.Contains(allowed, r) {
			a.Role = r
			break
		}
	}
	return a
}

// Table is what a table token proves: a seat at one session.
type Table struct {
	TenantID  int64
	BranchID  int64
	TableID   int64 // where the session was when the token was made; it may have moved
	SessionID int64
	// DeviceID comes from the header X-Device-Id, not from the token; "" if unsent.
	DeviceID string
}

// Actor tells the diner, who is anonymous.
func (t Table) Actor() Actor { return Actor{Role: Diner} }

type (
	staffKey struct{}
	tableKey struct{}
)

// WithStaff returns a context that carries s.
func WithStaff(ctx context.Context, s Staff) context.Context {
	return context.WithValue(ctx, staffKey{}, s)
}

// StaffFrom gives the staff of the request. It panics where the access rule let
// nobody prove one: that is a fault of the route's declaration.
func StaffFrom(ctx context.Context) Staff { return ctx.Value(staffKey{}).(Staff) }

// WithTable returns a context that carries t.
func WithTable(ctx context.Context, t Table) context.Context {
	return context.WithValue(ctx, tableKey{}, t)
}

// TableFrom gives the table of the request; see StaffFrom.
func TableFrom(ctx context.Context) Table { return ctx.Value(tableKey{}).(Table) }

// TableIn gives the table of a request that may also be of staff.
func TableIn(ctx context.Context) (t Table, ok bool) {
	t, ok = ctx.Value(tableKey{}).(Table)
	return t, ok
}
