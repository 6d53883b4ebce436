package migrations_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/migrations"
)

// renamed is a comment of a fixture: the table has another name after the migration.
var renamed = regexp.MustCompile(`(?m)^-- renamed (\w+) (\w+)$`)

// dropped is a comment of a fixture: the table does not have the column any more.
var dropped = regexp.MustCompile(`(?m)^-- dropped (\w+) (\w+)$`)

// changesRows matches a statement that changes tables which may have rows already.
var changesRows = regexp.MustCompile(`(?m)^(ALTER TABLE|UPDATE|DELETE FROM|DROP TABLE|INSERT INTO .* SELECT)`)

// fixturesSince is the first migration that must have rows to migrate: the base
// rows are those of the version before it.
const fixturesSince = 30

// TestMigrationsKeepTheRowsOfTheVersionBefore takes a database up one migration at a
// time. testdata/rows/N.sql has rows as the version before N holds them and, after
// the line "-- then", queries that must be true at N. Every row of every table must
// survive with the values that it had, but for columns that the fixture says are dropped.
func TestMigrationsKeepTheRowsOfTheVersionBefore(t *testing.T) {
	t.Parallel()
	url := testkit.EmptyPostgresURL(t)
	db, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close(t.Context()) })
	versions, err := migrations.Versions()
	require.NoError(t, err)
	gone := map[string][]string{}
	for _, version := range versions {
		rows, then := fixture(t, version)
		_, err := db.Exec(t.Context(), rows)
		require.NoError(t, err, "rows before %d", version)
		for _, column := range dropped.FindAllStringSubmatch(rows, -1) {
			gone[column[1]] = append(gone[column[1]], column[2])
		}
		before := contents(t, db)
		_, _, err = migrations.To(t.Context(), url, version, false)
		require.NoError(t, err)
		after := contents(t, db)
		for _, names := range renamed.FindAllStringSubmatch(rows, -1) {
			after[names[1]] = after[names[2]]
		}
		for table, was := range before {
			require.Len(t, after[table], len(was), "%d: %s", version, table)
			for i, row := range was {
				var kept bool
				require.NoError(t, db.QueryRow(t.Context(), `SELECT $1::jsonb @> ($2::jsonb - $3::text[])`, after[table][i], row, append([]string{}, gone[table]...)).Scan(&kept))
				require.True(t, kept, "%d: %s: %s became %s", version, table, row, after[table][i])
			}
		}
		for _, query := range then {
			var holds bool
			require.NoError(t, db.QueryRow(t.Context(), query).Scan(&holds), query)
			require.True(t, holds, "%d: %s", version, query)
		}
	}
}

// fixture reads the rows for a migration and what must hold after it.
func fixture(t *testing.T, version int64) (rows string, then []string) {
	t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("testdata/rows/%05d.sql", version))
	if errors.Is(err, fs.ErrNotExist) {
		require.False(t, version >= fixturesSince && changesRows.MatchString(up(t, version)),
			"migration %d changes tables that have rows: write testdata/rows/%05d.sql", version, version)
		return "", nil
	}
	require.NoError(t, err)
	rows, checks, _ := strings.Cut(string(content), "-- then\n")
	for query := range strings.SplitSeq(checks, ";") {
		if strings.TrimSpace(query) != "" {
			then = append(then, query)
		}
	}
	return rows, then
}

// up is the part of a migration that goes up.
func up(t *testing.T, version int64) string {
	t.Helper()
	files, err := fs.Glob(migrations.FS, fmt.Sprintf("%05d_*.sql", version))
	require.NoError(t, err)
	require.Len(t, files, 1)
	content, err := fs.ReadFile(migrations.FS, files[0])
	require.NoError(t, err)
	text, _, _ := strings.Cut(string(content), "-- +goose Down")
	return text
}

// contents are the rows of every table as JSON, ordered by their text.
func contents(t *testing.T, db *pgx.Conn) map[string][]string {
	t.Helper()
	found, err := db.Query(t.Context(), `SELECT table_name::text FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version'`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(found, pgx.RowTo[string])
	require.NoError(t, err)
	all := map[string][]string{}
	for _, table := range tables {
		quoted := pgx.Identifier{table}.Sanitize()
		rows, err := db.Query(t.Context(), fmt.Sprintf(`SELECT to_jsonb(x)::text FROM %s x ORDER BY coalesce(to_jsonb(x)->>'id', x::text)`, quoted))
		require.NoError(t, err)
		all[table], err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
	}
	return all
}
