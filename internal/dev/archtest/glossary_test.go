package archtest_test

import (
	"go/ast"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheGlossaryNamesWhatExists looks up each type and each table of the third column.
func TestTheGlossaryNamesWhatExists(t *testing.T) {
	t.Parallel()
	types, tables := declaredTypes(t), createdTables(t)
	quoted := regexp.MustCompile("`([^`]+)`")
	rows := 0
	for line := range strings.Lines(string(read(t, filepath.Join("docs", "glossary.md")))) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || strings.Contains(cells[3], "type or table") || strings.HasPrefix(cells[1], "---") {
			continue
		}
		rows++
		names := quoted.FindAllStringSubmatch(cells[3], -1)
		require.NotEmpty(t, names, line)
		for _, m := range names {
			if !types[m[1]] && !tables[m[1]] {
				t.Errorf("docs/glossary.md: %s: there is no type and no table %s", strings.TrimSpace(cells[1]), m[1])
			}
		}
	}
	require.Greater(t, rows, 50)
}

// declaredTypes are the exported types and functions of the module, as package.Name.
func declaredTypes(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	eachFile(t, func(_ string, file *ast.File) {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok {
						names[file.Name.Name+"."+s.Name.Name] = true
					}
				}
			case *ast.FuncDecl:
				if decl.Recv == nil {
					names[file.Name.Name+"."+decl.Name.Name] = true
				}
			}
		}
	})
	return names
}

// createdTables are the tables and views that the migrations leave behind. A table
// that was only dropped is rare enough to be looked for by eye.
func createdTables(t *testing.T) map[string]bool {
	t.Helper()
	created := regexp.MustCompile(`(?i)(?:CREATE TABLE|CREATE (?:OR REPLACE )?VIEW|RENAME TO) (?:IF NOT EXISTS )?(\w+)`)
	names := map[string]bool{}
	eachText(t, ".sql", func(_, text string) {
		for _, m := range created.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
	})
	return names
}
