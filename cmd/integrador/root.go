package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/telemetry"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:               "integrador",
		Short:             "El salón de un restaurante: mesas, rondas, cocina y cuenta",
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return useRunning(cmd) },
	}
	root.PersistentFlags().String("dir", app.DataDir,
		"carpeta de los datos de integrador run, donde los demás comandos lo encuentran")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("no se entiende lo que pediste (%w); mirá %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		newAPI(), newWorker(), newGateway(), newAll(), newSimulator(), newRun(), newDemo(),
		newMigrate(), newSeed(), newConfig(), newHealth(), newVersion(), newOpenAPI(), newAsyncAPI(),
		newDeadLetterStats(), newDeadLetterProcess(), newReseal(), newAudit(), newVerifyPayment(), newTable(),
		newDoctor(), newCacheClear(), newCacheWarm(), newCacheStats(), newTenant(), newUser(), newAPIKey(), newWSTest(),
	)
	return root
}

// process marks the commands that are a process of the system: they get all
// addresses from the environment.
var process = map[string]string{"is": "process"}

// useRunning connects a command to the development system of this machine, unless
// the environment names another system, and says so.
func useRunning(cmd *cobra.Command) error {
	if cmd.Annotations["is"] == process["is"] {
		return nil
	}
	dir := text(cmd, "dir")
	found, err := config.UseRunning(dir)
	if found {
		fmt.Fprintf(cmd.ErrOrStderr(), "(del sistema de desarrollo de %s)\n", dir)
	}
	return err
}

// newProcess is a command that runs roles until it is interrupted.
func newProcess(use, short string, roles ...app.Role) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs, Annotations: process,
		Example: "  integrador " + use + "\n  LOG_LEVEL=debug integrador " + use,
		RunE: withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, log *slog.Logger) error {
			return app.Run(cmd.Context(), cfg, log, roles...)
		}),
	}
}

// A runner is what cobra calls.
type runner = func(cmd *cobra.Command, args []string) error

// withConfig gives a command the configuration and the process's logger.
func withConfig(run func(cmd *cobra.Command, args []string, cfg config.Config, log *slog.Logger) error) runner {
	return func(cmd *cobra.Command, args []string) error {
		cfg, err := config.Load(nil)
		if err != nil {
			return err
		}
		log := telemetry.NewLogger(os.Stderr, telemetry.LogOptions{Level: cfg.LogLevel, Text: !cfg.Environment.Production()})
		slog.SetDefault(log)
		return run(cmd, args, cfg, log)
	}
}

// withStore gives a command PostgreSQL alone.
func withStore(run func(cmd *cobra.Command, args []string, cfg config.Config, store *postgres.Store) error) runner {
	return withConfig(func(cmd *cobra.Command, args []string, cfg config.Config, _ *slog.Logger) error {
		store, err := postgres.Open(cmd.Context(), cfg.Postgres.URL.Reveal(), postgres.Options{})
		if err != nil {
			return err
		}
		defer store.Close()
		return run(cmd, args, cfg, store)
	})
}

// withDeps gives a command every connection.
func withDeps(run func(cmd *cobra.Command, args []string, deps *app.Deps) error) runner {
	return withConfig(func(cmd *cobra.Command, args []string, cfg config.Config, log *slog.Logger) error {
		deps, err := app.Open(cmd.Context(), cfg, log)
		if err != nil {
			return err
		}
		defer deps.Close()
		return run(cmd, args, deps)
	})
}

// withJSON adds the flag that show reads.
func withJSON(cmd *cobra.Command) *cobra.Command {
	cmd.PersistentFlags().Bool("json", false, "escribe JSON, para otros programas")
	return cmd
}

func asJSON(cmd *cobra.Command) bool { yes, _ := cmd.Flags().GetBool("json"); return yes }

// show returns err if there is one. Otherwise it writes value as JSON with --json,
// and calls write without.
func show(cmd *cobra.Command, err error, value any, write func(out io.Writer)) error {
	switch {
	case err != nil:
		return err
	case asJSON(cmd):
		return writeJSON(cmd.OutOrStdout(), value)
	}
	write(cmd.OutOrStdout())
	return nil
}

// showText is show with a sentence for people.
func showText(cmd *cobra.Command, err error, value any, format string, args ...any) error {
	return show(cmd, err, value, func(out io.Writer) { fmt.Fprintf(out, format+"\n", args...) })
}

func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func text(cmd *cobra.Command, flag string) string { v, _ := cmd.Flags().GetString(flag); return v }
