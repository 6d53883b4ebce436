package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

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
	CheckID     *int64        `json:"check_id" doc:"null hasta que alguien pide la cuenta."`
}

// RoundDetail is a round with who ordered what; voided items are left out.
type RoundDetail struct {
	ID          int64             `json:"id"`
	RoundNumber int               `json:"round_number"`
	Status      string            `json:"status"`
	CreatedAt   time.Time         `json:"created_at"`
	SubmittedAt *time.Time        `json:"submitted_at"`
	Items       []RoundItemDetail `json:"items"`
	ReadyAt     *time.Time        `json:"ready_at"`
	SubmittedBy string            `json:"submitted_by" enum:"DINER,WAITER"`
	Notes       *string           `json:"notes"`
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

// Diners lists the diners of a session in the order of joining. A device ID
// authenticates its device, so only the ID of the given device is returned.
func Diners(ctx context.Context, db *postgres.Store, tenant, session int64, device string) ([]DinerOutput, error) {
	rows, err := db.DinersOfSession(ctx, session, tenant)
	return postgres.Rows(rows, err, func(r dbgen.DinersOfSessionRow) DinerOutput {
		if r.DeviceID != nil && *r.DeviceID != device {
			r.DeviceID = nil
		}
		return DinerOutput(r)
	})
}

// SessionDetail reads the live session of a table with its rounds.
//
// Errors: fault.NotFound, fault.Forbidden.
func SessionDetail(ctx context.Context, db *postgres.Store, who access.Staff, table int64) (TableSessionDetail, error) {
	head, err := db.LiveSession(ctx, who.TenantID, table)
	if err != nil {
		return TableSessionDetail{}, err
	}
	if err := who.InBranch(head.BranchID); err != nil {
		return TableSessionDetail{}, err
	}
	bill, err := db.SessionBill(ctx, head.ID, head.TenantID)
	if err != nil {
		return TableSessionDetail{}, postgres.Fault(err)
	}
	d := TableSessionDetail{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		CheckStatus: bill.CheckStatus, TotalCents: money.Cents(bill.TotalCents), PaidCents: money.Cents(bill.PaidCents),
		CheckID: bill.CheckID,
	}
	if d.Diners, err = Diners(ctx, db, head.TenantID, head.ID, ""); err != nil {
		return TableSessionDetail{}, err
	}
	d.Rounds, err = roundDetails(ctx, db, head.TenantID, head.ID)
	return d, err
}

func roundDetails(ctx context.Context, db *postgres.Store, tenant, session int64) ([]RoundDetail, error) {
	rows, err := db.RoundDetailsOfSession(ctx, session, tenant)
	return postgres.DecodeRows(rows, err, func(r dbgen.RoundDetailsOfSessionRow) (RoundDetail, error) {
		items, err := postgres.DecodeJSON[[]RoundItemDetail](r.Items, "items")
		return RoundDetail{
			ID:          r.ID,
			RoundNumber: int(r.RoundNumber),
			Status:      r.Status,
			CreatedAt:   r.CreatedAt,
			SubmittedAt: r.SubmittedAt,
			Items:       items,
			ReadyAt:     r.ReadyAt,
			SubmittedBy: r.SubmittedBy,
			Notes:       r.Notes,
		}, err
	})
}

// SessionSummary reads a session in numbers.
//
// Errors: fault.NotFound, fault.Forbidden.
func SessionSummary(
	ctx context.Context, db *postgres.Store, who access.Staff, session int64,
) (WaiterSessionSummaryOutput, error) {
	head, err := db.SessionFor(ctx, who, session)
	if err != nil {
		return WaiterSessionSummaryOutput{}, err
	}
	bill, err := db.SessionBill(ctx, session, who.TenantID)
	if err != nil {
		return WaiterSessionSummaryOutput{}, postgres.Fault(err)
	}
	n, err := db.SessionCounts(ctx, session, who.TenantID)
	if err != nil {
		return WaiterSessionSummaryOutput{}, postgres.Fault(err)
	}
	return WaiterSessionSummaryOutput{
		SessionID: head.ID, TableID: head.TableID, TableCode: head.TableCode, Status: head.Status, OpenedAt: head.OpenedAt,
		OpenedBy: head.OpenedBy, OpenedByWaiterID: head.OpenedByWaiterID, AssignedWaiterID: head.AssignedWaiterID,
		DinerCount: int(n.Diners), RoundsCount: int(n.Rounds), TotalCents: money.Cents(bill.TotalCents),
		PaidCents: money.Cents(bill.PaidCents), CheckStatus: bill.CheckStatus, IsHybrid: n.ByDiners > 0 && n.ByWaiters > 0,
	}, nil
}
