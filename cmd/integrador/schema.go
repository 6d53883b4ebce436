package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
	"integrador/migrations"
)

func newMigrate() *cobra.Command {
	var down bool
	cmd := &cobra.Command{
		Use: "db-migrate [versión]", Short: "Lleva la base al esquema de esta versión, o al de una migración", Args: cobra.MaximumNArgs(1),
		Long: "Aplica lo que le falta a la base. Varios procesos pueden correrlo a la vez: uno trabaja y los demás esperan.\n" +
			"Entra con DATABASE_OWNER_URL si está, porque el usuario de los procesos no puede cambiar el esquema.\n\n" +
			"Volver atrás borra tablas con todo lo que tienen, auditoría incluida: hay que pedirlo con --down, y conviene un respaldo.",
		Example: "  integrador db-migrate\n  integrador db-migrate 40\n  integrador db-migrate 40 --down",
		RunE: func(cmd *cobra.Command, args []string) error {
			version := int64(0)
			if len(args) == 1 {
				n, err := strconv.ParseInt(args[0], 10, 64)
				if err != nil || n < 1 {
					return fmt.Errorf("%q no es el número de una migración: son los de los archivos de migrations/", args[0])
				}
				version = n
			}
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			slow := tellSlow(cmd.ErrOrStderr())
			defer slow.done()
			slow.says("migrando; si espera mucho, otro proceso migra o tiene tomada una tabla")
			before, after, err := app.MigrateTo(cmd.Context(), cfg, version, down)
			if err != nil {
				return explainMigration(err, before, version)
			}
			if asJSON(cmd) {
				return writeJSON(cmd, map[string]int64{"before": before, "after": after})
			}
			if before == after {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "La base ya estaba en la migración %d.\n", after)
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "La base pasó de la migración %d a la %d.\n", before, after)
			return err
		},
	}
	cmd.Flags().BoolVar(&down, "down", false, "permite volver atrás, que borra tablas con sus datos")
	jsonFlag(cmd.Flags())
	return cmd
}

func explainMigration(err error, at, to int64) error {
	switch {
	case errors.Is(err, migrations.ErrDown):
		return fmt.Errorf("la base está en la migración %d: volver a la %d borraría tablas con todo lo que tienen. Si es lo que querés, hacé un respaldo y repetilo con --down", at, to)
	case errors.Is(err, migrations.ErrOneWay):
		return fmt.Errorf("la base está en la migración %d y no hay camino de vuelta hasta la %d (la 30 no se puede deshacer): restaurá un respaldo de entonces", at, to)
	case strings.Contains(err.Error(), "out-of-order"):
		return fmt.Errorf("la base se migró con una versión que no tenía todas las migraciones anteriores; en desarrollo: make reset: %w", err)
	case strings.Contains(err.Error(), "42501"), strings.Contains(err.Error(), "permission denied"):
		return fmt.Errorf("este usuario no puede cambiar el esquema: poné en DATABASE_OWNER_URL al dueño de la base (integrador run migra solo): %w", err)
	}
	return err
}

func newSeed() *cobra.Command {
	var environment string
	cmd := &cobra.Command{
		Use: "db-seed", Short: "Siembra el restaurante de demostración en una base vacía", Args: cobra.NoArgs,
		Long: "Si la base ya tiene algún restaurante no cambia nada, salvo asignar por hoy a los mozos de la demostración.\n" +
			"En production se niega: cualquiera conoce las contraseñas de la demostración.",
		Example: "  integrador db-seed\n  integrador db-seed --env development",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if environment != "" {
				if err := cfg.Environment.UnmarshalText([]byte(environment)); err != nil {
					return err
				}
			}
			if cfg.Environment.Production() {
				return errors.New("en production no se siembra la demostración: cualquiera conoce sus contraseñas. Creá a la primera persona con integrador user create")
			}
			slow := tellSlow(cmd.ErrOrStderr())
			defer slow.done()
			slow.says("sembrando")
			seeded, err := app.Seed(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			return tellSeed(cmd, seeded, cfg.Environment)
		},
	}
	cmd.Flags().StringVar(&environment, "env", "", "development o test; vacío: ENVIRONMENT")
	jsonFlag(cmd.Flags())
	return cmd
}

func tellSeed(cmd *cobra.Command, seeded bool, in config.Environment) error {
	if asJSON(cmd) {
		return writeJSON(cmd, map[string]any{"seeded": seeded, "environment": in})
	}
	text := "La base ya tenía datos: no se sembró nada."
	if seeded {
		text = "El restaurante de demostración está sembrado."
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), text)
	return err
}
