package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"time"

	"integrador/internal/dev/devservices"
	"integrador/internal/platform/config"
	"integrador/migrations"
)

// Stack is the private PostgreSQL, Redis and Temporal of a development machine:
// those that the configuration does not name.
type Stack struct {
	postgres *devservices.Postgres
	redis    *devservices.Redis
	temporal *devservices.Temporal
}

// Given says which services the environment names, so that none is started.
type Given struct{ Postgres, Redis, Temporal bool }

// StartStack starts what is not given under dir, tells progress to out, and
// points cfg at it.
func StartStack(ctx context.Context, dir string, given Given, cfg config.Config, out io.Writer) (*Stack, config.Config, error) {
	s := &Stack{}
	say := func(text string) { fmt.Fprintln(out, "  ·", text) }
	at := func(name string) devservices.Options {
		return devservices.Options{Dir: filepath.Join(dir, name), Durable: true, Notify: say}
	}
	steps := []func() error{
		func() error { return s.startPostgres(ctx, given, at("postgres"), &cfg) },
		func() error { return s.startRedis(ctx, given, at("redis"), &cfg) },
		func() error { return s.startTemporal(ctx, given, at("temporal"), &cfg) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			s.Stop()
			return nil, cfg, err
		}
	}
	return s, cfg, nil
}

func (s *Stack) startPostgres(ctx context.Context, given Given, o devservices.Options, cfg *config.Config) (err error) {
	if given.Postgres {
		return nil
	}
	if s.postgres, err = devservices.StartPostgres(ctx, o); err != nil {
		return err
	}
	if err := s.postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	cfg.Postgres.OwnerURL = config.NewSecret(s.postgres.URL(database))
	cfg.Postgres.URL = cfg.Postgres.OwnerURL
	return nil
}

// Restrain has the processes log in as what may not change the past, once the
// schema is there.
func (s *Stack) Restrain(ctx context.Context, cfg config.Config) (config.Config, error) {
	if s.postgres == nil {
		return cfg, nil
	}
	address, err := s.postgres.CreateLogin(ctx, "integrador", migrations.AppRole, database)
	cfg.Postgres.URL, cfg.Postgres.OwnerURL = config.NewSecret(address), config.Secret{}
	return cfg, err
}

// database is the name that the specification's own checks use.
const database = "menu_ops"

func (s *Stack) startRedis(ctx context.Context, given Given, o devservices.Options, cfg *config.Config) (err error) {
	if given.Redis {
		return nil
	}
	if s.redis, err = devservices.StartRedis(ctx, o); err != nil {
		return err
	}
	cfg.Redis.URL = config.NewSecret(s.redis.URL())
	return nil
}

func (s *Stack) startTemporal(ctx context.Context, given Given, o devservices.Options, cfg *config.Config) (err error) {
	if given.Temporal {
		return nil
	}
	o.Port = cfg.Temporal.Port
	s.temporal, err = devservices.StartTemporal(ctx, devservices.TemporalOptions{Options: o, UIPort: cfg.Temporal.UIPort})
	if err != nil {
		return err
	}
	cfg.Temporal.Address = s.temporal.Address()
	return nil
}

// Stop ends what StartStack started, and nothing else.
func (s *Stack) Stop() {
	if s.temporal != nil {
		s.temporal.Stop()
	}
	if s.redis != nil {
		s.redis.Stop()
	}
	if s.postgres != nil {
		s.postgres.Stop()
	}
}

// Where tells where the services listen, without any password.
func (s *Stack) Where(cfg config.Config) (postgres, redis, temporal string) {
	return hostOf(cfg.Postgres.URL.Reveal()), hostOf(cfg.Redis.URL.Reveal()), cfg.Temporal.Address
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "?"
	}
	return u.Host + u.Path
}

// awaitHTTP waits until each address answers 200.
func awaitHTTP(ctx context.Context, addresses ...string) error {
	for _, address := range addresses {
		if err := answers(ctx, address); err != nil {
			return err
		}
	}
	return nil
}

func answers(ctx context.Context, address string) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok(ctx, address) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s no contesta: %w", address, ctx.Err())
		case <-tick.C:
		}
	}
}
