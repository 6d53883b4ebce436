// Package people lists, creates and changes the staff of restaurants.
//
// Imports: internal/domain/access, internal/operator, internal/platform/password,
// internal/platform/postgres, internal/platform/postgres/dbgen.
package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/operator"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Ref names a person: an e-mail, and the restaurant's slug if several have it.
type Ref struct{ Email, Tenant string }

// List lists people: all, or those of a restaurant.
func List(ctx context.Context, store *postgres.Store, tenantSlug string) ([]operator.User, error) {
	rows, err := store.OperatorUsers(ctx, nil, operator.Optional(tenantSlug))
	users := operator.List(rows, func(r dbgen.OperatorUsersRow) operator.User { return operator.User(r) })
	return users, postgres.Fault(err)
}

// Create adds a person with roles like WAITER@centro.
func Create(
	ctx context.Context, store *postgres.Store, tenantSlug string, u postgres.NewUser, secret string, roles []string,
) (id int64, err error) {
	if u.Roles, err = parseRoles(roles); err != nil {
		return 0, err
	}
	if u.PasswordHash, err = hash(secret); err != nil {
		return 0, err
	}
	if u.TenantID, err = operator.TenantID(ctx, store, tenantSlug); err != nil {
		return 0, err
	}
	return store.CreateUser(ctx, u)
}

// SetPassword gives a person another password.
func SetPassword(ctx context.Context, store *postgres.Store, ref Ref, secret string) error {
	hashed, err := hash(secret)
	if err != nil {
		return err
	}
	person, err := find(ctx, store, ref)
	if err != nil {
		return err
	}
	return store.SetPassword(ctx, person, hashed, time.Now())
}

// SetActive lets a person log in, or forbids it.
func SetActive(ctx context.Context, store *postgres.Store, ref Ref, active bool) error {
	person, err := find(ctx, store, ref)
	if err != nil {
		return err
	}
	return store.SetActive(ctx, person, active, time.Now())
}

// SetRoles replaces all roles of a person.
func SetRoles(ctx context.Context, store *postgres.Store, ref Ref, roles []string) error {
	parsed, err := parseRoles(roles)
	if err != nil {
		return err
	}
	person, err := find(ctx, store, ref)
	if err != nil {
		return err
	}
	return store.SetRoles(ctx, person, parsed, time.Now())
}

func find(ctx context.Context, store *postgres.Store, ref Ref) (postgres.Person, error) {
	rows, err := store.OperatorUsers(ctx, &ref.Email, operator.Optional(ref.Tenant))
	switch {
	case err != nil:
		return postgres.Person{}, postgres.Fault(err)
	case len(rows) == 0:
		return postgres.Person{}, fmt.Errorf(
			"no hay ninguna persona con el correo %s: la lista está en integrador user list", ref.Email)
	case len(rows) > 1:
		return postgres.Person{}, fmt.Errorf("%s está en %d restaurantes: decí cuál con --tenant", ref.Email, len(rows))
	}
	return postgres.Person{TenantID: rows[0].TenantID, UserID: rows[0].ID}, nil
}

// parseRoles reads roles like WAITER@centro.
func parseRoles(roles []string) ([]postgres.RoleAssignment, error) {
	out := []postgres.RoleAssignment{}
	for _, text := range roles {
		role, branch, ok := strings.Cut(text, "@")
		p := postgres.RoleAssignment{Role: access.Role(strings.ToUpper(role)), Branch: branch}
		known := slices.Contains([]access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin}, p.Role)
		if !ok || branch == "" || !known {
			return nil, fmt.Errorf("%q no es un rol en una sucursal: "+
				"escribí WAITER, KITCHEN, MANAGER o ADMIN, @ y la sucursal (WAITER@centro)", text)
		}
		out = append(out, p)
	}
	return out, nil
}

// shortestPassword is the least length of a password that an operator sets, in bytes.
const shortestPassword = 8

func hash(secret string) (string, error) {
	if len(secret) < shortestPassword || len(secret) > password.MaxBytes {
		return "", errors.New("la contraseña tiene que tener entre 8 y 72 bytes")
	}
	return password.Hash(secret)
}
