// Package paymentcheck reads one payment again from Mercado Pago.
//
// Imports: internal/domain/tablesession, internal/platform/postgres.
package paymentcheck

import (
	"context"

	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
)

// Looker makes a payment's watch workflow read it from the provider at once.
type Looker interface {
	Look(ctx context.Context, p tablesession.AskedPayment) error
}

// Verify reads a payment from the provider and returns its status in the ledger afterwards.
func Verify(ctx context.Context, store *postgres.Store, watches Looker, payment int64) (status string, err error) {
	tenant, err := store.PaymentAnyTenant(ctx, payment)
	if err != nil {
		return "", postgres.Fault(err)
	}
	asked, err := store.CheckoutOf(ctx, tenant, payment)
	if err != nil {
		return "", err
	}
	if err := watches.Look(ctx, asked); err != nil {
		return "", err
	}
	row, err := store.PaymentReceipt(ctx, payment, tenant)
	return row.Status, postgres.Fault(err)
}
