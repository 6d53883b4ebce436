package postgres

import (
	"context"
	"strconv"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
)

// PaymentRef is a payment with what routes a command about it.
type PaymentRef = dbgen.PaymentByIDRow

// PaymentFor gives a payment for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) PaymentFor(ctx context.Context, who access.Staff, payment int64) (PaymentRef, error) {
	p, err := s.PaymentByID(ctx, payment, who.TenantID)
	if err != nil {
		return p, missing(err, errNoPayment)
	}
	return p, who.InBranch(p.BranchID)
}

// PaymentAtTable gives a payment of a table's own session.
//
// Errors: fault.NotFound.
func (s *Store) PaymentAtTable(ctx context.Context, at access.Table, payment int64) (PaymentRef, error) {
	p, err := s.PaymentByID(ctx, payment, at.TenantID)
	if err == nil && p.SessionID != at.SessionID {
		return PaymentRef{}, errNoPayment
	}
	return p, missing(err, errNoPayment)
}

var errNoPayment = fault.New(fault.NotFound, "payment_not_found", "No encontramos el pago.")

// RefOf is the session that a payment was made at.
func RefOf(tenant int64, p PaymentRef) tablesession.Ref {
	return tablesession.Ref{
		TenantID: tenant, BranchID: p.BranchID, SessionID: p.SessionID,
		Place: tablesession.Place{TableID: p.TableID, TableCode: p.TableCode, SectorID: p.SectorID},
	}
}

// intents lists the wishes to pay of a check, and what the open ones hold.
func (s *Store) intents(ctx context.Context, tenant, check int64) ([]IntentOutput, money.Cents, error) {
	rows, err := s.IntentsOfCheck(ctx, check, tenant)
	if err != nil {
		return nil, 0, Fault(err)
	}
	var held money.Cents
	out := make([]IntentOutput, len(rows))
	for i, r := range rows {
		held += money.Cents(r.HeldCents)
		out[i] = IntentOutput{
			PaymentID: r.ID, DinerID: r.DinerID, DinerName: r.DinerName, Split: r.Split, People: int(r.People), ItemIDs: r.ItemIds,
			AmountCents: r.AmountCents, TipCents: r.TipCents, Status: r.Status, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		}
		if out[i].ItemIDs == nil {
			out[i].ItemIDs = []int64{}
		}
	}
	return out, held, nil
}

func (s *Store) refunds(ctx context.Context, tenant, check int64) ([]RefundOutput, error) {
	rows, err := s.RefundsOfCheck(ctx, check, tenant)
	out := make([]RefundOutput, len(rows))
	for i, r := range rows {
		out[i] = RefundOutput(r)
	}
	return out, Fault(err)
}

// Unsettled is the money that somebody has to see to.
type Unsettled struct {
	Unallocated []UnallocatedPayment `json:"unallocated"`
	Refunds     []OpenRefund         `json:"refunds"`
	Disputed    []DisputedPayment    `json:"disputed"`
	Reversed    []ReversedCheck      `json:"reversed"`
	Quarantined []QuarantinedPayment `json:"quarantined"`
}

// UnallocatedPayment is money that came and settles nothing.
type UnallocatedPayment struct {
	PaymentID        int64       `json:"payment_id"`
	CheckID          int64       `json:"check_id"`
	SessionID        int64       `json:"session_id"`
	TableCode        string      `json:"table_code"`
	BranchID         int64       `json:"branch_id"`
	Provider         string      `json:"provider"`
	UnallocatedCents money.Cents `json:"unallocated_cents"`
	CreatedAt        time.Time   `json:"created_at"`
}

