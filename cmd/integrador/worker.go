package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newWorker() *cobra.Command {
	return newProcess("worker", "Conduce las mesas: workflows y actividades", app.Worker)
}
