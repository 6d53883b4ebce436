package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newVersion() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "version", Short: "Dice qué versión es", Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador version --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return showText(cmd, nil, map[string]string{"version": app.Version}, "integrador %s", app.Version)
		},
	})
}
