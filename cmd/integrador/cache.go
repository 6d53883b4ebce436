package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"integrador/internal/app"
)

func newCacheClear() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "cache-clear [patrón]", Short: "Vacía las cachés de Redis, todas o las de un patrón", Args: cobra.MaximumNArgs(1),
		Long: "Vacía lo que se puede rehacer desde la base: las claves que empiezan con cache:. Los límites de pedidos y las presencias\n" +
			"no son cachés y quedan. Los procesos sirven su propia copia de un menú medio segundo más.",
		Example: "  integrador cache-clear --dry-run\n  integrador cache-clear 'cache:menu:centro'",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			pattern := "cache:*"
			if len(args) == 1 {
				pattern = args[0]
			}
			keys, err := app.CacheClear(cmd.Context(), cfg, log, pattern, dry)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, map[string]any{"keys": append([]string{}, keys...), "dry_run": dry})
			}
			for _, key := range keys {
				fmt.Fprintln(cmd.OutOrStdout(), key)
			}
			done := "borradas"
			if dry {
				done = "que se borrarían; sin --dry-run se borran"
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d claves %s.\n", len(keys), done)
			return err
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "solo dice qué borraría")
	jsonFlag(cmd.Flags())
	return cmd
}

func newCacheWarm() *cobra.Command {
	cmd := &cobra.Command{
		Use: "cache-warm", Short: "Carga en la caché el menú de todas las sucursales", Args: cobra.NoArgs, Example: "  integrador cache-warm",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			slow := tellSlow(cmd.ErrOrStderr())
			defer slow.done()
			slow.says("cargando los menús")
			n, took, err := app.CacheWarm(cmd.Context(), cfg, log)
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, map[string]any{"menus": n, "took_ms": took.Milliseconds()})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d menús en %d ms.\n", n, took.Milliseconds())
			return err
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}

func newCacheStats() *cobra.Command {
	cmd := &cobra.Command{
		Use: "cache-stats", Short: "Cuenta lo que hay en Redis: claves por clase, memoria y aciertos", Args: cobra.NoArgs,
		Example: "  integrador cache-stats\n  integrador cache-stats --json | jq .hit_rate",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, log, err := settings()
			if err != nil {
				return err
			}
			slow := tellSlow(cmd.ErrOrStderr())
			defer slow.done()
			use, err := app.CacheStats(cmd.Context(), cfg, log, func(n int) { slow.says(fmt.Sprintf("van %d claves", n)) })
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, use)
			}
			return writeCacheUse(cmd, use)
		},
	}
	jsonFlag(cmd.Flags())
	return cmd
}

func writeCacheUse(cmd *cobra.Command, use app.CacheUse) error {
	out := cmd.OutOrStdout()
	for _, k := range use.Kinds {
		fmt.Fprintf(out, "%-22s %8d claves %10.1f KiB  %s\n", k.Kind, k.Keys, float64(k.Bytes)/1024, k.About)
	}
	limit := "sin tope"
	if use.Limit > 0 {
		limit = fmt.Sprintf("de %.1f MiB", float64(use.Limit)/(1<<20))
	}
	fmt.Fprintf(out, "Memoria: %.1f MiB %s, %s; %d claves desalojadas.\n", float64(use.Bytes)/(1<<20), limit, use.Policy, use.Evicted)
	if use.HitRate == nil {
		_, err := fmt.Fprintln(out, "Aciertos: todavía nadie buscó nada.")
		return err
	}
	_, err := fmt.Fprintf(out, "Aciertos: %.1f %% (%d de %d búsquedas de todo Redis desde que arrancó).\n", *use.HitRate*100, use.Hits, use.Hits+use.Misses)
	return err
}
