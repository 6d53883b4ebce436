package postgres

import (
	"context"
	"strconv"
	"time"

	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
)

// RefundsOf lists the provider's IDs of a payment's refunds, as far as they are known.
func (s *Store) RefundsOf(ctx context.Context, tenant, payment int64) ([]string, error) {
	numbers, err := s.RefundNumbers(ctx, payment, tenant)
	return numbers, Fault(err)
}

// Quarantine stores a payment that must not be credited, to be reviewed by collector:
// the tenant in whose account it is, or if 0 the tenant whose bill it names.
func (s *Store) Quarantine(ctx context.Context, collector int64, p payments.Payment, why string) error {
	return Fault(s.QuarantinePayment(ctx, dbgen.QuarantinePaymentParams{
		Collector: OrNil(collector), ExternalID: strconv.FormatInt(p.ID, 10), Reference: &p.ExternalReference,
		SellerID: &p.SellerID, AmountCents: p.Amount, Reason: why,
	}))
}

// OverdueRefunds lists refunds with an ID above after that were requested before a time
// and are not done: the process that was to start them may have crashed.
func (s *Store) OverdueRefunds(
	ctx context.Context, before time.Time, after int64, n int32,
) ([]tablesession.RefundOrder, error) {
	rows, err := s.Queries.OverdueRefunds(ctx, dbgen.OverdueRefundsParams{Before: before, AfterID: after, MaxRows: n})
	return Rows(rows, err, func(r dbgen.OverdueRefundsRow) tablesession.RefundOrder {
		return tablesession.RefundOrder{
			Ref: tablesession.Ref{
				TenantID: r.TenantID, BranchID: r.BranchID, SessionID: r.SessionID,
				Place: tablesession.Place{TableID: r.TableID, TableCode: r.TableCode, SectorID: r.SectorID},
			},
			CheckID: r.CheckID, RefundID: r.ID, PaymentID: r.PaymentID, Reference: r.Reference, ExternalID: r.ExternalID,
			Cents: r.AmountCents, AskedAt: r.CreatedAt,
		}
	})
}
