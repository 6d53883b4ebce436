package main

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/platform/config"
)

func newConfig() *cobra.Command {
	var example bool
	shown := withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, _ *slog.Logger) error {
		return show(cmd, nil, cfg.Values(), func(out io.Writer) { fmt.Fprintf(out, "%s", cfg.Shown()) })
	})
	cmd := withJSON(&cobra.Command{
		Use: "config", Short: "Muestra la configuración con que arrancaría un proceso, sin secretos", Args: cobra.NoArgs,
		Example: "  integrador config\n  integrador config --json | jq -r .PUBLIC_URL\n" +
			"  integrador config --example > .env.example",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !example {
				return shown(cmd, args)
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), config.Example())
			return err
		},
	})
	cmd.Flags().BoolVar(&example, "example", false, "escribe .env.example")
	cmd.MarkFlagsMutuallyExclusive("example", "json")
	return cmd
}
