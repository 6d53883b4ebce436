package postgres

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// Availability is a change of availability, with what has to follow its commit.
type Availability struct {
	ProductID   int64
	BranchID    int64
	IsAvailable bool
	BranchSlug  string       // of the menu to drop
	Event       *event.Event // to publish; nil if the product was so already
}

// SetAvailability makes a product available, or not, in a branch: the given one,
// else the first of who's branches that sells it.
//
// Errors: fault.NotFound if none does, fault.Forbidden for a branch outside the token.
func (s *Store) SetAvailability(
	ctx context.Context, who access.Staff, product int64, branch *int64, available bool,
) (Availability, error) {
	scope, err := ScopeOf(who, branch)
	if err != nil {
		return Availability{}, err
	}
	var out Availability
	err = s.InTx(ctx, func(tx *Tx) error {
		row, err := tx.LockBranchProduct(ctx, dbgen.LockBranchProductParams{
			TenantID: who.TenantID, ProductID: product, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches,
		})
		if err != nil {
			return NotFoundAs(err, errNotSold)
		}
		out = Availability{ProductID: product, BranchID: row.BranchID, IsAvailable: available, BranchSlug: row.BranchSlug}
		if row.IsAvailable == available {
			return nil
		}
		out.Event, err = tx.toggleAvailability(ctx, who, out)
		return err
	})
	return out, Fault(err)
}

func (tx *Tx) toggleAvailability(ctx context.Context, who access.Staff, to Availability) (*event.Event, error) {
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
