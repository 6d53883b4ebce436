package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/doctor"
)

var errSick = errors.New("hay algo mal: lo que dice ✖, con qué hacer debajo")

func newDoctor() *cobra.Command {
	cmd := &cobra.Command{
		Use: "doctor", Short: "Revisa todo de lo que depende el sistema y dice qué hacer; sale con 1 si algo anda mal", Args: cobra.NoArgs,
		Long: "Revisa PostgreSQL, Redis, Temporal, los procesos, el disco y lo que quedó esperando en el libro. No cambia nada.\n" +
			"✔ está bien, ! conviene mirarlo, ✖ anda mal.",
		Example: "  integrador doctor\n  integrador doctor --json | jq '.[] | select(.verdict != \"ok\")'",
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := examine(cmd)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				err = writeJSON(cmd, report)
			} else if err = report.Write(cmd.OutOrStdout()); err == nil {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "\n%d bien, %d para mirar, %d mal.\n", report.Count(doctor.Well), report.Count(doctor.Advice), report.Count(doctor.Wrong))
			}
			if err == nil && report.Sick() {
				err = errSick
			}
			return err
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}

// examine reports a configuration that cannot be used as what is wrong.
func examine(cmd *cobra.Command) (doctor.Report, error) {
	cfg, _, err := settings()
	if err != nil {
		return doctor.Misconfigured(err), nil
	}
	quiet := slog.New(slog.DiscardHandler) // what does not answer is in the report
	slow := tellSlow(cmd.ErrOrStderr())
	defer slow.done()
	return app.Examine(cmd.Context(), cfg, quiet, dataDir(cmd), func(area string) { slow.says("revisando " + area) })
}
