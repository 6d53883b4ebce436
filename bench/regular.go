package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"integrador/activities"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/presence"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/redisclient"
	"integrador/workflows"
)

const (
	// serveRegular, as the first argument, makes this program the worker of variant C.
	serveRegular = "serve-regular"
	regularQueue = "bench-regular-activities"
)

func (bm *benchmark) regularArgs() []string {
	return []string{
		serveRegular, "-temporal", bm.Temporal.Address(), "-postgres", bm.Postgres.URL(database), "-redis", bm.Redis.URL(),
	}
}

// runRegular runs table sessions that record through regular activities, until ctx ends.
func runRegular(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet(serveRegular, flag.ExitOnError)
	temporal := flags.String("temporal", "", "")
	database := flags.String("postgres", "", "")
	address := flags.String("redis", "", "")
	_ = flags.Parse(args) // it exits
	cfg, err := pgxpool.ParseConfig(*database)
	if err != nil {
		return fmt.Errorf("read the address of PostgreSQL: %w", err)
	}
	cfg.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	defer pool.Close()
	redis, err := redisclient.New(*address, 0)
	if err != nil {
		return err
	}
	defer redis.Close()
	c, err := client.DialContext(ctx, client.Options{
		HostPort: *temporal, Logger: noLog{}, ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}},
	})
	if err != nil {
		return fmt.Errorf("dial Temporal: %w", err)
	}
	defer c.Close()
	store := postgres.New(pool)
	publisher := pubsub.NewPublisher(redis, store, slog.Default())
	w := worker.New(c, regularQueue, workflows.WorkerOptions())
	workflows.Register(w, workflows.Activities{
		Ledger:   &activities.Ledger{Store: store, Publisher: publisher},
		Presence: &activities.Presence{Store: store, Presence: presence.New(redis, "")},
		Notices:  &activities.Notices{Store: store, Redis: redis},
		Nightly:  &activities.Nightly{Store: store},
		Measured: true,
	})
	if err := w.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer w.Stop()
	return publisher.Run(ctx)
}
