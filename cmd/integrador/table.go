package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/domain/timeline"
)

func newTable() *cobra.Command {
	cmd := &cobra.Command{Use: "table", Short: "Lo que pasó en una mesa"}
	cmd.AddCommand(newTableStory())
	return cmd
}

func newTableStory() *cobra.Command {
	var of app.StoryOf
	cmd := &cobra.Command{
		Use:   "story <código de mesa | número de sesión>",
		Short: "Cuenta la vida entera de una mesa ocupada: órdenes, eventos, pagos y relojes, con quién y cuándo",
		Long: "Cuenta la última sesión de una mesa, o la que se nombra, a partir del libro (PostgreSQL) y de la historia del\n" +
			"workflow (Temporal), en el orden en que pasó y en la hora de la sucursal. Si Temporal ya la olvidó, la cuenta el libro solo.\n\n" +
			"Con --at reconstruye cómo estaba la mesa en ese momento: rondas, llamados, cuenta y pagos. Al final compara lo que dicen\n" +
			"los eventos con las filas del libro; si no coinciden sale con 1.",
		Example: "  integrador table story INT-01 --branch centro\n" +
			"  integrador table story INT-01 --branch centro --at 21:14\n" +
			"  integrador table story 42 --at \"2026-11-22 21:14:30\"\n" +
			"  integrador table story 42 --json | jq '.lines[] | select(.kind == \"payment\")'",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			of.Table = args[0]
			told, err := app.TableStory(cmd.Context(), cfg, log, of)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				err = writeJSON(cmd, told)
			} else {
				err = writeStory(cmd.OutOrStdout(), told)
			}
			if err == nil && len(told.Differs) > 0 {
				err = fmt.Errorf("los eventos y las filas del libro no coinciden en %d cosas: avisá a quien mantiene el sistema y guardá esta salida", len(told.Differs))
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&of.Branch, "branch", "", "sucursal (slug), si el código está en varias")
	f.StringVar(&of.At, "at", "", "reconstruye cómo estaba la mesa: 21:14, 21:14:05 o \"2026-11-22 21:14\", hora de la sucursal")
	jsonFlag(f)
	return cmd
}

func writeStory(w io.Writer, t app.Told) error {
	until := "sigue abierta"
	if t.ClosedAt != nil {
		until = "cerrada " + t.ClosedAt.In(t.Location).Format(time.DateTime)
	}
	fmt.Fprintf(w, "Mesa %s · %s · sesión %d · abierta %s · %s (%s)\n\n", t.TableCode, t.Branch, t.SessionID, t.OpenedAt.In(t.Location).Format(time.DateTime), until, t.Zone)
	if err := timeline.Write(w, t.Lines, t.Location); err != nil {
		return err
	}
	fmt.Fprintln(w)
	if err := t.State.Write(w, t.Location); err != nil {
		return err
	}
	switch {
	case t.Missing != "":
		fmt.Fprintf(w, "\nEsto lo cuenta el libro solo, o casi: %s.\n", t.Missing)
	default:
		fmt.Fprintf(w, "\nLo cuentan el libro y %d ejecuciones de Temporal (%d eventos de historia).\n", t.Runs, t.History)
	}
	for _, d := range t.Differs {
		fmt.Fprintln(w, "✖ no coincide:", d)
	}
	if len(t.Differs) == 0 {
		fmt.Fprintln(w, "✔ los eventos y las filas del libro dicen lo mismo.")
	}
	return nil
}
