package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"integrador/internal/dev/devservices"
)

// household is what this process keeps for all its tests.
type household struct {
	mu    sync.Mutex
	dir   string
	stops []func()
	dirs  int
}

var home household

// Main runs a package's tests and then stops what they started:
//
//	func TestMain(m *testing.M) { testkit.Main(m) }
//
// A package without it works too; its files stay in the temporary directory
// until the next run.
func Main(m *testing.M) {
	code := m.Run()
	Stop()
	os.Exit(code)
}

// Stop ends the services that this process started and removes their files. It
// is for packages whose TestMain does more than Main.
func Stop() {
	home.mu.Lock()
	defer home.mu.Unlock()
	for _, stop := range home.stops {
		stop()
	}
	home.stops = nil
	if home.dir != "" {
		_ = devservices.Reset(home.dir)
	}
	home.dir = ""
}

// onStop has stop called by Stop.
func (h *household) onStop(stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stops = append(h.stops, stop)
}

const dirPrefix = "integrador-test-"

// room is a new directory for one service.
func (h *household) room(service string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.dir == "" {
		sweep()
		dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", dirPrefix, os.Getpid()))
		if err != nil {
			return "", fmt.Errorf("make a directory for test services: %w", err)
		}
		// PostgreSQL may run as another user, who has to pass through.
		if err := os.Chmod(dir, 0o755); err != nil {
			return "", fmt.Errorf("open a directory for test services: %w", err)
		}
		h.dir = dir
	}
	h.dirs++
	return filepath.Join(h.dir, fmt.Sprintf("%s-%d", service, h.dirs)), nil
}

// sweep removes what killed test processes left behind.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), dirPrefix+"*"))
	for _, dir := range left {
		id, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), dirPrefix), "-")
		pid, err := strconv.Atoi(id)
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = devservices.Reset(dir)
		}
	}
}

// options are those of a service that lives in a new room.
func (h *household) options(service string) (devservices.Options, error) {
	dir, err := h.room(service)
	return devservices.Options{Dir: dir}, err
}

// lasting is the context of what outlives the test that first asks for it.
func lasting(t testing.TB) context.Context {
	t.Helper()
	return context.WithoutCancel(t.Context())
}
