package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Operator is the name of the command line in rows and in the audit log. It has no
// login: access to the database is enough.
const Operator = "cli"

// RoleAssignment is a role of a person in a branch.
type RoleAssignment struct {
	Role   access.Role
	Branch string // slug
}

// NewUser is a user to create.
type NewUser struct {
	TenantID            int64
	Email, PasswordHash string
	FirstName, LastName string // "" if unknown
	Roles               []RoleAssignment
}

// NewTenant is a restaurant to create: with a branch, and with somebody who administers it.
type NewTenant struct {
	Name, Slug             string
	BranchName, BranchSlug string
	Timezone               string
	Admin                  NewUser // its tenant and roles are those of the restaurant
}

// CreateTenant creates a restaurant with its first branch and its first ADMIN, or nothing of it.
//
// Errors: fault.Conflict if another restaurant has the slug, or another branch that of the branch.
func (s *Store) CreateTenant(ctx context.Context, n NewTenant) (id int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		if id, err = tx.OperatorInsertTenant(ctx, n.Name, n.Slug); err != nil {
			return err
		}
		if err := tx.auditByOperator(ctx, id, "tenant", id, Created, map[string]any{"name": n.Name, "slug": n.Slug}); err != nil {
			return err
		}
		branch, err := tx.InsertBranch(ctx, dbgen.InsertBranchParams{
			TenantID: id, Name: n.BranchName, Slug: n.BranchSlug, Timezone: n.Timezone, IsActive: true,
		})
		if err != nil {
			return err
		}
		values := map[string]any{"name": n.BranchName, "slug": n.BranchSlug, "timezone": n.Timezone}
		if err := tx.auditByOperator(ctx, id, catalog.Branch.Name, branch, Created, values); err != nil {
			return err
		}
		n.Admin.TenantID, n.Admin.Roles = id, []RoleAssignment{{access.Admin, n.BranchSlug}}
		_, err = tx.createUser(ctx, n.Admin)
		return err
	})
	return id, Fault(err)
}

// CreateUser creates a user.
//
// Errors: fault.Conflict if the tenant has that e-mail; fault.Refused for a branch
// that is not the tenant's.
func (s *Store) CreateUser(ctx context.Context, u NewUser) (id int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		id, err = tx.createUser(ctx, u)
		return err
	})
	return id, Fault(err)
}

func (tx *Tx) createUser(ctx context.Context, u NewUser) (int64, error) {
	id, err := tx.OperatorInsertUser(ctx, dbgen.OperatorInsertUserParams{
		TenantID: u.TenantID, Email: u.Email, Password: u.PasswordHash,
		FirstName: OrNil(u.FirstName), LastName: OrNil(u.LastName), By: new(Operator),
	})
	if err != nil {
		return 0, err
	}
	if err := tx.grantRoles(ctx, Person{u.TenantID, id}, u.Roles); err != nil {
		return 0, err
	}
	values := map[string]any{"email": u.Email, "roles": u.Roles}
	return id, tx.auditByOperator(ctx, u.TenantID, catalog.Staff.Name, id, Created, values)
}

// SetPassword sets a person's password and revokes their tokens.
func (s *Store) SetPassword(ctx context.Context, who Person, hash string, at time.Time) error {
	return s.byOperator(ctx, who, at, "SET_PASSWORD", nil, func(tx *Tx) error {
		return tx.OperatorSetPassword(ctx, dbgen.OperatorSetPasswordParams{
			Password: hash,
			By:       new(Operator),
			ID:       who.UserID,
			TenantID: who.TenantID,
		})
	})
}

// SetActive activates or deactivates a person and revokes their tokens.
func (s *Store) SetActive(ctx context.Context, who Person, active bool, at time.Time) error {
	return s.byOperator(ctx, who, at, Updated, map[string]any{"is_active": active}, func(tx *Tx) error {
		return tx.OperatorSetActive(ctx, dbgen.OperatorSetActiveParams{
			IsActive: active,
			By:       new(Operator),
			ID:       who.UserID,
			TenantID: who.TenantID,
		})
	})
}

// SetRoles replaces all roles of a person and revokes their tokens, which contain the old
// ones.
func (s *Store) SetRoles(ctx context.Context, who Person, roles []RoleAssignment, at time.Time) error {
	return s.byOperator(ctx, who, at, "SET_ROLES", map[string]any{"roles": roles}, func(tx *Tx) error {
		if err := tx.OperatorEndRoles(ctx, who.UserID, who.TenantID); err != nil {
			return err
		}
		return tx.grantRoles(ctx, who, roles)
	})
}

// byOperator changes a person, revokes their tokens and writes the audit entry.
func (s *Store) byOperator(
	ctx context.Context, who Person, at time.Time, action Action, values any, change func(*Tx) error,
) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		if err := tx.RevokeTokens(ctx, who, at); err != nil {
			return err
		}
		return tx.auditByOperator(ctx, who.TenantID, catalog.Staff.Name, who.UserID, action, values)
	}))
}

func (tx *Tx) grantRoles(ctx context.Context, who Person, roles []RoleAssignment) error {
	var slugs []string
	for _, p := range roles {
		slugs = append(slugs, p.Branch)
	}
	branches, err := tx.OperatorBranches(ctx, who.TenantID, slugs)
	if err != nil {
		return err
	}
	for _, p := range roles {
		i := slices.IndexFunc(branches, func(b dbgen.OperatorBranchesRow) bool { return b.Slug == p.Branch })
		if i < 0 {
			return fault.Newf(fault.Refused, "branch_not_found", "Ese restaurante no tiene ninguna sucursal %q.", p.Branch)
		}
		err := tx.OperatorGrantRole(ctx, dbgen.OperatorGrantRoleParams{
			TenantID: who.TenantID,
			UserID:   who.UserID,
			BranchID: branches[i].ID,
			Role:     string(p.Role),
		})
		if err != nil {
			return fmt.Errorf("grant %s in %s: %w", p.Role, p.Branch, err)
		}
	}
	return nil
}

func (tx *Tx) auditByOperator(
	ctx context.Context, tenant int64, kind string, id int64, action Action, newValues any,
) error {
	after, err := values(newValues)
	if err != nil {
		return err
	}
	return tx.InsertAudit(ctx, dbgen.InsertAuditParams{
		TenantID:   tenant,
		UserEmail:  new(Operator),
		EntityType: kind,
		EntityID:   &id,
		Action:     string(action),
		NewValues:  after,
	})
}
