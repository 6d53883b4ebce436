package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/internal/localstack"
	"integrador/migrations"
)

// house is the restaurant, everything it stands on, and what its people know.
type house struct {
	plan
	out   io.Writer
	dir   string
	start time.Time

	postgres *localstack.Postgres
	redis    *localstack.Redis
	temporal *localstack.Temporal
	hops     *hops

	processes map[string]*process
	api, sim  string // addresses
	gateway   string
	phones    string // the gateway through a hop
	appURL    string // the database as the product's own role

	pool    *pgxpool.Pool // to look into the ledger, past every hop
	web     *http.Client
	journal journal
	facts   facts
	strikes []*strike
	screens []*ear
	staff   map[string]caller
	closing chan struct{} // no more dinners begin

	branch, tenant int64
	tables         []place
	dishes         []dish
}

type place struct {
	id   int64
	code string
}

type dish struct{ id, cents int64 }

const (
	database = "menu_ops"
	simToken = "abre los controles del simulador en el simulacro"
	sellers  = "TEST-cuenta-del-simulacro"
	lavish   = 1_000_000 // a limit that nothing here reaches

	// canary is in every text of the other restaurant's.
	canary = "marca-ajena-9163"
)

func open(ctx context.Context, p plan, binary string, out io.Writer) (*house, error) {
	dir, err := os.MkdirTemp("", "integrador-chaos-")
	if err != nil {
		return nil, fmt.Errorf("make a directory: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user, who has to pass
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	h := &house{
		plan: p, out: out, dir: dir, start: time.Now(), hops: newHops(), processes: map[string]*process{}, staff: map[string]caller{},
		closing: make(chan struct{}),
		web: &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{
			MaxIdleConns: 400, MaxIdleConnsPerHost: 200, DisableCompression: true, IdleConnTimeout: time.Minute,
		}},
	}
	for _, step := range []func(context.Context) error{
		h.startServices, func(ctx context.Context) error { return h.startProcesses(ctx, binary) }, h.furnish, h.awaitAll, h.hire,
	} {
		if err := step(ctx); err != nil {
			h.close()
			return nil, err
		}
	}
	return h, nil
}

// say tells progress.
func (h *house) say(format string, args ...any) {
	fmt.Fprintf(h.out, "%6.1f s  %s\n", time.Since(h.start).Seconds(), fmt.Sprintf(format, args...))
}

func (h *house) startServices(ctx context.Context) (err error) {
	h.say("arranco PostgreSQL, Redis y Temporal propios en %s", h.dir)
	at := func(name string) localstack.Options {
		return localstack.Options{Dir: filepath.Join(h.dir, name), Notify: func(text string) { h.say("%s", text) }}
	}
	if h.postgres, err = localstack.StartPostgres(ctx, at("postgres")); err != nil {
		return err
	}
	if h.redis, err = localstack.StartRedis(ctx, at("redis")); err != nil {
		return err
	}
	h.temporal, err = localstack.StartTemporal(ctx, localstack.TemporalOptions{Options: at("temporal")})
	if err != nil {
		return err
	}
	if err := h.postgres.CreateDatabase(ctx, database); err != nil {
		return err
	}
	h.pool, err = pgxpool.New(ctx, h.postgres.URL(database))
	if err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	return nil
}

// startProcesses migrates and seeds, and runs every role with hops of its own.
func (h *house) startProcesses(ctx context.Context, binary string) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return fmt.Errorf("find integrador: %w", err)
	}
	for _, command := range []string{"db-migrate", "db-seed"} {
		cmd := exec.CommandContext(ctx, binary, command) //nolint:gosec // our own
		cmd.Env = append(cmd.Environ(), "ENVIRONMENT=test", "LOG_LEVEL=warn", "DATABASE_URL="+h.postgres.URL(database))
		if told, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("integrador %s: %w: %s", command, err, told)
		}
	}
	if h.appURL, err = h.postgres.CreateLogin(ctx, "integrador", migrations.AppRole, database); err != nil {
		return err
	}
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	h.api, h.gateway, h.sim = "http://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1], "http://127.0.0.1:"+ports[2]
	if h.phones, err = h.hops.through("phones-gateway", "127.0.0.1:"+ports[1]); err != nil {
		return err
	}
	for _, role := range []string{"mpsim", "worker", "api", "gateway"} {
		env, err := h.environment(role, ports)
		if err != nil {
			return err
		}
		p := &process{name: role, path: binary, args: []string{role}, env: env, log: filepath.Join(h.dir, role+".log")}
		if err := p.start(ctx); err != nil {
			return err
		}
		h.processes[role] = p
	}
	return nil
}

