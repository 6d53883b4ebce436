package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"integrador/bench/plain"
	"integrador/internal/dev/devservices"
)

const (
	database    = "menu_ops"
	staffSecret = "bench: signs the tokens of the staff, and only here"
	tableSecret = "bench: signs the tokens of tables, and only here"
	connections = 20 // to PostgreSQL, of each process

	// unbounded is a limit that nothing here reaches. Requests are counted all the same.
	unbounded = 1_000_000
)

// ports are where the processes listen.
type ports struct{ api, gateway, plain, metrics, simulator int }

func (ports) url(port int) string { return "http://127.0.0.1:" + strconv.Itoa(port) }

// health is the path that shows whether a process answers.
func health(address string) string {
	if strings.HasSuffix(address, "/ws") {
		return "/health"
	}
	return "/api/health"
}

// setPrograms says how the product's processes and the plain one are run.
func (bm *benchmark) setPrograms(binary string) error {
	free, err := devservices.FreePorts(5)
	if err != nil {
		return err
	}
	bm.ports = ports{free[0], free[1], free[2], free[3], free[4]}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	program := func(name, path string) *devservices.Program {
		return &devservices.Program{Name: name, Path: path, Args: []string{name}, LogPath: filepath.Join(bm.dir, name+".log")}
	}
	bm.api, bm.worker, bm.gateway, bm.simulator = program("api", binary), program("worker", binary), program("gateway",
		binary), program("mpsim", binary)
	bm.plain, bm.regularWorker = program("plain", self), program("regular-worker", self)
	return nil
}

// environment configures the product. Its own limits of requests by minute are
// out of the way, and nothing but warnings is logged; the rest is as in development.
func (bm *benchmark) environment() []string {
	env := []string{
		"ENVIRONMENT=development", "LOG_LEVEL=warn", "OTEL_EXPORTER_OTLP_ENDPOINT=",
		"DATABASE_URL=" + bm.Postgres.URL(database), "REDIS_URL=" + bm.Redis.URL(), "TEMPORAL_ADDRESS=" + bm.Temporal.Address(),
		fmt.Sprint("DATABASE_MAX_CONNECTIONS=", connections),
		fmt.Sprint("REST_API_PORT=", bm.ports.api), fmt.Sprint("WS_GATEWAY_PORT=",
			bm.ports.gateway), fmt.Sprint("WORKER_METRICS_PORT=", bm.ports.metrics),
		fmt.Sprint("PUBLIC_URL=", bm.ports.url(bm.ports.api)), fmt.Sprint("MPSIM_PORT=", bm.ports.simulator),
		"MERCADOPAGO_API_URL=" + bm.ports.url(bm.ports.simulator), "MERCADOPAGO_ACCESS_TOKEN=TEST-bench",
		"JWT_SECRET=" + staffSecret, "TABLE_TOKEN_SECRET=" + tableSecret,
	}
	for _, limit := range []string{"TABLE_SESSION", "DINER_REGISTER", "ROUND_SUBMIT", "MENU", "CHECK_REQUEST", "CASH", "MP_PREFERENCE"} {
		env = append(env, fmt.Sprint("RATE_LIMIT_", limit, "=", unbounded))
	}
	return env
}

// servePlain, as the first argument, makes this program the plain handler.
const servePlain = "serve-plain"

func (bm *benchmark) plainArgs() []string {
	return []string{
		servePlain, "-port", strconv.Itoa(bm.ports.plain), "-postgres", bm.Postgres.URL(database), "-redis", bm.Redis.URL(),
	}
}

func plainOptions(args []string) plain.Options {
	o := plain.Options{TableSecret: tableSecret, MaxConnections: connections, PerMinute: unbounded}
	flags := flag.NewFlagSet(servePlain, flag.ExitOnError)
	flags.IntVar(&o.Port, "port", 0, "")
	flags.StringVar(&o.Postgres, "postgres", "", "")
	flags.StringVar(&o.Redis, "redis", "", "")
	_ = flags.Parse(args) // it exits
	return o
}

// generator is the role of this process.
const generator = "generador"

// roles of variant v. The api of A is the plain handler; the worker of C is this program's.
func (bm *benchmark) roles(v variant) []role {
	api, worker := role{"api", bm.api.PID, false}, role{"worker", bm.worker.PID, false}
	switch v {
	case variantA:
		api.pid = bm.plain.PID
	case variantC:
		worker.pid = bm.regularWorker.PID
	case variantB: // the product's own
	}
	return []role{
		api,
		worker,
		{"gateway", bm.gateway.PID, false},
		{"temporal", bm.Temporal.PID, false},
		{"postgres", bm.Postgres.PID, true},
		{"redis", bm.Redis.PID, false},
		{generator, os.Getpid, false},
	}
}
