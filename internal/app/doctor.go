package app

import (
	"context"
	"log/slog"
	"os"

	"integrador/internal/operator/doctor"
	"integrador/internal/platform/config"
	"integrador/migrations"
)

// Examine looks at everything that the system leans on. dir is where a development
// system keeps its data; progress hears of each area before it is looked at.
func Examine(ctx context.Context, cfg config.Config, log *slog.Logger, dir string, progress func(area string)) (doctor.Report, error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	defer p.close()
	known, err := migrations.Versions()
	if err != nil {
		return nil, err
	}
	d := doctor.Doctor{
		Config: cfg, Store: p.store, Redis: p.redis, Temporal: p.temporal, Migrations: known,
		Dirs: []string{".", dir, os.TempDir(), cfg.Audit.Checkpoints},
	}
	return d.Examine(ctx, progress), nil
}
