package api

import (
	"slices"
	"strings"

	"integrador/internal/domain/access"
)

// rule says who may call an operation. The zero rule lets nobody in, and handle
// refuses to register it.
type rule struct {
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
	// public lets anyone in, known or not.
	public = rule{caller: anyone}
	// table asks for a table token of a session that has not closed.
	table = rule{caller: atTable}
	// tableEvenClosed also lets in who has just paid: the bill and the review.
	tableEvenClosed = rule{caller: atTableClosed}
)

// somebody lets in whoever sits at a table or works here.
var somebody = rule{caller: atTableOrMember}

// staff asks for a staff token and any of the roles; without roles, for any.
func staff(roles ...access.Role) rule { return rule{caller: member, roles: roles} }

// inBranch also asks that the branch named by the path or query parameter be
// among the person's. A query parameter may be absent; the handler then looks at
// all of the person's branches.
func (r rule) inBranch(param string) rule { //nolint:unparam // a route says which of its parameters that is
	r.branch = param
	return r
}

// floor and the like are the sets of roles that the contract uses.
var (
	everyRole     = []access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin}
	floorRoles    = []access.Role{access.Waiter, access.Manager, access.Admin}
	kitchenRoles  = []access.Role{access.Kitchen, access.Manager, access.Admin}
	managingRoles = []access.Role{access.Manager, access.Admin}
)

// String tells the rule in the OpenAPI document and in tests.
func (r rule) String() string {
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

func (r rule) details() string {
	var names []string
	for _, role := range everyRole {
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
