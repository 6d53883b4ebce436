package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"integrador/internal/platform/postgres/dbgen"
)

// Person is a member of staff, by the keys of app_user.
type Person struct {
	TenantID int64
	UserID   int64
}

// RevokeTokens kills every token that the person holds, of whatever kind, on every
// device. Logging out does it, and so must a changed password, a taken role and
// a person who leaves. A login that begins later is not touched.
func (tx *Tx) RevokeTokens(ctx context.Context, who Person, at time.Time) error {
	if err := tx.LockUser(ctx, who.UserID, who.TenantID); err != nil {
		return fmt.Errorf("lock user %d: %w", who.UserID, err)
	}
	err := tx.EndTokensOfUser(ctx, dbgen.EndTokensOfUserParams{FromAt: at, UserID: who.UserID, TenantID: who.TenantID})
	if err != nil {
		return fmt.Errorf("end tokens of user %d: %w", who.UserID, err)
	}
	err = tx.RevokeRefreshTokensOfUser(ctx, dbgen.RevokeRefreshTokensOfUserParams{At: &at, UserID: who.UserID, TenantID: who.TenantID})
	if err != nil {
		return fmt.Errorf("revoke refresh tokens of user %d: %w", who.UserID, err)
	}
	return nil
}

// Rotation asks to give a refresh token away for its successor.
type Rotation struct {
	Person
	Old       uuid.UUID
	New       uuid.UUID
	At        time.Time
	ExpiresAt time.Time // of the successor
	// Grace is how long after its use a token still yields another successor: two
	// tabs may ask at once, and an answer may get lost.
	Grace time.Duration
}

// RotationResult says what became of a refresh token.
type RotationResult int

// What becomes of a refresh token.
const (
	// RefreshInvalid: it is unknown, expired or revoked, or its person is not to come in.
	RefreshInvalid RotationResult = iota
	// RefreshRotated: the successor is recorded.
	RefreshRotated
	// RefreshReused: it was used before, so somebody has a copy. Nobody can tell the
	// thief from the owner: every token of the person has just died.
	RefreshReused
)

// Rotate uses up a refresh token and records its successor. The successor's
// issued_at is r.At. On RefreshReused, audit runs in the same transaction.
func (s *Store) Rotate(ctx context.Context, r Rotation, audit func(*Tx) error) (RotationResult, error) {
	var outcome RotationResult
	err := s.InTx(ctx, func(tx *Tx) (err error) {
		outcome, err = tx.rotate(ctx, r, audit)
		return err
	})
	return outcome, err
}

func (tx *Tx) rotate(ctx context.Context, r Rotation, audit func(*Tx) error) (RotationResult, error) {
	// The person's row comes first, so that a logout at the same moment either
	// waits for the successor and kills it, or is seen here.
	if err := tx.LockUser(ctx, r.UserID, r.TenantID); err != nil {
		return RefreshInvalid, fmt.Errorf("lock user %d: %w", r.UserID, err)
	}
	old, err := tx.LockRefreshToken(ctx, dbgen.LockRefreshTokenParams{Jti: r.Old, TenantID: r.TenantID, UserID: r.UserID})
	if errors.Is(err, pgx.ErrNoRows) {
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
	return RefreshRotated, tx.succeed(ctx, r, old)
}

func (tx *Tx) succeed(ctx context.Context, r Rotation, old dbgen.LockRefreshTokenRow) error {
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
