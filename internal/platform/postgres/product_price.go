package postgres

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// Price is the price and availability of a product in a branch.
type Price struct {
	PriceCents  money.Cents
	IsAvailable bool
}

// SetPrices replaces the prices of a product, by branch. A branch that is not in to no
// longer sells it. Prices in branches where who may not act stay; sending them unchanged
// is allowed.
//
// Errors: fault.Forbidden for a changed price in a branch where who may not act,
// fault.Refused for an unknown branch.
func (tx *Tx) SetPrices(ctx context.Context, who access.Staff, product int64, to map[int64]Price) error {
	known, err := tx.ProductPrices(ctx, who.TenantID, product)
	if err != nil {
		return fmt.Errorf("read prices: %w", err)
	}
	before, dropped := map[int64]Price{}, []int64{}
	for _, row := range known {
		if !row.IsActive {
			continue
		}
		before[row.BranchID] = Price{row.PriceCents, row.IsAvailable}
		if _, stays := to[row.BranchID]; !stays && who.InBranch(row.BranchID) == nil {
			dropped = append(dropped, row.BranchID)
		}
	}
	for _, branch := range slices.Sorted(maps.Keys(to)) {
		if was, sold := before[branch]; sold && was == to[branch] {
			continue
		}
		if err := tx.setPrice(ctx, who, product, branch, to[branch]); err != nil {
			return err
		}
	}
	return tx.DropProductPrices(ctx, dbgen.DropProductPricesParams{
		TenantID: who.TenantID, ProductID: product, BranchIds: dropped, UserID: who.UserID, UserEmail: who.Email,
	})
}

func (tx *Tx) setPrice(ctx context.Context, who access.Staff, product, branch int64, to Price) error {
	if _, err := tx.Reference(ctx, who, catalog.Branch, branch); err != nil {
		return err
	}
	if err := who.InBranch(branch); err != nil {
		return err
	}
	err := tx.SetProductPrice(ctx, dbgen.SetProductPriceParams{
		TenantID: who.TenantID, BranchID: branch, ProductID: product, PriceCents: to.PriceCents, IsAvailable: to.IsAvailable,
		UserID: who.UserID, UserEmail: who.Email,
	})
	if err != nil {
		return fmt.Errorf("set a price: %w", err)
	}
	return nil
}

// Offers are the branches on whose menu a product is, with its price.
type Offers map[int64]Price

// OffersOf reads on which menus a product is: where it has a price, and neither it nor
// its category is inactive or excluded.
func (tx *Tx) OffersOf(ctx context.Context, tenant, product int64) (Offers, error) {
	rows, err := tx.ProductOffers(ctx, tenant, product)
	if err != nil {
		return nil, fmt.Errorf("read offers: %w", err)
	}
	offers := Offers{}
	for _, r := range rows {
		offers[r.BranchID] = Price{r.PriceCents, r.IsAvailable}
	}
	return offers, nil
}

// Changes are the events for the diners of each branch when o becomes after.
func (o Offers) Changes(after Offers, product int64) []event.Event {
	branches := slices.AppendSeq(slices.Collect(maps.Keys(o)), maps.Keys(after))
	slices.Sort(branches)
	var out []event.Event
	for _, branch := range slices.Compact(branches) {
		was, had := o[branch]
		is, has := after[branch]
		if had == has && was == is {
			continue
		}
		availability := event.Availability{ProductID: product, IsAvailable: has && is.IsAvailable}
		if has && was.PriceCents != is.PriceCents {
			availability.PriceCents = &is.PriceCents
		}
		out = append(out, event.Event{
			BranchID: branch,
			Type:     event.ProductAvailabilityChanged,
			Entity:   event.Body(availability),
		})
	}
	return out
}

// AllergenPresence is what is declared about an allergen in a product.
type AllergenPresence struct {
	AllergenID   int64
	PresenceType string // contains, may_contain, free_from
	RiskLevel    string
}

// ErrAllergenTwice is the fault of an allergen that is declared twice.
var ErrAllergenTwice = fault.New(fault.Refused, "allergen_contradicted",
	"Dijiste dos cosas distintas del mismo alérgeno.")

// SetAllergens replaces the declared allergens of a product.
//
// Errors: fault.Refused for an unknown allergen, or one that is declared twice.
func (tx *Tx) SetAllergens(ctx context.Context, who access.Staff, product int64, to []AllergenPresence) error {
	slices.SortFunc(to, func(a, b AllergenPresence) int { return cmp.Compare(a.AllergenID, b.AllergenID) })
	var ids []int64
	var presences, risks []string
	for i, p := range to {
		if i > 0 && to[i-1].AllergenID == p.AllergenID {
			return ErrAllergenTwice
		}
		if _, err := tx.Reference(ctx, who, catalog.Allergen, p.AllergenID); err != nil {
			return err
		}
		ids, presences, risks = append(ids, p.AllergenID), append(presences, p.PresenceType), append(risks, p.RiskLevel)
	}
	err := tx.ClearProductAllergens(ctx, dbgen.ClearProductAllergensParams{
		TenantID: who.TenantID, ProductID: product, AllergenIds: ids, PresenceTypes: presences,
	})
	if err != nil {
		return fmt.Errorf("clear allergens: %w", err)
	}
	err = tx.SetProductAllergens(ctx, dbgen.SetProductAllergensParams{
		TenantID: who.TenantID, ProductID: product, AllergenIds: ids, PresenceTypes: presences, RiskLevels: risks,
	})
	if err != nil {
		return fmt.Errorf("set allergens: %w", err)
	}
	return nil
}
