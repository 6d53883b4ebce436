package store

import (
	"context"
	"fmt"
	"time"

	"integrador/internal/access"
	"integrador/internal/fault"
	"integrador/internal/money"
	"integrador/internal/store/dbgen"
)

// CheckRef is a check with what routes a command about it, and the names that a
// checkout shows.
type CheckRef = dbgen.CheckByIDRow

// Checkout is a payment through Mercado Pago, as its row stands.
type Checkout = dbgen.Payment

// CheckDetailOutput is the bill that the table reads.
type CheckDetailOutput struct {
	ID             int64             `json:"id"`
	Status         string            `json:"status" enum:"OPEN,REQUESTED,IN_PAYMENT,PAID,FAILED"`
	TotalCents     money.Cents       `json:"total_cents"` // after discounts
	PaidCents      money.Cents       `json:"paid_cents"`
	RemainingCents money.Cents       `json:"remaining_cents"`
	Items          []CheckItemOutput `json:"items"`
	Payments       []PaymentOutput   `json:"payments"`
	CreatedAt      time.Time         `json:"created_at"`
	TableCode      *string           `json:"table_code"`
}

// CheckItemOutput is one line of the bill.
type CheckItemOutput struct {
	ProductName    string      `json:"product_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	SubtotalCents  money.Cents `json:"subtotal_cents"`
	Notes          *string     `json:"notes"`
	RoundNumber    int         `json:"round_number"`
}

// PaymentOutput is a payment of the bill. Provider knows two worlds, as clients
// do; Method tells the means within them.
type PaymentOutput struct {
	ID          int64       `json:"id"`
	Provider    string      `json:"provider" enum:"CASH,MERCADO_PAGO"`
	Method      string      `json:"method"`
	Status      string      `json:"status" enum:"PENDING,APPROVED,REJECTED"`
	AmountCents money.Cents `json:"amount_cents"`
	CreatedAt   time.Time   `json:"created_at"`
}

// StaffCheck is the bill that staff read.
type StaffCheck struct {
	ID             int64           `json:"id"`
	SessionID      int64           `json:"session_id"`
	Status         string          `json:"status"`
	TotalCents     money.Cents     `json:"total_cents"`
	PaidCents      money.Cents     `json:"paid_cents"`
	RemainingCents money.Cents     `json:"remaining_cents"`
	CreatedAt      time.Time       `json:"created_at"`
	Payments       []PaymentOutput `json:"payments"`
}

// DinerBalance is what one diner owes of a check.
type DinerBalance struct {
	DinerID        *int64      `json:"diner_id"`   // nil: what the table shares
	DinerName      string      `json:"diner_name"` // "Shared" then
	TotalCents     money.Cents `json:"total_cents"`
	PaidCents      money.Cents `json:"paid_cents"`
	RemainingCents money.Cents `json:"remaining_cents"`
}

// SessionTotal is what a sitting owes so far, with or without a check.
type SessionTotal struct {
	SessionID   int64       `json:"session_id"`
	TotalCents  money.Cents `json:"total_cents"`
	PaidCents   money.Cents `json:"paid_cents"`
	CheckID     *int64      `json:"check_id"`
	CheckStatus *string     `json:"check_status"`
}

var errNoCheck = fault.New(fault.NotFound, "check_not_found", "No encontramos esa cuenta.")

// CheckDetail tells the bill of a sitting.
//
// Errors: fault.NotFound until a check was asked for.
func (s *Store) CheckDetail(ctx context.Context, tenant, session int64) (CheckDetailOutput, error) {
	c, err := s.CheckOfSession(ctx, session, tenant)
	if err != nil {
		return CheckDetailOutput{}, missing(err, errNoCheck)
	}
	d := CheckDetailOutput{
		ID: c.ID, Status: c.Status, TotalCents: c.TotalCents, PaidCents: c.PaidCents, RemainingCents: c.TotalCents - c.PaidCents,
		CreatedAt: c.CreatedAt, TableCode: &c.TableCode,
	}
	if d.Payments, err = s.payments(ctx, tenant, c.ID); err != nil {
		return CheckDetailOutput{}, err
	}
	d.Items, err = s.billedItems(ctx, tenant, session)
	return d, err
}

func (s *Store) billedItems(ctx context.Context, tenant, session int64) ([]CheckItemOutput, error) {
	rows, err := s.BilledItems(ctx, session, tenant)
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]CheckItemOutput, len(rows))
	for i, r := range rows {
		subtotal, err := r.UnitPriceCents.Times(int(r.Qty))
		if err != nil {
			return nil, fmt.Errorf("price a line of sitting %d: %w", session, err)
		}
		out[i] = CheckItemOutput{
			ProductName: r.ProductName, Qty: int(r.Qty), UnitPriceCents: r.UnitPriceCents, SubtotalCents: subtotal,
			Notes: r.Notes, RoundNumber: int(r.RoundNumber),
		}
	}
	return out, nil
}

func (s *Store) payments(ctx context.Context, tenant, check int64) ([]PaymentOutput, error) {
	rows, err := s.PaymentsOfCheck(ctx, check, tenant)
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]PaymentOutput, len(rows))
	for i, r := range rows {
		out[i] = PaymentOutput{ID: r.ID, Provider: r.Provider, Method: r.Method, Status: r.Status, AmountCents: r.AmountCents, CreatedAt: r.CreatedAt}
		if r.Provider != "MERCADO_PAGO" {
			out[i].Provider = "CASH"
		}
		if r.Status == "FAILED" {
			out[i].Status = "REJECTED"
		}
	}
	return out, nil
}

// Check gives a check of the tenant.
//
// Errors: fault.NotFound.
func (s *Store) Check(ctx context.Context, tenant, check int64) (CheckRef, error) {
	c, err := s.CheckByID(ctx, check, tenant)
	return c, missing(err, errNoCheck)
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

// CheckAtTable is Check for a table, which has its own sitting's alone.
//
// Errors: fault.NotFound.
func (s *Store) CheckAtTable(ctx context.Context, at access.Table, check int64) (CheckRef, error) {
	c, err := s.Check(ctx, at.TenantID, check)
	if err == nil && c.SessionID != at.SessionID {
		return CheckRef{}, errNoCheck
	}
	return c, err
}

// CheckOfNotice gives a check of whichever tenant, for what comes from Mercado
// Pago without one.
//
// Errors: fault.NotFound.
func (s *Store) CheckOfNotice(ctx context.Context, check int64) (CheckRef, error) {
	c, err := s.CheckAnyTenant(ctx, check)
	return CheckRef(c), missing(err, errNoCheck)
}

// StaffCheck tells a check with its payments.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) StaffCheck(ctx context.Context, who access.Staff, check int64) (StaffCheck, error) {
	c, err := s.CheckFor(ctx, who, check)
	if err != nil {
		return StaffCheck{}, err
	}
	payments, err := s.payments(ctx, who.TenantID, check)
	return StaffCheck{
		ID: c.ID, SessionID: c.SessionID, Status: c.Status, TotalCents: c.TotalCents, PaidCents: c.PaidCents,
		RemainingCents: c.TotalCents - c.PaidCents, CreatedAt: c.CreatedAt, Payments: payments,
	}, err
}

// Balances tells who owes what of a check; what is shared comes last.
//
// Errors: fault.NotFound for a check of another sitting.
func (s *Store) Balances(ctx context.Context, at access.Table, check int64) ([]DinerBalance, error) {
	if _, err := s.CheckAtTable(ctx, at, check); err != nil {
		return nil, err
	}
	rows, err := s.BalancesOfCheck(ctx, dbgen.BalancesOfCheckParams{CheckID: check, TenantID: at.TenantID, SessionID: at.SessionID})
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]DinerBalance, len(rows))
	for i, r := range rows {
		out[i] = DinerBalance{
			DinerID: r.DinerID, DinerName: r.DinerName, TotalCents: money.Cents(r.TotalCents), PaidCents: money.Cents(r.PaidCents),
			RemainingCents: money.Cents(r.TotalCents - r.PaidCents),
		}
	}
	return out, nil
}

// SessionTotal tells what a sitting owes so far.
//
// Errors: fault.NotFound.
func (s *Store) SessionTotal(ctx context.Context, tenant, session int64) (SessionTotal, error) {
	b, err := s.SessionBill(ctx, session, tenant)
	return SessionTotal{
		SessionID: b.SessionID, TotalCents: money.Cents(b.TotalCents), PaidCents: money.Cents(b.PaidCents),
		CheckID: b.CheckID, CheckStatus: b.CheckStatus,
	}, missing(err, errNoSession)
}
