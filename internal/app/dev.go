package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/dev/seed"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

// Dev is what `make run` does: a private stack, the demo restaurant, every role
// and the simulator in one process, and where to look.
func Dev(ctx context.Context, cfg config.Config, given Given, dir string, out io.Writer, log *slog.Logger) error {
	fmt.Fprintln(out, "Integrador: preparando el restaurante de demostración")
	stack, cfg, err := StartStack(ctx, dir, given, cfg, out)
	if err != nil {
		return err
	}
	defer func() {
		fmt.Fprintln(out, "\nCerrando lo que se abrió…")
		stack.Stop()
	}()
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
	if err := Migrate(ctx, cfg); err != nil {
		return err
	}
	if cfg, err = stack.Restrain(ctx, cfg); err != nil {
		return err
	}
	if _, err := Seed(ctx, cfg); err != nil {
		return err
	}
	forget, err := cfg.WriteRunning(dir)
	if err != nil {
		return err
	}
	defer forget()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return Run(ctx, cfg, log, API, Worker, Gateway, keepDemo) })
	group.Go(func() error { return Simulator(ctx, cfg, log) })
	group.Go(func() error {
		wait, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if err := awaitHTTP(wait, urlOf(cfg.HTTP.APIPort)+"/api/health/detailed", urlOf(cfg.HTTP.GatewayPort)+"/ws/health"); err != nil {
			return err
		}
		welcome(out, cfg, dir, stack)
		return nil
	})
	return group.Wait()
}

// Seed puts the demo restaurant into an empty database, and reports whether it
// was empty.
func Seed(ctx context.Context, cfg config.Config) (seeded bool, err error) {
	err = withStore(ctx, cfg, func(s *postgres.Store) error {
		seeded, err = seed.Demo(ctx, s, time.Now())
		return err
	})
	return seeded, err
}

// keepDemo makes sure that the demo's waiters have sectors to serve every day.
func keepDemo(ctx context.Context, p *parts) error { return seed.KeepAssignments(ctx, p.store, p.log) }

func urlOf(port int) string { return fmt.Sprintf("http://localhost:%d", port) }

func ok(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return false
	}
	client := http.Client{Timeout: 2 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// welcome prints where to look.
func welcome(out io.Writer, cfg config.Config, dir string, stack *Stack) {
	postgres, redis, temporal := stack.Where(cfg)
	fmt.Fprintf(out, `
Todo en marcha. Dónde mirar:

  API REST          %[1]s            documentación en %[1]s/docs
  Salud             %[1]s/api/health/detailed
  WebSocket         ws://localhost:%[2]d/ws/{waiter,kitchen,admin,diner}
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
`, urlOf(cfg.HTTP.APIPort), cfg.HTTP.GatewayPort, cfg.Temporal.UIPort, urlOf(cfg.Simulator.Port), postgres, redis, temporal, dir, elsewhere(dir))
}

// DataDir is where a development system keeps its data unless told otherwise.
const DataDir = ".run/data"

// elsewhere is the flag by which a command finds a system outside of DataDir.
func elsewhere(dir string) string {
	if dir == DataDir {
		return ""
	}
	return " --dir " + dir
}
