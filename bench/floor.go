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

// floor is everything that is measured, and the hands that measure it.
type floor struct {
	plan
	out   io.Writer
	dir   string
	start time.Time

	devservices.Services

	api, worker, gateway, simulator, plain, regularWorker *devservices.Program
	ports                                                 ports

	pool     *pgxpool.Pool
	dial     client.Client
	regular  *workflows.Client // opens sessions that use regular activities
	keys     token.Keys
	web      *http.Client
	house    house
	sequence sequence
	sentBack atomic.Int64 // who was told to scan a table's code again
}

// open starts services and processes, and furnishes a restaurant that is large
// enough. binary is the product; "" builds it.
func open(ctx context.Context, p plan, binary string, out io.Writer) (*floor, error) {
	dir, err := os.MkdirTemp("", "integrador-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a directory: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user, who has to pass
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	f := &floor{plan: p, out: out, dir: dir, start: time.Now(), web: newWeb()}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return f.build(ctx, binary) },
		f.startServices, f.prepare, f.startProcesses, f.furnish, f.awaitFloor,
	} {
		if err := step(ctx); err != nil {
			f.close()
			return nil, err
		}
	}
	return f, nil
}

// say tells progress.
func (f *floor) say(format string, args ...any) {
	fmt.Fprintf(f.out, "%6.0f s  %s\n", time.Since(f.start).Seconds(), fmt.Sprintf(format, args...))
}

func (f *floor) build(ctx context.Context, binary string) error {
	if binary == "" {
		f.say("compilo integrador")
		binary = filepath.Join(f.dir, "integrador")
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "./cmd/integrador") //nolint:gosec // our own
		if told, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build integrador: %w: %s", err, told)
		}
	}
	return f.describe(binary)
}

func (f *floor) startServices(ctx context.Context) (err error) {
	f.say("arranco PostgreSQL, Redis y Temporal propios")
	f.Services, err = devservices.StartServices(ctx, devservices.Options{Dir: f.dir, Durable: true, Notify: func(text string) { f.say("%s", text) }})
	return err
}

// prepare makes the database and whatever speaks to the services directly.
func (f *floor) prepare(ctx context.Context) (err error) {
	if err := f.Postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	for _, command := range []string{"db-migrate", "db-seed"} {
		cmd := exec.CommandContext(ctx, f.api.Path, command) //nolint:gosec // our own
		cmd.Env = append(cmd.Environ(), f.environment()...)
		if told, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("integrador %s: %w: %s", command, err, told)
		}
	}
	if f.pool, err = pgxpool.New(ctx, f.Postgres.URL(database)); err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	for _, sql := range []string{"ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()"} { // see tidy
		if _, err := f.pool.Exec(ctx, sql); err != nil {
			return fmt.Errorf("leave vacuuming to the benchmark: %w", err)
		}
	}
	f.dial, err = client.NewLazyClient(client.Options{HostPort: f.Temporal.Address(), Logger: quiet{}})
	if err != nil {
		return fmt.Errorf("prepare Temporal's client: %w", err)
	}
	f.regular = workflows.NewClient(f.dial, postgres.New(f.pool), workflows.Options{TaskQueue: regularQueue})
	f.keys = token.Keys{
		Staff: []byte(staffSecret), Issuer: "menu-ops", Audience: "menu-ops-users", Table: []byte(tableSecret),
		AccessLife: time.Hour, TableLife: 3 * time.Hour,
	}
	return nil
}

func (f *floor) startProcesses(ctx context.Context) error {
	f.say("arranco api, worker, gateway y el handler plano")
	for _, p := range []*devservices.Program{f.api, f.worker, f.gateway, f.simulator} {
		p.Env = f.environment()
	}
	// The same calm collector that the product's processes choose for themselves.
	f.plain.Args, f.plain.Env = f.plainArgs(), []string{"GOGC=400"}
	f.regularWorker.Args, f.regularWorker.Env = f.regularArgs(), []string{"GOGC=400"}
	return errors.Join(f.simulator.Start(ctx), f.api.Start(ctx), f.worker.Start(ctx), f.gateway.Start(ctx), f.plain.Start(ctx), f.regularWorker.Start(ctx))
}

// awaitFloor waits until a table can be opened, for which everything has to run.
func (f *floor) awaitFloor(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	addresses := []string{f.ports.url(f.ports.api), f.ports.url(f.ports.plain), f.ports.url(f.ports.gateway) + "/ws"}
	for _, address := range addresses {
		if err := f.until(ctx, func() bool { return f.get(ctx, address+health(address)).ok() }); err != nil {
			return fmt.Errorf("%s does not answer (see the logs in %s): %w", address, f.dir, err)
		}
	}
	table := f.house.table()
	return f.until(ctx, func() bool {
		_, o := f.openTable(ctx, table)
		return o.ok()
	})
}

// until asks every 50 ms until the answer is yes.
func (f *floor) until(ctx context.Context, yes func() bool) error {
	for !yes() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause(ctx, 50*time.Millisecond)
	}
	return nil
}

// close ends what open started and removes its data.
func (f *floor) close() {
	for _, p := range []*devservices.Program{f.gateway, f.api, f.worker, f.simulator, f.plain, f.regularWorker} {
		if p != nil {
			p.Stop()
		}
	}
	if f.dial != nil {
		f.dial.Close()
	}
	if f.pool != nil {
		f.pool.Close()
	}
	f.Stop()
	_ = os.RemoveAll(f.dir)
}

// quiet drops the client's log: the benchmark kills its server on purpose.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
