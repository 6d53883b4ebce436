package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// CashSession is a cash drawer from its opening until it was counted and closed.
// The expected and the counted amount are null while it is open.
type CashSession struct {
	ID                  int64       `json:"id"`
	BranchID            int64       `json:"branch_id"`
	CashRegisterID      int64       `json:"cash_register_id"`
	RegisterName        string      `json:"register_name"`
	Status              string      `json:"status" enum:"OPEN,CLOSED"`
	OpenedAt            time.Time   `json:"opened_at"`
	ClosedAt            *time.Time  `json:"closed_at"`
	OpeningAmountCents  money.Cents `json:"opening_amount_cents"`
	ExpectedAmountCents *int64      `json:"expected_amount_cents"`
	ActualAmountCents   *int64      `json:"actual_amount_cents"`
	DifferenceCents     *int64      `json:"difference_cents" doc:"Contado menos esperado."`
	Notes               *string     `json:"notes"`
}

// CashMovement is money that entered or left a cash drawer.
type CashMovement struct {
	ID            int64       `json:"id"`
	MovementType  string      `json:"movement_type" enum:"SALE,TIP,DEPOSIT,REFUND,WITHDRAWAL,EXPENSE,TIP_OUT"`
	AmountCents   money.Cents `json:"amount_cents"`
	PaymentMethod string      `json:"payment_method"`
	Description   *string     `json:"description"`
	ReferenceType *string     `json:"reference_type"`
	ReferenceID   *int64      `json:"reference_id"`
	CreatedAt     time.Time   `json:"created_at"`
}

// CashSummary is a cash session with all its movements.
type CashSummary struct {
	CashSession
	SessionID      int64                  `json:"session_id"`
	TotalsByMethod map[string]money.Cents `json:"totals_by_method"` // by payment method, without the opening amount
	TotalsByType   map[string]money.Cents `json:"totals_by_type"`
	Movements      []CashMovement         `json:"movements"`
	MovementCount  int                    `json:"movement_count"`
	ExpectedSoFar  money.Cents            `json:"expected_so_far_cents" doc:"Efectivo que debería haber en el cajón ahora."`
}

// CashDrawer reads a cash session for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func CashDrawer(ctx context.Context, db *postgres.Store, who access.Staff, session int64) (CashSession, error) {
	row, err := db.CashSession(ctx, who, session)
	return CashSession(row), err
}

// CurrentCashDrawer reads the cash session that was opened last in the branch, or
// nil if none is open.
func CurrentCashDrawer(ctx context.Context, db *postgres.Store, tenant, branch int64) (*CashSession, error) {
	row, err := db.CurrentCashSession(ctx, branch, tenant)
	if postgres.IsNoRow(err) {
		return nil, nil //nolint:nilnil // none is open
	}
	drawer := CashSession(row)
	return &drawer, postgres.Fault(err)
}

// CashDrawers lists a branch's cash sessions, newest first.
func CashDrawers(ctx context.Context, db *postgres.Store, tenant, branch int64, n, skip int32) ([]CashSession, error) {
	rows, err := db.CashSessions(ctx, dbgen.CashSessionsParams{BranchID: branch, TenantID: tenant, MaxRows: n, Skip: skip})
	return postgres.Rows(rows, err, func(r dbgen.CashSessionsRow) CashSession { return CashSession(r) })
}

// CashDrawerSummary reads a cash session with all its movements.
//
// Errors: fault.NotFound, fault.Forbidden.
func CashDrawerSummary(ctx context.Context, db *postgres.Store, who access.Staff, session int64) (CashSummary, error) {
	drawer, err := CashDrawer(ctx, db, who, session)
	if err != nil {
		return CashSummary{}, err
	}
	rows, err := db.CashMovements(ctx, session, who.TenantID)
	if err != nil {
		return CashSummary{}, postgres.Fault(err)
	}
	sum := CashSummary{
		CashSession:    drawer,
		SessionID:      session,
		TotalsByMethod: map[string]money.Cents{},
		TotalsByType:   map[string]money.Cents{},
		Movements:      make([]CashMovement, len(rows)),
		MovementCount:  len(rows),
		ExpectedSoFar:  drawer.OpeningAmountCents,
	}
	for i, r := range rows {
		sum.Movements[i] = CashMovement(r)
		sum.TotalsByType[r.MovementType] += r.AmountCents
		sum.TotalsByMethod[r.PaymentMethod] += signed(r.MovementType, r.AmountCents)
		if r.PaymentMethod == "CASH" {
			sum.ExpectedSoFar += signed(r.MovementType, r.AmountCents)
		}
	}
	return sum, nil
}

// signed is the amount with the sign by which it changes its payment method's total.
func signed(kind string, cents money.Cents) money.Cents {
	switch kind {
	case "SALE", "TIP", "DEPOSIT":
		return cents
	default:
		return -cents
	}
}
