package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	namedTest   = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w*)`")
	namedTarget = regexp.MustCompile("`make ([a-z][a-z/]*)")
	namedFile   = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	namedRun    = regexp.MustCompile("go test (\\./[^ `]+) -run '?([\\w|]+)")
	namedCall   = regexp.MustCompile("`(?:bin/)?integrador ([a-z][a-z-]*)")
	subcommand  = regexp.MustCompile(`Use: +"([a-z][a-z-]*)`)
	declared    = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w*)\(`)
	target      = regexp.MustCompile(`(?m)^([a-z][a-z/]*):`)
)

// TestDocsNameWhatExists reads README.md and docs: each test, each make target and
// each file that they name is there.
func TestDocsNameWhatExists(t *testing.T) {
	t.Parallel()
	tests, targets := map[string]bool{}, map[string]bool{}
	eachText(t, "_test.go", func(_, text string) {
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			tests[m[1]] = true
		}
	})
	for _, m := range target.FindAllStringSubmatch(string(read(t, "Makefile")), -1) {
		targets[m[1]] = true
	}
	named := 0
	eachText(t, ".md", func(path, text string) {
		for _, m := range namedTest.FindAllStringSubmatch(text, -1) {
			named++
			if !tests[m[1]] {
				t.Errorf("%s names the test %s, which is not there", path, m[1])
			}
		}
		for _, m := range namedTarget.FindAllStringSubmatch(text, -1) {
			if !targets[m[1]] {
				t.Errorf("%s names make %s, which is not there", path, m[1])
			}
		}
		for _, m := range namedFile.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", path, m[1])
			}
		}
	})
	require.Greater(t, named, 80)
}

// eachText visits the files whose names end with ending.
func eachText(t *testing.T, ending string, visit func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == ".run" || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ending):
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err == nil {
			visit(relative, string(read(t, relative)))
		}
		return err
	})
	require.NoError(t, err)
}

// TestDocsNameCommandsThatExist: the tests that `go test PACKAGE -run NAME` would run,
// and the binary's subcommands.
func TestDocsNameCommandsThatExist(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{}
	subcommands := map[string]bool{"help": true, "api": true, "worker": true, "gateway": true, "all": true} // made from a list of roles
	eachText(t, ".go", func(path, text string) {
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			tests[filepath.Dir(path)] = append(tests[filepath.Dir(path)], m[1])
		}
		if strings.HasPrefix(path, "cmd/integrador/") {
			for _, m := range subcommand.FindAllStringSubmatch(text, -1) {
				subcommands[m[1]] = true
			}
		}
	})
	require.Greater(t, len(subcommands), 20)
	runs := 0
	eachText(t, ".md", func(path, text string) {
		for _, m := range namedRun.FindAllStringSubmatch(text, -1) {
			runs++
			if !anyTest(tests, m[1], m[2]) {
				t.Errorf("%s: go test %s -run %s runs nothing", path, m[1], m[2])
			}
		}
		for _, m := range namedCall.FindAllStringSubmatch(text, -1) {
			if !subcommands[m[1]] {
				t.Errorf("%s: there is no command integrador %s", path, m[1])
			}
		}
	})
	require.Greater(t, runs, 5)
}

func anyTest(tests map[string][]string, pattern, name string) bool {
	folder, below := strings.CutSuffix(strings.TrimPrefix(pattern, "./"), "/...")
	for dir, names := range tests {
		if dir != folder && !(below && strings.HasPrefix(dir, folder+"/")) {
			continue
		}
		for _, n := range names {
			if ok, _ := regexp.MatchString(name, n); ok {
				return true
			}
		}
	}
	return false
}
