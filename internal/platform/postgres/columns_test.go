package postgres_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// keptUnused are columns that no statement reads, or none writes, each with its reason.
var keptUnused = map[string]string{
	"cash_register.current_session_id":  "which session a drawer is in, for who looks into the database; the index of open sessions decides",
	"cash_register.is_active":           "drawers are not retired yet",
	"chat_log.feedback_helpful":         "guests cannot rate an answer yet",
	"chat_log.id":                       "names a row",
	"cooking_method.description":        catalogueReason,
	"cooking_method.icon":               catalogueReason,
	"cuisine_type.description":          catalogueReason,
	"cuisine_type.icon":                 catalogueReason,
	"flavor_profile.description":        catalogueReason,
	"flavor_profile.icon":               catalogueReason,
	"texture_profile.description":       catalogueReason,
	"texture_profile.icon":              catalogueReason,
	"event_horizon.singleton":           "keeps the table to one row",
	"manager_override.approved_by":      overrideReason,
	"manager_override.entity_id":        overrideReason,
	"manager_override.entity_type":      overrideReason,
	"manager_override.new_values":       overrideReason,
	"manager_override.old_values":       overrideReason,
	"manager_override.override_type":    overrideReason,
	"manager_override.requested_by":     overrideReason,
	"payment.provider_status":           "the contract's column; provider_status_detail says more and is written",
	"payment_refund.requested_by":       "who gave money back, for who investigates; the audit log has it, too",
	"provider_connection.connected_at":  "when, for who investigates",
	"provider_connection.status_reason": "why a connection ended, for who investigates",
	"retirement.retired_at":             "when, for who investigates",
	"webhook_notice.done_at":            "when, for who investigates",
	"webhook_subscription.is_active":    "what was retired is also deleted; one of the two is written everywhere",
}

const (
	catalogueReason = "a catalogue that the contract only reads: a restaurant gets it when it is seeded or imported"
	overrideReason  = "what a manager decided, kept for who investigates; no operation lists it yet"
)

// everyRow are columns that rows of many tables have in common: who changed them and when is for people who look into
// the database, beside the audit log.
var everyRow = []string{
	"created_at", "updated_at", "deleted_at", "created_by_id", "updated_by_id", "deleted_by_id",
	"created_by_email", "updated_by_email", "deleted_by_email",
}

// TestEveryColumnIsReadAndWritten walks the schema: a column that no statement of the product reads, or that none
// writes, is one in name only.
func TestEveryColumnIsReadAndWritten(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	rows, err := pool.Query(t.Context(), `
SELECT a.attrelid::regclass::text AS table, a.attname AS column, a.atthasdef OR a.attidentity <> '' AS defaulted
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'goose_db_version' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY 1, a.attnum`)
	require.NoError(t, err)
	type column struct {
		Table, Column string
		Defaulted     bool
	}
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	require.NoError(t, err)
	require.Greater(t, len(columns), 500)

	statements := statementsOfTheProduct(t)
	rows, err = pool.Query(t.Context(), `
SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'`)
	require.NoError(t, err)
	definitions, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, text := range definitions {
		statements = append(statements, parse(text))
	}

	unused := map[string]string{}
	for _, c := range columns {
		if slices.Contains(everyRow, c.Column) {
			continue
		}
		read, written := false, c.Defaulted
		for _, s := range statements {
			if !s.mentions(c.Table) {
				continue
			}
			written = written || s.writes(c.Table, c.Column)
			read = read || s.reads(c.Column)
		}
		name := c.Table + "." + c.Column
		switch {
		case !written:
			unused[name] = "no statement writes it"
		case !read:
			unused[name] = "no statement reads it"
		}
	}
	for name, what := range unused {
		assert.Contains(t, keptUnused, name, what)
	}
	for name := range keptUnused {
		assert.Contains(t, unused, name, "it is in use: take it off the list")
	}
}

// statement is a piece of SQL: what it writes, and what else it says.
type statement struct {
	words    map[string]bool // all of it
	rest     map[string]bool // without what it writes
	writesTo map[string]map[string]bool
}

