package devservices

import (
	"context"
	"path/filepath"
)

// Services are one of each, for whoever needs all of them to itself.
type Services struct {
	Postgres *Postgres
	Redis    *Redis
	Temporal *Temporal
}

// StartServices starts all three on free ports, each in a directory of its own
// under opts.Dir. When one does not start, none is left running.
func StartServices(ctx context.Context, opts Options) (s Services, err error) {
	in := func(name string) Options {
		o := opts
		o.Dir, o.Port = filepath.Join(opts.Dir, name), 0
		return o
	}
	if s.Postgres, err = StartPostgres(ctx, in("postgres")); err == nil {
		s.Redis, err = StartRedis(ctx, in("redis"))
	}
	if err == nil {
		s.Temporal, err = StartTemporal(ctx, TemporalOptions{Options: in("temporal")})
	}
	if err != nil {
		s.Stop()
		return Services{}, err
	}
	return s, nil
}

// Stop ends all of them that run.
func (s Services) Stop() {
	if s.Temporal != nil {
		s.Temporal.Stop()
	}
	if s.Redis != nil {
		s.Redis.Stop()
	}
	if s.Postgres != nil {
		s.Postgres.Stop()
	}
}
