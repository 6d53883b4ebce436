package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/rekey"
)

func newReseal() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "credentials-reseal", Args: cobra.NoArgs,
		Short: "Vuelve a cifrar lo guardado con la primera clave de CREDENTIALS_KEYS",
		Long: "Vuelve a cifrar con la primera clave de CREDENTIALS_KEYS las cuentas de Mercado Pago conectadas,\n" +
			"los secretos de sus avisos, los de suscripciones y claves de programas, y los segundos factores del personal.\n" +
			"Una hora después de que todos los procesos tengan la clave nueva, y de correrlo, la anterior se puede sacar.\n" +
			"Repetirlo no cambia nada.",
		Example: "  integrador credentials-reseal\n  integrador credentials-reseal --json",
		RunE: withDeps(func(cmd *cobra.Command, _ []string, deps *app.Deps) error {
			done, err := rekey.Rekeyer{Store: deps.Store, Box: deps.Box}.All(cmd.Context())
			return showText(cmd, err, done, "Cifrado de nuevo: %d cuentas de Mercado Pago, %d secretos de avisos, "+
				"%d suscripciones, %d claves de programas, %d segundos factores.",
				done.Connections, done.Notices, done.Subscriptions, done.APIKeys, done.SecondFactors)
		}),
	})
}
