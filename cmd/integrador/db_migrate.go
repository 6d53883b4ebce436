package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"integrador/internal/platform/config"
	"integrador/migrations"
)

func newMigrate() *cobra.Command {
	var down bool
	cmd := withJSON(&cobra.Command{
		Use: "db-migrate [versión]", Args: cobra.MaximumNArgs(1),
		Short: "Lleva la base al esquema de esta versión, o al de una migración",
		Long: "Aplica lo que le falta a la base. Varios procesos pueden correrlo a la vez: " +
			"uno trabaja y los demás esperan.\n" +
			"Entra con DATABASE_OWNER_URL si está, porque el usuario de los procesos no puede cambiar el esquema.\n\n" +
			"Volver atrás borra tablas con todo lo que tienen, auditoría incluida: hay que pedirlo con --down,\n" +
			"y conviene un respaldo.",
		Example: "  integrador db-migrate\n  integrador db-migrate 40\n  integrador db-migrate 40 --down",
		RunE: withConfig(func(cmd *cobra.Command, args []string, cfg config.Config, _ *slog.Logger) error {
			version := int64(0)
			if len(args) == 1 {
				n, err := strconv.ParseInt(args[0], 10, 64)
				if err != nil || n < 1 {
					return fmt.Errorf("%q no es el número de una migración: son los de los archivos de migrations/", args[0])
				}
				version = n
			}
			defer newProgress(cmd, "migrando; si espera mucho, otro proceso migra o tiene tomada una tabla").stop()
			before, after, err := migrations.To(cmd.Context(), cfg.Postgres.Owner().Reveal(), version, down)
			err = explainMigration(err, before, version)
			value := map[string]int64{"before": before, "after": after}
			if before == after {
				return showText(cmd, err, value, "La base ya estaba en la migración %d.", after)
			}
			return showText(cmd, err, value, "La base pasó de la migración %d a la %d.", before, after)
		}),
	})
	cmd.Flags().BoolVar(&down, "down", false, "permite volver atrás, que borra tablas con sus datos")
	return cmd
}

func explainMigration(err error, at, to int64) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, migrations.ErrDown):
		return fmt.Errorf("la base está en la migración %d: volver a la %d borraría tablas con todo lo que tienen. "+
			"Si es lo que querés, hacé un respaldo y repetilo con --down", at, to)
	case errors.Is(err, migrations.ErrOneWay):
		return fmt.Errorf("la base está en la migración %d y no hay camino de vuelta hasta la %d "+
			"(la 30 no se puede deshacer): restaurá un respaldo de entonces", at, to)
	case strings.Contains(err.Error(), "out-of-order"):
		return fmt.Errorf("la base se migró con una versión que no tenía todas las migraciones anteriores; "+
			"en desarrollo: make reset: %w", err)
	case strings.Contains(err.Error(), "42501"), strings.Contains(err.Error(), "permission denied"):
		return fmt.Errorf("este usuario no puede cambiar el esquema: "+
			"poné en DATABASE_OWNER_URL al dueño de la base (integrador run migra solo): %w", err)
	}
	return err
}
