package archtest_test

import (
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// spanish are the documents that operators and restaurants read. All others are
// in English.
var spanish = map[string]bool{
	"docs/benchmarks.md":          true, // `make bench` writes it, and the command line speaks Spanish
	"docs/mercadopago-go-live.md": true,
	"docs/observability.md":       true,
	"docs/operating.md":           true,
	"docs/runbook.md":             true,
}

// Words that are frequent in one language and are none in the other.
var (
	englishWords = wordSet("the of and is are was it its that this which with from not but what who whose when where while by be has have their there than then only each every at to in on for as or an")
	spanishWords = wordSet("el la los las que de del un una y o en con por para su sus se lo le al es son fue está están hay cuando donde quien cada pero más como sin sobre entre hasta desde ya nada también porque")
)

// What is not prose: code, links' targets, quotations, HTML.
var notProse = regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)|https?://\\S+|\"[^\"]*\"|“[^”]*”|«[^»]*»|‘[^’]*’")

// TestDocumentsKeepOneLanguage counts frequent words by paragraph. It finds a
// paragraph or a table's row in the wrong language, not a single word.
func TestDocumentsKeepOneLanguage(t *testing.T) {
	t.Parallel()
	seen := 0
	eachText(t, ".md", func(path, text string) {
		seen++
		for paragraph := range paragraphs(notProse.ReplaceAllString(text, " ")) {
			english, castilian := count(paragraph, englishWords), count(paragraph, spanishWords)
			wrong, right := castilian, english
			if spanish[path] {
				wrong, right = english, castilian
			}
			if wrong >= 4 && wrong > right {
				t.Errorf("%s is in another language here: %.90s", path, strings.TrimSpace(paragraph))
			}
		}
	})
	require.Greater(t, seen, 20)
	for path := range spanish {
		require.NotEmpty(t, read(t, path), path)
	}
}

// TestCommentsAreInEnglish reads the comments of Go files. What programs print in
// Spanish is in strings.
func TestCommentsAreInEnglish(t *testing.T) {
	t.Parallel()
	comments := 0
	eachText(t, ".go", func(path, text string) {
		if strings.Contains(path, "/dbgen/") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, group := range file.Comments {
			comments++
			prose := notProse.ReplaceAllString(group.Text(), " ")
			english, castilian := count(prose, englishWords), count(prose, spanishWords)
			if castilian >= 2 && castilian > english {
				t.Errorf("%s has a comment in Spanish: %.90s", path, group.Text())
			}
		}
	})
	require.Greater(t, comments, 1000)
}

// paragraphs are separated by empty lines; a table's rows and a list's items count
// each by itself.
func paragraphs(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		var current strings.Builder
		for line := range strings.Lines(text) {
			trimmed := strings.TrimSpace(line)
			apart := trimmed == "" || strings.HasPrefix(trimmed, "|") || strings.HasPrefix(trimmed, "- ")
			if apart && current.Len() > 0 {
				if !yield(current.String()) {
					return
				}
				current.Reset()
			}
			current.WriteString(line)
		}
		yield(current.String())
	}
}

func count(text string, words map[string]bool) int {
	n := 0
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if words[word] {
			n++
		}
	}
	return n
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}
