package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/config"
)

func newMigrate() *cobra.Command {
	return &cobra.Command{Use: "db-migrate", Short: "Lleva la base al esquema de esta versión", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if err := app.Migrate(cmd.Context(), cfg); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "La base está al día.")
			return nil
		}}
}

func newSeed() *cobra.Command {
	return &cobra.Command{Use: "db-seed", Short: "Siembra el restaurante de demostración en una base vacía", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if err := app.Seed(cmd.Context(), cfg); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "El restaurante de demostración está sembrado.")
			return nil
		}}
}

func newConfig() *cobra.Command {
	var example bool
	cmd := &cobra.Command{Use: "config", Short: "Muestra la configuración con que arrancaría un proceso, sin secretos", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if example {
				fmt.Fprint(cmd.OutOrStdout(), config.Example())
				return nil
			}
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			fmt.Fprint(cmd.OutOrStdout(), cfg.Shown())
			return nil
		}}
	cmd.Flags().BoolVar(&example, "example", false, "escribe .env.example")
	return cmd
}

func newHealth() *cobra.Command {
	return &cobra.Command{
		Use: "health [api|gateway|worker]", Short: "Pregunta cómo está un proceso; sale con 1 si algo anda mal",
		Args: cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"api", "gateway", "worker"},
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			what := "api"
			if len(args) == 1 {
				what = args[0]
			}
			switch what {
			case "worker":
				return app.WorkerHealth(cmd.Context(), cfg, log)
			case "gateway":
				return askHealth(cmd, fmt.Sprintf("http://localhost:%d/ws/health/detailed", cfg.HTTP.GatewayPort))
			default:
				return askHealth(cmd, fmt.Sprintf("http://localhost:%d/api/health/detailed", cfg.HTTP.APIPort))
			}
		}}
}

func askHealth(cmd *cobra.Command, address string) error {
	req, err := http.NewRequestWithContext(cmd.Context(), http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 5 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("nadie contesta en %s: %w", address, err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(cmd.OutOrStdout(), io.LimitReader(resp.Body, 1<<20)); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("dice que algo anda mal (%s)", resp.Status)
	}
	return nil
}

func newReseal() *cobra.Command {
	return &cobra.Command{Use: "credentials-reseal", Short: "Vuelve a cifrar lo guardado con la primera clave de CREDENTIALS_KEYS; después la anterior se puede sacar", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			n, err := app.Reseal(cmd.Context(), cfg, log)
			fmt.Fprintf(cmd.OutOrStdout(), "%d credenciales cifradas de nuevo.\n", n)
			return err
		}}
}

func newVersion() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Dice qué versión es", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "integrador", app.Version)
			return err
		}}
}

func newVerifyPayment() *cobra.Command {
	return &cobra.Command{Use: "verify-payment PAGO", Short: "Pregunta a Mercado Pago por un pago y anota lo que haya", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%q no es el número de un pago", args[0])
			}
			status, err := app.VerifyPayment(cmd.Context(), cfg, log, id)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "El pago %d está %s.\n", id, status)
			return nil
		}}
}
