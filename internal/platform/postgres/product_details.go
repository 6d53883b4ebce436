package postgres

import (
	"context"
	"fmt"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// The faults of a product's description.
var (
	errNoIngredient = fault.New(fault.Refused, "ingredient_not_found", "Alguno de los ingredientes no existe.")
	errNoMethod     = fault.New(fault.Refused, "cooking_method_not_found", "Alguna de las formas de cocción no existe.")
	errNoFlavor     = fault.New(fault.Refused, "flavor_not_found", "Alguno de los sabores no existe.")
	errNoTexture    = fault.New(fault.Refused, "texture_not_found", "Alguna de las texturas no existe.")
)

// ProductIngredient is an ingredient of a product.
type ProductIngredient struct {
	IngredientID int64
	IsMain       bool
	Notes        string
}

// SetIngredients replaces the ingredients of a product. Errors: fault.Refused.
func (tx *Tx) SetIngredients(ctx context.Context, tenant, product int64, to []ProductIngredient) error {
	if err := tx.ClearProductIngredients(ctx, tenant, product); err != nil {
		return fmt.Errorf("clear ingredients: %w", err)
	}
	p := dbgen.AddProductIngredientsParams{TenantID: tenant, ProductID: product}
	for _, m := range to {
		p.IngredientIds, p.AreMain = append(p.IngredientIds, m.IngredientID), append(p.AreMain, m.IsMain)
		p.Notes = append(p.Notes, m.Notes)
	}
	n, err := tx.AddProductIngredients(ctx, p)
	return requireAll(n, len(to), err, errNoIngredient)
}

// requireAll returns missing if fewer rows were added than requested.
func requireAll(added int64, requested int, err error, missing *fault.Error) error {
	switch {
	case err != nil:
		return fmt.Errorf("describe a product: %w", err)
	case added != int64(requested):
		return missing
	}
	return nil
}

// Cooking is how a product is prepared. Times are in minutes.
type Cooking struct {
	MethodIDs                        []int64 // each once
	UsesOil                          bool
	PrepTimeMinutes, CookTimeMinutes *int32
}

// SetCooking replaces how a product is prepared; nil: unknown. Errors: fault.Refused.
func (tx *Tx) SetCooking(ctx context.Context, tenant, product int64, to *Cooking) error {
	if err := tx.ClearProductCookingMethods(ctx, tenant, product); err != nil {
		return fmt.Errorf("clear cooking methods: %w", err)
	}
	if to == nil {
		return tx.ClearProductCooking(ctx, tenant, product)
	}
	n, err := tx.AddProductCookingMethods(ctx, dbgen.AddProductCookingMethodsParams{
		TenantID:  tenant,
		ProductID: product,
		Ids:       to.MethodIDs,
	})
	if err := requireAll(n, len(to.MethodIDs), err, errNoMethod); err != nil {
		return err
	}
	return tx.SetProductCooking(ctx, dbgen.SetProductCookingParams{
		TenantID:        tenant,
		ProductID:       product,
		UsesOil:         to.UsesOil,
		PrepTimeMinutes: to.PrepTimeMinutes,
		CookTimeMinutes: to.CookTimeMinutes,
	})
}

// SetSensory replaces the flavors and textures of a product; IDs are not repeated.
//
// Errors: fault.Refused.
func (tx *Tx) SetSensory(ctx context.Context, tenant, product int64, flavors, textures []int64) error {
	if err := tx.ClearProductFlavors(ctx, tenant, product); err != nil {
		return fmt.Errorf("clear flavors: %w", err)
	}
	n, err := tx.AddProductFlavors(ctx, dbgen.AddProductFlavorsParams{TenantID: tenant, ProductID: product, Ids: flavors})
	if err := requireAll(n, len(flavors), err, errNoFlavor); err != nil {
		return err
	}
	if err := tx.ClearProductTextures(ctx, tenant, product); err != nil {
		return fmt.Errorf("clear textures: %w", err)
	}
	n, err = tx.AddProductTextures(ctx, dbgen.AddProductTexturesParams{
		TenantID:  tenant,
		ProductID: product,
		Ids:       textures,
	})
	return requireAll(n, len(textures), err, errNoTexture)
}
