package main

import (
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newCacheWarm() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "cache-warm", Short: "Carga en la caché el menú de todas las sucursales", Args: cobra.NoArgs,
		Example: "  integrador cache-warm",
		RunE: withDeps(func(cmd *cobra.Command, _ []string, deps *app.Deps) error {
			defer newProgress(cmd, "cargando los menús").stop()
			start := time.Now()
			menus, err := deps.Menus.Warm(cmd.Context())
			ms := time.Since(start).Milliseconds()
			return showText(cmd, err, map[string]any{"menus": menus, "took_ms": ms}, "%d menús en %d ms.", menus, ms)
		}),
	})
}
