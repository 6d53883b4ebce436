package devservices

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Postgres is a private PostgreSQL server. Its superuser is postgres, without
// a password: only this machine reaches it.
type Postgres struct {
	*service

	bin  string
	user *account
	data string
	env  []string
}

// StartPostgres makes a cluster in opts.Dir if there is none and starts it.
//
// When run as root the server runs as the user postgres or nobody; if that user
// cannot reach opts.Dir, the data lives under /var/tmp instead and Notify is called.
func StartPostgres(ctx context.Context, opts Options) (*Postgres, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	as, err := postgresAccount()
	if err != nil {
		return nil, err
	}
	s, err := newService("PostgreSQL", opts)
	if err != nil {
		return nil, err
	}
	p := &Postgres{service: s, bin: bin, user: as}
	s.command = func() command { return p.server(opts.Durable) }
	s.ready = p.ping
	if err := p.prepare(ctx); err != nil {
		p.Stop()
		return nil, err
	}
	if err := p.start(ctx); err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

// prepare decides where the data live and makes the cluster on first use.
func (p *Postgres) prepare(ctx context.Context) error {
	home := p.user.reachable(p.dir)
	if home != p.dir {
		p.notify("El usuario %s no puede entrar en %s: los datos de PostgreSQL quedan en %s.", p.user.name, p.dir, home)
		if err := p.user.own(home); err != nil {
			return fmt.Errorf("prepare PostgreSQL's directory: %w", err)
		}
	}
	p.data = filepath.Join(home, "data")
	if _, err := os.Stat(filepath.Join(p.data, "PG_VERSION")); err == nil {
		return nil
	}
	if err := p.user.own(p.data); err != nil {
		return fmt.Errorf("prepare PostgreSQL's directory: %w", err)
	}
	return p.initdb(ctx)
}

// initdb makes an empty cluster. Spanish collation, where the version knows it,
// puts Ñoquis between Nachos and Omelette.
func (p *Postgres) initdb(ctx context.Context) error {
	p.notify("Preparo una base de datos nueva en %s…", p.data)
	args := []string{"--pgdata", p.data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions", "--no-sync"}
	if p.knowsICU(ctx) {
		args = append(args, "--locale-provider=icu", "--icu-locale=es-AR", "--locale=C")
	} else {
		args = append(args, "--no-locale")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, "initdb"), args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.user.credential()}
	cmd.Dir = "/"
	if out, err := cmd.CombinedOutput(); err != nil {
		_ = os.RemoveAll(p.data) // half a cluster would look like a whole one
		return fmt.Errorf("initdb no pudo crear la base en %s: %s", p.data, strings.TrimSpace(string(out)))
	}
	return nil
}

// knowsICU is true from PostgreSQL 15 on.
func (p *Postgres) knowsICU(ctx context.Context) bool {
	out, err := exec.CommandContext(ctx, filepath.Join(p.bin, "initdb"), "--help").Output()
	return err == nil && strings.Contains(string(out), "--icu-locale")
}

func (p *Postgres) server(durable bool) command {
	settings := []string{
		"listen_addresses=" + host,
		"port=" + strconv.Itoa(p.port),
		"unix_socket_directories=",
		"max_connections=300",
		"timezone=UTC",
		"log_timezone=UTC",
	}
	if !durable { // a commit still reaches the system before it is answered, so a kill loses nothing
		settings = append(settings, "fsync=off", "full_page_writes=off")
	}
	args := []string{"-D", p.data}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	// SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients.
	return command{path: filepath.Join(p.bin, "postgres"), args: args, env: p.env, user: p.user, term: syscall.SIGINT}
}

func (p *Postgres) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	return conn.Close(ctx)
}

// Restart brings a stopped or killed server back with its data and port.
//
// After a Kill the system may need a moment to take back the dead processes'
// shared memory, without which the server refuses to start.
func (p *Postgres) Restart(ctx context.Context) (err error) {
	for range 20 {
		if err = p.start(ctx); err == nil || !strings.Contains(err.Error(), "shared memory") {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// SetEnv is what the next Restart adds to the server's environment, in place of
// what was set before.
func (p *Postgres) SetEnv(env ...string) { p.env = env }

// URL is the address of a database of this server.
func (p *Postgres) URL(database string) string {
	u := url.URL{Scheme: "postgresql", User: url.User("postgres"), Host: p.address(), Path: database, RawQuery: "sslmode=disable"}
	return u.String()
}

// CreateDatabase makes sure that the database exists.
func (p *Postgres) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connect to create %s: %w", name, err)
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	if exists, ok := errors.AsType[*pgconn.PgError](err); ok && exists.Code == "42P04" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// CreateLogin makes sure that name can log in, without a password, as a member of
// group, and gives the address by which it reaches database.
func (p *Postgres) CreateLogin(ctx context.Context, name, group, database string) (string, error) {
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return "", fmt.Errorf("connect to create the login %s: %w", name, err)
	}
	defer conn.Close(ctx)
	login, member := pgx.Identifier{name}.Sanitize(), pgx.Identifier{group}.Sanitize()
	_, err = conn.Exec(ctx, fmt.Sprintf("CREATE ROLE %s LOGIN IN ROLE %s", login, member))
	if exists, ok := errors.AsType[*pgconn.PgError](err); ok && exists.Code == "42710" {
		_, err = conn.Exec(ctx, fmt.Sprintf("GRANT %s TO %s", member, login))
	}
	if err != nil {
		return "", fmt.Errorf("create the login %s: %w", name, err)
	}
	u := url.URL{Scheme: "postgresql", User: url.User(name), Host: p.address(), Path: database, RawQuery: "sslmode=disable"}
	return u.String(), nil
}

// DataDir is where the cluster's files are.
func (p *Postgres) DataDir() string { return p.data }
