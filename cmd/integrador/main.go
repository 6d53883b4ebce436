// Command integrador runs a restaurant's floor. Each kind of process, and each
// thing that an operator does, is a subcommand; `integrador help` lists them.
//
// It may import internal/app, internal/config and what an operator's command
// speaks to.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"integrador/internal/config"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	root := newRoot()
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "integrador:", strings.Join(config.Explain(err), "\n  "))
		return 1
	}
	return 0
}
