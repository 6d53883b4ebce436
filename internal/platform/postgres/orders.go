package postgres

import (
	"context"
	"math"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
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

// RoundRef is a round with what routes a command about it.
type RoundRef struct {
	RoundOutput
	BranchID  int64
	SessionID int64
	TableID   int64
}

// ItemRef is a line of a round with what routes a command about it.
type ItemRef = dbgen.RoundOfItemRow

var errNoRound = fault.New(fault.NotFound, "round_not_found", "No encontramos esa ronda.")

// KitchenRounds lists what the kitchens of who's branches have to cook, the
// longest waiting first.
func (s *Store) KitchenRounds(ctx context.Context, who access.Staff) ([]RoundOutput, error) {
	reach, err := ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := s.Queries.KitchenRounds(ctx, dbgen.KitchenRoundsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]RoundOutput, len(rows))
	for i, r := range rows {
		ref, err := roundOf(dbgen.RoundByIDRow(r))
		if err != nil {
			return nil, err
		}
		out[i] = ref.RoundOutput
	}
	return out, nil
}

// SessionRounds lists what a session ordered, in order.
func (s *Store) SessionRounds(ctx context.Context, tenant, session int64) ([]RoundOutput, error) {
	rows, err := s.RoundsOfSession(ctx, session, tenant)
	if err != nil {
		return nil, Fault(err)
	}
	out := make([]RoundOutput, len(rows))
	for i, r := range rows {
		ref, err := roundOf(dbgen.RoundByIDRow(r))
		if err != nil {
			return nil, err
		}
		out[i] = ref.RoundOutput
	}
	return out, nil
}

// RoundFor gives one round of a branch of who's.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) RoundFor(ctx context.Context, who access.Staff, round int64) (RoundRef, error) {
	r, err := s.RoundByID(ctx, round, who.TenantID)
	if err != nil {
		return RoundRef{}, missing(err, errNoRound)
	}
	if err := who.InBranch(r.BranchID); err != nil {
		return RoundRef{}, err
	}
	return roundOf(r)
}

// ItemFor gives one line of a round of a branch of who's.
//
// Errors: fault.NotFound, fault.Forbidden.
func (s *Store) ItemFor(ctx context.Context, who access.Staff, item int64) (ItemRef, error) {
	r, err := s.RoundOfItem(ctx, item, who.TenantID)
	if err != nil {
		return ItemRef{}, missing(err, fault.New(fault.NotFound, "item_not_found", "No encontramos ese plato en la ronda."))
	}
	return r, who.InBranch(r.BranchID)
}

func roundOf(r dbgen.RoundByIDRow) (RoundRef, error) {
	items, err := DecodeJSON[[]RoundItemOutput](r.Items, "items")
	return RoundRef{
		RoundOutput: RoundOutput{
			ID: r.ID, RoundNumber: int(r.RoundNumber), Status: r.Status, Items: items, CreatedAt: r.CreatedAt,
			TableID: &r.TableID, TableCode: &r.TableCode, SubmittedAt: r.SubmittedAt,
		},
		BranchID: r.BranchID, SessionID: r.TableSessionID, TableID: r.TableID,
	}, err
}

// EstimatedWaitResponse tells how long an order made now will take.
type EstimatedWaitResponse struct {
	EstimatedMinutes int `json:"estimated_minutes"`
	QueueSize        int `json:"queue_size"` // rounds ahead of it
}

const (
	cooksAtOnce = 4   // rounds that a kitchen works on side by side
	longestWait = 120 // minutes; past it the estimate says nothing more
)

// EstimatedWait estimates the kitchen of a branch: the time of a usual dish, plus
// what is left to cook divided by how much is cooked at once.
//
// Errors: fault.NotFound.
func (s *Store) EstimatedWait(ctx context.Context, branch int64, at time.Time) (EstimatedWaitResponse, error) {
	load, err := s.KitchenLoad(ctx, at, branch)
	if err != nil {
		return EstimatedWaitResponse{}, missing(err, fault.New(fault.NotFound, "branch_not_found", "No encontramos esa sucursal."))
	}
	minutes := math.Ceil(load.TypicalMinutes + load.BacklogMinutes/cooksAtOnce)
	return EstimatedWaitResponse{EstimatedMinutes: int(min(minutes, longestWait)), QueueSize: int(load.QueueSize)}, nil
}

// ToggleAvailabilityResponse tells what a product is in a branch now.
type ToggleAvailabilityResponse struct {
	ProductID   int64 `json:"product_id"`
	BranchID    int64 `json:"branch_id"`
	IsAvailable bool  `json:"is_available"`
}

// Availability is a toggle that was recorded, with what must follow it.
type Availability struct {
	ToggleAvailabilityResponse
	BranchSlug string       // of the menu to drop
	Event      *event.Event // to publish; nil if the product was so already
}

// SetAvailability makes a product available, or not, in a branch: the given one,
// else the first of who's that sells it.
//
// Errors: fault.NotFound if none does, fault.Forbidden for a branch outside the token.
func (s *Store) SetAvailability(ctx context.Context, who access.Staff, product int64, branch *int64, available bool) (Availability, error) {
	reach, err := ScopeOf(who, branch)
	if err != nil {
		return Availability{}, err
	}
	var out Availability
	err = s.InTx(ctx, func(tx *Tx) error {
		row, err := tx.LockBranchProduct(ctx, dbgen.LockBranchProductParams{
			TenantID: who.TenantID, ProductID: product, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		})
		if err != nil {
			return missing(err, errNotSold)
		}
		out = Availability{ToggleAvailabilityResponse: ToggleAvailabilityResponse{product, row.BranchID, available}, BranchSlug: row.BranchSlug}
		if row.IsAvailable == available {
			return nil
		}
		out.Event, err = tx.toggle(ctx, who, out.ToggleAvailabilityResponse)
		return err
	})
	return out, Fault(err)
}

func (tx *Tx) toggle(ctx context.Context, who access.Staff, to ToggleAvailabilityResponse) (*event.Event, error) {
	err := tx.SetProductAvailability(ctx, dbgen.SetProductAvailabilityParams{
		IsAvailable: to.IsAvailable, UserID: &who.UserID, UserEmail: &who.Email,
		TenantID: who.TenantID, BranchID: to.BranchID, ProductID: to.ProductID,
	})
	if err != nil {
		return nil, err
	}
	e, err := tx.Emit(ctx, event.Event{
		TenantID: who.TenantID, BranchID: to.BranchID, Type: event.ProductAvailabilityChanged, Actor: who.Actor(),
		Entity: event.Body(event.Availability{ProductID: to.ProductID, IsAvailable: to.IsAvailable}),
	})
	return &e, err
}
