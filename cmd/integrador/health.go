package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newHealth() *cobra.Command {
	return &cobra.Command{
		Use: "health [api|gateway|worker|all]", Short: "Pregunta cómo está un proceso; sale con 1 si algo anda mal",
		Long:    "Escribe el informe del proceso en JSON. Para saber qué hacer con lo que falle: integrador doctor.",
		Example: "  integrador health\n  integrador health all",
		Args:    cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"api", "gateway", "worker", "all"},
		RunE: func(cmd *cobra.Command, args []string) error {
			what := append(args, "api")[0]
			if what != "all" {
				return healthOf(cmd, what)
			}
			var all error
			for _, one := range []string{"api", "gateway", "worker"} {
				if err := healthOf(cmd, one); err != nil {
					all = errors.Join(all, fmt.Errorf("%s: %w", one, err))
				}
			}
			return all
		},
	}
}

func healthOf(cmd *cobra.Command, what string) error {
	cfg, log, err := settings()
	if err != nil {
		return err
	}
	switch what {
	case "worker":
		if err := app.WorkerHealth(cmd.Context(), cfg, log); err != nil {
			return err
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), `{"service":"worker","status":"healthy"}`)
		return err
	case "gateway":
		return askHealth(cmd, fmt.Sprintf("http://localhost:%d/ws/health/detailed", cfg.HTTP.GatewayPort))
	default:
		return askHealth(cmd, fmt.Sprintf("http://localhost:%d/api/health/detailed", cfg.HTTP.APIPort))
	}
}

func askHealth(cmd *cobra.Command, address string) error {
	req, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 5 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("nadie contesta en %s (¿está en marcha? make run): %w", address, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("leer la respuesta de %s: %w", address, err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n", raw)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("dice que algo anda mal (%s): integrador doctor dice qué hacer", resp.Status)
	}
	return nil
}

func newVersion() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version", Short: "Dice qué versión es", Args: cobra.NoArgs, Annotations: process, Example: "  integrador version --json",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if asJSON(cmd) {
				return writeJSON(cmd, map[string]string{"version": app.Version})
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "integrador", app.Version)
			return err
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}
