package readmodel

import (
	"context"
	"math"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// RoundOutput is a round as the kitchen and the table see it; voided items are
// left out.
type RoundOutput struct {
	ID          int64             `json:"id"`
	RoundNumber int               `json:"round_number"`
	Status      string            `json:"status" enum:"PENDING,CONFIRMED,DRAFT,SUBMITTED,IN_KITCHEN,READY,SERVED,CANCELED"`
	Items       []RoundItemOutput `json:"items"`
	CreatedAt   time.Time         `json:"created_at"`
	TableID     *int64            `json:"table_id"`
	TableCode   *string           `json:"table_code"`
	SubmittedAt *time.Time        `json:"submitted_at"`
	BranchID    int64             `json:"branch_id"`
	// Notes are of the whole round.
	Notes   *string    `json:"notes"`
	ReadyAt *time.Time `json:"ready_at"`
}

// RoundItemOutput is one line of a RoundOutput.
type RoundItemOutput struct {
	ID             int64       `json:"id"`
	ProductID      int64       `json:"product_id"`
	ProductName    string      `json:"product_name"`
	Qty            int         `json:"qty"`
	UnitPriceCents money.Cents `json:"unit_price_cents"`
	Notes          *string     `json:"notes"`
}

// RoundRef is a round with what a command about it needs.
type RoundRef struct {
	RoundOutput
	SessionID int64
	TableID   int64
}

var errNoRound = fault.New(fault.NotFound, "round_not_found", "No encontramos esa ronda.")

// KitchenRounds lists what the kitchen of a branch has to cook, or the kitchens of all of who's branches, the longest
// waiting first.
//
// Errors: fault.Forbidden for a branch outside the token.
func KitchenRounds(ctx context.Context, db *postgres.Store, who access.Staff, branch *int64) ([]RoundOutput, error) {
	scope, err := postgres.ScopeOf(who, branch)
	if err != nil {
		return nil, err
	}
	rows, err := db.Queries.KitchenRounds(ctx, dbgen.KitchenRoundsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches,
	})
	return postgres.DecodeRows(rows, err, func(r dbgen.KitchenRoundsRow) (RoundOutput, error) {
		ref, err := roundOf(dbgen.RoundByIDRow(r))
		return ref.RoundOutput, err
	})
}

// SessionRounds lists what a session ordered, in order.
func SessionRounds(ctx context.Context, db *postgres.Store, tenant, session int64) ([]RoundOutput, error) {
	rows, err := db.RoundsOfSession(ctx, session, tenant)
	return postgres.DecodeRows(rows, err, func(r dbgen.RoundsOfSessionRow) (RoundOutput, error) {
		ref, err := roundOf(dbgen.RoundByIDRow(r))
		return ref.RoundOutput, err
	})
}

// RoundFor reads one round for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func RoundFor(ctx context.Context, db *postgres.Store, who access.Staff, round int64) (RoundRef, error) {
	r, err := db.RoundByID(ctx, round, who.TenantID)
	if err != nil {
		return RoundRef{}, postgres.NotFoundAs(err, errNoRound)
	}
	if err := who.InBranch(r.BranchID); err != nil {
		return RoundRef{}, err
	}
	return roundOf(r)
}

func roundOf(r dbgen.RoundByIDRow) (RoundRef, error) {
	items, err := postgres.DecodeJSON[[]RoundItemOutput](r.Items, "items")
	return RoundRef{
		RoundOutput: RoundOutput{
			ID: r.ID, RoundNumber: int(r.RoundNumber), Status: r.Status, Items: items, CreatedAt: r.CreatedAt,
			TableID: &r.TableID, TableCode: &r.TableCode, SubmittedAt: r.SubmittedAt,
			BranchID: r.BranchID, Notes: r.Notes, ReadyAt: r.ReadyAt,
		},
		SessionID: r.TableSessionID, TableID: r.TableID,
	}, err
}

// EstimatedWaitResponse is how long an order will take if it is made now.
type EstimatedWaitResponse struct {
	EstimatedMinutes int `json:"estimated_minutes"`
	QueueSize        int `json:"queue_size"` // rounds ahead of it
}

const (
	cooksAtOnce = 4   // rounds that a kitchen works on at the same time
	maxWait     = 120 // minutes
)

// EstimatedWait estimates the kitchen of a branch: the time of a usual dish, plus
// what is left to cook divided by how much is cooked at once.
//
// Errors: fault.NotFound.
func EstimatedWait(ctx context.Context, db *postgres.Store, branch int64, at time.Time) (EstimatedWaitResponse, error) {
	load, err := db.KitchenLoad(ctx, at, branch)
	if err != nil {
		return EstimatedWaitResponse{}, postgres.NotFoundAs(err, fault.New(fault.NotFound, "branch_not_found",
			"No encontramos esa sucursal."))
	}
	minutes := math.Ceil(load.TypicalMinutes + load.BacklogMinutes/cooksAtOnce)
	return EstimatedWaitResponse{EstimatedMinutes: int(min(minutes, maxWait)), QueueSize: int(load.QueueSize)}, nil
}

// ToggleAvailabilityResponse is the availability of a product in a branch.
type ToggleAvailabilityResponse struct {
	ProductID   int64 `json:"product_id"`
	BranchID    int64 `json:"branch_id"`
	IsAvailable bool  `json:"is_available"`
}
