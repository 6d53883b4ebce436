package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newDeadLetterStats() *cobra.Command {
	cmd := &cobra.Command{
		Use: "dlq-stats", Short: "Cuenta los avisos de Mercado Pago: pendientes, descartados y por qué", Args: cobra.NoArgs,
		Example: "  integrador dlq-stats\n  integrador dlq-stats --json | jq '.reasons[] | select(.notices > 10)'",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			stats, err := app.DeadLettersNow(cmd.Context(), cfg, log)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, stats)
			}
			showStats(cmd.OutOrStdout(), stats)
			return nil
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
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
		Example: "  integrador dlq-process --dry-run\n  integrador dlq-process --max-messages 20",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if how.Max < 1 {
				return errors.New("--max-messages tiene que ser 1 o más")
			}
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			done := processed{DryRun: how.DryRun, Letters: []letter{}}
			tell := func(l app.DeadLetter) { showLetter(cmd.OutOrStdout(), l, how.DryRun) }
			if asJSON(cmd) {
				tell = func(l app.DeadLetter) { done.Letters = append(done.Letters, letterOf(l)) }
			}
			done.Replayed, done.Archived, err = app.ProcessDeadLetters(cmd.Context(), cfg, log, how, tell)
			return errors.Join(done.write(cmd), err)
		},
	}
	cmd.Flags().IntVar(&how.Max, "max-messages", 100, "cuántos avisos procesar como mucho, del más viejo al más nuevo")
	cmd.Flags().BoolVar(&how.DryRun, "dry-run", false, "solo dice qué haría")
	jsonFlag(cmd.Flags())
	return cmd
}

// processed is what became of dead letters, or what would.
type processed struct {
	DryRun   bool     `json:"dry_run"`
	Replayed int      `json:"replayed"`
	Archived int      `json:"archived"`
	Letters  []letter `json:"letters"`
}

type letter struct {
	ID         int64     `json:"id"`
	DataID     string    `json:"data_id"` // the payment's number at Mercado Pago
	ReceivedAt time.Time `json:"received_at"`
	Retryable  bool      `json:"retryable"`
	Why        string    `json:"why"`
	Error      string    `json:"error,omitempty"` // why nothing was done with it
}

func letterOf(l app.DeadLetter) letter {
	out := letter{ID: l.ID, DataID: l.DataID, ReceivedAt: l.ReceivedAt, Retryable: l.Retryable, Why: l.Why}
	if l.Err != nil {
		out.Error = l.Err.Error()
	}
	return out
}

func (p processed) write(cmd *cobra.Command) (err error) {
	switch out := cmd.OutOrStdout(); {
	case asJSON(cmd):
		return writeJSON(cmd, p)
	case p.DryRun:
		_, err = fmt.Fprintf(out, "Simulacro: se reintentarían %d y se archivarían %d. No se tocó nada.\n", p.Replayed, p.Archived)
	default:
		_, err = fmt.Fprintf(out, "%d avisos en camino, %d archivados.\n", p.Replayed, p.Archived)
	}
	return err
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
