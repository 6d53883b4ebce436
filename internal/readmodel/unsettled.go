package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Unsettled is the money that needs attention.
type Unsettled struct {
	Unallocated []UnallocatedPayment `json:"unallocated"`
	Refunds     []OpenRefund         `json:"refunds"`
	Disputed    []DisputedPayment    `json:"disputed"`
	Reversed    []ReversedCheck      `json:"reversed"`
	Quarantined []QuarantinedPayment `json:"quarantined"`
}

// UnallocatedPayment is money that was paid and settles nothing.
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

// OpenRefund is a refund in progress, or refused by the provider.
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

// DisputedPayment is a payment that may still be taken back.
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

// ReversedCheck is the bill of a closed table from which money was taken back.
type ReversedCheck struct {
	CheckID       int64       `json:"check_id"`
	SessionID     int64       `json:"session_id"`
	TableCode     string      `json:"table_code"`
	BranchID      int64       `json:"branch_id"`
	ReversedCents money.Cents `json:"reversed_cents"`
	UpdatedAt     time.Time   `json:"updated_at"`
}

// QuarantinedPayment is a payment that was not credited.
type QuarantinedPayment struct {
	ExternalID  string      `json:"external_id"`
	Reference   *string     `json:"reference"`
	AmountCents money.Cents `json:"amount_cents"`
	Reason      string      `json:"reason"`
	FirstSeen   time.Time   `json:"first_seen"`
	LastSeen    time.Time   `json:"last_seen"`
}

// UnsettledMoney lists the money that needs attention, newest first: of one branch, or of
// all branches of a member of staff.
//
// Errors: fault.Forbidden for a branch outside the token.
func UnsettledMoney(ctx context.Context, db *postgres.Store, who access.Staff, branch *int64) (Unsettled, error) {
	scope, err := postgres.ScopeOf(who, branch)
	if err != nil {
		return Unsettled{}, err
	}
	p := dbgen.UnallocatedPaymentsParams{TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches}
	return unsettled(ctx, db, p)
}

// unsettled reads the five lists, all within the same scope.
func unsettled(ctx context.Context, db *postgres.Store, p dbgen.UnallocatedPaymentsParams) (out Unsettled, err error) {
	unallocated, err := db.UnallocatedPayments(ctx, p)
	out.Unallocated, err = postgres.Rows(unallocated, err, func(r dbgen.UnallocatedPaymentsRow) UnallocatedPayment {
		return UnallocatedPayment(r)
	})
	if err != nil {
		return Unsettled{}, err
	}
	refunds, err := db.OpenRefunds(ctx, dbgen.OpenRefundsParams(p))
	out.Refunds, err = postgres.Rows(refunds, err, func(r dbgen.OpenRefundsRow) OpenRefund { return OpenRefund(r) })
	if err != nil {
		return Unsettled{}, err
	}
	disputed, err := db.DisputedPayments(ctx, dbgen.DisputedPaymentsParams(p))
	out.Disputed, err = postgres.Rows(disputed, err, func(r dbgen.DisputedPaymentsRow) DisputedPayment {
		return DisputedPayment(r)
	})
	if err != nil {
		return Unsettled{}, err
	}
	reversed, err := db.ReversedChecks(ctx, dbgen.ReversedChecksParams(p))
	out.Reversed, err = postgres.Rows(reversed, err, func(r dbgen.ReversedChecksRow) ReversedCheck {
		return ReversedCheck(r)
	})
	if err != nil {
		return Unsettled{}, err
	}
	quarantined, err := db.QuarantinedPayments(ctx, dbgen.QuarantinedPaymentsParams{
		TenantID: &p.TenantID, EveryBranch: p.EveryBranch, BranchIds: p.BranchIds,
	})
	out.Quarantined, err = postgres.Rows(quarantined, err, func(r dbgen.QuarantinedPaymentsRow) QuarantinedPayment {
		return QuarantinedPayment(r)
	})
	return out, err
}
