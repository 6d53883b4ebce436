package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Versions are the numbers of the migrations that this program knows, ascending.
func Versions() (all []int64, err error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, new(sql.DB), FS)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	for _, source := range provider.ListSources() {
		all = append(all, source.Version)
	}
	return all, nil
}

// ErrDown answers who would lose tables and what is in them without having said so.
var ErrDown = errors.New("the schema is newer than the version asked for")

// oneWay is the newest migration that cannot be undone: since it, a name that was
// retired may be used again, which what came before forbids.
const oneWay = 30

// ErrOneWay answers who wants to go back further than there is a way.
var ErrOneWay = fmt.Errorf("migration %d cannot be undone", oneWay)

// To takes the database at url up to a version; 0 means the latest. What lies
// above it is undone only if down is set: that drops tables with all that is in
// them. It returns the version before and after.
func To(ctx context.Context, url string, version int64, down bool) (before, after int64, err error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return 0, 0, fmt.Errorf("open database to migrate: %w", err)
	}
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return 0, 0, fmt.Errorf("make migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, FS, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, 0, fmt.Errorf("read migrations: %w", err)
	}
	if before, err = applied(ctx, db); err != nil {
		return 0, 0, err
	}
	if version == 0 {
		sources := provider.ListSources()
		version = sources[len(sources)-1].Version
	}
	whole, err := lacksNone(ctx, db, provider, before)
	if err != nil {
		return before, before, err
	}
	switch {
	case before == version && whole:
		return before, before, nil
	case before > version && !down:
		return before, before, ErrDown
	case before > version && version < oneWay && before >= oneWay:
		return before, before, ErrOneWay
	case before > version:
		_, err = provider.DownTo(ctx, version)
	default:
		_, err = provider.UpTo(ctx, version)
	}
	if err != nil {
		return before, before, fmt.Errorf("migrate to %d: %w", version, err)
	}
	if after, err = applied(ctx, db); err != nil {
		return before, before, err
	}
	return before, after, grant(ctx, db, after)
}

// applied is the newest migration that a database has; 0 for an empty one.
func applied(ctx context.Context, db *sql.DB) (version int64, err error) {
	var there bool
	if err := db.QueryRowContext(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil {
		return 0, fmt.Errorf("look for migrations: %w", err)
	}
	if !there {
		return 0, nil
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	return version, nil
}

// lacksNone reports whether a database at a version has every migration up to it:
// one may have come late, with a lower number.
func lacksNone(ctx context.Context, db *sql.DB, provider *goose.Provider, version int64) (bool, error) {
	known := 0
	for _, source := range provider.ListSources() {
		if source.Version <= version {
			known++
		}
	}
	if known == 0 {
		return true, nil
	}
	var has int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM goose_db_version WHERE is_applied AND version_id BETWEEN 1 AND $1`, version).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("count migrations: %w", err)
	}
	return has >= known, nil
}

// grant says again what the application's role may do, where it exists.
func grant(ctx context.Context, db *sql.DB, version int64) error {
	if version < appRoleSince {
		return nil
	}
	if _, err := db.ExecContext(ctx, grants); err != nil {
		return fmt.Errorf("grant to %s: %w", AppRole, err)
	}
	return nil
}

// appRoleSince is the migration that made the application's role and what its
// grants speak of.
const appRoleSince = 45
