// Package migrations holds the schema of PostgreSQL as numbered SQL files and brings a database up to it.
//
// Imports: none of this module.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that goose speaks through
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS

// grants say what the application's role may do.
//
//go:embed grants/app.sql
var grants string

// AppRole is the role whose members the application's processes log in as. Only
// migrating needs more than it may do.
const AppRole = "integrador_app"

// Up applies what the database at url lacks. Several processes may call it at
// once: a lock in the database lets one work while the others wait.
func Up(ctx context.Context, url string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return fmt.Errorf("open database to migrate: %w", err)
	}
	defer db.Close()

	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("make migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, FS, goose.WithSessionLocker(locker), goose.WithAllowOutofOrder(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := db.ExecContext(ctx, grants); err != nil {
		return fmt.Errorf("grant to %s: %w", AppRole, err)
	}
	return nil
}
