package postgres

import (
	"context"
	"fmt"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// apiKeys is the kind of a key in the audit log. It is not in the catalogue, because a
// revoked key cannot be restored.
var apiKeys = &catalog.Kind{Name: "api_key"}

var (
	errNoAPIKey      = fault.New(fault.NotFound, "api_key_not_found", "No encontramos esa clave.")
	errAPIKeyInvalid = fault.New(fault.Refused, "api_key_revoked", "Esa clave ya no vale: creá otra.")
	errAPIKeyRotated = fault.New(fault.Conflict, "api_key_rotated", "Esa clave ya fue rotada.")
)

// rotationOverlap is how long a key stays valid after its successor was created.
const rotationOverlap = 24 * time.Hour

// CreateAPIKey stores a new key.
func (s *Store) CreateAPIKey(ctx context.Context, who access.Staff, p dbgen.InsertAPIKeyParams) (id int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		for _, branch := range p.BranchIds {
			if _, err := tx.Reference(ctx, who, catalog.Branch, branch); err != nil {
				return err
			}
		}
		p.TenantID, p.CreatedByID = who.TenantID, who.UserID
		if id, err = tx.InsertAPIKey(ctx, p); err != nil {
			return err
		}
		return tx.auditKey(ctx, who, Created, id, nil, keyValues(p))
	})
	return id, Fault(err)
}

// RotateAPIKey creates a successor of a key with the same rights. Both are valid for a
// day. rebind seals the signing secret, if there is one, for the new key.
//
// Errors: fault.NotFound; fault.Refused for a revoked or expired key; fault.Conflict for
// one that has a successor.
func (s *Store) RotateAPIKey(ctx context.Context, who access.Staff, old int64, p dbgen.InsertAPIKeyParams,
	rebind func(sealed, lookup string) (string, error), now time.Time,
) (id int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		k, err := tx.LockAPIKey(ctx, old, who.TenantID)
		switch {
		case err != nil:
			return NotFoundAs(err, errNoAPIKey)
		case k.RevokedAt != nil || k.ExpiresAt != nil && !now.Before(*k.ExpiresAt):
			return errAPIKeyInvalid
		case k.Rotated:
			return errAPIKeyRotated
		}
		p.TenantID, p.CreatedByID, p.RotatedFrom = who.TenantID, who.UserID, &old
		p.Name, p.Permissions, p.BranchIds, p.ExpiresAt = k.Name, k.Permissions, k.BranchIds, k.ExpiresAt
		if k.SigningSecret != nil {
			sealed, err := rebind(*k.SigningSecret, k.Lookup)
			if err != nil {
				return fmt.Errorf("seal the signing secret for the new key: %w", err)
			}
			p.SigningSecret = &sealed
		}
		if id, err = tx.InsertAPIKey(ctx, p); err != nil {
			return err
		}
		until := now.Add(rotationOverlap)
		if err := tx.ExpireAPIKey(ctx, dbgen.ExpireAPIKeyParams{
			ID:        old,
			TenantID:  who.TenantID,
			ExpiresAt: &until,
		}); err != nil {
			return err
		}
		return tx.auditKey(ctx, who, "ROTATE", old, nil, map[string]any{"successor_id": id, "expires_at": until})
	})
	return id, Fault(err)
}

// RevokeKey revokes a key immediately. Revoking it again changes nothing.
func (s *Store) RevokeKey(ctx context.Context, who access.Staff, id int64) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		k, err := tx.LockAPIKey(ctx, id, who.TenantID)
		if err != nil || k.RevokedAt != nil {
			return NotFoundAs(err, errNoAPIKey)
		}
		if err := tx.RevokeAPIKey(ctx, id, who.TenantID); err != nil {
			return err
		}
		return tx.auditKey(ctx, who, "REVOKE", id, nil, nil)
	}))
}

func (tx *Tx) auditKey(ctx context.Context, who access.Staff, action Action, id int64, before, after any) error {
	return tx.Audit(ctx, who, Change{Entity: Entity{Kind: apiKeys, ID: id}, Action: action, Before: before, After: after})
}

// keyValues is what the audit log stores of a key.
func keyValues(p dbgen.InsertAPIKeyParams) map[string]any {
	return map[string]any{
		"name":        p.Name,
		"permissions": p.Permissions,
		"branch_ids":  p.BranchIds,
		"expires_at":  p.ExpiresAt,
		"lookup":      p.Lookup,
	}
}
