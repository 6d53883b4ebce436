package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/cache"
)

func newCacheStats() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "cache-stats", Short: "Cuenta lo que hay en Redis: claves por clase, memoria y aciertos", Args: cobra.NoArgs,
		Example: "  integrador cache-stats\n  integrador cache-stats --json | jq .hit_rate",
		RunE: withDeps(func(cmd *cobra.Command, _ []string, deps *app.Deps) error {
			progress := newProgress(cmd, "")
			defer progress.stop()
			usage, err := cacheOf(deps).Stats(cmd.Context(), func(n int) { progress.step(fmt.Sprintf("van %d claves", n)) })
			return show(cmd, err, usage, func(out io.Writer) { writeUsage(out, usage) })
		}),
	})
}

func writeUsage(out io.Writer, u cache.Usage) {
	for _, k := range u.Kinds {
		fmt.Fprintf(out, "%-22s %8d claves %10.1f KiB  %s\n", k.Kind, k.Keys, float64(k.Bytes)/1024, k.About)
	}
	limit := "sin tope"
	if u.Limit > 0 {
		limit = fmt.Sprintf("de %.1f MiB", float64(u.Limit)/(1<<20))
	}
	fmt.Fprintf(out, "Memoria: %.1f MiB %s, %s; %d claves desalojadas.\n",
		float64(u.Bytes)/(1<<20), limit, u.Policy, u.Evicted)
	if u.HitRate == nil {
		fmt.Fprintln(out, "Aciertos: todavía nadie buscó nada.")
		return
	}
	fmt.Fprintf(out, "Aciertos: %.1f %% (%d de %d búsquedas de todo Redis desde que arrancó).\n",
		*u.HitRate*100, u.Hits, u.Hits+u.Misses)
}
