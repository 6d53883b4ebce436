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
	"told": "tell", "heard": "hear", "wishes": "wish", "rousing": "rouse",
}

// remaining counts what is still there of each word. It only ever goes down.
var remaining = map[string]struct{ names, comments int }{
	"books":   {2, 1},
	"hear":    {4, 0},
	"relearn": {1, 1},
	"tell":    {23, 3},
	"till":    {5, 1},
}

var part = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)

// TestBannedWords reads package names, file names, declared identifiers and comments
// of the Go files that people write. -v prints what is left.
func TestBannedWords(t *testing.T) {
	t.Parallel()
	names, comments := map[string][]string{}, map[string][]string{}
	look := func(found map[string][]string, where, text string) {
		for _, p := range part.FindAllString(text, -1) {
			if word := bannedWord(strings.ToLower(p)); word != "" {
				found[word] = append(found[word], where+": "+text)
			}
		}
	}
	folders := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		if strings.HasPrefix(path, "internal/dev/archtest/words") {
			return
		}
		folders[filepath.Dir(path)] = true
		look(names, path, strings.TrimSuffix(filepath.Base(path), ".go"))
		for _, name := range declaredNames(file) {
			look(names, path, name)
		}
		for _, group := range file.Comments {
			for line := range strings.Lines(notProse.ReplaceAllString(group.Text(), " ")) {
				look(comments, path, strings.TrimSpace(recordedNames.ReplaceAllString(line, "")))
			}
		}
	})
	for folder := range folders {
		look(names, folder, filepath.Base(folder))
	}
	for _, word := range slices.Sorted(maps.Keys(banned)) {
		compare(t, word, "names", names[word], remaining[word].names)
		compare(t, word, "comments", comments[word], remaining[word].comments)
	}
}

func compare(t *testing.T, word, what string, found []string, atMost int) {
	t.Helper()
	slices.Sort(found)
	switch {
	case len(found) > atMost:
		t.Errorf("%d %s say %q, %d at most; write %s\n\t%s", len(found), what, word, atMost, banned[word], strings.Join(found, "\n\t"))
	case len(found) > 0:
		t.Logf("%d %s say %q\n\t%s", len(found), what, word, strings.Join(found, "\n\t"))
	}
}

// recordedNames keep the former word: metrics on dashboards, reasons that clients
// know, names in recorded histories.
var recordedNames = regexp.MustCompile(`integrador_open_sittings|integrador_pulse_up|sitting_(?:busy|changed|full|open)|table_status_follows_sitting`)

// TestASessionHasOneName looks for the former word in what is not Go. Migrations
// keep what they once created.
func TestASessionHasOneName(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{".md", ".sql", ".yml", ".yaml", ".json", ".html", ".sh"} {
		eachText(t, ending, func(path, text string) {
			if strings.HasPrefix(path, "migrations/") || strings.Contains(path, "testdata/") {
				return
			}
			for i, line := range strings.Split(text, "\n") {
				if strings.Contains(strings.ToLower(recordedNames.ReplaceAllString(line, "")), "sitting") {
					t.Errorf("%s:%d says sitting: write table session", path, i+1)
				}
			}
		})
	}
}

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
