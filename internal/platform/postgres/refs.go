package postgres

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
)

// Place is a table before a session is opened: where it is, whether it can be used, and
// the branch's policy for the session.
type Place = dbgen.PlaceOfTableRow

// SessionRef is a session with what a command to it needs.
type SessionRef = dbgen.SessionByIDRow

// CheckRef is a check with what a command about it needs, and the names for a checkout.
type CheckRef = dbgen.CheckByIDRow

// PaymentRef is a payment with what a command about it needs.
type PaymentRef = dbgen.PaymentByIDRow

// ItemRef is an item of a round with what a command about it needs.
type ItemRef = dbgen.RoundOfItemRow

// The faults of lookups that find nothing.
var (
	ErrNoTable   = fault.New(fault.NotFound, "table_not_found", "No encontramos esa mesa.")
	ErrNoSession = fault.New(fault.NotFound, "session_not_found", "No encontramos una sesión abierta en esa mesa.")
	ErrNoCheck   = fault.New(fault.NotFound, "check_not_found", "No encontramos esa cuenta.")

	errNoPayment     = fault.New(fault.NotFound, "payment_not_found", "No encontramos el pago.")
	errNoItem        = fault.New(fault.NotFound, "item_not_found", "No encontramos ese plato en la ronda.")
	errAmbiguousCode = fault.New(fault.NotFound, "branch_required",
		"Ese código de mesa existe en más de una sucursal. Indicá cuál.")
)

// Place looks up a table by its ID, for a diner who scanned its code.
//
// Errors: fault.NotFound.
func (s *Store) Place(ctx context.Context, table int64) (Place, error) {
	o, err := s.PlaceOfTable(ctx, table)
	return o, NotFoundAs(err, ErrNoTable)
}

// PlaceByCode looks up a table by the code on its sticker and the branch's slug. Without
// a slug the code must be unique.
//
// Errors: fault.NotFound.
func (s *Store) PlaceByCode(ctx context.Context, code, branchSlug string) (Place, error) {
	rows, err := s.PlacesOfCode(ctx, code, branchSlug)
	switch {
	case err != nil:
		return Place{}, Fault(err)
	case len(rows) == 0:
		return Place{}, ErrNoTable
	case len(rows) > 1:
		return Place{}, errAmbiguousCode
	}
	return Place(rows[0]), nil
}

// PlaceFor is Place for a member of staff.
//
// Errors: fault.NotFound for a table of another tenant, fault.Forbidden for one
// of a branch outside the token.
func (s *Store) PlaceFor(ctx context.Context, who access.Staff, table int64) (Place, error) {
	o, err := s.Place(ctx, table)
	if err != nil {
		return o, err
	}
	if o.TenantID != who.TenantID {
		return Place{}, ErrNoTable
	}
	return o, who.InBranch(o.BranchID)
}

// Session looks up a session of the tenant, live or closed.
//
// Errors: fault.NotFound.
func (s *Store) Session(ctx context.Context, tenant, session int64) (SessionRef, error) {
	r, err := s.SessionByID(ctx, session, tenant)
	return r, NotFoundAs(err, ErrNoSession)
}

// SessionFor is Session for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) SessionFor(ctx context.Context, who access.Staff, session int64) (SessionRef, error) {
	r, err := s.Session(ctx, who.TenantID, session)
	if err != nil {
		return r, err
	}
	return r, who.InBranch(r.BranchID)
}

// LiveSession looks up the session that is OPEN or PAYING at a table of the tenant.
//
// Errors: fault.NotFound.
func (s *Store) LiveSession(ctx context.Context, tenant, table int64) (SessionRef, error) {
	r, err := s.LiveSessionOfTable(ctx, table, tenant)
	return SessionRef(r), NotFoundAs(err, ErrNoSession)
}

// Check looks up a check of the tenant.
//
// Errors: fault.NotFound.
func (s *Store) Check(ctx context.Context, tenant, check int64) (CheckRef, error) {
	c, err := s.CheckByID(ctx, check, tenant)
	return c, NotFoundAs(err, ErrNoCheck)
}

// CheckFor is Check for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) CheckFor(ctx context.Context, who access.Staff, check int64) (CheckRef, error) {
	c, err := s.Check(ctx, who.TenantID, check)
	if err != nil {
		return c, err
	}
	return c, who.InBranch(c.BranchID)
}

// CheckAtTable is Check for a table: only checks of its own session are found.
//
// Errors: fault.NotFound.
func (s *Store) CheckAtTable(ctx context.Context, at access.Table, check int64) (CheckRef, error) {
	c, err := s.Check(ctx, at.TenantID, check)
	if err == nil && c.SessionID != at.SessionID {
		return CheckRef{}, ErrNoCheck
	}
	return c, err
}

// PaymentFor looks up a payment for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) PaymentFor(ctx context.Context, who access.Staff, payment int64) (PaymentRef, error) {
	p, err := s.PaymentByID(ctx, payment, who.TenantID)
	if err != nil {
		return p, NotFoundAs(err, errNoPayment)
	}
	return p, who.InBranch(p.BranchID)
}

// PaymentAtTable looks up a payment of the table's own session.
//
// Errors: fault.NotFound.
func (s *Store) PaymentAtTable(ctx context.Context, at access.Table, payment int64) (PaymentRef, error) {
	p, err := s.PaymentByID(ctx, payment, at.TenantID)
	if err == nil && p.SessionID != at.SessionID {
		return PaymentRef{}, errNoPayment
	}
	return p, NotFoundAs(err, errNoPayment)
}

// RefOf is the session that a payment was made at.
func RefOf(tenant int64, p PaymentRef) tablesession.Ref {
	return tablesession.Ref{
		TenantID: tenant, BranchID: p.BranchID, SessionID: p.SessionID,
		Place: tablesession.Place{TableID: p.TableID, TableCode: p.TableCode, SectorID: p.SectorID},
	}
}

// ItemFor looks up an item of a round for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) ItemFor(ctx context.Context, who access.Staff, item int64) (ItemRef, error) {
	r, err := s.RoundOfItem(ctx, item, who.TenantID)
	if err != nil {
		return ItemRef{}, NotFoundAs(err, errNoItem)
	}
	return r, who.InBranch(r.BranchID)
}
