package httpx

import (
	"slices"
	"strings"

	"integrador/internal/domain/access"
)

// Rule says who may call an operation. The zero rule lets nobody in, and Route
// refuses to register it.
type Rule struct {
	caller caller
	roles  []access.Role // any of these; none means any member of staff
	branch string        // the parameter that names a branch the person must act in
	// permission lets in a program's key that has it, beside people.
	permission access.Permission
}

type caller int

const (
	nobody caller = iota
	anyone
	atTable         // a table token of a live session
	atTableClosed   // a table token, even of a session that has closed
	member          // a staff token
	atTableOrMember // a staff token, or a table token of a live session
)

var (
	// Public lets anyone in, known or not.
	Public = Rule{caller: anyone}
	// Table asks for a table token of a session that has not closed.
	Table = Rule{caller: atTable}
	// TableEvenClosed also lets in who has just paid: the bill and the review.
	TableEvenClosed = Rule{caller: atTableClosed}
)

// TableOrStaff lets in whoever sits at a table or works here.
var TableOrStaff = Rule{caller: atTableOrMember}

// Staff asks for a staff token and any of the roles; without roles, for any.
func Staff(roles ...access.Role) Rule { return Rule{caller: member, roles: roles} }

// The sets of roles that most operations ask for.
var (
	Managers     = Staff(ManagingRoles...)
	Admins       = Staff(access.Admin)
	KitchenStaff = Staff(KitchenRoles...)
	FloorStaff   = Staff(FloorRoles...)
)

// InBranch also asks that the branch named by the path or query parameter be
// among the person's. A query parameter may be absent; the handler then looks at
// all of the person's branches.
func (r Rule) InBranch(param string) Rule { //nolint:unparam // a route says which of its parameters that is
	r.branch = param
	return r
}

// Sets of roles that the contract uses.
var (
	EveryRole     = []access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin}
	FloorRoles    = []access.Role{access.Waiter, access.Manager, access.Admin}
	KitchenRoles  = []access.Role{access.Kitchen, access.Manager, access.Admin}
	ManagingRoles = []access.Role{access.Manager, access.Admin}
)

// String is the rule in the OpenAPI document and in tests.
func (r Rule) String() string {
	switch r.caller {
	case anyone:
		return "public"
	case atTable:
		return "table"
	case atTableClosed:
		return "table, even closed"
	case member:
		return "staff" + r.details()
	case atTableOrMember:
		return "table or staff"
	case nobody:
	}
	return "nobody"
}

func (r Rule) details() string {
	var names []string
	for _, role := range EveryRole {
		if slices.Contains(r.roles, role) {
			names = append(names, string(role))
		}
	}
	text := ""
	if len(names) > 0 {
		text = " [" + strings.Join(names, "/") + "]"
	}
	if r.branch != "" {
		text += " +" + r.branch
	}
	if r.permission != "" {
		text += " or key " + string(r.permission)
	}
	return text
}
