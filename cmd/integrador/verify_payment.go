package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator/paymentcheck"
)

func newVerifyPayment() *cobra.Command {
	return withJSON(&cobra.Command{
		Use: "verify-payment PAGO", Args: cobra.ExactArgs(1),
		Short:   "Pregunta a Mercado Pago por un pago y anota lo que haya",
		Example: "  integrador verify-payment 10014\n  integrador verify-payment 10014 --json | jq -r .status",
		RunE: withDeps(func(cmd *cobra.Command, args []string, deps *app.Deps) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%q no es el número de un pago", args[0])
			}
			status, err := paymentcheck.Verify(cmd.Context(), deps.Store, deps.Sessions, id)
			return showText(cmd, err, map[string]any{"payment_id": id, "status": status}, "El pago %d está %s.", id, status)
		}),
	})
}
