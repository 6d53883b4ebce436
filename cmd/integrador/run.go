package main

import (
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
)

func newRun() *cobra.Command {
	return &cobra.Command{
		Use: "run", Short: "Levanta todo en esta máquina con el restaurante de demostración",
		Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador run\n  REST_API_PORT=9000 TEMPORAL_PORT=7300 integrador run --dir /tmp/otro",
		RunE: withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, log *slog.Logger) error {
			return app.RunDev(cmd.Context(), cfg, text(cmd, "dir"), cmd.OutOrStdout(), log)
		}),
	}
}
