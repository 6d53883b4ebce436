package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageHasAComment(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if p.path() == "internal/platform/postgres/dbgen" { // sqlc writes it, and no comment
			continue
		}
		if len(p.GoFiles) > 0 && strings.TrimSpace(p.Doc) == "" {
			t.Errorf("%s has no package comment: say what lives there", p.path())
		}
	}
}

func TestNoCatchAllPackages(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if slices.Contains([]string{"util", "utils", "helpers", "common", "types", "models", "misc"}, filepath.Base(p.Dir)) {
			t.Errorf("%s: name a package by what it offers", p.path())
		}
	}
}

// forbiddenCalls may be made by some packages only.
var forbiddenCalls = []struct {
	calls   []string
	allowed []string // directories
	inTests bool     // tests are bound too
	because string
}{
	{
		calls:   []string{"os.Getenv", "os.LookupEnv", "os.Environ"},
		allowed: []string{"internal/platform/config", "internal/dev/testkit", "internal/dev/devservices"}, // the latter two pass it on to child processes
		because: "internal/platform/config reads the environment, once; take the value as an argument",
	},
	{
		calls:   []string{"time.Sleep"},
		allowed: []string{"internal/dev/devservices"}, // other programs give no signal to wait for
		inTests: true,
		because: "wait for a condition, with a deadline (testkit.Eventually)",
	},
	{
		calls:   []string{"http.Get", "http.Post", "http.DefaultClient"},
		because: "use a client with a timeout",
	},
}

func TestForbiddenCalls(t *testing.T) {
	t.Parallel()
	eachFile(t, func(path string, file *ast.File) {
		for _, rule := range forbiddenCalls {
			exempt := strings.HasSuffix(path, "_test.go") && !rule.inTests
			if exempt || slices.ContainsFunc(rule.allowed, func(dir string) bool { return below(path, dir) }) {
				continue
			}
			for _, call := range rule.calls {
				if mentions(file, call) {
					t.Errorf("%s uses %s: %s", path, call, rule.because)
				}
			}
		}
	})
}

func TestNoInitFunctions(t *testing.T) {
	t.Parallel()
	eachFile(t, func(path string, file *ast.File) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function: let a constructor do it", path)
			}
		}
	})
}

// TestEveryQueryIsCalled: sqlc writes a method for each, which no linter misses.
func TestEveryQueryIsCalled(t *testing.T) {
	t.Parallel()
	called := map[string]bool{}
	eachFile(t, func(_ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				called[s.Sel.Name] = true
			}
			return true
		})
	})
	named := regexp.MustCompile(`(?m)^-- name: (\w+) `)
	queries := 0
	eachText(t, ".sql", func(path, content string) {
		for _, m := range named.FindAllStringSubmatch(content, -1) {
			queries++
			if !called[m[1]] {
				t.Errorf("%s: nobody calls %s", path, m[1])
			}
		}
	})
	if queries == 0 {
		t.Fatal("no query was found")
	}
}

// eachFile visits the Go files that people write.
func eachFile(t *testing.T, visit func(path string, file *ast.File)) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == ".run" || d.Name() == "node_modules" || d.Name() == "dbgen" || d.Name() == "tools") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		seen++
		relative, err := filepath.Rel(root, path)
		visit(filepath.ToSlash(relative), file)
		return err
	})
	if err != nil || seen < 20 {
		t.Fatalf("read the source: %d files, %v", seen, err)
	}
}

// mentions reports whether file uses name, written package.Identifier.
func mentions(file *ast.File, name string) bool {
	pkg, identifier, _ := strings.Cut(name, ".")
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == identifier {
			x, ok := s.X.(*ast.Ident)
			found = found || ok && x.Name == pkg
		}
		return !found
	})
	return found
}
