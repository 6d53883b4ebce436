// Command withservices runs a command, as a rule go test, with one PostgreSQL
// and one Temporal for all the processes it starts:
//
//	withservices go test ./...
//
// It exits as the command does.
//
// Imports: internal/dev/testkit.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"integrador/internal/dev/testkit"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "uso: withservices COMANDO [ARGUMENTOS]")
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer testkit.Stop()

	started := time.Now()
	environ, err := testkit.Share()
	if err != nil {
		fmt.Fprintln(os.Stderr, "withservices:", err)
		return 1
	}
	fmt.Fprintf(os.Stderr, "PostgreSQL y Temporal listos en %.1f s.\n", time.Since(started).Seconds())
	return execute(ctx, args, environ)
}

// execute runs the command and passes our end on to it.
func execute(ctx context.Context, args, environ []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), environ...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	if err == nil {
		return 0
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() > 0 {
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "withservices:", err)
	return 1
}
