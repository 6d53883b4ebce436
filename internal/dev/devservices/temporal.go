package devservices

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
)

// TemporalOptions are Options and what only Temporal has.
type TemporalOptions struct {
	Options

	// UIPort is where the web interface listens; 0 leaves it out.
	UIPort int
}

// Temporal is a private Temporal development server.
type Temporal struct {
	*service

	uiPort int
}

// SearchAttributes are what operators filter the Temporal UI's list by. Every
// server that runs this project's workflows has them.
func SearchAttributes() []string {
	return []string{"TenantId=Int", "BranchId=Int", "TableCode=Keyword", "SessionId=Int", "SessionStatus=Keyword"}
}

// DynamicConfig tunes a server for few, fast, synchronous messages: one partition
// for each task queue, no polling quantum, activities handed over at once.
func DynamicConfig() []string {
	return []string{
		"matching.numTaskqueueReadPartitions=1",
		"matching.numTaskqueueWritePartitions=1",
		"system.enableActivityEagerExecution=true",
		"history.transferProcessorMaxPollRPS=2000",
		"history.timerProcessorMaxPollRPS=2000",
		"history.maxInFlightUpdates=100",
	}
}

// StartTemporal starts a server that keeps its data in opts.Dir. Its data
// survive a killed process; a power cut may cost the last moments.
func StartTemporal(ctx context.Context, opts TemporalOptions) (*Temporal, error) {
	path, err := temporalCLI()
	if err != nil {
		return nil, err
	}
	s, err := newService("Temporal", opts.Options)
	if err != nil {
		return nil, err
	}
	t := &Temporal{service: s, uiPort: opts.UIPort}
	s.command = func() command { return t.server(path) }
	s.ready = t.ping
	if opts.UIPort != 0 {
		err = portFree("la interfaz de Temporal", opts.UIPort)
	}
	if err == nil {
		err = t.start(ctx)
	}
	if err != nil {
		t.Stop()
		return nil, err
	}
	return t, nil
}

func (t *Temporal) server(path string) command {
	args := []string{
		"server", "start-dev",
		"--ip", host,
		"--port", strconv.Itoa(t.port),
		"--db-filename", filepath.Join(t.dir, "temporal.db"),
		"--sqlite-pragma", "journal_mode=wal",
		"--sqlite-pragma", "synchronous=normal",
		"--log-level", "error",
		"--log-format", "json",
	}
	if t.uiPort == 0 {
		args = append(args, "--headless")
	} else {
		args = append(args, "--ui-ip", host, "--ui-port", strconv.Itoa(t.uiPort))
	}
	for _, value := range DynamicConfig() {
		args = append(args, "--dynamic-config-value", value)
	}
	for _, attribute := range SearchAttributes() {
		args = append(args, "--search-attribute", attribute)
	}
	// Fewer collections are worth 15 % of an update's latency.
	return command{path: path, args: args, env: []string{"GOGC=400"}, term: syscall.SIGINT}
}

// ping asks for the default namespace: the port is open some time before it is there.
func (t *Temporal) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	c, err := client.NewNamespaceClient(client.Options{HostPort: t.Address(), Logger: quiet{}})
	if err != nil {
		return fmt.Errorf("reach Temporal: %w", err)
	}
	defer c.Close()
	if _, err := c.Describe(ctx, "default"); err != nil {
		return fmt.Errorf("find Temporal's default namespace: %w", err)
	}
	return nil
}

// Restart brings a stopped or killed server back with its data and ports.
func (t *Temporal) Restart(ctx context.Context) error { return t.start(ctx) }

// Address is what Temporal clients dial.
func (t *Temporal) Address() string { return t.address() }

// UI is the address of the web interface, or "" without one.
func (t *Temporal) UI() string {
	if t.uiPort == 0 {
		return ""
	}
	return fmt.Sprintf("http://localhost:%d", t.uiPort)
}

// quiet drops the client's log: a server that is still starting is no news.
type quiet struct{}

var _ log.Logger = quiet{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
