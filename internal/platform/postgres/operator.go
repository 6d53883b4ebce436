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

// Operator is who acts at the command line, as rows and the audit log name them.
// There is no login behind it: whoever reaches the database acts.
const Operator = "cli"

// RoleAssignment is a role in a branch.
type RoleAssignment struct {
	Role   access.Role
	Branch string // slug
}

// NewUser is a person to be let in.
type NewUser struct {
	TenantID            int64
	Email, PasswordHash string
	FirstName, LastName string // "" if unknown
	Roles               []RoleAssignment
}

// CreateUser lets a person in.
//
// Errors: fault.Conflict if the tenant has that e-mail; fault.Refused for a branch
// that is not the tenant's.
func (s *Store) CreateUser(ctx context.Context, u NewUser) (id int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		id, err = tx.OperatorInsertUser(ctx, dbgen.OperatorInsertUserParams{
			TenantID: u.TenantID, Email: u.Email, Password: u.PasswordHash, FirstName: OrNil(u.FirstName), LastName: OrNil(u.LastName), By: new(Operator),
		})
		if err != nil {
			return err
		}
		who := Person{u.TenantID, id}
		if err := tx.post(ctx, who, u.Roles); err != nil {
			return err
		}
		return tx.auditByOperator(ctx, who, Created, map[string]any{"email": u.Email, "roles": u.Roles})
	})
	return id, Fault(err)
}

// SetPassword gives a person another password and ends every token of theirs.
func (s *Store) SetPassword(ctx context.Context, who Person, hash string, at time.Time) error {
	return s.byOperator(ctx, who, at, "SET_PASSWORD", nil, func(tx *Tx) error {
		return tx.OperatorSetPassword(ctx, dbgen.OperatorSetPasswordParams{Password: hash, By: new(Operator), ID: who.UserID, TenantID: who.TenantID})
	})
}

// SetActive lets a person in again, or keeps them out at once.
func (s *Store) SetActive(ctx context.Context, who Person, active bool, at time.Time) error {
	return s.byOperator(ctx, who, at, Updated, map[string]any{"is_active": active}, func(tx *Tx) error {
		return tx.OperatorSetActive(ctx, dbgen.OperatorSetActiveParams{IsActive: active, By: new(Operator), ID: who.UserID, TenantID: who.TenantID})
	})
}

// SetRoles makes posts all that a person may do, and ends their tokens: those
// would go on with the old ones.
func (s *Store) SetRoles(ctx context.Context, who Person, posts []RoleAssignment, at time.Time) error {
	return s.byOperator(ctx, who, at, "SET_ROLES", map[string]any{"roles": posts}, func(tx *Tx) error {
		if err := tx.OperatorEndRoles(ctx, who.UserID, who.TenantID); err != nil {
			return err
		}
		return tx.post(ctx, who, posts)
	})
}

// byOperator changes a person, ends their tokens and writes it down, all or nothing.
func (s *Store) byOperator(ctx context.Context, who Person, at time.Time, action Action, is any, change func(*Tx) error) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		if err := tx.RevokeTokens(ctx, who, at); err != nil {
			return err
		}
		return tx.auditByOperator(ctx, who, action, is)
	}))
}

func (tx *Tx) post(ctx context.Context, who Person, posts []RoleAssignment) error {
	var slugs []string
	for _, p := range posts {
		slugs = append(slugs, p.Branch)
	}
	branches, err := tx.OperatorBranches(ctx, who.TenantID, slugs)
	if err != nil {
		return err
	}
	for _, p := range posts {
		i := slices.IndexFunc(branches, func(b dbgen.OperatorBranchesRow) bool { return b.Slug == p.Branch })
		if i < 0 {
			return fault.Newf(fault.Refused, "branch_not_found", "Ese restaurante no tiene ninguna sucursal %q.", p.Branch)
		}
		err := tx.OperatorGrantRole(ctx, dbgen.OperatorGrantRoleParams{TenantID: who.TenantID, UserID: who.UserID, BranchID: branches[i].ID, Role: string(p.Role)})
		if err != nil {
			return fmt.Errorf("grant %s in %s: %w", p.Role, p.Branch, err)
		}
	}
	return nil
}

func (tx *Tx) auditByOperator(ctx context.Context, who Person, action Action, is any) error {
	after, err := values(is)
	if err != nil {
		return err
	}
	return tx.InsertAudit(ctx, dbgen.InsertAuditParams{
		TenantID: who.TenantID, UserEmail: new(Operator), EntityType: catalog.Staff.Name, EntityID: &who.UserID, Action: string(action), NewValues: after,
	})
}
