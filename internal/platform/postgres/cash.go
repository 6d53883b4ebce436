package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// CashSession is a till from its opening to its counted close. What was expected
// and counted is unknown while it is open.
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

// CashMovement is money that entered or left a till.
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

// CashSummary is a session with all that moved in it.
type CashSummary struct {
	CashSession
	SessionID      int64                  `json:"session_id"`
	TotalsByMethod map[string]money.Cents `json:"totals_by_method"` // what each means added, without the opening
	TotalsByType   map[string]money.Cents `json:"totals_by_type"`
	Movements      []CashMovement         `json:"movements"`
	MovementCount  int                    `json:"movement_count"`
	ExpectedSoFar  money.Cents            `json:"expected_so_far_cents" doc:"Efectivo que debería haber en el cajón ahora."`
}

var (
	errTillOpen   = fault.New(fault.Refused, "cash_register_open", "Esa caja ya está abierta.")
	errTillClosed = fault.New(fault.Refused, "cash_session_closed", "Esa caja ya está cerrada.")
	errNoTill     = fault.New(fault.NotFound, "cash_session_not_found", "No encontramos esa caja.")
)

// OpenCashDrawer opens a branch's register with some cash in it. A register that is not
// known yet is made.
//
// Errors: fault.Refused if it is open.
func (s *Store) OpenCashDrawer(ctx context.Context, who access.Staff, branch int64, name string, opening money.Cents) (CashSession, error) {
	out := CashSession{BranchID: branch, RegisterName: name, Status: "OPEN", OpeningAmountCents: opening}
	err := s.InTx(ctx, func(tx *Tx) error {
		register, err := tx.LockRegister(ctx, dbgen.LockRegisterParams{TenantID: who.TenantID, BranchID: branch, Name: name})
		switch {
		case err != nil:
			return err
		case register.IsOpen:
			return errTillOpen
		}
		opened, err := tx.OpenCashSession(ctx, dbgen.OpenCashSessionParams{
			TenantID: who.TenantID, BranchID: branch, CashRegisterID: register.ID, OpenedByID: who.UserID, OpeningAmountCents: opening,
		})
		if err != nil {
			return err
		}
		out.ID, out.CashRegisterID, out.OpenedAt = opened.ID, register.ID, opened.OpenedAt
		return tx.SetRegisterSession(ctx, dbgen.SetRegisterSessionParams{IsOpen: true, SessionID: &opened.ID, ID: register.ID, TenantID: who.TenantID})
	})
	return out, Fault(err)
}

// CashDrawer gives a cash session for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) CashDrawer(ctx context.Context, who access.Staff, session int64) (CashSession, error) {
	row, err := s.CashSessionByID(ctx, session, who.TenantID)
	if err != nil {
		return CashSession{}, missing(err, errNoTill)
	}
	return CashSession(row), who.InBranch(row.BranchID)
}

// CashEntry is a movement that somebody notes.
type CashEntry struct {
	SessionID                          int64
	Type, Method, Description, RefType string
	RefID                              *int64
	Cents                              money.Cents
}

// RecordCashMovement notes a movement in an open till.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if it is closed.
func (s *Store) RecordCashMovement(ctx context.Context, who access.Staff, e CashEntry) (CashMovement, error) {
	if _, err := s.CashDrawer(ctx, who, e.SessionID); err != nil {
		return CashMovement{}, err
	}
	row, err := s.InsertCashMovement(ctx, dbgen.InsertCashMovementParams{
		MovementType: e.Type, AmountCents: int64(e.Cents), PaymentMethod: e.Method, ReferenceType: orNil(e.RefType), ReferenceID: e.RefID,
		Description: orNil(e.Description), PerformedByID: who.UserID, SessionID: e.SessionID, TenantID: who.TenantID,
	})
	return CashMovement{
		ID: row.ID, MovementType: row.MovementType, AmountCents: row.AmountCents, PaymentMethod: row.PaymentMethod,
		Description: row.Description, ReferenceType: orNil(e.RefType), ReferenceID: e.RefID, CreatedAt: row.CreatedAt,
	}, missing(err, errTillClosed)
}

// CloseCashDrawer closes a till with what was counted in it. What was expected follows
// from the movements that were there at that moment: one that is under way is
// counted, and one that comes later goes elsewhere.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if it is closed.
func (s *Store) CloseCashDrawer(ctx context.Context, who access.Staff, session int64, counted money.Cents, notes string) (CashSession, error) {
	if _, err := s.CashDrawer(ctx, who, session); err != nil {
		return CashSession{}, err
	}
	err := s.InTx(ctx, func(tx *Tx) error {
		locked, err := tx.LockCashSession(ctx, session, who.TenantID)
		switch {
		case err != nil:
			return err
		case locked.Status != "OPEN":
			return errTillClosed
		}
		moved, err := tx.CashInDrawer(ctx, session, who.TenantID)
		if err != nil {
			return err
		}
		err = tx.CloseCashSession(ctx, dbgen.CloseCashSessionParams{
			ClosedByID: &who.UserID, Expected: int64(locked.OpeningAmountCents) + moved, Actual: int64(counted), Notes: orNil(notes),
			SessionID: session, TenantID: who.TenantID,
		})
		if err != nil {
			return err
		}
		return tx.SetRegisterSession(ctx, dbgen.SetRegisterSessionParams{ID: locked.CashRegisterID, TenantID: who.TenantID})
	})
	if err != nil {
		return CashSession{}, Fault(err)
	}
	return s.CashDrawer(ctx, who, session)
}

// CurrentCashDrawer gives the branch's till that was opened last, or nil if none is open.
func (s *Store) CurrentCashDrawer(ctx context.Context, tenant, branch int64) (*CashSession, error) {
	row, err := s.CurrentCashSession(ctx, branch, tenant)
	if isMissing(err) {
		return nil, nil //nolint:nilnil // nobody opened one: that is no failure
	}
	till := CashSession(row)
	return &till, Fault(err)
}

// CashDrawers lists a branch's cash sessions, newest first.
func (s *Store) CashDrawers(ctx context.Context, tenant, branch int64, n, skip int32) ([]CashSession, error) {
	rows, err := s.CashSessions(ctx, dbgen.CashSessionsParams{BranchID: branch, TenantID: tenant, MaxRows: n, Skip: skip})
	return each(rows, func(r dbgen.CashSessionsRow) CashSession { return CashSession(r) }), Fault(err)
}

// CashDrawerSummary tells all that moved in a cash session.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) CashDrawerSummary(ctx context.Context, who access.Staff, session int64) (CashSummary, error) {
	till, err := s.CashDrawer(ctx, who, session)
	if err != nil {
		return CashSummary{}, err
	}
	rows, err := s.CashMovements(ctx, session, who.TenantID)
	if err != nil {
		return CashSummary{}, Fault(err)
	}
	sum := CashSummary{
		CashSession: till, SessionID: session, TotalsByMethod: map[string]money.Cents{}, TotalsByType: map[string]money.Cents{},
		Movements: make([]CashMovement, len(rows)), MovementCount: len(rows), ExpectedSoFar: till.OpeningAmountCents,
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

// signed is what a movement adds to its means.
func signed(kind string, cents money.Cents) money.Cents {
	switch kind {
	case "SALE", "TIP", "DEPOSIT":
		return cents
	default:
		return -cents
	}
}
