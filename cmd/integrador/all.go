package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newAll() *cobra.Command {
	return newProcess("all", "API, worker y gateway en un solo proceso", app.API, app.Worker, app.Gateway)
}
