package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/health"
)

func newHealth() *cobra.Command {
	return &cobra.Command{
		Use:       "health [api|gateway|worker|all]",
		Short:     "Pregunta cómo está un proceso; sale con 1 si algo anda mal",
		Long:      "Escribe el informe del proceso en JSON. Para saber qué hacer con lo que falle: integrador doctor.",
		Example:   "  integrador health\n  integrador health all",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"api", "gateway", "worker", "all"},
		RunE: withDeps(func(cmd *cobra.Command, args []string, deps *app.Deps) error {
			what := append(args, "api")[0]
			if what != "all" {
				return healthOf(cmd, deps, what)
			}
			var all error
			for _, one := range []string{"api", "gateway", "worker"} {
				if err := healthOf(cmd, deps, one); err != nil {
					all = errors.Join(all, fmt.Errorf("%s: %w", one, err))
				}
			}
			return all
		}),
	}
}

func healthOf(cmd *cobra.Command, deps *app.Deps, what string) error {
	var report []byte
	var err error
	switch what {
	case "worker":
		err = health.Worker(cmd.Context(), deps.Temporal, deps.Config.Temporal)
		if err == nil {
			report = []byte(`{"service":"worker","status":"healthy"}`)
		}
	case "gateway":
		report, err = health.HTTP(cmd.Context(), localURL("http", deps.Config.HTTP.GatewayPort)+"/ws/health/detailed")
	default:
		report, err = health.HTTP(cmd.Context(), localURL("http", deps.Config.HTTP.APIPort)+"/api/health/detailed")
	}
	if report != nil {
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n", report)
	}
	return err
}

func localURL(scheme string, port int) string { return fmt.Sprintf("%s://localhost:%d", scheme, port) }
