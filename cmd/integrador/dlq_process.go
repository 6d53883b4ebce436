package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/deadletters"
)

func newDeadLetterProcess() *cobra.Command {
	var p deadletters.Processor
	cmd := withJSON(&cobra.Command{
		Use: "dlq-process", Args: cobra.NoArgs,
		Short:   "Reintenta los avisos descartados que pueden salir bien y archiva los que no",
		Example: "  integrador dlq-process --dry-run\n  integrador dlq-process --max-messages 20",
		RunE: withDeps(func(cmd *cobra.Command, _ []string, deps *app.Deps) error {
			if p.Max < 1 {
				return errors.New("--max-messages tiene que ser 1 o más")
			}
			p.Store, p.Sessions, p.Publish, p.Log = deps.Store, deps.Sessions, deps.ShowRetries, deps.Log
			p.Report = func(l deadletters.Letter) {
				if !asJSON(cmd) {
					writeLetter(cmd.OutOrStdout(), l, p.DryRun)
				}
			}
			result, err := p.Process(cmd.Context())
			format := "%d avisos en camino, %d archivados."
			if p.DryRun {
				format = "Simulacro: se reintentarían %d y se archivarían %d. No se tocó nada."
			}
			return errors.Join(showText(cmd, nil, result, format, result.Replayed, result.Archived), err)
		}),
	})
	cmd.Flags().IntVar(&p.Max, "max-messages", 100, "cuántos avisos procesar como mucho, del más viejo al más nuevo")
	cmd.Flags().BoolVar(&p.DryRun, "dry-run", false, "solo dice qué haría")
	return cmd
}

func writeLetter(out io.Writer, l deadletters.Letter, dryRun bool) {
	what := map[bool]string{true: "reintentar", false: "archivar"}[l.Retryable]
	if !dryRun {
		what = map[bool]string{true: "en camino", false: "archivado"}[l.Retryable]
	}
	if l.Error != "" {
		what = "sin tocar: " + l.Error
	}
	fmt.Fprintf(out, "%-8d pago %-16s recibido %s  %s (%s)\n",
		l.ID, l.DataID, l.ReceivedAt.Format(time.RFC3339), what, l.Why)
}
