package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"integrador/bench/plain"
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
type ports struct{ api, gateway, plain, metrics int }

func (ports) url(port int) string { return "http://127.0.0.1:" + strconv.Itoa(port) }

// health is the path that tells whether a process answers.
func health(address string) string {
	if strings.HasSuffix(address, "/ws") {
		return "/health"
	}
	return "/api/health"
}

// freePort asks the system for one.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it listens for no longer than it takes to close
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return strconv.Atoi(port)
}

// describe says how the product's processes and the plain one are run.
func (f *floor) describe(binary string) (err error) {
	for _, port := range []*int{&f.ports.api, &f.ports.gateway, &f.ports.plain, &f.ports.metrics} {
		if *port, err = freePort(); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	log := func(name string) string { return filepath.Join(f.dir, name+".log") }
	f.api = &process{name: "api", path: binary, args: []string{"api"}, log: log("api")}
	f.worker = &process{name: "worker", path: binary, args: []string{"worker"}, log: log("worker")}
	f.gateway = &process{name: "gateway", path: binary, args: []string{"gateway"}, log: log("gateway")}
	f.plain = &process{name: "plain", path: self, log: log("plain")}
	return nil
}

// environment configures the product. Its own limits of requests by minute are
// out of the way, and nothing but warnings is logged; the rest is as in development.
func (f *floor) environment() []string {
	env := []string{
		"ENVIRONMENT=development", "LOG_LEVEL=warn", "OTEL_EXPORTER_OTLP_ENDPOINT=",
		"DATABASE_URL=" + f.postgres.URL(database), "REDIS_URL=" + f.redis.URL(), "TEMPORAL_ADDRESS=" + f.temporal.Address(),
		fmt.Sprint("DATABASE_MAX_CONNECTIONS=", connections),
		fmt.Sprint("REST_API_PORT=", f.ports.api), fmt.Sprint("WS_GATEWAY_PORT=", f.ports.gateway), fmt.Sprint("WORKER_METRICS_PORT=", f.ports.metrics),
		"JWT_SECRET=" + staffSecret, "TABLE_TOKEN_SECRET=" + tableSecret,
	}
	for _, limit := range []string{"TABLE_SESSION", "DINER_REGISTER", "ROUND_SUBMIT", "MENU"} {
		env = append(env, fmt.Sprint("RATE_LIMIT_", limit, "=", unbounded))
	}
	return env
}

// servePlain, as the first argument, makes this program the plain handler.
const servePlain = "serve-plain"

func (f *floor) plainArgs() []string {
	return []string{
		servePlain, "-port", strconv.Itoa(f.ports.plain), "-postgres", f.postgres.URL(database), "-redis", f.redis.URL(),
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

// roles of variant v. The api of A is the plain handler.
func (f *floor) roles(v variant) []role {
	api := role{"api", f.api.pid, false}
	if v == variantA {
		api.pid = f.plain.pid
	}
	return []role{
		api,
		{"worker", f.worker.pid, false},
		{"gateway", f.gateway.pid, false},
		{"temporal", f.temporal.PID, false},
		{"postgres", f.postgres.PID, true},
		{"redis", f.redis.PID, false},
		{generator, os.Getpid, false},
	}
}
