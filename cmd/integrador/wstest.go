package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"integrador/internal/operator/wstest"
)

var errSockets = errors.New("hay sockets que no andan: integrador doctor dice qué mirar")

func newWSTest() *cobra.Command {
	var o wstest.Options
	cmd := &cobra.Command{
		Use: "ws-test", Short: "Prueba los WebSockets de un sistema en marcha: conexión, ping y un evento de ida y vuelta", Args: cobra.NoArgs,
		Long: "Entra con las personas de la demostración, se sienta en una mesa libre, y dice por un instante que un producto se agotó:\n" +
			"lo oyen los cuatro sockets. Después deja todo como estaba. Con --token entra con esa persona y solo mide el ping,\n" +
			"porque en un restaurante de verdad no se toca nada.",
		Example: "  integrador ws-test\n  integrador ws-test --url wss://ws.ejemplo.com --token \"$TOKEN\"",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if o.API == "" {
				o.API = fmt.Sprintf("http://localhost:%d", cfg.HTTP.APIPort)
			}
			if o.WS == "" {
				o.WS = fmt.Sprintf("ws://localhost:%d", cfg.HTTP.GatewayPort)
			}
			slow := tellSlow(cmd.ErrOrStderr())
			defer slow.done()
			trials, err := wstest.Try(cmd.Context(), o, slow.says)
			if err != nil {
				return err
			}
			return tellTrials(cmd, trials)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.WS, "url", "", "dirección del gateway (por omisión, el de esta máquina)")
	f.StringVar(&o.API, "api", "", "dirección de la API (por omisión, la de esta máquina)")
	f.StringVar(&o.Token, "token", "", "token de acceso de una persona, fuera de la demostración")
	f.StringVar(&o.Branch, "branch", "centro", "sucursal (slug) de la demostración")
	jsonFlag(f)
	return cmd
}

func tellTrials(cmd *cobra.Command, trials []wstest.Trial) error {
	var bad error
	for _, t := range trials {
		if t.Problem != "" {
			bad = errSockets
		}
	}
	if asJSON(cmd) {
		return errors.Join(writeJSON(cmd, trials), bad)
	}
	for _, t := range trials {
		mark := "✔"
		if t.Problem != "" {
			mark = "✖"
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s %-8s ping %s   evento %s   %s\n", mark, t.Socket, inMS(t.PingMS), inMS(t.EventMS), t.Problem)
	}
	return bad
}

func inMS(v *float64) string {
	if v == nil {
		return "      —   "
	}
	return fmt.Sprintf("%7.1f ms", *v)
}
