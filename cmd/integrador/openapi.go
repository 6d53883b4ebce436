package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"integrador/api"
	"integrador/internal/platform/postgres"
)

func newOpenAPI() *cobra.Command {
	return &cobra.Command{
		Use: "openapi", Short: "Escribe el documento OpenAPI de la API, sin necesitar ningún servicio", Args: cobra.NoArgs,
		Annotations: process, Example: "  integrador openapi > openapi.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			// The pool of an address where nothing listens: the document needs no query.
			store, err := postgres.Open(cmd.Context(), "postgresql://127.0.0.1:1/none", postgres.Options{})
			if err != nil {
				return err
			}
			defer store.Close()
			document, err := api.Document(store)
			if err != nil {
				return err
			}
			return writeIndented(cmd.OutOrStdout(), document)
		},
	}
}

func writeIndented(out io.Writer, document []byte) error {
	var indented bytes.Buffer
	if err := json.Indent(&indented, document, "", "  "); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, indented.String())
	return err
}
