package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"integrador/internal/platform/config"
)

// process marks the commands that are a process of the system: they are told
// where the others are and look for nothing.
var process = map[string]string{"is": "process"}

// findRunning lets an operator's command speak to the development system of this
// machine, if it was told of no other, and says that it does.
func findRunning(cmd *cobra.Command) error {
	if cmd.Annotations["is"] == process["is"] {
		return nil
	}
	dir := dataDir(cmd)
	found, err := config.Borrow(dir)
	if found {
		fmt.Fprintf(cmd.ErrOrStderr(), "(del sistema de desarrollo de %s)\n", dir)
	}
	return err
}

func dataDir(cmd *cobra.Command) string { dir, _ := cmd.Flags().GetString("dir"); return dir }
