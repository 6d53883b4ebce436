package staff

import (
	"context"
	"slices"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errNotYourStaff = fault.New(fault.Forbidden, "staff_forbidden", "Esa persona trabaja en sucursales que no manejás.")
	errAdminsOnly   = fault.New(fault.Forbidden, "admin_role_forbidden", "Solo quien es ADMIN da ese rol o cambia a quien lo tiene.")
	errRoleNeeded   = fault.New(fault.Refused, "branch_roles_required", "Indicá al menos un rol en una sucursal que manejes.")
)

// What the audit log calls these changes, beside the UPDATE that they are part of.
const (
	roleChange     postgres.Action = "ROLE_CHANGE"
	passwordChange postgres.Action = "PASSWORD_CHANGE"
	factorReset    postgres.Action = "2FA_RESET"
)

// authority is over whose work somebody decides. A token names roles and
// branches, but not which belongs to which: who manages one branch and waits in
// another manages the one alone.
type authority struct {
	everywhere bool
	branches   []int64 // else these
}

func authorityOf(ctx context.Context, q *dbgen.Queries, who access.Staff) (authority, error) {
	if who.Has(access.Admin) {
		return authority{everywhere: true}, nil
	}
	held, err := q.RolesOfUser(ctx, who.UserID, who.TenantID)
	a := authority{branches: []int64{}}
	for _, r := range held {
		if access.Role(r.Role) == access.Manager && !r.IsDormant {
			a.branches = append(a.branches, r.BranchID)
		}
	}
	return a, err
}

func (a authority) in(branch int64) bool { return a.everywhere || slices.Contains(a.branches, branch) }

// sees reports whether a person with these roles is one of theirs.
func (a authority) sees(roles []BranchRole) bool {
	return a.everywhere || slices.ContainsFunc(roles, func(r BranchRole) bool { return a.in(r.BranchID) })
}

// show leaves out what a person does where the reader decides nothing.
func (a authority) show(row StaffOutput) StaffOutput {
	row.BranchRoles = slices.DeleteFunc(slices.Clone(row.BranchRoles), func(r BranchRole) bool { return !a.in(r.BranchID) })
	return row
}

// mayChange refuses a change of a person who holds these roles. Who works
// elsewhere too is changed by an ADMIN in what holds everywhere: with their
// password one could act there as them.
func (a authority) mayChange(held []dbgen.RolesOfUserRow, login bool) error {
	if a.everywhere {
		return nil
	}
	mine := 0
	for _, r := range held {
		if access.Role(r.Role) == access.Admin {
			return errAdminsOnly
		}
		if a.in(r.BranchID) {
			mine++
		}
	}
	if mine == 0 || (login && mine < len(held)) {
		return errNotYourStaff
	}
	return nil
}

// replaceRoles gives a person the roles asked for and takes the others that c's
// author decides about. It reports whether anything changed.
func replaceRoles(
	ctx context.Context, c *entity.Change, may authority, id int64, held []dbgen.RolesOfUserRow, asked []BranchRole,
) (bool, error) {
	var before []BranchRole
	for _, r := range held {
		if !r.IsDormant && may.in(r.BranchID) {
			before = append(before, BranchRole{BranchID: r.BranchID, Role: access.Role(r.Role)})
		}
	}
	var after []BranchRole
	for _, r := range asked {
		r.BranchName = ""
		if !slices.Contains(after, r) {
			after = append(after, r)
		}
	}
	changed := false
	for _, r := range after {
		if err := mayGrant(ctx, c, may, r); err != nil {
			return false, err
		}
		if slices.Contains(before, r) {
			continue
		}
		changed = true
		err := c.GrantRole(ctx, dbgen.GrantRoleParams{
			TenantID: c.Who.TenantID, UserID: id, BranchID: r.BranchID, Role: string(r.Role),
		})
		if err != nil {
			return false, err
		}
	}
	for _, r := range before {
		if slices.Contains(after, r) {
			continue
		}
		changed = true
		err := c.TakeRole(ctx, dbgen.TakeRoleParams{
			TenantID: c.Who.TenantID, UserID: id, BranchID: r.BranchID, Role: string(r.Role),
		})
		if err != nil {
			return false, err
		}
	}
	if !changed {
		return false, nil
	}
	return true, auditStaff(ctx, c, id, roleChange, before, after)
}

func mayGrant(ctx context.Context, c *entity.Change, may authority, r BranchRole) error {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, r.BranchID); err != nil {
		return err
	}
	switch {
	case may.everywhere:
		return nil
	case r.Role == access.Admin:
		return errAdminsOnly
	case !may.in(r.BranchID):
		return errNotYourStaff
	}
	return nil
}

func auditStaff(
	ctx context.Context, c *entity.Change, id int64, action postgres.Action, before, after []BranchRole,
) error {
	w := postgres.Change{Entity: postgres.Entity{Kind: catalog.Staff, ID: id}, Action: action}
	if action == roleChange {
		w.Before, w.After = grants(before), grants(after)
	}
	return c.Audit(ctx, c.Who, w)
}

// grants is what the audit log keeps of roles.
func grants(roles []BranchRole) any {
	return map[string]any{"branch_roles": httpx.Map(roles, func(r BranchRole) map[string]any {
		return map[string]any{"branch_id": r.BranchID, "role": r.Role}
	})}
}
