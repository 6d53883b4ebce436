package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"integrador/internal/platform/postgres/dbgen"
)

// Person is a member of staff: the key of app_user.
type Person struct {
	TenantID int64
	UserID   int64
}

// RevokeTokens revokes all tokens of a person on all devices: after a logout, a changed
// password, a revoked role or a deactivation. Later logins are not affected.
func (tx *Tx) RevokeTokens(ctx context.Context, who Person, at time.Time) error {
	if err := tx.LockUser(ctx, who.UserID, who.TenantID); err != nil {
		return fmt.Errorf("lock user %d: %w", who.UserID, err)
	}
	err := tx.EndTokensOfUser(ctx, dbgen.EndTokensOfUserParams{FromAt: at, UserID: who.UserID, TenantID: who.TenantID})
	if err != nil {
		return fmt.Errorf("revoke tokens of user %d: %w", who.UserID, err)
	}
	err = tx.RevokeRefreshTokensOfUser(ctx, dbgen.RevokeRefreshTokensOfUserParams{
		At:       &at,
		UserID:   who.UserID,
		TenantID: who.TenantID,
	})
	if err != nil {
		return fmt.Errorf("revoke refresh tokens of user %d: %w", who.UserID, err)
	}
	return nil
}

// Rotation is a request to replace a refresh token by its successor.
type Rotation struct {
	Person
	Old       uuid.UUID
	New       uuid.UUID
	At        time.Time
	ExpiresAt time.Time // of the successor
	// Grace is how long a used token may be used again: two tabs may refresh at the same
	// time, and a response may be lost.
	Grace time.Duration
}

// RotationResult is the result of a Rotation.
type RotationResult int

// The results of a rotation.
const (
	// RefreshInvalid: it is unknown, expired or revoked, or its person is inactive.
	RefreshInvalid RotationResult = iota
	// RefreshRotated: the successor is recorded.
	RefreshRotated
	// RefreshReused: it was used before, so it may be stolen. All tokens of the person
	// were revoked.
	RefreshReused
)

// Rotate uses a refresh token and records its successor, issued at r.At. On
// RefreshReused, audit runs in the same transaction.
func (s *Store) Rotate(ctx context.Context, r Rotation, audit func(*Tx) error) (RotationResult, error) {
	var outcome RotationResult
	err := s.InTx(ctx, func(tx *Tx) (err error) {
		outcome, err = tx.rotate(ctx, r, audit)
		return err
	})
	return outcome, err
}

func (tx *Tx) rotate(ctx context.Context, r Rotation, audit func(*Tx) error) (RotationResult, error) {
	// The person's row is locked first, so that a concurrent logout either waits and then
	// revokes the successor, or is seen here.
	if err := tx.LockUser(ctx, r.UserID, r.TenantID); err != nil {
		return RefreshInvalid, fmt.Errorf("lock user %d: %w", r.UserID, err)
	}
	old, err := tx.LockRefreshToken(ctx, dbgen.LockRefreshTokenParams{Jti: r.Old, TenantID: r.TenantID, UserID: r.UserID})
	if IsNoRow(err) {
		return RefreshInvalid, nil
	}
	if err != nil {
		return RefreshInvalid, fmt.Errorf("lock refresh token: %w", err)
	}
	who, err := tx.TokenStanding(ctx, r.UserID, r.TenantID)
	if err != nil {
		return RefreshInvalid, fmt.Errorf("read standing of user %d: %w", r.UserID, err)
	}
	switch {
	case old.RevokedAt != nil, !r.At.Before(old.ExpiresAt), !who.IsActive, old.IssuedAt.Before(who.TokensValidFrom):
		return RefreshInvalid, nil
	case old.UsedAt != nil && r.At.Sub(*old.UsedAt) > r.Grace:
		return RefreshReused, errors.Join(tx.RevokeTokens(ctx, r.Person, r.At), audit(tx))
	}
	return RefreshRotated, tx.insertSuccessor(ctx, r, old)
}

func (tx *Tx) insertSuccessor(ctx context.Context, r Rotation, old dbgen.LockRefreshTokenRow) error {
	if old.UsedAt == nil {
		err := tx.UseRefreshToken(ctx, dbgen.UseRefreshTokenParams{At: &r.At, Jti: r.Old, TenantID: r.TenantID})
		if err != nil {
			return fmt.Errorf("use refresh token: %w", err)
		}
	}
	err := tx.InsertRefreshToken(ctx, dbgen.InsertRefreshTokenParams{
		Jti: r.New, Family: old.Family, TenantID: r.TenantID, UserID: r.UserID, IssuedAt: r.At, ExpiresAt: r.ExpiresAt,
	})
	if err != nil {
		return fmt.Errorf("insert refresh token: %w", err)
	}
	return nil
}
