package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
)

func newConfig() *cobra.Command {
	var example bool
	cmd := &cobra.Command{
		Use: "config", Short: "Muestra la configuración con que arrancaría un proceso, sin secretos", Args: cobra.NoArgs,
		Example: "  integrador config\n  integrador config --json | jq -r .PUBLIC_URL\n  integrador config --example > .env.example",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if example {
				_, err := fmt.Fprint(cmd.OutOrStdout(), config.Example())
				return err
			}
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, cfg.Values())
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), cfg.Shown())
			return err
		},
	}
	cmd.Flags().BoolVar(&example, "example", false, "escribe .env.example")
	jsonFlag(cmd.Flags())
	cmd.MarkFlagsMutuallyExclusive("example", "json")
	return cmd
}

func newReseal() *cobra.Command {
	cmd := &cobra.Command{
		Use: "credentials-reseal", Short: "Vuelve a cifrar lo guardado con la primera clave de CREDENTIALS_KEYS", Args: cobra.NoArgs,
		Long: "Vuelve a cifrar con la primera clave de CREDENTIALS_KEYS las cuentas de Mercado Pago conectadas, los secretos de sus avisos,\n" +
			"los de suscripciones y claves de programas, y los segundos factores del personal. Una hora después de que todos los procesos\n" +
			"tengan la clave nueva, y de correrlo, la anterior se puede sacar. Repetirlo no cambia nada.",
		Example: "  integrador credentials-reseal\n  integrador credentials-reseal --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			done, err := app.Reseal(cmd.Context(), cfg, log)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, done)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Cifrado de nuevo: %d cuentas de Mercado Pago, %d secretos de avisos, %d suscripciones, %d claves de programas, %d segundos factores.\n",
				done.Connections, done.Notices, done.Subscriptions, done.APIKeys, done.SecondFactors)
			return err
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}

func newVerifyPayment() *cobra.Command {
	cmd := &cobra.Command{
		Use: "verify-payment PAGO", Short: "Pregunta a Mercado Pago por un pago y anota lo que haya", Args: cobra.ExactArgs(1),
		Example: "  integrador verify-payment 10014\n  integrador verify-payment 10014 --json | jq -r .status",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%q no es el número de un pago", args[0])
			}
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			status, err := app.VerifyPayment(cmd.Context(), cfg, log, id)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, map[string]any{"payment_id": id, "status": status})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "El pago %d está %s.\n", id, status)
			return err
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}
