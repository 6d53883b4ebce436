// Command integrador runs the processes of the system and the commands of its
// operators. Each is a subcommand, in the file of its name; `integrador help` lists them.
//
// Imports: api, internal/app, internal/dev/demo, internal/domain/access, internal/domain/fault,
// internal/operator, internal/operator/apikeys, internal/operator/auditlog, internal/operator/cache,
// internal/operator/deadletters, internal/operator/doctor, internal/operator/health,
// internal/operator/paymentcheck, internal/operator/people, internal/operator/rekey,
// internal/operator/sessiontimeline, internal/operator/tenants, internal/operator/wstest,
// internal/platform/config, internal/platform/postgres, internal/platform/postgres/dbgen,
// internal/platform/telemetry, internal/platform/token, internal/readmodel/asyncapi, migrations,
// workflows.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/config"
)

func main() { os.Exit(run(os.Args[1:])) }

// explain gives the lines of an error without the reason code, which is for programs.
func explain(err error) []string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		text := strings.Replace(err.Error(), f.Reason+": ", "", 1)
		if f.Code.Temporary() {
			text += "\n  Algo de lo que depende no contesta: integrador doctor dice qué y qué hacer."
		}
		return []string{text}
	}
	return config.Explain(err)
}

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	root := newRoot()
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "integrador:", strings.Join(explain(err), "\n  "))
		return 1
	}
	return 0
}
