package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"

	"integrador/internal/dev/devservices"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/token"
	"integrador/workflows"
)

// benchmark is the services and processes that are measured, and the clients that load them.
type benchmark struct {
	plan
	out   io.Writer
	dir   string
	start time.Time

	devservices.Services

	api, worker, gateway, simulator, plain, regularWorker *devservices.Program
	ports                                                 ports

	pool         *pgxpool.Pool
	dial         client.Client
	regular      *workflows.Client // opens sessions that use regular activities
	keys         token.Keys
	httpClient   *http.Client
	restaurant   restaurant
	sequence     sequence
	retriedScans atomic.Int64 // scans that were answered 503 and repeated
}

// open starts services and processes, and creates enough tables.  binary is the product; "" builds it.
func open(ctx context.Context, p plan, binary string, out io.Writer) (*benchmark, error) {
	dir, err := os.MkdirTemp("", "integrador-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a directory: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user, who has to pass
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	bm := &benchmark{plan: p, out: out, dir: dir, start: time.Now(), httpClient: newHTTPClient()}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return bm.build(ctx, binary) },
		bm.startServices, bm.prepare, bm.startProcesses, bm.seed, bm.awaitProcesses,
	} {
		if err := step(ctx); err != nil {
			bm.close()
			return nil, err
		}
	}
	return bm, nil
}

// say prints progress.
func (bm *benchmark) say(format string, args ...any) {
	fmt.Fprintf(bm.out, "%6.0f s  %s\n", time.Since(bm.start).Seconds(), fmt.Sprintf(format, args...))
}

func (bm *benchmark) build(ctx context.Context, binary string) error {
	if binary == "" {
		bm.say("compilo integrador")
		binary = filepath.Join(bm.dir, "integrador")
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "./cmd/integrador") //nolint:gosec // our own
		if output, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build integrador: %w: %s", err, output)
		}
	}
	return bm.setPrograms(binary)
}

func (bm *benchmark) startServices(ctx context.Context) (err error) {
	bm.say("arranco PostgreSQL, Redis y Temporal propios")
	bm.Services, err = devservices.StartServices(ctx,
		devservices.Options{Dir: bm.dir, Durable: true, Notify: func(text string) { bm.say("%s", text) }})
	return err
}

// prepare creates the database and the clients that call the services directly.
func (bm *benchmark) prepare(ctx context.Context) (err error) {
	if err := bm.Postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	for _, command := range []string{"db-migrate", "db-seed"} {
		cmd := exec.CommandContext(ctx, bm.api.Path, command) //nolint:gosec // our own
		cmd.Env = append(cmd.Environ(), bm.environment()...)
		if output, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("integrador %s: %w: %s", command, err, output)
		}
	}
	if bm.pool, err = pgxpool.New(ctx, bm.Postgres.URL(database)); err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	for _, sql := range []string{"ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()"} { // see vacuum
		if _, err := bm.pool.Exec(ctx, sql); err != nil {
			return fmt.Errorf("leave vacuuming to the benchmark: %w", err)
		}
	}
	bm.dial, err = client.NewLazyClient(client.Options{HostPort: bm.Temporal.Address(), Logger: noLog{}})
	if err != nil {
		return fmt.Errorf("prepare Temporal's client: %w", err)
	}
	bm.regular = workflows.NewClient(bm.dial, postgres.New(bm.pool), workflows.Options{TaskQueue: regularQueue})
	bm.keys = token.Keys{
		Staff: []byte(staffSecret), Issuer: "menu-ops", Audience: "menu-ops-users", Table: []byte(tableSecret),
		AccessLife: time.Hour, TableLife: 3 * time.Hour,
	}
	return nil
}

func (bm *benchmark) startProcesses(ctx context.Context) error {
	bm.say("arranco api, worker, gateway y el handler plano")
	for _, p := range []*devservices.Program{bm.api, bm.worker, bm.gateway, bm.simulator} {
		p.Env = bm.environment()
	}
	// The same calm collector that the product's processes choose for themselves.
	bm.plain.Args, bm.plain.Env = bm.plainArgs(), []string{"GOGC=400"}
	bm.regularWorker.Args, bm.regularWorker.Env = bm.regularArgs(), []string{"GOGC=400"}
	return errors.Join(bm.simulator.Start(ctx), bm.api.Start(ctx), bm.worker.Start(ctx), bm.gateway.Start(ctx),
		bm.plain.Start(ctx), bm.regularWorker.Start(ctx))
}

// awaitProcesses waits until a table can be opened, which needs all of them.
func (bm *benchmark) awaitProcesses(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	addresses := []string{bm.ports.url(bm.ports.api), bm.ports.url(bm.ports.plain), bm.ports.url(bm.ports.gateway) + "/ws"}
	for _, address := range addresses {
		if err := bm.until(ctx, func() bool { return bm.get(ctx, address+health(address)).ok() }); err != nil {
			return fmt.Errorf("%s does not answer (see the logs in %s): %w", address, bm.dir, err)
		}
	}
	table := bm.restaurant.table()
	return bm.until(ctx, func() bool {
		_, o := bm.openTable(ctx, table)
		return o.ok()
	})
}

// until asks every 50 ms until the answer is yes.
func (bm *benchmark) until(ctx context.Context, yes func() bool) error {
	for !yes() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause(ctx, 50*time.Millisecond)
	}
	return nil
}

// close ends what open started and removes its data.
func (bm *benchmark) close() {
	for _, p := range []*devservices.Program{bm.gateway, bm.api, bm.worker, bm.simulator, bm.plain, bm.regularWorker} {
		if p != nil {
			p.Stop()
		}
	}
	if bm.dial != nil {
		bm.dial.Close()
	}
	if bm.pool != nil {
		bm.pool.Close()
	}
	bm.Stop()
	_ = os.RemoveAll(bm.dir)
}

// noLog drops the log of Temporal's client, whose server the benchmark kills on purpose.
type noLog struct{}

func (noLog) Debug(string, ...any) {}
func (noLog) Info(string, ...any)  {}
func (noLog) Warn(string, ...any)  {}
func (noLog) Error(string, ...any) {}
