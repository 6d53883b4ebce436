package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// SessionRef is a session with what routes a command to it.
type SessionRef = dbgen.SessionByIDRow

// DinerOutput is a person at the table.
type DinerOutput struct {
	ID        int64     `json:"id"`
	SessionID int64     `json:"session_id"`
	Name      string    `json:"name"`
	Color     string    `json:"color"`
	LocalID   *string   `json:"local_id"`
	JoinedAt  time.Time `json:"joined_at"`
	DeviceID  *string   `json:"device_id"`
}

// TableSessionDetail is everything that staff see of a live session.
type TableSessionDetail struct {
	SessionID   int64         `json:"session_id"`
	TableID     int64         `json:"table_id"`
	TableCode   string        `json:"table_code"`
	Status      string        `json:"status" enum:"OPEN,PAYING,CLOSED"`
	OpenedAt    time.Time     `json:"opened_at"`
	Diners      []DinerOutput `json:"diners"`
	Rounds      []RoundDetail `json:"rounds"`
	CheckStatus *string       `json:"check_status"`
	TotalCents  money.Cents   `json:"total_cents"`
	PaidCents   money.Cents   `json:"paid_cents"`
}

// RoundDetail is a round with who ordered what; voided items are left out.
type RoundDetail struct {
	ID          int64             `json:"id"`
	RoundNumber int               `json:"round_number"`
	Status      string            `json:"status"`
	CreatedAt   time.Time         `json:"created_at"`
	SubmittedAt *time.Time        `json:"submitted_at"`
	Items       []RoundItemDetail `json:"items"`
}

// RoundItemDetail is one line of a RoundDetail.
type RoundItemDetail struct {
	ID             int64       `json:"id"`
	ProductID      int64       `json:"product_id"`
	ProductName    string      `json:"product_name"`
	CategoryName   *string     `json:"category_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	Notes          *string     `json:"notes"`
	DinerID        *int64      `json:"diner_id"`
	DinerName      *string     `json:"diner_name"`
	DinerColor     *string     `json:"diner_color"`
}

// WaiterSessionSummaryOutput is a session in numbers.
type WaiterSessionSummaryOutput struct {
	SessionID        int64       `json:"session_id"`
	TableID          int64       `json:"table_id"`
	TableCode        string      `json:"table_code"`
	Status           string      `json:"status" enum:"OPEN,PAYING,CLOSED"`
	OpenedAt         time.Time   `json:"opened_at"`
	OpenedBy         string      `json:"opened_by" enum:"DINER,WAITER"`
	OpenedByWaiterID *int64      `json:"opened_by_waiter_id"`
	AssignedWaiterID *int64      `json:"assigned_waiter_id"`
	DinerCount       int         `json:"diner_count"`
	RoundsCount      int         `json:"rounds_count"` // canceled ones not counted
	TotalCents       money.Cents `json:"total_cents"`
	PaidCents        money.Cents `json:"paid_cents"`
	CheckStatus      *string     `json:"check_status"`
	IsHybrid         bool        `json:"is_hybrid"` // both diners and waiters ordered
}

var errNoSession = fault.New(fault.NotFound, "session_not_found", "No encontramos una sesión abierta en esa mesa.")

// Session gives a session of the tenant, live or closed.
//
// Errors: fault.NotFound.
func (s *Store) Session(ctx context.Context, tenant, session int64) (SessionRef, error) {
	r, err := s.SessionByID(ctx, session, tenant)
	return r, missing(err, errNoSession)
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

// LiveSession gives the session that is OPEN or PAYING at a table of the tenant.
//
// Errors: fault.NotFound.
func (s *Store) LiveSession(ctx context.Context, tenant, table int64) (SessionRef, error) {
	r, err := s.LiveSessionOfTable(ctx, table, tenant)
	return SessionRef(r), missing(err, errNoSession)
}

// Diners lists who sits at a session, first come first. A device's id proves who
// holds it, so only the asking device's own is told; "" asks for none.
func (s *Store) Diners(ctx context.Context, tenant, session int64, device string) ([]DinerOutput, error) {
	rows, err := s.DinersOfSession(ctx, session, tenant)
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]DinerOutput, len(rows))
	for i, r := range rows {
		if r.DeviceID != nil && *r.DeviceID != device {
			r.DeviceID = nil
		}
		out[i] = DinerOutput(r)
	}
	return out, nil
}

// SessionDetail tells the live session of a table whole.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) SessionDetail(ctx context.Context, who access.Staff, table int64) (TableSessionDetail, error) {
	head, err := s.LiveSession(ctx, who.TenantID, table)
	if err != nil {
		return TableSessionDetail{}, err
	}
	if err := who.InBranch(head.BranchID); err != nil {
		return TableSessionDetail{}, err
	}
	bill, err := s.SessionBill(ctx, head.ID, head.TenantID)
	if err != nil {
		return TableSessionDetail{}, Fault(err)
	}
	d := TableSessionDetail{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		CheckStatus: bill.CheckStatus, TotalCents: money.Cents(bill.TotalCents), PaidCents: money.Cents(bill.PaidCents),
	}
	if d.Diners, err = s.Diners(ctx, head.TenantID, head.ID, ""); err != nil {
		return TableSessionDetail{}, err
	}
	d.Rounds, err = s.roundDetails(ctx, head.TenantID, head.ID)
	return d, err
}

func (s *Store) roundDetails(ctx context.Context, tenant, session int64) ([]RoundDetail, error) {
	rows, err := s.RoundDetailsOfSession(ctx, session, tenant)
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]RoundDetail, len(rows))
	for i, r := range rows {
		out[i] = RoundDetail{ID: r.ID, RoundNumber: int(r.RoundNumber), Status: r.Status, CreatedAt: r.CreatedAt, SubmittedAt: r.SubmittedAt}
		if out[i].Items, err = DecodeJSON[[]RoundItemDetail](r.Items, "items"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SessionSummary tells a session in numbers.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) SessionSummary(ctx context.Context, who access.Staff, session int64) (WaiterSessionSummaryOutput, error) {
	head, err := s.SessionFor(ctx, who, session)
	if err != nil {
		return WaiterSessionSummaryOutput{}, err
	}
	bill, err := s.SessionBill(ctx, session, who.TenantID)
	if err != nil {
		return WaiterSessionSummaryOutput{}, Fault(err)
	}
	n, err := s.SessionCounts(ctx, session, who.TenantID)
	if err != nil {
		return WaiterSessionSummaryOutput{}, Fault(err)
	}
	return WaiterSessionSummaryOutput{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		OpenedBy: head.OpenedBy, OpenedByWaiterID: head.OpenedByWaiterID, AssignedWaiterID: head.AssignedWaiterID,
		DinerCount: int(n.Diners), RoundsCount: int(n.Rounds), TotalCents: money.Cents(bill.TotalCents),
		PaidCents: money.Cents(bill.PaidCents), CheckStatus: bill.CheckStatus, IsHybrid: n.ByDiners > 0 && n.ByWaiters > 0,
	}, nil
}
