package main

import (
	"errors"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

func newSeed() *cobra.Command {
	cmd := withJSON(&cobra.Command{
		Use: "db-seed", Short: "Siembra el restaurante de demostración en una base vacía", Args: cobra.NoArgs,
		Long: "Si la base ya tiene algún restaurante no cambia nada, " +
			"salvo asignar por hoy a los mozos de la demostración.\n" +
			"En production se niega: cualquiera conoce las contraseñas de la demostración.",
		Example: "  integrador db-seed\n  integrador db-seed --env development",
		RunE: withStore(func(cmd *cobra.Command, _ []string, cfg config.Config, store *postgres.Store) error {
			asked := cfg.Environment
			if environment := text(cmd, "env"); environment != "" {
				if err := asked.UnmarshalText([]byte(environment)); err != nil {
					return err
				}
			}
			// --env may only say that this is production, never that it is not.
			if cfg.Environment.Production() || asked.Production() {
				return errors.New("en production no se siembra la demostración: cualquiera conoce sus contraseñas. " +
					"Creá el restaurante con integrador tenant create")
			}
			defer newProgress(cmd, "sembrando").stop()
			seeded, err := app.Seed(cmd.Context(), store)
			sentence := "La base ya tenía datos: no se sembró nada."
			if seeded {
				sentence = "El restaurante de demostración está sembrado."
			}
			return showText(cmd, err, map[string]any{"seeded": seeded, "environment": asked}, "%s", sentence)
		}),
	})
	cmd.Flags().String("env", "", "development o test; vacío: ENVIRONMENT, y en production se niega diga lo que diga")
	return cmd
}
