package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestEveningInBrowser plays web/evening with real browsers: two phones at one table, from the QR code to
// the free table, while API, worker and gateway are killed. Its pictures are left in .run/pictures.
func TestEveningInBrowser(t *testing.T) {
	if os.Getenv("TEST_BROWSER") == "" {
		t.Skip("needs Chromium and the built screens: make test/browser runs it")
	}
	s := newFleet(t)
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	screens := filepath.Join(root, "web")

	evening := exec.CommandContext(t.Context(), filepath.Join(screens, "node_modules/.bin/node"), "evening/evening.mjs")
	evening.Dir, evening.Stdout, evening.Stderr = screens, os.Stdout, os.Stderr
	evening.Cancel, evening.WaitDelay = func() error { return evening.Process.Signal(syscall.SIGTERM) }, 10*time.Second
	evening.Env = append(os.Environ(), "ORIGIN="+s.api, "SIMULATOR="+s.sim, "CONTROL="+s.control(t),
		"PICTURES="+filepath.Join(root, ".run/pictures"))
	require.NoError(t, evening.Run())
}

// control is where a program that is no Go test kills processes and starts them again.
func (s *system) control(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	act := func(pattern string, do func(*process)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			p := s.processes[r.PathValue("role")]
			if p == nil {
				http.NotFound(w, r)
				return
			}
			do(p)
		})
	}
	act("POST /kill/{role}", (*process).kill)
	act("POST /start/{role}", (*process).start)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}
