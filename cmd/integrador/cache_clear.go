package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/cache"
)

func newCacheClear() *cobra.Command {
	var dryRun bool
	cmd := withJSON(&cobra.Command{
		Use: "cache-clear [patrón]", Args: cobra.MaximumNArgs(1),
		Short: "Vacía las cachés de Redis, todas o las de un patrón",
		Long: "Vacía lo que se puede rehacer desde la base: las claves que empiezan con cache:. Los límites de pedidos\n" +
			"y las presencias no son cachés y quedan. Los procesos sirven su propia copia de un menú medio segundo más.",
		Example: "  integrador cache-clear --dry-run\n  integrador cache-clear 'cache:menu:centro'",
		RunE: withDeps(func(cmd *cobra.Command, args []string, deps *app.Deps) error {
			keys, err := cacheOf(deps).Clear(cmd.Context(), append(args, "cache:*")[0], dryRun)
			value := map[string]any{"keys": append([]string{}, keys...), "dry_run": dryRun}
			return show(cmd, err, value, func(out io.Writer) {
				for _, key := range keys {
					fmt.Fprintln(out, key)
				}
				done := "borradas"
				if dryRun {
					done = "que se borrarían; sin --dry-run se borran"
				}
				fmt.Fprintf(out, "%d claves %s.\n", len(keys), done)
			})
		}),
	})
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "solo dice qué borraría")
	return cmd
}

func cacheOf(deps *app.Deps) cache.Cache { return cache.Cache{Redis: deps.Redis, Menus: deps.Menus} }
