package menu

import (
	"encoding/json"
	"fmt"

	"integrador/internal/platform/postgres/dbgen"
)

// presence is an allergen of a product as the query returns it.
type presence struct {
	AllergenInfoOutput
	Presence string `json:"presence"`
}

func productOf(r dbgen.MenuProduct) (ProductOutput, error) {
	p := ProductOutput{
		ID:            r.ProductID,
		Name:          r.Name,
		Description:   r.Description,
		PriceCents:    r.PriceCents,
		Image:         r.Image,
		CategoryID:    r.CategoryID,
		SubcategoryID: r.SubcategoryID,
		Featured:      r.Featured,
		Popular:       r.Popular,
		Badge:         r.Badge,
		Seal:          r.Seal,
		IsAvailable:   r.IsAvailable,
		AllergenIDs:   []int64{},
		Cooking:       cookingOf(r),
		Allergens: ProductAllergensOutput{
			Contains:   []AllergenInfoOutput{},
			MayContain: []AllergenInfoOutput{},
			FreeFrom:   []AllergenInfoOutput{},
		},
	}
	found, err := presences(r)
	if err != nil {
		return p, err
	}
	for _, a := range found {
		p.add(a)
	}
	if r.Dietary != nil {
		p.Dietary = new(ProductDietaryOutput)
		if err := json.Unmarshal(r.Dietary, p.Dietary); err != nil {
			return p, fmt.Errorf("read dietary profile of product %d: %w", r.ProductID, err)
		}
	}
	return p, nil
}

func presences(r dbgen.MenuProduct) ([]presence, error) {
	var found []presence
	if err := json.Unmarshal(r.Allergens, &found); err != nil {
		return nil, fmt.Errorf("read allergens of product %d: %w", r.ProductID, err)
	}
	return found, nil
}

func (p *ProductOutput) add(a presence) {
	switch a.Presence {
	case "contains":
		p.Allergens.Contains = append(p.Allergens.Contains, a.AllergenInfoOutput)
		p.AllergenIDs = append(p.AllergenIDs, a.ID)
	case "may_contain":
		p.Allergens.MayContain = append(p.Allergens.MayContain, a.AllergenInfoOutput)
	case "free_from":
		p.Allergens.FreeFrom = append(p.Allergens.FreeFrom, a.AllergenInfoOutput)
	}
}

// cookingOf is nil if nothing is known about the preparation.
func cookingOf(r dbgen.MenuProduct) *ProductCookingOutput {
	if r.UsesOil == nil && len(r.Methods) == 0 {
		return nil
	}
	return &ProductCookingOutput{
		Methods:         r.Methods,
		UsesOil:         deref(r.UsesOil),
		PrepTimeMinutes: minutes(r.PrepTimeMinutes),
		CookTimeMinutes: minutes(r.CookTimeMinutes),
	}
}

func compactOf(r dbgen.MenuProduct) (ProductCompactOutput, error) {
	p := ProductCompactOutput{
		ID: r.ProductID, Name: r.Name, Description: r.Description, PriceCents: r.PriceCents, CategoryID: r.CategoryID,
		CategoryName: r.CategoryName, SubcategoryID: r.SubcategoryID, SubcategoryName: r.SubcategoryName,
		AllergenIcons: []string{}, IsAvailable: r.IsAvailable,
	}
	found, err := presences(r)
	for _, a := range found {
		if a.Presence == "contains" && a.Icon != nil {
			p.AllergenIcons = append(p.AllergenIcons, *a.Icon)
		}
	}
	return p, err
}

func minutes(n *int32) *int {
	if n == nil {
		return nil
	}
	m := int(*n)
	return &m
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