// OpenRefund is a refund that is on its way, or that the provider refused.
type OpenRefund struct {
	ID          int64       `json:"id"`
	PaymentID   int64       `json:"payment_id"`
	CheckID     int64       `json:"check_id"`
	SessionID   int64       `json:"session_id"`
	TableCode   string      `json:"table_code"`
	BranchID    int64       `json:"branch_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Kind        string      `json:"kind"`
	Reason      *string     `json:"reason"`
	Status      string      `json:"status"`
	CreatedAt   time.Time   `json:"created_at"`
}

// DisputedPayment is money that may still be taken back.
type DisputedPayment struct {
	PaymentID   int64       `json:"payment_id"`
	CheckID     int64       `json:"check_id"`
	SessionID   int64       `json:"session_id"`
	TableCode   string      `json:"table_code"`
	BranchID    int64       `json:"branch_id"`
	AmountCents money.Cents `json:"amount_cents"`
	Detail      *string     `json:"detail"`
	UpdatedAt   time.Time   `json:"updated_at"`
}

// ReversedCheck is the bill of a closed table that lost money since.
type ReversedCheck struct {
	CheckID       int64       `json:"check_id"`
	SessionID     int64       `json:"session_id"`
	TableCode     string      `json:"table_code"`
	BranchID      int64       `json:"branch_id"`
	ReversedCents money.Cents `json:"reversed_cents"`
	UpdatedAt     time.Time   `json:"updated_at"`
}

// QuarantinedPayment is one that was not credited.
type QuarantinedPayment struct {
	ExternalID  string      `json:"external_id"`
	Reference   *string     `json:"reference"`
	AmountCents money.Cents `json:"amount_cents"`
	Reason      string      `json:"reason"`
	FirstSeen   time.Time   `json:"first_seen"`
	LastSeen    time.Time   `json:"last_seen"`
}

// Unsettled lists the money that somebody has to see to, newest first: of one
// branch, or of all that who may see.
//
// Errors: fault.Forbidden for a branch of others.
func (s *Store) Unsettled(ctx context.Context, who access.Staff, branch *int64) (Unsettled, error) {
	sc, err := ScopeOf(who, branch)
	if err != nil {
		return Unsettled{}, err
	}
	unallocated, err := s.UnallocatedPayments(ctx, dbgen.UnallocatedPaymentsParams{TenantID: who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches})
	if err != nil {
		return Unsettled{}, Fault(err)
	}
	refunds, err := s.OpenRefunds(ctx, dbgen.OpenRefundsParams{TenantID: who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches})
	if err != nil {
		return Unsettled{}, Fault(err)
	}
	disputed, err := s.DisputedPayments(ctx, dbgen.DisputedPaymentsParams{TenantID: who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches})
	if err != nil {
		return Unsettled{}, Fault(err)
	}
	reversed, err := s.ReversedChecks(ctx, dbgen.ReversedChecksParams{TenantID: who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches})
	if err != nil {
		return Unsettled{}, Fault(err)
	}
	quarantined, err := s.QuarantinedPayments(ctx, dbgen.QuarantinedPaymentsParams{TenantID: &who.TenantID, EveryBranch: sc.EveryBranch, BranchIds: sc.Branches})
	return Unsettled{
		Unallocated: each(unallocated, func(r dbgen.UnallocatedPaymentsRow) UnallocatedPayment { return UnallocatedPayment(r) }),
		Refunds:     each(refunds, func(r dbgen.OpenRefundsRow) OpenRefund { return OpenRefund(r) }),
		Disputed: each(disputed, func(r dbgen.DisputedPaymentsRow) DisputedPayment {
			return DisputedPayment{r.PaymentID, r.CheckID, r.SessionID, r.TableCode, r.BranchID, r.AmountCents, r.ProviderStatusDetail, r.UpdatedAt}
		}),
		Reversed:    each(reversed, func(r dbgen.ReversedChecksRow) ReversedCheck { return ReversedCheck(r) }),
		Quarantined: each(quarantined, func(r dbgen.QuarantinedPaymentsRow) QuarantinedPayment { return QuarantinedPayment(r) }),
	}, Fault(err)
}

func each[A, B any](all []A, to func(A) B) []B {
	out := make([]B, len(all))
	for i, one := range all {
		out[i] = to(one)
	}
	return out
}

// RefundsOf lists the provider's numbers of a payment's refunds, as far as they
// are known.
func (s *Store) RefundsOf(ctx context.Context, tenant, payment int64) ([]string, error) {
	numbers, err := s.RefundNumbers(ctx, payment, tenant)
	return numbers, Fault(err)
}

// Quarantine keeps a payment that must not be credited, for somebody to look at:
// the collector, which is the tenant at whose account it was read, or if that is 0
// whoever's bill it names.
func (s *Store) Quarantine(ctx context.Context, collector int64, p payments.Payment, why string) error {
	return Fault(s.QuarantinePayment(ctx, dbgen.QuarantinePaymentParams{
		Collector: orNone(collector), ExternalID: strconv.FormatInt(p.ID, 10), Reference: &p.ExternalReference, SellerID: &p.SellerID, AmountCents: p.Amount, Reason: why,
	}))
}

// OverdueRefunds lists refunds that were asked for before a moment and are not
// done, past the id after: whoever was to start them may have died.
func (s *Store) OverdueRefunds(ctx context.Context, before time.Time, after int64, n int32) ([]tablesession.RefundOrder, error) {
	rows, err := s.Queries.OverdueRefunds(ctx, dbgen.OverdueRefundsParams{Before: before, AfterID: after, MaxRows: n})
	return each(rows, func(r dbgen.OverdueRefundsRow) tablesession.RefundOrder {
		return tablesession.RefundOrder{
			Ref: tablesession.Ref{
				TenantID: r.TenantID, BranchID: r.BranchID, SessionID: r.SessionID,
				Place: tablesession.Place{TableID: r.TableID, TableCode: r.TableCode, SectorID: r.SectorID},
			},
			CheckID: r.CheckID, RefundID: r.ID, PaymentID: r.PaymentID, Reference: r.Reference, ExternalID: r.ExternalID,
			Cents: r.AmountCents, AskedAt: r.CreatedAt,
		}
	}), Fault(err)
}