// environment configures one process: all it calls, it calls through a hop.
func (h *house) environment(role string, ports []string) ([]string, error) {
	env := []string{
		"ENVIRONMENT=test", "LOG_LEVEL=warn", "OTEL_EXPORTER_OTLP_ENDPOINT=", "PUBLIC_URL=" + h.api, "MPSIM_ADMIN_TOKEN=" + simToken,
		"REST_API_PORT=" + ports[0], "WS_GATEWAY_PORT=" + ports[1], "MPSIM_PORT=" + ports[2], "MERCADOPAGO_ACCESS_TOKEN=" + sellers,
		"JWT_ACCESS_TOKEN_EXPIRE_MINUTES=240", "DATABASE_MAX_CONNECTIONS=15", "MPSIM_STATE_FILE=" + filepath.Join(h.dir, "mpsim.state"),
		"WS_MAX_CONNECTIONS_PER_USER=50", "LOGIN_RATE_LIMIT=1000",
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
	to := map[string]string{"postgres": db.Host, "redis": h.redis.URL()[len("redis://"):], "temporal": h.temporal.Address(), "mercadopago": h.sim[len("http://"):]}
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

// freePorts finds ports below the range that systems give to outgoing
// connections, so that a killed process finds its own still free.
func freePorts(n int) (ports []string, err error) {
	for port := 12000 + os.Getpid()%2500; len(ports) < n && port < 15000; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort("", strconv.Itoa(port))) //nolint:noctx,gosec // it listens for no longer than it takes to close
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		ports = append(ports, strconv.Itoa(port))
	}
	if len(ports) < n {
		return nil, errors.New("no free ports between 12000 and 15000")
	}
	return ports, nil
}

// furnish puts tables into a branch, and the canary into the other restaurant.
func (h *house) furnish(ctx context.Context) error {
	err := h.pool.QueryRow(ctx, `SELECT id, tenant_id FROM branch WHERE slug = 'centro'`).Scan(&h.branch, &h.tenant)
	if err != nil {
		return fmt.Errorf("find the branch: %w", err)
	}
	rows, err := h.pool.Query(ctx, `
INSERT INTO restaurant_table (tenant_id, branch_id, code, capacity, sector_id)
SELECT $1, $2, 'C-' || n, 12, (SELECT min(id) FROM branch_sector WHERE branch_id = $2) FROM generate_series(1, $3) n RETURNING id, code`,
		h.tenant, h.branch, h.plan.tables)
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	h.tables, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p place, err error) { return p, row.Scan(&p.id, &p.code) })
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	rows, err = h.pool.Query(ctx, `SELECT product_id, price_cents FROM branch_product WHERE branch_id = $1 AND is_available ORDER BY product_id LIMIT 8`, h.branch)
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	h.dishes, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d dish, err error) { return d, row.Scan(&d.id, &d.cents) })
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	_, err = h.pool.Exec(ctx, `UPDATE product SET name = name || ' `+canary+`' WHERE tenant_id <> $1`, h.tenant)
	if err == nil {
		_, err = h.pool.Exec(ctx, `UPDATE restaurant_table SET code = code || '`+canary+`' WHERE tenant_id <> $1`, h.tenant)
	}
	if err != nil {
		return fmt.Errorf("mark the other restaurant: %w", err)
	}
	return nil
}

// hire logs in everybody who works here, while all is well.
func (h *house) hire(ctx context.Context) error {
	for role, login := range map[string][2]string{
		"admin": {"admin@demo.com", "admin123"}, "manager": {"manager@demo.com", "manager123"}, "kitchen": {"kitchen@demo.com", "kitchen123"},
		"waiter": {"waiter@demo.com", "waiter123"}, "stranger": {"admin@laesquina.com", "admin123"},
	} {
		var in struct {
			Token string `json:"access_token"`
		}
		if err := h.caller().insist(ctx, http.MethodPost, "/api/auth/login", object{"email": login[0], "password": login[1]}, &in); err != nil {
			return fmt.Errorf("log %s in: %w", role, err)
		}
		h.staff[role] = h.caller().with("Authorization", "Bearer "+in.Token)
	}
	return nil
}

// healthy are the addresses that answer 200 when all is well.
func (h *house) healthy() map[string]string {
	return map[string]string{"api": h.api + "/api/health/detailed", "gateway": h.gateway + "/ws/health/detailed", "mpsim": h.sim + "/__sim/ledger"}
}

func (h *house) awaitAll(ctx context.Context) error {
	for name, at := range h.healthy() {
		if err := h.until(ctx, 2*time.Minute, func(ctx context.Context) error { return h.answersOK(ctx, at) }); err != nil {
			return fmt.Errorf("%s does not become well (logs in %s): %w", name, h.dir, err)
		}
	}
	return nil
}

func (h *house) answersOK(ctx context.Context, at string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Sim-Token", simToken)
	resp, err := h.web.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d", at, resp.StatusCode)
	}
	return nil
}

// until asks every 100 ms until the answer is nil, or gives the last one.
func (h *house) until(ctx context.Context, within time.Duration, ask func(context.Context) error) (err error) {
	end := time.Now().Add(within)
	for {
		if err = ask(ctx); err == nil {
			return nil
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return err
		}
		pause(ctx, 100*time.Millisecond)
	}
}

// pause passes time between two tries.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// close ends what open started and removes its data.
func (h *house) close() {
	for _, name := range []string{"gateway", "api", "worker", "mpsim"} {
		if p := h.processes[name]; p != nil {
			p.stop()
		}
	}
	h.hops.close()
	if h.pool != nil {
		h.pool.Close()
	}
	if h.temporal != nil {
		h.temporal.Stop()
	}
	if h.redis != nil {
		h.redis.Stop()
	}
	if h.postgres != nil {
		h.postgres.Stop()
	}
	if h.keep {
		h.say("los registros quedan en %s", h.dir)
		return
	}
	_ = os.RemoveAll(h.dir)
}
