// Command chaos plays evenings in a restaurant while everything it stands on
// breaks, and then looks from outside whether every promise was kept.
//
// It starts a private PostgreSQL, Redis, Temporal and Mercado Pago simulator, and
// api, worker and gateway apart, with a proxy on every hop between them. Tables
// scan, order, call, pay and leave; a schedule that one seed decides kills, freezes
// and cuts off what serves them. At the end all is healed, and what people were
// answered is compared with REST, WebSocket and SQL: each promise is a row of the
// report. Any broken one makes the exit code 1.
//
// Imports: client, internal/dev/devservices, internal/dev/reconcile, internal/domain/money, migrations.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout)) }

func run(args []string, out io.Writer) int {
	//nolint:forbidigo // nobody called who has a context
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := drill(ctx, args, out); {
	case err == nil:
		return 0
	case errors.Is(err, errBroken):
		return 1
	default:
		fmt.Fprintln(os.Stderr, "chaos:", err)
		return 2
	}
}

// errBroken says that a promise was not kept; the report says which.
var errBroken = errors.New("a promise was broken")

func drill(ctx context.Context, args []string, out io.Writer) error {
	p, binary, err := parse(args)
	if err != nil {
		return err
	}
	cl, err := open(ctx, p, binary, out)
	if err != nil {
		return err
	}
	defer cl.close()
	kept, err := cl.play(ctx)
	if err != nil {
		return err
	}
	if !kept {
		return errBroken
	}
	return nil
}

// plan is how an evening is played.
type plan struct {
	seed            int64
	name            string
	tables          int
	diners          int           // most people at a table
	length          time.Duration // from the first fault to the last
	think           time.Duration // between two things that a table does
	sparse          time.Duration // between two faults
	brief           float64       // how much of its full length a fault lasts
	idleConnections int           // connections that do nothing, when there are any
	money           bool          // only payments, and only what hurts them
	once            bool          // each table is used once
	only            string        // a word of the faults' names; "": all of them
	plant           string        // what is broken on purpose: drop, cent, or nothing
	keep            bool          // the logs outlive the run
}

func parse(args []string) (p plan, binary string, err error) {
	flags := flag.NewFlagSet("chaos", flag.ContinueOnError)
	short := flags.Bool("short", false, "una vuelta de un minuto, con menos mesas")
	money := flags.Bool("money", false, "60 mesas de 12 que pagan con Mercado Pago mientras todo falla")
	minutes := flags.Float64("minutes", 4, "cuánto duran las fallas")
	flags.Int64Var(&p.seed, "seed", time.Now().UnixNano()%1_000_000, "de qué sale el programa de fallas")
	flags.IntVar(&p.tables, "tables", 0, "mesas; 0: las que lleva el programa")
	flags.StringVar(&p.plant, "plant", "", "rompe algo a propósito, para ver que se nota: drop o cent")
	flags.StringVar(&p.only, "only", "", "solo las fallas cuyo nombre lo contiene: disco, reloj, kill …")
	flags.BoolVar(&p.keep, "keep", false, "deja los registros de los procesos")
	flags.StringVar(&binary, "binary", "bin/integrador", "el programa integrador")
	if err := flags.Parse(args); err != nil {
		return p, "", err
	}
	if p.plant != "" && p.plant != "drop" && p.plant != "cent" {
		return p, "", fmt.Errorf("-plant es drop o cent, no %q", p.plant)
	}
	return p.fill(*short, *money, time.Duration(*minutes*float64(time.Minute))), binary, nil
}

func (p plan) fill(short, money bool, length time.Duration) plan {
	shape := plan{name: "completa", tables: 40, diners: 3, length: length, think: 400 * time.Millisecond, sparse: 2 * time.Second, brief: 1, idleConnections: 2000}
	switch {
	case money:
		shape = plan{name: "de dinero", tables: 60, diners: 12, length: length, think: 300 * time.Millisecond, sparse: 6 * time.Second, brief: 1, money: true, once: true}
	case short:
		shape = plan{name: "corta", tables: 12, diners: 2, length: 30 * time.Second, think: 300 * time.Millisecond, sparse: 700 * time.Millisecond, brief: 0.6, idleConnections: 400}
	}
	if p.tables != 0 {
		shape.tables = p.tables
	}
	shape.seed, shape.plant, shape.keep, shape.only = p.seed, p.plant, p.keep, p.only
	return shape
}
