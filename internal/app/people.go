package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/platform/config"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// WhichUser names a person: an e-mail, and the restaurant if several have it.
type WhichUser struct{ Email, Tenant string }

// withStore gives an operator's function the ledger for as long as it runs.
func withStore(ctx context.Context, cfg config.Config, do func(*postgres.Store) error) error {
	s, err := postgres.Open(ctx, cfg.Postgres.URL.Reveal(), postgres.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s)
}

// Users lists people: all, or those of a restaurant.
func Users(ctx context.Context, cfg config.Config, tenant string) (users []User, err error) {
	err = withStore(ctx, cfg, func(s *postgres.Store) error {
		rows, err := s.OperatorUsers(ctx, nil, some(tenant))
		users = converted(rows, func(r dbgen.OperatorUsersRow) User { return User(r) })
		return postgres.Fault(err)
	})
	return users, err
}

// CreateUser lets a person in, with roles like WAITER@centro.
func CreateUser(ctx context.Context, cfg config.Config, tenant string, u postgres.NewUser, secret string, roles []string) (id int64, err error) {
	if u.Roles, err = postsOf(roles); err != nil {
		return 0, err
	}
	if u.PasswordHash, err = hashed(secret); err != nil {
		return 0, err
	}
	err = withStore(ctx, cfg, func(s *postgres.Store) error {
		if u.TenantID, err = tenantOf(ctx, s, tenant); err != nil {
			return err
		}
		id, err = s.CreateUser(ctx, u)
		return err
	})
	return id, err
}

// SetPassword gives a person another password.
func SetPassword(ctx context.Context, cfg config.Config, which WhichUser, secret string) error {
	hash, err := hashed(secret)
	if err != nil {
		return err
	}
	return withUser(ctx, cfg, which, func(s *postgres.Store, who postgres.Person) error { return s.SetPassword(ctx, who, hash, time.Now()) })
}

// SetActive keeps a person out, or lets them in again.
func SetActive(ctx context.Context, cfg config.Config, which WhichUser, active bool) error {
	return withUser(ctx, cfg, which, func(s *postgres.Store, who postgres.Person) error { return s.SetActive(ctx, who, active, time.Now()) })
}

// SetRoles makes roles all that a person may do.
func SetRoles(ctx context.Context, cfg config.Config, which WhichUser, roles []string) error {
	posts, err := postsOf(roles)
	if err != nil {
		return err
	}
	return withUser(ctx, cfg, which, func(s *postgres.Store, who postgres.Person) error { return s.SetRoles(ctx, who, posts, time.Now()) })
}

func withUser(ctx context.Context, cfg config.Config, which WhichUser, do func(*postgres.Store, postgres.Person) error) error {
	return withStore(ctx, cfg, func(s *postgres.Store) error {
		rows, err := s.OperatorUsers(ctx, &which.Email, some(which.Tenant))
		switch {
		case err != nil:
			return postgres.Fault(err)
		case len(rows) == 0:
			return fmt.Errorf("no hay ninguna persona con el correo %s: la lista está en integrador user list", which.Email)
		case len(rows) > 1:
			return fmt.Errorf("%s está en %d restaurantes: decí cuál con --tenant", which.Email, len(rows))
		}
		return do(s, postgres.Person{TenantID: rows[0].TenantID, UserID: rows[0].ID})
	})
}

// tenantOf finds a restaurant by its slug; without one, the only one there is.
func tenantOf(ctx context.Context, s *postgres.Store, slug string) (int64, error) {
	rows, err := s.OperatorTenants(ctx, some(slug))
	if err != nil {
		return 0, postgres.Fault(err)
	}
	if len(rows) == 1 {
		return rows[0].ID, nil
	}
	if slug != "" || len(rows) == 0 {
		return 0, fmt.Errorf("no hay ningún restaurante %q", slug)
	}
	slugs := make([]string, len(rows))
	for i, r := range rows {
		slugs[i] = r.Slug
	}
	return 0, fmt.Errorf("hay varios restaurantes (%s): decí cuál con --tenant", strings.Join(slugs, ", "))
}

// postsOf reads roles like WAITER@centro.
func postsOf(roles []string) ([]postgres.RoleAssignment, error) {
	posts := []postgres.RoleAssignment{}
	for _, text := range roles {
		role, branch, ok := strings.Cut(text, "@")
		p := postgres.RoleAssignment{Role: access.Role(strings.ToUpper(role)), Branch: branch}
		if !ok || branch == "" || !slices.Contains([]access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin}, p.Role) {
			return nil, fmt.Errorf("%q no es un rol en una sucursal: escribí WAITER, KITCHEN, MANAGER o ADMIN, @ y la sucursal (WAITER@centro)", text)
		}
		posts = append(posts, p)
	}
	return posts, nil
}

// shortestPassword is what an operator may give somebody.
const shortestPassword = 8

var errPassword = errors.New("la contraseña tiene que tener entre 8 y 72 bytes")

func hashed(secret string) (string, error) {
	if len(secret) < shortestPassword || len(secret) > password.MaxBytes {
		return "", errPassword
	}
	return password.Hash(secret)
}

// some gives nil for what was not said.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
