// Package access says who acts: the roles of staff, the principals that tokens
// authenticate (Staff, Table), and the Actor that rows and events record.
//
// Imports: internal/domain/fault.
package access

import (
	"context"
	"slices"

	"integrador/internal/domain/fault"
)

// Role is a role in a branch. A person may hold several.
type Role string

// The roles of user_branch_role. Diner and System act too, but cannot log in.
const (
	Waiter  Role = "WAITER"
	Kitchen Role = "KITCHEN"
	Manager Role = "MANAGER"
	Admin   Role = "ADMIN"
	Diner   Role = "DINER"
	System  Role = "SYSTEM"
)

// Actor is who caused a change, as recorded in rows and events.
type Actor struct {
	UserID  *int64 `json:"user_id"` // nil for a diner and for the system
	Role    Role   `json:"role"`
	DinerID int64  `json:"diner_id,omitempty"`
}

// BySystem is the actor of a timer.
var BySystem = Actor{Role: System}

// Staff is the principal of an access token.
type Staff struct {
	UserID    int64
	TenantID  int64
	Email     string
	BranchIDs []int64
	Roles     []Role
	TokenID   string
	// RolesIn are the roles held in each branch; nil if they were not loaded.
	RolesIn map[int64][]Role

	required []Role // the operation needs one of these; none: any role
}

// Has reports whether the person holds one of the roles.
func (s Staff) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(s.Roles, r) })
}

// For restricts the person to the branches where they hold one of the roles. Without
// roles, any role is enough.
func (s Staff) For(roles ...Role) Staff {
	s.required = roles
	return s
}

// InBranch refuses a branch outside the token's list, or where the person holds none of
// the required roles. An ADMIN may act in every branch of the tenant; that the branch
// belongs to the tenant is checked by the query.
func (s Staff) InBranch(id int64) error {
	if s.Has(Admin) || slices.Contains(s.BranchIDs, id) && s.mayActIn(id) {
		return nil
	}
	return fault.New(fault.Forbidden, "branch_forbidden", "No tenés acceso a esta sucursal.")
}

// Branches are the branches in which the person may act.
func (s Staff) Branches() []int64 {
	may := make([]int64, 0, len(s.BranchIDs))
	for _, id := range s.BranchIDs {
		if s.mayActIn(id) {
			may = append(may, id)
		}
	}
	return may
}

func (s Staff) mayActIn(branch int64) bool {
	if len(s.required) == 0 || s.RolesIn == nil {
		return true
	}
	return slices.ContainsFunc(s.RolesIn[branch], func(r Role) bool { return slices.Contains(s.required, r) })
}

// byRank lists roles, the one with the most rights first.
var byRank = []Role{Admin, Manager, Kitchen, Waiter}

// Actor is the person in the highest role that they hold.
func (s Staff) Actor() Actor {
	a := Actor{UserID: &s.UserID, Role: Waiter}
	for _, r := range byRank {
		if s.Has(r) {
			a.Role = r
			break
		}
	}
	return a
}

// ActingAs is Actor, but in the highest of the allowed roles.
func (s Staff) ActingAs(allowed []Role) Actor {
	a := s.Actor()
	for _, r := range byRank {
		if s.Has(r) && slices.Contains(allowed, r) {
			a.Role = r
			break
		}
	}
	return a
}

// Table is the principal of a table token: a seat at one table session.
type Table struct {
	TenantID  int64
	BranchID  int64
	TableID   int64 // of the session when the token was issued; it may have moved
	SessionID int64
	// DeviceID comes from the header X-Device-Id, not from the token; "" if unsent.
	DeviceID string
}

// Actor is an anonymous diner.
func (t Table) Actor() Actor { return Actor{Role: Diner} }

type (
	staffKey struct{}
	tableKey struct{}
)

// WithStaff returns a context that carries s.
func WithStaff(ctx context.Context, s Staff) context.Context {
	return context.WithValue(ctx, staffKey{}, s)
}

// StaffFrom returns the staff of the request. It panics if the access rule of the route
// does not require staff.
func StaffFrom(ctx context.Context) Staff { return ctx.Value(staffKey{}).(Staff) }

// WithTable returns a context that carries t.
func WithTable(ctx context.Context, t Table) context.Context {
	return context.WithValue(ctx, tableKey{}, t)
}

// TableFrom returns the table of the request; see StaffFrom.
func TableFrom(ctx context.Context) Table { return ctx.Value(tableKey{}).(Table) }

// TableIn returns the table of a request that may also come from staff.
func TableIn(ctx context.Context) (t Table, ok bool) {
	t, ok = ctx.Value(tableKey{}).(Table)
	return t, ok
}
