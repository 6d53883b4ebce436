package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/client"
	"integrador/internal/dev/devservices"
)

// cluster is the processes and services under test, and what the guests and staff know.
type cluster struct {
	plan
	out   io.Writer
	dir   string
	start time.Time

	devservices.Services
	disk      disk   // PostgreSQL's
	fakeTime  string // a library that gives PostgreSQL another clock
	proxies   *proxies
	processes map[string]*devservices.Program
	ports     ports
	api, sim  string // addresses
	gateway   string
	phones    string // the gateway, through a proxy
	appURL    string // the database as the product's own role

	pool          *pgxpool.Pool // to look into the ledger, past every proxy
	web           *http.Client
	journal       journal
	facts         facts
	faults        []*fault
	kitchen       *socket // the screen there
	staff         map[string]*client.Client
	demotedWaiter *tempWaiter   // loses their role in the middle of the evening
	closing       chan struct{} // no more dinners begin

	kitchenFrom int64 // the last event before the kitchen's screen received anything

	branch, tenant int64
	tables         []table
	dishes         []dish
}

type table struct {
	id   int64
	code string
}

type dish struct{ id, cents int64 }

const (
	database  = "menu_ops"
	simToken  = "abre los controles del simulador en el simulacro" //nolint:gosec // of a simulator that dies with the drill
	sellers   = "TEST-cuenta-del-simulacro"
	unbounded = 1_000_000 // a limit that nothing here reaches

	// canary is part of the other restaurant's names.
	canary = "marca-ajena-9163"
)

func open(ctx context.Context, p plan, binary string, out io.Writer) (*cluster, error) {
	dir, err := os.MkdirTemp("", "integrador-chaos-")
	if err != nil {
		return nil, fmt.Errorf("make a directory: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user, who has to pass
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	cl := &cluster{
		plan: p, out: out, dir: dir, start: time.Now(), proxies: newProxies(), fakeTime: fakeTime(), processes: map[string]*devservices.Program{}, staff: map[string]*client.Client{},
		closing: make(chan struct{}),
		web: &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{
			MaxIdleConns: 400, MaxIdleConnsPerHost: 200, DisableCompression: true, IdleConnTimeout: time.Minute,
		}},
	}
	for _, step := range []func(context.Context) error{
		cl.startServices, func(ctx context.Context) error { return cl.startProcesses(ctx, binary) }, cl.seedData, cl.awaitAll, cl.logInStaff,
	} {
		if err := step(ctx); err != nil {
			cl.close()
			return nil, err
		}
	}
	return cl, nil
}

// say prints progress.
func (cl *cluster) say(format string, args ...any) {
	fmt.Fprintf(cl.out, "%6.1f s  %s\n", time.Since(cl.start).Seconds(), fmt.Sprintf(format, args...))
}

// healthy are the addresses that answer 200 when all is well.
func (cl *cluster) healthy() map[string]string {
	return map[string]string{"api": cl.api + "/api/health/detailed", "gateway": cl.gateway + "/ws/health/detailed", "mpsim": cl.sim + "/__sim/ledger"}
}

func (cl *cluster) awaitAll(ctx context.Context) error {
	for name, at := range cl.healthy() {
		if err := cl.until(ctx, 2*time.Minute, func(ctx context.Context) error { return cl.answersOK(ctx, at) }); err != nil {
			return fmt.Errorf("%s does not become well (logs in %s): %w", name, cl.dir, err)
		}
	}
	return nil
}

func (cl *cluster) answersOK(ctx context.Context, at string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Sim-Token", simToken)
	resp, err := cl.web.Do(req)
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
func (cl *cluster) until(ctx context.Context, within time.Duration, ask func(context.Context) error) (err error) {
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
func (cl *cluster) close() {
	for _, name := range []string{"gateway", "api", "worker", "mpsim"} {
		if p := cl.processes[name]; p != nil {
			p.Stop()
		}
	}
	cl.proxies.close()
	if cl.pool != nil {
		cl.pool.Close()
	}
	cl.Stop()
	cl.disk.unmount()
	if cl.keep {
		cl.say("los registros quedan en %s", cl.dir)
		return
	}
	_ = os.RemoveAll(cl.dir) //nolint:gosec // our own
}
