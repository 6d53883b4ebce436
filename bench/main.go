// Command bench compares the cost of this product's way of writing with that of a
// plain handler that writes the same rows: in one run and on one machine, because
// only the ratios can be compared with another machine's.
//
//	A  one SQL transaction with SELECT … FOR UPDATE and a Redis publish (bench/plain)
//	B  POST /api/diner/rounds/submit, as it is
//	C  B, but each session records through a regular activity instead of a local one
//
// It starts a private PostgreSQL, Redis and Temporal with the settings of `make
// run`, and the product's processes apart from one another, so that CPU time can
// be measured by process. It prints one report and writes it to docs/benchmarks.md.
//
// Imports: activities, bench/plain, client, internal/dev/devservices, internal/domain/access, internal/domain/event, internal/domain/tablesession, internal/platform/postgres, internal/platform/postgres/dbgen, internal/platform/presence, internal/platform/pubsub, internal/platform/redisclient, internal/platform/token, workflows.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"integrador/bench/plain"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout)) }

func run(args []string, out io.Writer) int {
	//nolint:forbidigo // nobody called who has a context
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) > 0 && args[0] == servePlain {
		if err := plain.Serve(ctx, plainOptions(args[1:])); err != nil {
			fmt.Fprintln(os.Stderr, "plain:", err)
			return 1
		}
		return 0
	}
	if len(args) > 0 && args[0] == serveRegular {
		if err := runRegular(ctx, args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "regular worker:", err)
			return 1
		}
		return 0
	}
	if err := bench(ctx, args, out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return 0
}

func bench(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	quick := flags.Bool("quick", false, "una vuelta corta, de menos de tres minutos, que no escribe el informe")
	binary := flags.String("binary", "", "el programa integrador; vacío: se compila")
	report := flags.String("report", "docs/benchmarks.md", "adónde va el informe")
	only := flags.String("only", "", "partes, separadas por coma: "+strings.Join(experimentNames(), ", "))
	if err := flags.Parse(args); err != nil {
		return err
	}
	p, chosen := full, *only
	if *quick {
		p = short
	}
	bm, err := open(ctx, p, *binary, out)
	if err != nil {
		return err
	}
	defer bm.close()
	r, failed := bm.measure(ctx, chosen)
	if r == nil {
		return failed
	}
	text := r.markdown()
	fmt.Fprintln(out, "\n"+text)
	if *quick || chosen != "" {
		return failed
	}
	return errors.Join(failed, os.WriteFile(*report, []byte(text), 0o644)) //nolint:gosec // a document
}
