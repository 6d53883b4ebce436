package main

import (
	"cmp"
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/dev/demo"
	"integrador/internal/platform/config"
)

func newDemo() *cobra.Command {
	var o demo.Options
	var admin bool
	cmd := &cobra.Command{
		Use: "demo", Args: cobra.NoArgs,
		Short: "Juega una cena completa en un sistema en marcha y la comprueba; sale con 1 si algo no es como debe",
		Example: "  integrador demo\n  integrador demo --branch godoy-cruz\n" +
			"  integrador demo --admin   # abre una sucursal, la atiende, lee sus informes y deshace un borrado",
		RunE: withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, _ *slog.Logger) error {
			for address, byDefault := range map[*string]string{
				&o.API:       localURL("http", cfg.HTTP.APIPort),
				&o.WS:        localURL("ws", cfg.HTTP.GatewayPort),
				&o.Simulator: localURL("http", cfg.Simulator.Port),
			} {
				*address = cmp.Or(*address, byDefault)
			}
			o.SimToken, o.Out = cfg.Simulator.AdminToken.Reveal(), cmd.OutOrStdout()
			if admin {
				return demo.PlayAdmin(cmd.Context(), o)
			}
			return demo.Play(cmd.Context(), o)
		}),
	}
	cmd.Flags().StringVar(&o.API, "api", "", "dirección de la API (por omisión, la de esta máquina)")
	cmd.Flags().StringVar(&o.WS, "ws", "", "dirección del gateway de WebSocket")
	cmd.Flags().StringVar(&o.Simulator, "sim", "", "dirección del simulador de Mercado Pago")
	cmd.Flags().BoolVar(&admin, "admin", false, "abre una sucursal nueva y la administra, además de cenar en ella")
	cmd.Flags().StringVar(&o.Branch, "branch", "centro", "sucursal (slug) de la cena; con --admin es una nueva")
	return cmd
}
