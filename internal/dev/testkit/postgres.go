package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/internal/dev/devservices"
	"integrador/migrations"
)

// Postgres is a pool of connections to a migrated database that only t uses.
func Postgres(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(detached(t), PostgresURL(t))
	if err != nil {
		t.Fatalf("connect to the test's database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// PostgresURL is the address of a migrated database that only t uses.
func PostgresURL(t testing.TB) string {
	t.Helper()
	name, err := template()
	if err != nil {
		t.Fatalf("prepare the template of test databases: %v", err)
	}
	return newDatabase(t, name)
}

// EmptyPostgresURL is the address of a database without any table.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return newDatabase(t, "template1")
}

// PostgresServer is a server of the test's own, to be killed and restarted. Its
// database menu_ops is migrated.
func PostgresServer(t testing.TB) *devservices.Postgres {
	t.Helper()
	opts, err := process.options("postgres")
	if err != nil {
		t.Fatal(err)
	}
	server, err := devservices.StartPostgres(detached(t), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop(); _ = devservices.Reset(opts.Dir) })
	err = server.CreateDatabase(t.Context(), "menu_ops")
	if err == nil {
		err = migrations.Up(t.Context(), server.URL("menu_ops"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// newDatabase clones template and drops the clone when t ends.
func newDatabase(t testing.TB, template string) string {
	t.Helper()
	server, err := postgres()
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ToLower(rand.Text()[:16])
	err = execute(t.Context(), server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template))
	if err != nil {
		t.Fatalf("create the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(detached(t), server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return database(server, name)
}

// postgres is the address of this process's server.
var postgres = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("TEST_DATABASE_URL"); given != "" {
		return given, nil
	}
	server, errDocker := dockerPostgres()
	if errDocker == nil {
		return server, nil
	}
	server, errLocal := localPostgres()
	if errLocal == nil {
		return server, nil
	}
	return "", fmt.Errorf("the test needs PostgreSQL: run scripts/install-services.sh, start Docker, or set TEST_DATABASE_URL: %w", errors.Join(errDocker, errLocal))
})

func localPostgres() (string, error) {
	opts, err := process.options("postgres")
	if err != nil {
		return "", err
	}
	server, err := devservices.StartPostgres(context.Background(), opts)
	if err != nil {
		return "", fmt.Errorf("start a local PostgreSQL: %w", err)
	}
	process.onStop(server.Stop)
	return server.URL("postgres"), nil
}

// template is the name of a template database with today's schema. Processes
// that share a server share the template; a changed schema has another name.
var template = sync.OnceValues(func() (string, error) {
	server, err := postgres()
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	name, err := templateName()
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close(ctx) // which also releases the lock
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext('integrador test template'))"); err != nil {
		return "", fmt.Errorf("wait for other test processes: %w", err)
	}
	return name, makeTemplate(ctx, conn, server, name)
})

// makeTemplate migrates a new database and marks it as finished by making it a
// template; one without the mark is an attempt that was
// interrupted.
func makeTemplate(ctx context.Context, conn *pgx.Conn, server, name string) error {
	var finished bool
	err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&finished)
	if err != nil || finished {
		return err
	}
	if err := execute(ctx, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)", "CREATE DATABASE "+name); err != nil {
		return fmt.Errorf("create the template: %w", err)
	}
	if err := migrations.Up(ctx, database(server, name)); err != nil {
		return fmt.Errorf("migrate the template: %w", err)
	}
	return execute(ctx, server, "ALTER DATABASE "+name+" IS_TEMPLATE true ALLOW_CONNECTIONS false")
}

// templateName distinguishes the schemas of different checkouts.
func templateName() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := migrations.FS.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	return "integrador_template_" + hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// execute runs statements outside of any transaction.
func execute(ctx context.Context, server string, statements ...string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close(ctx)
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// database is the address of another database of server.
func database(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // pgx will say what is wrong with it
	}
	u.Path = name
	return u.String()
}
