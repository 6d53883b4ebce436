package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"integrador/internal/dev/testkit"
)

// program is the path of the binary under test.
var program string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "integrador-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "make a directory for the program:", err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	defer testkit.Stop()
	program = filepath.Join(dir, "integrador")
	build := exec.Command("go", "build", "-o", program) //nolint:noctx // there is no test yet whose end could stop it
	if os.Getenv("GOCOVERDIR") != "" {
		build.Args = append(build.Args, "-cover", "-covermode=atomic", "-coverpkg=integrador/...")
	}
	build.Args = append(build.Args, "integrador/cmd/integrador")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}
