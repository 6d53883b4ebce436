package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/sessiontimeline"
	"integrador/workflows"
)

func newTable() *cobra.Command {
	cmd := &cobra.Command{Use: "table", Short: "Lo que pasó en una mesa"}
	cmd.AddCommand(newTableStory())
	return cmd
}

func newTableStory() *cobra.Command {
	var query sessiontimeline.Query
	cmd := withJSON(&cobra.Command{
		Use:   "story <código de mesa | número de sesión>",
		Short: "Cuenta la vida entera de una mesa ocupada: órdenes, eventos, pagos y relojes, con quién y cuándo",
		Long: "Cuenta la última sesión de una mesa, o la que se nombra, a partir del libro (PostgreSQL) y de la\n" +
			"historia del workflow (Temporal), en el orden en que pasó y en la hora de la sucursal.\n" +
			"Si Temporal ya la olvidó, la cuenta el libro solo.\n\n" +
			"Con --at reconstruye cómo estaba la mesa en ese momento: rondas, llamados, cuenta y pagos. Al final compara\n" +
			"lo que dicen los eventos con las filas del libro; si no coinciden sale con 1.",
		Example: "  integrador table story INT-01 --branch centro\n" +
			"  integrador table story INT-01 --branch centro --at 21:14\n" +
			"  integrador table story 42 --at \"2026-11-22 21:14:30\"\n" +
			"  integrador table story 42 --json | jq '.lines[] | select(.kind == \"payment\")'",
		Args: cobra.ExactArgs(1),
		RunE: withDeps(func(cmd *cobra.Command, args []string, deps *app.Deps) error {
			query.Table = args[0]
			timeline, err := sessiontimeline.Reader{
				Store:     deps.Store,
				Temporal:  deps.Temporal,
				Namespace: deps.Config.Temporal.Namespace,
				Address:   deps.Config.Temporal.Address,
				WatchID:   workflows.WatchID,
			}.Read(cmd.Context(), query)
			err = show(cmd, err, timeline, func(out io.Writer) { timeline.Write(out) })
			if n := len(timeline.Differs); err == nil && n > 0 {
				err = fmt.Errorf("los eventos y las filas del libro no coinciden en %d cosas: "+
					"avisá a quien mantiene el sistema y guardá esta salida", n)
			}
			return err
		}),
	})
	cmd.Flags().StringVar(&query.Branch, "branch", "", "sucursal (slug), si el código está en varias")
	cmd.Flags().StringVar(&query.At, "at", "",
		"reconstruye cómo estaba la mesa: 21:14, 21:14:05 o \"2026-11-22 21:14\", hora de la sucursal")
	return cmd
}
