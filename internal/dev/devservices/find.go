package devservices

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const howToInstall = "ejecutá scripts/install-services.sh"

// postgresBin finds the directory with initdb and postgres: Debian keeps them
// off the PATH. The newest version wins.
func postgresBin() (string, error) {
	var candidates []string
	if path, err := exec.LookPath("postgres"); err == nil {
		candidates = append(candidates, filepath.Dir(path))
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(installed, func(a, b string) int { return majorOf(b) - majorOf(a) })
	candidates = append(candidates, installed...)
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(out)))
	}
	brewed, _ := filepath.Glob("/opt/homebrew/opt/postgresql@*/bin")
	candidates = append(candidates, brewed...)
	for _, dir := range candidates {
		if isProgram(filepath.Join(dir, "initdb")) && isProgram(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("no encuentro PostgreSQL (initdb y postgres): %s", howToInstall)
}

// majorOf reads 16 out of /usr/lib/postgresql/16/bin.
func majorOf(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func redisServer() (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no encuentro redis-server: %s", howToInstall)
}

// temporalCLI finds the temporal program: on the PATH, where go install puts
// programs, or in .run/bin of this directory or one above it.
func temporalCLI() (string, error) {
	if path, err := exec.LookPath("temporal"); err == nil {
		return path, nil
	}
	var candidates []string
	for _, variable := range []string{"GOBIN", "GOPATH"} {
		if out, err := exec.Command("go", "env", variable).Output(); err == nil {
			dir := strings.TrimSpace(string(out))
			candidates = append(candidates, filepath.Join(dir, "temporal"), filepath.Join(dir, "bin", "temporal"))
		}
	}
	for _, dir := range ancestors() {
		candidates = append(candidates, filepath.Join(dir, ".run", "bin", "temporal"))
	}
	for _, path := range candidates {
		if filepath.IsAbs(path) && isProgram(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("no encuentro el programa temporal: %s", howToInstall)
}

// ancestors are the working directory and all those above it: tests run in
// their package's directory.
func ancestors() []string {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	out := []string{dir}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		out = append(out, dir)
	}
	return out
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
