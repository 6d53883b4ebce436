package api

import (
	"context"

	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errElsewhere   = fault.New(fault.Refused, "subcategory_elsewhere", "La subcategoría no es de esa categoría.")
	errPricedTwice = fault.New(fault.Refused, "price_repeated", "Hay dos precios para la misma sucursal.")
	errMadeTwice   = fault.New(fault.Refused, "ingredient_repeated", "El mismo ingrediente está dos veces.")
)

// placeProduct looks at where a product is to be on the carta: in a category of a
// branch that the person acts in.
func (c *change) placeProduct(ctx context.Context, category int64, sub *int64) error {
	if _, err := c.Reference(ctx, c.who, catalog.Category, category); err != nil || sub == nil {
		return err
	}
	if _, err := c.Reference(ctx, c.who, catalog.Subcategory, *sub); err != nil {
		return err
	}
	row, err := subcategory.read(ctx, c.Queries, c.who.TenantID, *sub)
	if err == nil && row.CategoryID != category {
		return errElsewhere
	}
	return err
}

// onlyPrices reports whether nothing but prices is to change. Those of a product
// of another branch's carta are a manager's too, in branches of the token.
func (b ProductUpdate) onlyPrices() bool {
	b.BranchPrices = Patch[[]BranchPriceInput]{}
	return b == ProductUpdate{}
}

func (c *change) alterProduct(ctx context.Context, row ProductOutput, b ProductUpdate) error {
	if _, err := c.Reference(ctx, c.who, catalog.Category, row.CategoryID); err != nil {
		return err
	}
	if b.CategoryID.Sent || b.SubcategoryID.Sent {
		b.CategoryID.to(&row.CategoryID)
		b.SubcategoryID.toNull(&row.SubcategoryID)
		if err := c.placeProduct(ctx, row.CategoryID, row.SubcategoryID); err != nil {
			return err
		}
	}
	if err := c.referTo(ctx, catalog.Recipe, b.RecipeID.Value); err != nil {
		return err
	}
	b.Name.to(&row.Name)
	b.Description.toNull(&row.Description)
	setImage(b.Image, &row.Image)
	b.Featured.to(&row.Featured)
	b.Popular.to(&row.Popular)
	b.Badge.toNull(&row.Badge)
	b.Seal.toNull(&row.Seal)
	b.RecipeID.toNull(&row.RecipeID)
	b.InheritsFromRecipe.to(&row.InheritsFromRecipe)
	b.IsActive.to(&row.IsActive)
	err := c.UpdateProduct(ctx, dbgen.UpdateProductParams{
		TenantID: row.TenantID, ID: row.ID, Name: row.Name, Description: row.Description, Image: row.Image, CategoryID: row.CategoryID,
		SubcategoryID: row.SubcategoryID, Featured: row.Featured, Popular: row.Popular, Badge: row.Badge, Seal: row.Seal,
		RecipeID: row.RecipeID, InheritsFromRecipe: row.InheritsFromRecipe, IsActive: row.IsActive,
	})
	if err != nil {
		return err
	}
	return b.parts().save(ctx, c, row.ID)
}

// tellDiners tells the diners of each branch where the product is not offered as
// before.
func (c *change) tellDiners(ctx context.Context, product int64, before postgres.Offers) error {
	after, err := c.OffersOf(ctx, c.who.TenantID, product)
	if err != nil {
		return err
	}
	return c.tell(ctx, before.Changes(after, product))
}

func (c *change) tell(ctx context.Context, events []event.Event) error {
	for _, e := range events {
		if err := c.emit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
