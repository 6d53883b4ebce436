package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newDeadLetterStats() *cobra.Command {
	return &cobra.Command{Use: "dlq-stats", Short: "Cuenta los avisos de Mercado Pago: pendientes, descartados y por qué", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			stats, err := app.DeadLettersNow(cmd.Context(), cfg, log)
			if err != nil {
				return err
			}
			showStats(cmd.OutOrStdout(), stats)
			return nil
		}}
}

func showStats(out io.Writer, stats app.DeadLetterStats) {
	fmt.Fprintln(out, "Avisos de Mercado Pago por estado:")
	for _, t := range stats.Totals {
		fmt.Fprintf(out, "  %-12s %6d\n", t.Status, t.Notices)
	}
	if len(stats.Reasons) == 0 {
		fmt.Fprintln(out, "No hay avisos descartados.")
		return
	}
	fmt.Fprintln(out, "Descartados (DEAD), por el último error:")
	for _, r := range stats.Reasons {
		fmt.Fprintf(out, "  %-28s %6d  el más viejo es de %s\n", r.Reason, r.Notices, r.Oldest.Format(time.RFC3339))
	}
	fmt.Fprintln(out, "Para procesarlos: integrador dlq-process [--max-messages N] [--dry-run]")
}

func newDeadLetterProcess() *cobra.Command {
	var how app.Processing
	cmd := &cobra.Command{
		Use: "dlq-process", Short: "Reintenta los avisos descartados que pueden salir bien y archiva los que no", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if how.Max < 1 {
				return fmt.Errorf("--max-messages tiene que ser 1 o más")
			}
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			replayed, archived, err := app.ProcessDeadLetters(cmd.Context(), cfg, log, how, func(l app.DeadLetter) { showLetter(out, l, how.DryRun) })
			if how.DryRun {
				fmt.Fprintf(out, "Simulacro: se reintentarían %d y se archivarían %d. No se tocó nada.\n", replayed, archived)
			} else {
				fmt.Fprintf(out, "%d avisos en camino, %d archivados.\n", replayed, archived)
			}
			return err
		},
	}
	cmd.Flags().IntVar(&how.Max, "max-messages", 100, "cuántos avisos procesar como mucho, del más viejo al más nuevo")
	cmd.Flags().BoolVar(&how.DryRun, "dry-run", false, "solo dice qué haría")
	return cmd
}

func showLetter(out io.Writer, l app.DeadLetter, dry bool) {
	what := map[bool]string{true: "reintentar", false: "archivar"}[l.Retryable]
	if !dry {
		what = map[bool]string{true: "en camino", false: "archivado"}[l.Retryable]
	}
	if l.Err != nil {
		what = "sin tocar: " + l.Err.Error()
	}
	fmt.Fprintf(out, "%-8d pago %-16s recibido %s  %s (%s)\n", l.ID, l.DataID, l.ReceivedAt.Format(time.RFC3339), what, l.Why)
}
