package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/seed"
	"integrador/internal/operator/health"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/migrations"
)

// DataDir is where a development system keeps its data by default.
const DataDir = ".run/data"

// RunDev is `integrador run`: private services, the demo restaurant, all roles
// and the simulator in one process. It prints the addresses to out.
func RunDev(ctx context.Context, cfg config.Config, dir string, out io.Writer, log *slog.Logger) error {
	fmt.Fprintln(out, "Integrador: preparando el restaurante de demostración")
	services, err := startServices(ctx, dir, &cfg, out)
	if err != nil {
		return err
	}
	defer func() {
		fmt.Fprintln(out, "\nCerrando lo que se abrió…")
		services.stop()
	}()
	if err := prepareDev(ctx, dir, &cfg, services, out); err != nil {
		return err
	}
	forget, err := cfg.WriteRunning(dir)
	if err != nil {
		return err
	}
	defer forget()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return Run(ctx, cfg, log, API, Worker, Gateway, keepDemoAssignments) })
	group.Go(func() error { return Simulator(ctx, cfg, log) })
	group.Go(func() error {
		if err := awaitHealthy(ctx, cfg); err != nil {
			return err
		}
		printAddresses(out, cfg, dir)
		return nil
	})
	return group.Wait()
}

// prepareDev fills in the settings of a development system, and migrates and seeds
// its database.
func prepareDev(ctx context.Context, dir string, cfg *config.Config, services *devServices, out io.Writer) (err error) {
	if cfg.Simulator.StateFile == "" {
		cfg.Simulator.StateFile = filepath.Join(dir, "mpsim.json")
	}
	cfg.Webhooks.AllowInside = true
	if cfg.Audit.Checkpoints == "" {
		cfg.Audit.Checkpoints = filepath.Join(dir, "audit")
	}
	if cfg.Audit.Checkpoints, err = filepath.Abs(cfg.Audit.Checkpoints); err != nil {
		return err
	}
	fmt.Fprintln(out, "  · Migrando y sembrando la base")
	if err := migrations.Up(ctx, cfg.Postgres.Owner().Reveal()); err != nil {
		return err
	}
	if err := services.restrict(ctx, cfg); err != nil {
		return err
	}
	store, err := postgres.Open(ctx, cfg.Postgres.URL.Reveal(), postgres.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	_, err = Seed(ctx, store)
	return err
}

// Seed puts the demo restaurant into an empty database, and reports whether the
// database was empty.
func Seed(ctx context.Context, store *postgres.Store) (seeded bool, err error) {
	return seed.Demo(ctx, store, time.Now())
}

// keepDemoAssignments assigns sectors to the demo's waiters every day.
func keepDemoAssignments(ctx context.Context, d *Deps) error {
	return seed.KeepAssignments(ctx, d.Store, d.Log)
}

// awaitHealthy waits up to a minute until the API and the gateway are healthy.
func awaitHealthy(ctx context.Context, cfg config.Config) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for _, address := range []string{
		localURL(cfg.HTTP.APIPort) + "/api/health/detailed",
		localURL(cfg.HTTP.GatewayPort) + "/ws/health",
	} {
		for _, err := health.HTTP(ctx, address); err != nil; _, err = health.HTTP(ctx, address) {
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s no contesta: %w", address, ctx.Err())
			case <-tick.C:
			}
		}
	}
	return nil
}

func localURL(port int) string { return fmt.Sprintf("http://localhost:%d", port) }

// printAddresses prints where the system can be reached.
func printAddresses(out io.Writer, cfg config.Config, dir string) {
	flag := ""
	if dir != DataDir {
		flag = " --dir " + dir
	}
	fmt.Fprintf(out, `
Todo en marcha. Abrí %[1]s

  Pantallas         %[1]s            comensales y personal; ahí están las mesas y las cuentas de prueba
  API REST          %[1]s/docs       documentación
  Salud             %[1]s/api/health/detailed
  WebSocket         ws://localhost:%[2]d/ws/{waiter,kitchen,admin,diner}, y lo mismo en el puerto de la API
  Temporal          http://localhost:%[3]d     (cada mesa ocupada es un workflow table-session/…)
  Mercado Pago      %[4]s      (simulador: no es dinero real)
  PostgreSQL        %[5]s
  Redis             %[6]s
  Temporal gRPC     %[7]s

  Personas de prueba: admin@demo.com admin123 · manager@demo.com manager123 · kitchen@demo.com kitchen123
                      waiter@demo.com waiter123 · ana@demo.com ana123 · alberto.cortez@demo.com waiter123

  Para probar:
    curl -s -X POST '%[1]s/api/tables/code/INT-01/session?branch_slug=centro'

  Una cena completa, paso a paso:   make demo
  ¿Está todo bien?                  bin/integrador doctor%[9]s
  Ctrl-C cierra todo lo que se abrió; los datos quedan en %[8]s (make reset los borra si es .run/data).
`, localURL(cfg.HTTP.APIPort), cfg.HTTP.GatewayPort, cfg.Temporal.UIPort, localURL(cfg.Simulator.Port),
		withoutPassword(cfg.Postgres.URL), withoutPassword(cfg.Redis.URL), cfg.Temporal.Address, dir, flag)
}
