package app

import (
	"context"

	"integrador/internal/platform/config"
	"integrador/migrations"
)

// MigrateTo takes the ledger's database to a migration; 0 is the latest. Only down
// lets it go back. It tells the migration before and after.
func MigrateTo(ctx context.Context, cfg config.Config, version int64, down bool) (before, after int64, err error) {
	return migrations.To(ctx, cfg.Postgres.Owner().Reveal(), version, down)
}
