package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newGateway() *cobra.Command {
	return newProcess("gateway", "Lleva los eventos a los WebSockets", app.Gateway)
}
