package main

import (
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
	"integrador/internal/platform/telemetry"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:               "integrador",
		Short:             "El salón de un restaurante: mesas, rondas, cocina y cuenta",
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return findRunning(cmd) },
	}
	root.PersistentFlags().String("dir", app.DataDir, "carpeta de los datos de integrador run, donde los demás comandos lo encuentran")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("no se entiende lo que pediste (%w); mirá %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		newServe("api", "Atiende la API REST", app.API),
		newServe("worker", "Conduce las mesas: workflows y actividades", app.Worker),
		newServe("gateway", "Lleva los eventos a los WebSockets", app.Gateway),
		newServe("all", "API, worker y gateway en un solo proceso", app.API, app.Worker, app.Gateway),
		newSimulator(), newDev(), newDemo(), newMigrate(), newSeed(), newConfig(), newHealth(),
		newDeadLetterStats(), newDeadLetterProcess(), newReseal(), newAudit(), newVerifyPayment(), newTable(), newDoctor(),
		newCacheClear(), newCacheWarm(), newCacheStats(), newUser(), newAPIKey(), newWSTest(), newVersion(),
	)
	return root
}

// settings loads the configuration and makes the process's logger.
func settings() (config.Config, *slog.Logger, error) {
	cfg, err := config.Load(nil)
	if err != nil {
		return cfg, nil, err
	}
	log := telemetry.NewLogger(os.Stderr, telemetry.LogOptions{Level: cfg.LogLevel, Text: !cfg.Environment.Production()})
	slog.SetDefault(log)
	return cfg, log, nil
}

func newServe(use, short string, roles ...app.Role) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador " + use + "\n  LOG_LEVEL=debug integrador " + use,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			return app.Run(cmd.Context(), cfg, log, roles...)
		},
	}
}

func newSimulator() *cobra.Command {
	return &cobra.Command{
		Use: "mpsim", Short: "Simula Mercado Pago; nunca en producción", Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador mpsim\n  MPSIM_PORT=8190 integrador mpsim",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			return app.Simulator(cmd.Context(), cfg, log)
		},
	}
}

func newDev() *cobra.Command {
	return &cobra.Command{
		Use: "run", Short: "Levanta todo en esta máquina con el restaurante de demostración", Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador run\n  REST_API_PORT=9000 TEMPORAL_PORT=7300 integrador run --dir /tmp/otro",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			given := app.Given{Postgres: config.Given("DATABASE_URL"), Redis: config.Given("REDIS_URL"), Temporal: config.Given("TEMPORAL_ADDRESS")}
			return app.Dev(cmd.Context(), cfg, given, dataDir(cmd), cmd.OutOrStdout(), log)
		},
	}
}
