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

// started is what this process has started for all its tests.
type started struct {
	mu    sync.Mutex
	dir   string
	stops []func()
	dirs  int
}

var process started

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
	process.mu.Lock()
	defer process.mu.Unlock()
	for _, stop := range process.stops {
		stop()
	}
	process.stops = nil
	if process.dir != "" {
		_ = devservices.Reset(process.dir)
	}
	process.dir = ""
}

// onStop has stop called by Stop.
func (s *started) onStop(stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stops = append(s.stops, stop)
}

// Long marks a test that takes long: `make test` sets TEST_SKIP_LONG, and
// `make test/system` runs its package whole.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() || os.Getenv("TEST_SKIP_LONG") != "" {
		t.Skip("takes long: make test/system runs it")
	}
}

const dirPrefix = "integrador-test-"

// newDir is a directory for one service.
func (s *started) newDir(service string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dir == "" {
		removeLeftovers()
		dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", dirPrefix, os.Getpid()))
		if err != nil {
			return "", fmt.Errorf("make a directory for test services: %w", err)
		}
		// PostgreSQL may run as another user, who has to pass through.
		if err := os.Chmod(dir, 0o755); err != nil {
			return "", fmt.Errorf("open a directory for test services: %w", err)
		}
		s.dir = dir
	}
	s.dirs++
	return filepath.Join(s.dir, fmt.Sprintf("%s-%d", service, s.dirs)), nil
}

// removeLeftovers removes what killed test processes left behind.
func removeLeftovers() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), dirPrefix+"*"))
	for _, dir := range left {
		id, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), dirPrefix), "-")
		pid, err := strconv.Atoi(id)
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = devservices.Reset(dir)
		}
	}
}

// options are those of a service in a new directory.
func (s *started) options(service string) (devservices.Options, error) {
	dir, err := s.newDir(service)
	return devservices.Options{Dir: dir}, err
}

// detached is a context for what outlives the test that first asks for it.
func detached(t testing.TB) context.Context {
	t.Helper()
	return context.WithoutCancel(t.Context())
}
