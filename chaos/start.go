package main

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/internal/dev/devservices"
	"integrador/migrations"
)

func (cl *cluster) startServices(ctx context.Context) (err error) {
	cl.say("arranco PostgreSQL, Redis y Temporal propios en %s", cl.dir)
	if cl.disk, err = mountDisk(ctx, filepath.Join(cl.dir, "postgres", "data")); err != nil {
		return err
	}
	cl.Services, err = devservices.StartServices(ctx, devservices.Options{Dir: cl.dir, Notify: func(text string) { cl.say("%s", text) }})
	if err != nil {
		return err
	}
	if err := cl.Postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	cl.reportMissingFaults()
	cl.pool, err = pgxpool.New(ctx, cl.Postgres.URL(database))
	if err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	return nil
}

// reportMissingFaults says which faults cannot be made on this machine.
func (cl *cluster) reportMissingFaults() {
	if cl.disk.why != "" {
		cl.say("sin disco lleno: no se puede montar uno propio (%s)", cl.disk.why)
	}
	if cl.fakeTime == "" {
		cl.say("sin relojes corridos: falta libfaketime (apt-get install faketime)")
	}
}

// startProcesses migrates and seeds, and runs every role with proxies of its own.
func (cl *cluster) startProcesses(ctx context.Context, binary string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return fmt.Errorf("find integrador: %w", err)
	}
	for _, command := range []string{"db-migrate", "db-seed"} {
		cmd := exec.CommandContext(ctx, binary, command) //nolint:gosec // our own
		cmd.Env = append(cmd.Environ(), "ENVIRONMENT=test", "LOG_LEVEL=warn", "DATABASE_URL="+cl.Postgres.URL(database))
		if output, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("integrador %s: %w: %s", command, err, output)
		}
	}
	if cl.appURL, err = cl.Postgres.CreateLogin(ctx, "integrador", migrations.AppRole, database); err != nil {
		return err
	}
	free, err := devservices.FreePorts(3)
	if err != nil {
		return err
	}
	cl.ports = ports{api: free[0], gateway: free[1], sim: free[2]}
	cl.api, cl.gateway, cl.sim = at(cl.ports.api), at(cl.ports.gateway), at(cl.ports.sim)
	if cl.phones, err = cl.proxies.open("phones-gateway", cl.gateway[len("http://"):]); err != nil {
		return err
	}
	for _, role := range []string{"mpsim", "worker", "api", "gateway"} {
		env, err := cl.environment(role)
		if err != nil {
			return err
		}
		p := &devservices.Program{Name: role, Path: binary, Args: []string{role}, Env: env, LogPath: filepath.Join(cl.dir, role+".log")}
		if err := p.Start(ctx); err != nil {
			return err
		}
		cl.processes[role] = p
	}
	return nil
}

// environment configures one process: all its calls go through a proxy.
func (cl *cluster) environment(role string) ([]string, error) {
	env := []string{
		"ENVIRONMENT=test", "LOG_LEVEL=warn", "OTEL_EXPORTER_OTLP_ENDPOINT=", "PUBLIC_URL=" + cl.api, "MPSIM_ADMIN_TOKEN=" + simToken,
		fmt.Sprint("REST_API_PORT=", cl.ports.api), fmt.Sprint("WS_GATEWAY_PORT=", cl.ports.gateway), fmt.Sprint("MPSIM_PORT=", cl.ports.sim), "MERCADOPAGO_ACCESS_TOKEN=" + sellers,
		"JWT_ACCESS_TOKEN_EXPIRE_MINUTES=240", "DATABASE_MAX_CONNECTIONS=15", "MPSIM_STATE_FILE=" + filepath.Join(cl.dir, "mpsim.state"),
		"WS_MAX_CONNECTIONS_PER_USER=1000", "LOGIN_RATE_LIMIT=1000",
	}
	for _, limit := range []string{
		"TABLE_SESSION", "DINER_REGISTER", "ROUND_SUBMIT", "SERVICE_CALL", "CART", "CART_CHANGE", "CHECK_REQUEST", "CASH", "MP_PREFERENCE", "WEBHOOK", "MENU",
	} {
		env = append(env, fmt.Sprintf("RATE_LIMIT_%s=%d", limit, unbounded))
	}
	if role == "mpsim" {
		return env, nil
	}
	db, err := url.Parse(cl.appURL)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	to := map[string]string{"postgres": db.Host, "redis": cl.Redis.URL()[len("redis://"):], "temporal": cl.Temporal.Address(), "mercadopago": cl.sim[len("http://"):]}
	at := map[string]string{}
	for name, upstream := range to {
		if at[name], err = cl.proxies.open(role+"-"+name, upstream); err != nil {
			return nil, err
		}
	}
	db.Host = at["postgres"]
	return append(env, "DATABASE_URL="+db.String(), "REDIS_URL=redis://"+at["redis"], "TEMPORAL_ADDRESS="+at["temporal"],
		"MERCADOPAGO_API_URL=http://"+at["mercadopago"]), nil
}

// ports are where the product listens.
type ports struct{ api, gateway, sim int }

func at(port int) string { return "http://127.0.0.1:" + strconv.Itoa(port) }
