// Package apikeys lists, creates, rotates and revokes the keys of restaurants' programs.
//
// Imports: internal/domain/access, internal/operator, internal/platform/postgres,
// internal/platform/postgres/dbgen, internal/platform/secretbox, internal/platform/token.
package apikeys

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/operator"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/token"
)

// Keys changes API keys. Box encrypts the secrets that sign requests.
type Keys struct {
	Store *postgres.Store
	Box   *secretbox.Box
}

// Admin is on whose behalf a key changes: an administrator of a restaurant, the
// first one if Email is empty.
type Admin struct{ Tenant, Email string }

// Created is a key as it is shown, once.
type Created struct {
	ID            int64   `json:"id"`
	Key           string  `json:"key"`
	SigningSecret *string `json:"signing_secret"` // nil: its requests need no signature
}

// Request describes a new key.
type Request struct {
	Name        string
	Permissions []string
	Branches    []string // slugs; none: all
	ExpiresAt   *time.Time
	Signed      bool // its requests have to be signed
}

// List lists a restaurant's keys, without their values.
func (k Keys) List(ctx context.Context, tenantSlug string) ([]operator.APIKey, error) {
	id, err := operator.TenantID(ctx, k.Store, tenantSlug)
	if err != nil {
		return nil, err
	}
	rows, err := k.Store.APIKeys(ctx, id, nil)
	return operator.List(rows, func(r dbgen.APIKeysRow) operator.APIKey { return operator.APIKey(r) }), postgres.Fault(err)
}

// Create makes a key for a program.
func (k Keys) Create(ctx context.Context, by Admin, r Request) (created Created, err error) {
	if err := r.validate(); err != nil {
		return created, err
	}
	staff, err := k.admin(ctx, by)
	if err != nil {
		return created, err
	}
	key := token.NewAPIKey()
	p := dbgen.InsertAPIKeyParams{
		Name:        r.Name,
		Lookup:      key.Lookup,
		SecretHash:  key.Hash,
		Permissions: r.Permissions,
		ExpiresAt:   r.ExpiresAt,
	}
	if p.BranchIds, err = k.branchIDs(ctx, staff.TenantID, r.Branches); err != nil {
		return created, err
	}
	if r.Signed {
		created.SigningSecret = new(rand.Text() + rand.Text())
		p.SigningSecret = new(k.Box.Seal(*created.SigningSecret, postgres.APIKeyBinding(key.Lookup)))
	}
	created.Key = key.Text
	created.ID, err = k.Store.CreateAPIKey(ctx, staff, p)
	return created, err
}

func (r Request) validate() error {
	if r.Name == "" || len(r.Permissions) == 0 {
		return errors.New("una clave necesita un nombre (--name) y al menos un permiso (--permission)")
	}
	for _, p := range r.Permissions {
		if !slices.Contains(access.Permissions, access.Permission(p)) {
			return fmt.Errorf("%q no es un permiso; hay: %s", p, strings.Trim(fmt.Sprint(access.Permissions), "[]"))
		}
	}
	if r.ExpiresAt != nil && !r.ExpiresAt.After(time.Now()) {
		return errors.New("la clave ya estaría vencida")
	}
	return nil
}

func (k Keys) branchIDs(ctx context.Context, tenantID int64, slugs []string) (ids []int64, err error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	rows, err := k.Store.OperatorBranches(ctx, tenantID, slugs)
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

// Rotate replaces a key. Both work for a day, and sign with the same secret if
// they have to.
func (k Keys) Rotate(ctx context.Context, by Admin, id int64) (created Created, err error) {
	staff, err := k.admin(ctx, by)
	if err != nil {
		return created, err
	}
	key := token.NewAPIKey()
	reseal := func(sealed, lookup string) (string, error) {
		secret, err := k.Box.Open(sealed, postgres.APIKeyBinding(lookup))
		created.SigningSecret = &secret
		return k.Box.Seal(secret, postgres.APIKeyBinding(key.Lookup)), err
	}
	created.Key = key.Text
	p := dbgen.InsertAPIKeyParams{Lookup: key.Lookup, SecretHash: key.Hash}
	created.ID, err = k.Store.RotateAPIKey(ctx, staff, id, p, reseal, time.Now())
	return created, err
}

// Revoke makes a key invalid at once.
func (k Keys) Revoke(ctx context.Context, by Admin, id int64) error {
	staff, err := k.admin(ctx, by)
	if err != nil {
		return err
	}
	return k.Store.RevokeKey(ctx, staff, id)
}

// admin finds the administrator; the audit log names an operator beside them.
func (k Keys) admin(ctx context.Context, by Admin) (access.Staff, error) {
	tenantID, err := operator.TenantID(ctx, k.Store, by.Tenant)
	if err != nil {
		return access.Staff{}, err
	}
	admin, err := k.Store.OperatorAdmin(ctx, tenantID, operator.Optional(by.Email))
	if err != nil {
		return access.Staff{}, fmt.Errorf(
			"hace falta un administrador activo del restaurante en cuyo nombre actuar (--by): %w", postgres.Fault(err))
	}
	return access.Staff{
		UserID:   admin.ID,
		TenantID: tenantID,
		Email:    postgres.Operator + " (" + admin.Email + ")",
		Roles:    []access.Role{access.Admin},
	}, nil
}
