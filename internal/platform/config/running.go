package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// runningFile, in the data directory of a development system, has its addresses:
// lines of NAME='value', which a shell can source.
const runningFile = "running.env"

// pidLine begins the file. It shows whether the system still runs.
const pidLine = "# pid "

// services are the variables that identify a system.
var services = []string{"DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS"}

// WriteRunning writes the addresses of this system into dir, for the commands of
// this machine. Only the owner can read the file: an address may have a password.
// forget removes it.
func (c Config) WriteRunning(dir string) (forget func(), err error) {
	path := filepath.Join(dir, runningFile)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("replace %s: %w", path, err) // an old file may have other permissions
	}
	if err := os.WriteFile(path, []byte(c.running(os.Getpid())), 0o600); err != nil {
		return nil, fmt.Errorf("write the addresses of the system: %w", err)
	}
	return func() { _ = os.Remove(path) }, nil
}

// running is the file's text. It has no signing secrets: those of development are
// the same in every process of one version.
func (c Config) running(pid int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%d\n", pidLine, pid)
	for _, v := range [][2]string{
		{"DATABASE_URL", c.Postgres.URL.Reveal()},
		{"REDIS_URL", c.Redis.URL.Reveal()},
		{"TEMPORAL_ADDRESS", c.Temporal.Address},
		{"TEMPORAL_NAMESPACE", c.Temporal.Namespace},
		{"TEMPORAL_TASK_QUEUE", c.Temporal.TaskQueue},
		{"TEMPORAL_UI_PORT", strconv.Itoa(c.Temporal.UIPort)},
		{"REST_API_PORT", strconv.Itoa(c.HTTP.APIPort)},
		{"WS_GATEWAY_PORT", strconv.Itoa(c.HTTP.GatewayPort)},
		{"MPSIM_PORT", strconv.Itoa(c.Simulator.Port)},
		{"AUDIT_CHECKPOINT_DIR", c.Audit.Checkpoints},
	} {
		if v[1] != "" && v[1] != "0" && !strings.ContainsAny(v[1], "'\n") {
			fmt.Fprintf(&b, "%s='%s'\n", v[0], v[1])
		}
	}
	return b.String()
}

// UseRunning adds the addresses of the development system with its data in dir to
// the environment, for Load, and reports whether it did. It does nothing in
// production, or if the environment gives the address of any service: a command
// must not use parts of two systems.
func UseRunning(dir string) (bool, error) {
	if slices.ContainsFunc(services, Given) || isProduction(os.Getenv("ENVIRONMENT")) {
		return false, nil
	}
	raw, err := os.ReadFile(filepath.Join(dir, runningFile)) //nolint:gosec // the operator names the directory
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the addresses of the system: %w", err)
	}
	first, rest, _ := strings.Cut(string(raw), "\n")
	if !alive(first) {
		return false, nil
	}
	for line := range strings.Lines(rest) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !Given(name) {
			if err := os.Setenv(name, strings.Trim(value, "'")); err != nil {
				return false, fmt.Errorf("set %s: %w", name, err)
			}
		}
	}
	return true, nil
}

// isProduction errs on the side of production.
func isProduction(name string) bool {
	environment := Development
	return name != "" && (environment.UnmarshalText([]byte(name)) != nil || environment.Production())
}

// alive reports whether the process of a pidLine runs.
func alive(line string) bool {
	text, ok := strings.CutPrefix(line, pidLine)
	pid, err := strconv.Atoi(text)
	if !ok || err != nil || pid < 1 {
		return false
	}
	err = syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
