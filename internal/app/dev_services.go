package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"

	"integrador/internal/dev/devservices"
	"integrador/internal/platform/config"
	"integrador/migrations"
)

// devServices are the private PostgreSQL, Redis and Temporal of a development
// system: those whose address the environment does not give.
type devServices struct {
	postgres *devservices.Postgres
	stops    []func()
}

// startServices starts the services that are not given, with their data in dir,
// and sets their addresses in cfg.
func startServices(ctx context.Context, dir string, cfg *config.Config, out io.Writer) (*devServices, error) {
	s := &devServices{}
	for _, service := range []struct {
		variable, folder string
		start            func(context.Context, devservices.Options, *config.Config) error
	}{
		{"DATABASE_URL", "postgres", s.startPostgres},
		{"REDIS_URL", "redis", s.startRedis},
		{"TEMPORAL_ADDRESS", "temporal", s.startTemporal},
	} {
		if config.Given(service.variable) {
			continue
		}
		err := service.start(ctx, devservices.Options{
			Dir:     filepath.Join(dir, service.folder),
			Durable: true,
			Notify:  func(text string) { fmt.Fprintln(out, "  ·", text) },
		}, cfg)
		if err != nil {
			s.stop()
			return nil, err
		}
	}
	return s, nil
}

// stop stops the services, the last one first.
func (s *devServices) stop() {
	for _, stop := range slices.Backward(s.stops) {
		stop()
	}
}

// database is the name that the specification's own checks use.
const database = "menu_ops"

func (s *devServices) startPostgres(ctx context.Context, o devservices.Options, cfg *config.Config) (err error) {
	if s.postgres, err = devservices.StartPostgres(ctx, o); err != nil {
		return err
	}
	s.stops = append(s.stops, s.postgres.Stop)
	if err := s.postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	cfg.Postgres.OwnerURL = config.NewSecret(s.postgres.URL(database))
	cfg.Postgres.URL = cfg.Postgres.OwnerURL
	return nil
}

// restrict gives the processes a login that cannot change the audit log, once the
// schema exists.
func (s *devServices) restrict(ctx context.Context, cfg *config.Config) error {
	if s.postgres == nil {
		return nil
	}
	address, err := s.postgres.CreateLogin(ctx, "integrador", migrations.AppRole, database)
	cfg.Postgres.URL, cfg.Postgres.OwnerURL = config.NewSecret(address), config.Secret{}
	return err
}

func (s *devServices) startRedis(ctx context.Context, o devservices.Options, cfg *config.Config) error {
	redis, err := devservices.StartRedis(ctx, o)
	if err != nil {
		return err
	}
	s.stops = append(s.stops, redis.Stop)
	cfg.Redis.URL = config.NewSecret(redis.URL())
	return nil
}

func (s *devServices) startTemporal(ctx context.Context, o devservices.Options, cfg *config.Config) error {
	o.Port = cfg.Temporal.Port
	temporal, err := devservices.StartTemporal(ctx, devservices.TemporalOptions{Options: o, UIPort: cfg.Temporal.UIPort})
	if err != nil {
		return err
	}
	s.stops = append(s.stops, temporal.Stop)
	cfg.Temporal.Address = temporal.Address()
	return nil
}

// withoutPassword is the host and the path of an address.
func withoutPassword(address config.Secret) string {
	u, err := url.Parse(address.Reveal())
	if err != nil {
		return "?"
	}
	return u.Host + u.Path
}
