package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"integrador/internal/operator/wstest"
	"integrador/internal/platform/config"
)

// The file is not ws_test.go because Go compiles that for tests only.
func newWSTest() *cobra.Command {
	var o wstest.Options
	cmd := withJSON(&cobra.Command{
		Use: "ws-test", Args: cobra.NoArgs,
		Short: "Prueba los WebSockets de un sistema en marcha: conexión, ping y un evento de ida y vuelta",
		Long: "Entra con las personas de la demostración, se sienta en una mesa libre, y dice por un instante que un\n" +
			"producto se agotó: lo oyen los cuatro sockets. Después deja todo como estaba. Con --token entra con esa\n" +
			"persona y solo mide el ping, porque en un restaurante de verdad no se toca nada.",
		Example: "  integrador ws-test\n  integrador ws-test --url wss://ws.ejemplo.com --token \"$TOKEN\"",
		RunE: withConfig(func(cmd *cobra.Command, _ []string, cfg config.Config, _ *slog.Logger) error {
			o.API = cmp.Or(o.API, localURL("http", cfg.HTTP.APIPort))
			o.WS = cmp.Or(o.WS, localURL("ws", cfg.HTTP.GatewayPort))
			progress := newProgress(cmd, "")
			defer progress.stop()
			trials, err := wstest.Try(cmd.Context(), o, progress.step)
			return showTrials(cmd, err, trials)
		}),
	})
	f := cmd.Flags()
	f.StringVar(&o.WS, "url", "", "dirección del gateway (por omisión, el de esta máquina)")
	f.StringVar(&o.API, "api", "", "dirección de la API (por omisión, la de esta máquina)")
	f.StringVar(&o.Token, "token", "", "token de acceso de una persona, fuera de la demostración")
	f.StringVar(&o.Branch, "branch", "centro", "sucursal (slug) de la demostración")
	return cmd
}

func showTrials(cmd *cobra.Command, err error, trials []wstest.Trial) error {
	var failed error
	for _, t := range trials {
		if t.Problem != "" {
			failed = errors.New("hay sockets que no andan: integrador doctor dice qué mirar")
		}
	}
	err = show(cmd, err, trials, func(out io.Writer) {
		for _, t := range trials {
			mark := "✔"
			if t.Problem != "" {
				mark = "✖"
			}
			fmt.Fprintf(out, "%s %-8s ping %s   evento %s   %s\n", mark, t.Socket, inMS(t.PingMS), inMS(t.EventMS), t.Problem)
		}
	})
	return errors.Join(err, failed)
}

func inMS(v *float64) string {
	if v == nil {
		return "      —   "
	}
	return fmt.Sprintf("%7.1f ms", *v)
}
