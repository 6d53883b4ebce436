package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// fakeTime finds the library that gives a program another clock, or "".
func fakeTime() string {
	for _, pattern := range []string{"/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

// wrongClock restarts PostgreSQL with a clock that is off, and in the end with the
// right one. What it wrote meanwhile is dated as it saw it.
func (cl *cluster) wrongClock(off, lasts time.Duration) *fault {
	restartWith := func(ctx context.Context, env ...string) error {
		cl.Postgres.Kill()
		cl.Postgres.SetEnv(env...)
		return cl.Postgres.Restart(ctx)
	}
	return &fault{what: fmt.Sprintf("PostgreSQL con el reloj %+.0f min", off.Minutes()), lasts: lasts, inject: func(ctx context.Context) (func(context.Context) error, error) {
		heal := func(ctx context.Context) error { return restartWith(ctx) }
		if err := restartWith(ctx, "LD_PRELOAD="+cl.fakeTime, fmt.Sprintf("FAKETIME=%+d", int(off.Seconds()))); err != nil {
			return heal, err
		}
		return heal, cl.wrongBy(ctx, off)
	}}
}

// wrongBy fails unless the server's clock is off as it was asked to be: a fault
// that did not happen proves nothing.
func (cl *cluster) wrongBy(ctx context.Context, off time.Duration) error {
	conn, err := pgx.Connect(ctx, cl.Postgres.URL(database)) // earlier connections are broken
	if err != nil {
		return fmt.Errorf("ask PostgreSQL for the time: %w", err)
	}
	defer conn.Close(ctx)
	var theirs time.Time
	if err := conn.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&theirs); err != nil {
		return fmt.Errorf("ask PostgreSQL for the time: %w", err)
	}
	if wrong := time.Until(theirs) - off; wrong.Abs() > time.Minute {
		return fmt.Errorf("PostgreSQL's clock is off by %v instead of %v", time.Until(theirs), off)
	}
	return nil
}
