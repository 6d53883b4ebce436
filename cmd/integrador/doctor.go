package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/doctor"
	"integrador/internal/platform/config"
	"integrador/migrations"
)

var errFailed = errors.New("hay algo mal: lo que dice ✖, con qué hacer debajo")

func newDoctor() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "doctor", Args: cobra.NoArgs,
		Short: "Revisa todo de lo que depende el sistema y dice qué hacer; sale con 1 si algo anda mal",
		Long: "Revisa PostgreSQL, Redis, Temporal, los procesos, el disco y lo que quedó esperando en el libro.\n" +
			"No cambia nada. ✔ está bien, ! conviene mirarlo, ✖ anda mal.",
		Example: "  integrador doctor\n  integrador doctor --json | jq '.[] | select(.verdict != \"ok\")'",
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := examine(cmd)
			err = show(cmd, err, report, func(out io.Writer) {
				report.Write(out)
				fmt.Fprintf(out, "\n%d bien, %d para mirar, %d mal.\n",
					report.Count(doctor.Well), report.Count(doctor.Advice), report.Count(doctor.Wrong))
			})
			if err == nil && report.Failed() {
				err = errFailed
			}
			return err
		},
	})
}

// examine reports an invalid configuration as findings.
func examine(cmd *cobra.Command) (doctor.Report, error) {
	cfg, err := config.Load(nil)
	if err != nil {
		return doctor.Misconfigured(err), nil
	}
	progress := newProgress(cmd, "")
	defer progress.stop()
	deps, err := app.Open(cmd.Context(), cfg, slog.New(slog.DiscardHandler)) // what does not answer is in the report
	if err != nil {
		return nil, err
	}
	defer deps.Close()
	known, err := migrations.Versions()
	if err != nil {
		return nil, err
	}
	return doctor.Doctor{
		Config:     cfg,
		Store:      deps.Store,
		Redis:      deps.Redis,
		Temporal:   deps.Temporal,
		Migrations: known,
		Dirs:       []string{".", text(cmd, "dir"), os.TempDir(), cfg.Audit.Checkpoints},
	}.Examine(cmd.Context(), func(area string) { progress.step("revisando " + area) }), nil
}
