package postgres

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// What a cash drawer is refused with.
var (
	ErrNoCashDrawer = fault.New(fault.NotFound, "cash_session_not_found", "No encontramos esa caja.")

	errCashDrawerOpen   = fault.New(fault.Refused, "cash_register_open", "Esa caja ya está abierta.")
	errCashDrawerClosed = fault.New(fault.Refused, "cash_session_closed", "Esa caja ya está cerrada.")
)

// OpenCashDrawer opens a branch's register with some cash in it. A register that
// does not exist yet is created.
//
// Errors: fault.Refused if it is open.
func (s *Store) OpenCashDrawer(
	ctx context.Context, who access.Staff, branch int64, name string, opening money.Cents,
) (opened dbgen.OpenCashSessionRow, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		register, err := tx.LockRegister(ctx, dbgen.LockRegisterParams{TenantID: who.TenantID, BranchID: branch, Name: name})
		switch {
		case err != nil:
			return err
		case register.IsOpen:
			return errCashDrawerOpen
		}
		opened, err = tx.OpenCashSession(ctx, dbgen.OpenCashSessionParams{
			TenantID:           who.TenantID,
			BranchID:           branch,
			CashRegisterID:     register.ID,
			OpenedByID:         who.UserID,
			OpeningAmountCents: opening,
		})
		if err != nil {
			return err
		}
		err = tx.SetRegisterSession(ctx, dbgen.SetRegisterSessionParams{
			IsOpen:    true,
			SessionID: &opened.ID,
			ID:        register.ID,
			TenantID:  who.TenantID,
		})
		if err != nil {
			return err
		}
		return tx.auditCash(ctx, who, cashDrawers, opened.ID, branch, Created, map[string]any{
			"register_name": name, "opening_amount_cents": opening,
		})
	})
	return opened, Fault(err)
}

// CashSession returns a cash session for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) CashSession(ctx context.Context, who access.Staff, session int64) (dbgen.CashSessionByIDRow, error) {
	row, err := s.CashSessionByID(ctx, session, who.TenantID)
	if err != nil {
		return row, NotFoundAs(err, ErrNoCashDrawer)
	}
	return row, who.InBranch(row.BranchID)
}

// CashEntry is a movement that a person records.
type CashEntry struct {
	SessionID                          int64
	Type, Method, Description, RefType string
	RefID                              *int64
	Cents                              money.Cents
}

// RecordCashMovement records a movement in an open cash drawer.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if it is closed.
func (s *Store) RecordCashMovement(
	ctx context.Context, who access.Staff, e CashEntry,
) (row dbgen.InsertCashMovementRow, err error) {
	drawer, err := s.CashSession(ctx, who, e.SessionID)
	if err != nil {
		return row, err
	}
	err = s.InTx(ctx, func(tx *Tx) error {
		row, err = tx.InsertCashMovement(ctx, dbgen.InsertCashMovementParams{
			MovementType:  e.Type,
			AmountCents:   int64(e.Cents),
			PaymentMethod: e.Method,
			ReferenceType: OrNil(e.RefType),
			ReferenceID:   e.RefID,
			Description:   OrNil(e.Description),
			PerformedByID: who.UserID,
			SessionID:     e.SessionID,
			TenantID:      who.TenantID,
		})
		if err != nil {
			return err
		}
		return tx.auditCash(ctx, who, cashMovements, row.ID, drawer.BranchID, Created, map[string]any{
			"cash_session_id": e.SessionID, "movement_type": e.Type, "amount_cents": e.Cents, "payment_method": e.Method,
			"description": e.Description,
		})
	})
	return row, NotFoundAs(err, errCashDrawerClosed)
}

// The kinds of what is audited of a cash drawer. They are not in the catalogue.
var (
	cashDrawers   = &catalog.Kind{Name: "cash_session"}
	cashMovements = &catalog.Kind{Name: "cash_movement"}
)

func (tx *Tx) auditCash(
	ctx context.Context, who access.Staff, kind *catalog.Kind, id, branch int64, action Action, values map[string]any,
) error {
	return tx.Audit(ctx, who, Change{Entity: Entity{Kind: kind, ID: id, BranchID: &branch}, Action: action, After: values})
}

// CloseCashDrawer closes a cash drawer with the amount that was counted in it. The
// expected amount is the sum of the movements recorded so far: one that is being
// recorded at that moment is waited for, and a later one is refused.
//
// Errors: fault.NotFound, fault.Forbidden; fault.Refused if it is closed.
func (s *Store) CloseCashDrawer(
	ctx context.Context, who access.Staff, session int64, counted money.Cents, notes string,
) error {
	drawer, err := s.CashSession(ctx, who, session)
	if err != nil {
		return err
	}
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		locked, err := tx.LockCashSession(ctx, session, who.TenantID)
		switch {
		case err != nil:
			return err
		case locked.Status != "OPEN":
			return errCashDrawerClosed
		}
		moved, err := tx.CashInDrawer(ctx, session, who.TenantID)
		if err != nil {
			return err
		}
		err = tx.CloseCashSession(ctx, dbgen.CloseCashSessionParams{
			ClosedByID: &who.UserID,
			Expected:   int64(locked.OpeningAmountCents) + moved,
			Actual:     int64(counted),
			Notes:      OrNil(notes),
			SessionID:  session,
			TenantID:   who.TenantID,
		})
		if err != nil {
			return err
		}
		err = tx.SetRegisterSession(ctx, dbgen.SetRegisterSessionParams{ID: locked.CashRegisterID, TenantID: who.TenantID})
		if err != nil {
			return err
		}
		expected := int64(locked.OpeningAmountCents) + moved
		return tx.auditCash(ctx, who, cashDrawers, session, drawer.BranchID, Updated, map[string]any{
			"status": "CLOSED", "expected_amount_cents": expected, "actual_amount_cents": counted,
			"difference_cents": int64(counted) - expected, "notes": notes,
		})
	}))
}
