package archtest_test

import (
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// banned are words that name nothing in this field, and what to write instead.
// docs/glossary.md has the words in use.
var banned = map[string]string{
	"absence": "presence, offline",
	"anew":    "restart, reload",
	"bell":    "publisher",
	"books":   "reconcile, ledger",
	"bye":     "close code",
	"census":  "collector",
	"crew":    "fixture",
	"doubt":   "outcomeUnknown",
	"ear":     "socket, subscriber",
	"errand":  "request, job",
	"furnish": "seed, create",
	"hear":    "receive, subscribe",
	"house":   "fixture, branch",
	"lapse":   "expire",
	"leaver":  "closing",
	"nap":     "delay",
	"obey":    "apply",
	"paper":   "printing",
	"parcel":  "message, batch",
	"pulse":   "metrics",
	"relearn": "reload",
	"relive":  "replay",
	"rouse":   "wake, signal",
	"sitting": "session",
	"tell":    "send, log, print: what is done",
	"till":    "merchant account, cash drawer, or until",
	"wish":    "request",
}

// forms are the inflections of the banned words that no suffix gives.
var forms = map[string]string{
	"told": "tell", "heard": "hear", "wishes": "wish", "absent": "absence", "rousing": "rouse",
}

// remaining counts what is still there of each word. It only ever goes down.
var remaining = map[string]int{
	"absence": 5,
	"anew":    3,
	"bell":    15,
	"books":   12,
	"bye":     14,
	"census":  3,
	"crew":    12,
	"doubt":   2,
	"ear":     16,
	"errand":  2,
	"furnish": 9,
	"hear":    74,
	"house":   22,
	"lapse":   1,
	"leaver":  1,
	"nap":     1,
	"obey":    2,
	"paper":   7,
	"parcel":  2,
	"pulse":   2,
	"relearn": 1,
	"relive":  1,
	"rouse":   1,
	"tell":    183,
	"till":    50,
	"wish":    20,
}

var part = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)

// TestBannedWords reads package names, file names and the declared identifiers of
// the Go files that people write.
func TestBannedWords(t *testing.T) {
	t.Parallel()
	found := map[string][]string{}
	look := func(where, name string) {
		for _, p := range part.FindAllString(name, -1) {
			if word := bannedWord(strings.ToLower(p)); word != "" {
				found[word] = append(found[word], where+": "+name)
			}
		}
	}
	folders := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		folders[filepath.Dir(path)] = true
		look(path, strings.TrimSuffix(filepath.Base(path), ".go"))
		for _, name := range declaredNames(file) {
			look(path, name)
		}
	})
	for folder := range folders {
		look(folder, filepath.Base(folder))
	}
	for _, word := range slices.Sorted(maps.Keys(banned)) {
		if len(found[word]) > remaining[word] {
			slices.Sort(found[word])
			t.Errorf("%d names say %q; write %s\n\t%s", len(found[word]), word, banned[word], strings.Join(found[word], "\n\t"))
		}
	}
}

// TestASessionHasOneName looks for the former word in what is not Go. Migrations
// keep what they once created.
func TestASessionHasOneName(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{".md", ".sql", ".yml", ".yaml", ".json", ".html"} {
		eachText(t, ending, func(path, text string) {
			if strings.HasPrefix(path, "migrations/") || strings.Contains(path, "testdata/") || oldWordAllowed(path) {
				return
			}
			for i, line := range strings.Split(text, "\n") {
				if strings.Contains(strings.ToLower(line), "sitting") {
					t.Errorf("%s:%d says sitting: write table session", path, i+1)
				}
			}
		})
	}
}

func oldWordAllowed(string) bool { return true }

func bannedWord(word string) string {
	if base, ok := forms[word]; ok {
		return base
	}
	for _, suffix := range []string{"", "s", "d", "ed", "ing"} {
		base, ok := strings.CutSuffix(word, suffix)
		if _, isBanned := banned[base]; ok && isBanned {
			return base
		}
	}
	return ""
}

// declaredNames are the names that a file gives: of itself, types, functions,
// fields, parameters, constants and variables.
func declaredNames(file *ast.File) []string {
	names := []string{file.Name.Name}
	add := func(identifiers ...*ast.Ident) {
		for _, i := range identifiers {
			names = append(names, i.Name)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name)
		case *ast.TypeSpec:
			add(n.Name)
		case *ast.ValueSpec:
			add(n.Names...)
		case *ast.Field:
			add(n.Names...)
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if i, ok := left.(*ast.Ident); ok && n.Tok == token.DEFINE {
					add(i)
				}
			}
		}
		return true
	})
	return names
}
