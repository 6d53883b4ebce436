package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/config"
)

func newConfig() *cobra.Command {
	var example bool
	cmd := &cobra.Command{Use: "config", Short: "Muestra la configuración con que arrancaría un proceso, sin secretos", Args: cobra.NoArgs,
		Example: "  integrador config\n  integrador config --example > .env.example",
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

func newReseal() *cobra.Command {
	return &cobra.Command{Use: "credentials-reseal", Short: "Vuelve a cifrar lo guardado con la primera clave de CREDENTIALS_KEYS; después la anterior se puede sacar", Args: cobra.NoArgs,
		Example: "  integrador credentials-reseal",
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

func newVerifyPayment() *cobra.Command {
	return &cobra.Command{Use: "verify-payment PAGO", Short: "Pregunta a Mercado Pago por un pago y anota lo que haya", Args: cobra.ExactArgs(1),
		Example: "  integrador verify-payment 10014",
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
