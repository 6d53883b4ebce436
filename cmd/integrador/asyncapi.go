package main

import (
	"github.com/spf13/cobra"

	"integrador/internal/readmodel/asyncapi"
)

func newAsyncAPI() *cobra.Command {
	return &cobra.Command{
		Use: "asyncapi", Short: "Escribe el documento AsyncAPI de los WebSockets, sin necesitar ningún servicio", Args: cobra.NoArgs,
		Annotations: process, Example: "  integrador asyncapi > asyncapi.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			document, err := asyncapi.Document()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(document)
			return err
		},
	}
}
