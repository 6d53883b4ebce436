package main

import (
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
)

func newSimulator() *cobra.Command {
	return &cobra.Command{
		Use: "mpsim", Short: "Simula Mercado Pago; nunca en producción", Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador mpsim\n  MPSIM_PORT=8190 integrador mpsim",
		RunE: withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, log *slog.Logger) error {
			return app.Simulator(cmd.Context(), cfg, log)
		}),
	}
}
