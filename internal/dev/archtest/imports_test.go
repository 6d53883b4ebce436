package archtest_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the Imports line of every package comment")

// TestPackageCommentsListTheirImports compares the last paragraph of each package
// comment with what the package imports of this module, tests left out.
// -args -update writes the lines.
func TestPackageCommentsListTheirImports(t *testing.T) {
	t.Parallel()
	for _, p := range ours(t) {
		if p.path() == "internal/platform/postgres/dbgen" || len(p.GoFiles) == 0 { // sqlc writes it, and no comment
			continue
		}
		file, comment := packageComment(t, p)
		if comment == nil {
			continue // TestEveryPackageHasAComment
		}
		want := importsLine(p)
		stated := statedImports(comment.Text())
		switch {
		case stated == want:
		case *update:
			writeImports(t, file, comment, want)
		default:
			t.Errorf("%s: its package comment must end with\n\n// %s", p.path(), wrapped(want, "\n// "))
		}
	}
}

func importsLine(p pkg) string {
	var list []string
	for _, imported := range p.Imports {
		if path, ok := strings.CutPrefix(imported, module+"/"); ok {
			list = append(list, path)
		}
	}
	if len(list) == 0 {
		return "Imports: none of this module."
	}
	slices.Sort(list)
	return "Imports: " + strings.Join(list, ", ") + "."
}

// statedImports is the last paragraph of a comment if that lists imports.
func statedImports(text string) string {
	_, line, found := strings.Cut(text, "\nImports: ")
	if !found {
		return ""
	}
	return "Imports: " + strings.Join(strings.Fields(line), " ")
}

// packageComment is the comment of the one file that has it.
func packageComment(t *testing.T, p pkg) (string, *ast.CommentGroup) {
	t.Helper()
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if file.Doc != nil {
			return path, file.Doc
		}
	}
	return "", nil
}

func writeImports(t *testing.T, path string, comment *ast.CommentGroup, line string) {
	t.Helper()
	var now []string
	for _, c := range comment.List {
		now = append(now, c.Text)
	}
	kept := now
	if i := slices.IndexFunc(now, func(l string) bool { return strings.HasPrefix(l, "// Imports: ") }); i >= 0 {
		kept = now[:i]
	}
	if kept[len(kept)-1] != "//" {
		kept = append(slices.Clone(kept), "//")
	}
	next := strings.Join(kept, "\n") + "\n// " + wrapped(line, "\n// ")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = bytes.Replace(content, []byte(strings.Join(now, "\n")), []byte(next), 1)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// wrapped breaks text between words so that lines stay under 100 columns.
func wrapped(text, separator string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > 100 {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return strings.Join(append(lines, line), separator)
}
