package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// RenewalLease is how long one process may take to exchange a refresh token before
// another one may try.
const RenewalLease = 40 * time.Second

// ErrRenewing is the fault of tokens that another process is renewing or has renewed.
var ErrRenewing = fault.New(fault.Unavailable, "connection_renewing",
	"La conexión con Mercado Pago se está renovando.").After(2)

// BeginRenewal takes the lease to exchange the refresh token of c. The row is not locked
// meanwhile; FinishRenewal compares the version.
//
// Errors: ErrRenewing if another process has the lease, or c is outdated.
func (s *Store) BeginRenewal(ctx context.Context, c Connection, holder string) (Connection, error) {
	begun, err := s.Queries.BeginRenewal(ctx, dbgen.BeginRenewalParams{
		ID: c.ID, TenantID: c.TenantID, Version: c.TokenVersion, Holder: &holder, Seconds: RenewalLease.Seconds(),
	})
	return begun, NotFoundAs(err, ErrRenewing)
}

// Renewed is the new tokens, sealed.
type Renewed struct {
	Access, Refresh string
	ExpiresAt       *time.Time
	RenewAt         *time.Time
}

// FinishRenewal stores the new tokens. It reports false if another process did so, or
// the connection ended.
func (s *Store) FinishRenewal(ctx context.Context, c Connection, r Renewed) (bool, error) {
	n, err := s.Queries.FinishRenewal(ctx, dbgen.FinishRenewalParams{
		ID: c.ID, TenantID: c.TenantID, Version: c.TokenVersion,
		AccessToken: &r.Access, RefreshToken: &r.Refresh, ExpiresAt: r.ExpiresAt, RenewAt: r.RenewAt,
	})
	return n > 0, Fault(err)
}

// AbandonRenewal gives the lease back after a failed call to the provider.
func (s *Store) AbandonRenewal(ctx context.Context, c Connection, holder string) error {
	return Fault(s.Queries.AbandonRenewal(ctx, dbgen.AbandonRenewalParams{
		ID:       c.ID,
		TenantID: c.TenantID,
		Holder:   &holder,
	}))
}
