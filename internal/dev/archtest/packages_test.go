package archtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

const module = "integrador"

// pkg is what `go list` prints of a package.
type pkg struct {
	ImportPath string
	Dir        string
	Doc        string
	Standard   bool
	GoFiles    []string
	Imports    []string // direct
	Deps       []string // transitive
}

// path is relative to the module: "internal/domain/money".
func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// listed is every package of the module and everything they depend on.
var listed = sync.OnceValues(func() (map[string]pkg, error) {
	cmd := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Dir,Doc,Standard,GoFiles,Imports,Deps", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New(stderr.String())
	}
	packages := map[string]pkg{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages[p.ImportPath] = p
	}
})

// root is the repository, seen from this package.
const root = "../../.."

func all(t *testing.T) map[string]pkg {
	t.Helper()
	packages, err := listed()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	return packages
}

// ours are the module's own packages.
func ours(t *testing.T) []pkg {
	t.Helper()
	var out []pkg
	for _, p := range all(t) {
		if strings.HasPrefix(p.ImportPath, module+"/") {
			out = append(out, p)
		}
	}
	if len(out) < 10 {
		t.Fatalf("go list found only %d packages of %s", len(out), module)
	}
	return out
}

// under are the packages at path and below it; a rule about no package is out of date.
func under(t *testing.T, path string) []pkg {
	t.Helper()
	var out []pkg
	for _, p := range ours(t) {
		if below(p.path(), path) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		t.Errorf("no package at %s: the layers name one that does not exist", path)
	}
	return out
}

func below(path, parent string) bool { return path == parent || strings.HasPrefix(path, parent+"/") }
