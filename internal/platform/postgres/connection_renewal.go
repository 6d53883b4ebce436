package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// RenewalLease is how long whoever exchanges a refresh token has for it before
// another may try.
const RenewalLease = 40 * time.Second

// ErrRenewing answers who would renew tokens that another is renewing, or has.
var ErrRenewing = fault.New(fault.Unavailable, "connection_renewing", "La conexión con Mercado Pago se está renovando.").After(2)

// BeginRenewal takes the turn to exchange the refresh token of c. The row is not
// locked meanwhile: FinishRenewal goes by the version.
//
// Errors: ErrRenewing if the turn is another's, or c is outdated.
func (s *Store) BeginRenewal(ctx context.Context, c Connection, holder string) (Connection, error) {
	begun, err := s.Queries.BeginRenewal(ctx, dbgen.BeginRenewalParams{
		ID: c.ID, TenantID: c.TenantID, Version: c.TokenVersion, Holder: &holder, Seconds: RenewalLease.Seconds(),
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return Connection{}, ErrRenewing
	}
	return begun, Fault(err)
}

// Renewed are new tokens, sealed.
type Renewed struct {
	Access, Refresh string
	ExpiresAt       *time.Time
	RenewAt         *time.Time
}

// FinishRenewal stores the tokens that follow those of c. It reports false if
// others already did, or the connection ended.
func (s *Store) FinishRenewal(ctx context.Context, c Connection, r Renewed) (bool, error) {
	n, err := s.Queries.FinishRenewal(ctx, dbgen.FinishRenewalParams{
		ID: c.ID, TenantID: c.TenantID, Version: c.TokenVersion,
		AccessToken: &r.Access, RefreshToken: &r.Refresh, ExpiresAt: r.ExpiresAt, RenewAt: r.RenewAt,
	})
	return n > 0, Fault(err)
}

// AbandonRenewal gives the turn back: the provider was not there.
func (s *Store) AbandonRenewal(ctx context.Context, c Connection, holder string) error {
	return Fault(s.Queries.AbandonRenewal(ctx, dbgen.AbandonRenewalParams{ID: c.ID, TenantID: c.TenantID, Holder: &holder}))
}
