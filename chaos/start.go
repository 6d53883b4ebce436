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

func (h *house) startServices(ctx context.Context) (err error) {
	h.say("arranco PostgreSQL, Redis y Temporal propios en %s", h.dir)
	if h.disk, err = mountDisk(ctx, filepath.Join(h.dir, "postgres", "data")); err != nil {
		return err
	}
	h.Services, err = devservices.StartServices(ctx, devservices.Options{Dir: h.dir, Notify: func(text string) { h.say("%s", text) }})
	if err != nil {
		return err
	}
	if err := h.Postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	h.tellMissing()
	h.pool, err = pgxpool.New(ctx, h.Postgres.URL(database))
	if err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	return nil
}

// tellMissing says which faults cannot be made on this machine.
func (h *house) tellMissing() {
	if h.disk.why != "" {
		h.say("sin disco lleno: no se puede montar uno propio (%s)", h.disk.why)
	}
	if h.fakeTime == "" {
		h.say("sin relojes corridos: falta libfaketime (apt-get install faketime)")
	}
}

// startProcesses migrates and seeds, and runs every role with hops of its own.
func (h *house) startProcesses(ctx context.Context, binary string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return fmt.Errorf("find integrador: %w", err)
	}
	for _, command := range []string{"db-migrate", "db-seed"} {
		cmd := exec.CommandContext(ctx, binary, command) //nolint:gosec // our own
		cmd.Env = append(cmd.Environ(), "ENVIRONMENT=test", "LOG_LEVEL=warn", "DATABASE_URL="+h.Postgres.URL(database))
		if told, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("integrador %s: %w: %s", command, err, told)
		}
	}
	if h.appURL, err = h.Postgres.CreateLogin(ctx, "integrador", migrations.AppRole, database); err != nil {
		return err
	}
	free, err := devservices.FreePorts(3)
	if err != nil {
		return err
	}
	h.ports = ports{api: free[0], gateway: free[1], sim: free[2]}
	h.api, h.gateway, h.sim = at(h.ports.api), at(h.ports.gateway), at(h.ports.sim)
	if h.phones, err = h.hops.through("phones-gateway", h.gateway[len("http://"):]); err != nil {
		return err
	}
	for _, role := range []string{"mpsim", "worker", "api", "gateway"} {
		env, err := h.environment(role)
		if err != nil {
			return err
		}
		p := &devservices.Program{Name: role, Path: binary, Args: []string{role}, Env: env, LogPath: filepath.Join(h.dir, role+".log")}
		if err := p.Start(ctx); err != nil {
			return err
		}
		h.processes[role] = p
	}
	return nil
}

// environment configures one process: all it calls, it calls through a hop.
func (h *house) environment(role string) ([]string, error) {
	env := []string{
		"ENVIRONMENT=test", "LOG_LEVEL=warn", "OTEL_EXPORTER_OTLP_ENDPOINT=", "PUBLIC_URL=" + h.api, "MPSIM_ADMIN_TOKEN=" + simToken,
		fmt.Sprint("REST_API_PORT=", h.ports.api), fmt.Sprint("WS_GATEWAY_PORT=", h.ports.gateway), fmt.Sprint("MPSIM_PORT=", h.ports.sim), "MERCADOPAGO_ACCESS_TOKEN=" + sellers,
		"JWT_ACCESS_TOKEN_EXPIRE_MINUTES=240", "DATABASE_MAX_CONNECTIONS=15", "MPSIM_STATE_FILE=" + filepath.Join(h.dir, "mpsim.state"),
		"WS_MAX_CONNECTIONS_PER_USER=1000", "LOGIN_RATE_LIMIT=1000",
	}
	for _, limit := range []string{
		"TABLE_SESSION", "DINER_REGISTER", "ROUND_SUBMIT", "SERVICE_CALL", "CART", "CART_CHANGE", "CHECK_REQUEST", "CASH", "MP_PREFERENCE", "WEBHOOK", "MENU",
	} {
		env = append(env, fmt.Sprintf("RATE_LIMIT_%s=%d", limit, lavish))
	}
	if role == "mpsim" {
		return env, nil
	}
	db, err := url.Parse(h.appURL)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	to := map[string]string{"postgres": db.Host, "redis": h.Redis.URL()[len("redis://"):], "temporal": h.Temporal.Address(), "mercadopago": h.sim[len("http://"):]}
	at := map[string]string{}
	for name, upstream := range to {
		if at[name], err = h.hops.through(role+"-"+name, upstream); err != nil {
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
