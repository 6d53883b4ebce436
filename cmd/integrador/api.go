package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newAPI() *cobra.Command {
	return newProcess("api", "Atiende la API REST", app.API)
}
