package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/operator/deadletters"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

func newDeadLetterStats() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "dlq-stats", Short: "Cuenta los avisos de Mercado Pago: pendientes, descartados y por qué", Args: cobra.NoArgs,
		Example: "  integrador dlq-stats\n  integrador dlq-stats --json | jq '.reasons[] | select(.notices > 10)'",
		RunE: withStore(func(cmd *cobra.Command, _ []string, _ config.Config, store *postgres.Store) error {
			stats, err := deadletters.Count(cmd.Context(), store)
			return show(cmd, err, stats, func(out io.Writer) { writeNoticeStats(out, stats) })
		}),
	})
}

func writeNoticeStats(out io.Writer, stats deadletters.Stats) {
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
