package catalogue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

var (
	errElsewhere   = fault.New(fault.Refused, "subcategory_elsewhere", "La subcategoría no es de esa categoría.")
	errPricedTwice = fault.New(fault.Refused, "price_repeated", "Hay dos precios para la misma sucursal.")
	errMadeTwice   = fault.New(fault.Refused, "ingredient_repeated", "El mismo ingrediente está dos veces.")
)

// placeProduct looks at where a product is to be on the carta: in a category of a
// branch that the person acts in.
func placeProduct(ctx context.Context, c *entity.Change, category int64, sub *int64) error {
	if _, err := c.Reference(ctx, c.Who, catalog.Category, category); err != nil || sub == nil {
		return err
	}
	if _, err := c.Reference(ctx, c.Who, catalog.Subcategory, *sub); err != nil {
		return err
	}
	row, err := subcategory.Read(ctx, c.Queries, c.Who.TenantID, *sub)
	if err == nil && row.CategoryID != category {
		return errElsewhere
	}
	return err
}

// onlyPrices reports whether nothing but prices is to change. Those of a product
// of another branch's carta are a manager's too, in branches of the token.
func (b ProductUpdate) onlyPrices() bool {
	b.BranchPrices = httpx.Patch[[]BranchPriceInput]{}
	return b == ProductUpdate{}
}

func alterProduct(ctx context.Context, c *entity.Change, row ProductOutput, b ProductUpdate) error {
	if _, err := c.Reference(ctx, c.Who, catalog.Category, row.CategoryID); err != nil {
		return err
	}
	httpx.Apply(&row, b)
	if b.CategoryID.Sent || b.SubcategoryID.Sent {
		if err := placeProduct(ctx, c, row.CategoryID, row.SubcategoryID); err != nil {
			return err
		}
	}
	err := entity.Save(ctx, c, c.UpdateProduct, row)
	if err != nil {
		return err
	}
	return b.parts().save(ctx, c, row.ID)
}

// publishOffers informs the diners of each branch where the product is not offered as
// before.
func publishOffers(ctx context.Context, c *entity.Change, product int64, before postgres.Offers) error {
	after, err := c.OffersOf(ctx, c.Who.TenantID, product)
	if err != nil {
		return err
	}
	return emitAll(ctx, c, before.Changes(after, product))
}

func emitAll(ctx context.Context, c *entity.Change, events []event.Event) error {
	for _, e := range events {
		if err := c.Emit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