var (
	word     = regexp.MustCompile(`[a-z_][a-z0-9_]*|\*`)
	inserts  = regexp.MustCompile(`(?s)insert into "?([a-z_]+)"?(?:\s+as\s+[a-z]+)?\s*\(([^()]*)\)`)
	updates  = regexp.MustCompile(`(?s)update "?([a-z_]+)"?(?:\s+(?:as\s+)?[a-z]+)?\s+set\s+(.*?)(?:\bwhere\b|\bfrom\b|\breturning\b|$)`)
	assigned = regexp.MustCompile(`"?([a-z_]+)"?\s*=(?:[^=]|$)`)
	upserts  = regexp.MustCompile(`(?s)do update set\s+(.*?)(?:\bwhere\b|\breturning\b|$)`)
	copies   = regexp.MustCompile(`(?s)pgx\.identifier\{"([a-z_]+)"\}.*?\[\]string\{([^{}]*)\}`)
)

func wordsOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range word.FindAllString(text, -1) {
		out[w] = true
	}
	return out
}

func parse(text string) statement {
	text = strings.ToLower(text)
	s := statement{words: wordsOf(text), writesTo: map[string]map[string]bool{}}
	note := func(table, column string) {
		if s.writesTo[table] == nil {
			s.writesTo[table] = map[string]bool{}
		}
		s.writesTo[table][column] = true
	}
	rest := text
	for _, m := range append(inserts.FindAllStringSubmatch(text, -1), copies.FindAllStringSubmatch(text, -1)...) {
		for w := range wordsOf(m[2]) {
			note(m[1], w)
		}
		rest = strings.Replace(rest, m[2], "", 1)
	}
	for _, m := range updates.FindAllStringSubmatch(text, -1) {
		for _, a := range assigned.FindAllStringSubmatch(m[2], -1) {
			note(m[1], a[1])
		}
		rest = strings.Replace(rest, m[2], assigned.ReplaceAllString(m[2], " "), 1)
	}
	for _, m := range upserts.FindAllStringSubmatch(text, -1) {
		rest = strings.Replace(rest, m[1], assigned.ReplaceAllString(m[1], " "), 1)
	}
	s.rest = wordsOf(rest)
	return s
}

func (s statement) mentions(table string) bool       { return s.words[table] }
func (s statement) writes(table, column string) bool { return s.writesTo[table][column] }

// reads reports whether the statement names the column outside of what it writes, or turns whole rows into JSON.
func (s statement) reads(column string) bool { return s.rest[column] || s.rest["to_jsonb"] }

// statementsOfTheProduct are the queries, one by one, and the other files of Go that hold SQL, each as one.
func statementsOfTheProduct(t *testing.T) []statement {
	t.Helper()
	var out []statement
	queries, err := filepath.Glob("queries/*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, queries)
	for _, file := range queries {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, each := range strings.Split(string(text), "-- name: ")[1:] {
			out = append(out, parse(withoutComments(each)))
		}
	}
	for _, folder := range []string{"../..", "../../../activities", "../../../api"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() && slices.Contains([]string{"dev", "dbgen"}, entry.Name()) {
				return fs.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			text, err := os.ReadFile(path)
			if err == nil {
				out = append(out, parseFile(string(text))...)
			}
			return err
		})
		require.NoError(t, err)
	}
	return out
}

// parseFile reads the literals of a Go file. A list of columns may be a literal of its own, so what the file inserts or
// updates may be any word of its literals.
func parseFile(text string) []statement {
	all := strings.Join(literals.FindAllString(text, -1), "\n")
	if !sqlWords.MatchString(all) {
		return nil
	}
	s := parse(all)
	for _, m := range changes.FindAllStringSubmatch(strings.ToLower(all), -1) {
		s.writesTo[m[1]] = s.words
	}
	return []statement{s}
}

var changes = regexp.MustCompile(`(?:insert into|update) "?([a-z_]+)"?`)

var (
	literals = regexp.MustCompile("(?s)`[^`]*`|\"(?:[^\"\\\\\n]|\\\\.)*\"")
	sqlWords = regexp.MustCompile(`(?i)\b(select|insert|update|delete)\b`)
)

func withoutComments(text string) string {
	_, body, _ := strings.Cut(text, "\n")
	return regexp.MustCompile(`--[^\n]*`).ReplaceAllString(body, "")
}
