package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/token"
)

// InName says whose keys an operator handles and in whose name: an administrator
// of the restaurant, the first one unless an e-mail is given.
type InName struct{ Tenant, Email string }

// NewKey is a key as its holder gets it, this once.
type NewKey struct {
	ID            int64   `json:"id"`
	Key           string  `json:"key"`
	SigningSecret *string `json:"signing_secret"` // nil: its requests need no signature
}

// KeyWish is what a new key may do.
type KeyWish struct {
	Name        string
	Permissions []string
	Branches    []string // slugs; none: all
	ExpiresAt   *time.Time
	Signed      bool // its requests have to be signed
}

// APIKeys lists a restaurant's keys, without their values.
func APIKeys(ctx context.Context, cfg config.Config, tenant string) (keys []APIKey, err error) {
	err = withStore(ctx, cfg, func(s *postgres.Store) error {
		id, err := tenantOf(ctx, s, tenant)
		if err != nil {
			return err
		}
		rows, err := s.APIKeys(ctx, id, nil)
		keys = converted(rows, func(r dbgen.APIKeysRow) APIKey { return APIKey(r) })
		return postgres.Fault(err)
	})
	return keys, err
}

// CreateAPIKey makes a key for a program.
func CreateAPIKey(ctx context.Context, cfg config.Config, in InName, w KeyWish) (made NewKey, err error) {
	if err := w.check(); err != nil {
		return made, err
	}
	err = inName(ctx, cfg, in, func(s *postgres.Store, who access.Staff) error {
		key := token.NewAPIKey()
		p := dbgen.InsertAPIKeyParams{Name: w.Name, Lookup: key.Lookup, SecretHash: key.Hash, Permissions: w.Permissions, ExpiresAt: w.ExpiresAt}
		if p.BranchIds, err = branchIDs(ctx, s, who.TenantID, w.Branches); err != nil {
			return err
		}
		if w.Signed {
			keys, err := cfg.Credentials.Vault()
			if err != nil {
				return fmt.Errorf("open the vault: %w", err)
			}
			made.SigningSecret = new(rand.Text() + rand.Text())
			p.SigningSecret = new(keys.Seal(*made.SigningSecret, postgres.APIKeyBinding(key.Lookup)))
		}
		made.Key = key.Text
		made.ID, err = s.CreateAPIKey(ctx, who, p)
		return err
	})
	return made, err
}

func (w KeyWish) check() error {
	if w.Name == "" || len(w.Permissions) == 0 {
		return errors.New("una clave necesita un nombre (--name) y al menos un permiso (--permission)")
	}
	for _, p := range w.Permissions {
		if !slices.Contains(access.Permissions, access.Permission(p)) {
			return fmt.Errorf("%q no es un permiso; hay: %s", p, joined(access.Permissions))
		}
	}
	if w.ExpiresAt != nil && !w.ExpiresAt.After(time.Now()) {
		return errors.New("la clave ya estaría vencida")
	}
	return nil
}

func joined[T ~string](all []T) string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

func branchIDs(ctx context.Context, s *postgres.Store, tenant int64, slugs []string) (ids []int64, err error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	rows, err := s.OperatorBranches(ctx, tenant, slugs)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	if len(rows) != len(slugs) {
		return nil, fmt.Errorf("el restaurante no tiene todas esas sucursales: %s", strings.Join(slugs, ", "))
	}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// RotateAPIKey gives a key a successor; both work for a day, and sign with the
// same secret if they have to.
func RotateAPIKey(ctx context.Context, cfg config.Config, in InName, id int64) (made NewKey, err error) {
	err = inName(ctx, cfg, in, func(s *postgres.Store, who access.Staff) error {
		key := token.NewAPIKey()
		reseal := func(sealed, lookup string) (string, error) {
			keys, err := cfg.Credentials.Vault()
			if err != nil {
				return "", fmt.Errorf("open the vault: %w", err)
			}
			secret, err := keys.Open(sealed, postgres.APIKeyBinding(lookup))
			made.SigningSecret = &secret
			return keys.Seal(secret, postgres.APIKeyBinding(key.Lookup)), err
		}
		made.Key = key.Text
		made.ID, err = s.RotateAPIKey(ctx, who, id, dbgen.InsertAPIKeyParams{Lookup: key.Lookup, SecretHash: key.Hash}, reseal, time.Now())
		return err
	})
	return made, err
}

// RevokeAPIKey ends a key at once.
func RevokeAPIKey(ctx context.Context, cfg config.Config, in InName, id int64) error {
	return inName(ctx, cfg, in, func(s *postgres.Store, who access.Staff) error { return s.RevokeKey(ctx, who, id) })
}

// inName acts as an administrator. The audit log says that it was an operator.
func inName(ctx context.Context, cfg config.Config, in InName, do func(*postgres.Store, access.Staff) error) error {
	return withStore(ctx, cfg, func(s *postgres.Store) error {
		tenant, err := tenantOf(ctx, s, in.Tenant)
		if err != nil {
			return err
		}
		admin, err := s.OperatorAdmin(ctx, tenant, some(in.Email))
		if err != nil {
			return fmt.Errorf("hace falta un administrador activo del restaurante en cuyo nombre actuar (--by): %w", postgres.Fault(err))
		}
		return do(s, access.Staff{UserID: admin.ID, TenantID: tenant, Email: postgres.Operator + " (" + admin.Email + ")", Roles: []access.Role{access.Admin}})
	})
}
