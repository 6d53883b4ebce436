package api

import (
	"context"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// productParts are the lists and profiles of a body. What was not sent stays.
type productParts struct {
	prices        Patch[[]BranchPriceInput]
	allergenIDs   Patch[[]int64]
	allergens     Patch[[]AllergenPresenceInput]
	ingredients   Patch[[]ProductIngredientInput]
	dietary       Patch[DietaryProfileInput]
	cooking       Patch[CookingInfoInput]
	sensory       Patch[SensoryProfileInput]
	modifications Patch[[]ModificationInput]
	warnings      Patch[[]WarningInput]
	rag           Patch[RAGConfigInput]
}

func (b *ProductCreate) parts() productParts {
	return productParts{
		sent(&b.BranchPrices), sent(&b.AllergenIDs), sent(&b.Allergens), sent(&b.Ingredients), sent(b.DietaryProfile), sent(b.CookingInfo),
		sent(b.SensoryProfile), sent(&b.Modifications), sent(&b.Warnings), sent(b.RAGConfig),
	}
}

func (b *ProductUpdate) parts() productParts {
	return productParts{
		b.BranchPrices, b.AllergenIDs, b.Allergens, b.Ingredients, b.DietaryProfile, b.CookingInfo,
		b.SensoryProfile, b.Modifications, b.Warnings, b.RAGConfig,
	}
}

func sent[T any](value *T) Patch[T] { return Patch[T]{Sent: value != nil, Value: value} }

func (p productParts) save(ctx context.Context, c *change, id int64) error {
	for _, step := range []func(context.Context, *change, int64) error{
		p.savePrices, p.saveAllergens, p.saveIngredients, p.saveDietary, p.saveCooking, p.saveSensory, p.saveModifications, p.saveWarnings, p.saveRAG,
	} {
		if err := step(ctx, c, id); err != nil {
			return err
		}
	}
	return nil
}

func (p productParts) savePrices(ctx context.Context, c *change, id int64) error {
	if p.prices.Value == nil {
		return nil
	}
	to := map[int64]postgres.Price{}
	for _, b := range *p.prices.Value {
		if _, twice := to[b.BranchID]; twice {
			return errPricedTwice
		}
		to[b.BranchID] = postgres.Price{PriceCents: b.PriceCents, IsAvailable: orTrue(b.IsAvailable)}
	}
	return c.SetPrices(ctx, c.who, id, to)
}

// saveAllergens takes both lists: an id that is in the list of presences too says
// nothing of its own.
func (p productParts) saveAllergens(ctx context.Context, c *change, id int64) error {
	if p.allergenIDs.Value == nil && p.allergens.Value == nil {
		return nil
	}
	var all []postgres.AllergenPresence
	told := map[int64]bool{}
	for _, a := range listed(p.allergens) {
		told[a.AllergenID] = true
		all = append(all, postgres.AllergenPresence{AllergenID: a.AllergenID, PresenceType: or(a.PresenceType, "contains"), RiskLevel: or(a.RiskLevel, "standard")})
	}
	for _, allergen := range listed(p.allergenIDs) {
		if !told[allergen] {
			all = append(all, postgres.AllergenPresence{AllergenID: allergen, PresenceType: "contains", RiskLevel: "standard"})
		}
	}
	return c.SetAllergens(ctx, c.who, id, all)
}

func (p productParts) saveIngredients(ctx context.Context, c *change, id int64) error {
	if p.ingredients.Value == nil {
		return nil
	}
	made, seen := []postgres.ProductIngredient{}, map[int64]bool{}
	for _, i := range *p.ingredients.Value {
		if seen[i.IngredientID] {
			return errMadeTwice
		}
		seen[i.IngredientID] = true
		made = append(made, postgres.ProductIngredient{IngredientID: i.IngredientID, IsMain: i.IsMain, Notes: orEmpty(i.Notes)})
	}
	return c.SetIngredients(ctx, c.who.TenantID, id, made)
}

func (p productParts) saveDietary(ctx context.Context, c *change, id int64) error {
	switch d := p.dietary.Value; {
	case !p.dietary.Sent:
		return nil
	case d == nil:
		return c.ClearProductDietary(ctx, c.who.TenantID, id)
	default:
		return c.SetProductDietary(ctx, dbgen.SetProductDietaryParams{
			TenantID: c.who.TenantID, ProductID: id, IsVegetarian: d.IsVegetarian, IsVegan: d.IsVegan, IsGlutenFree: d.IsGlutenFree,
			IsDairyFree: d.IsDairyFree, IsCeliacSafe: d.IsCeliacSafe, IsKeto: d.IsKeto, IsLowSodium: d.IsLowSodium,
		})
	}
}

func (p productParts) saveCooking(ctx context.Context, c *change, id int64) error {
	if !p.cooking.Sent {
		return nil
	}
	var to *postgres.Cooking
	if k := p.cooking.Value; k != nil {
		to = &postgres.Cooking{MethodIDs: k.CookingMethodIDs, UsesOil: k.UsesOil, PrepTimeMinutes: k.PrepTimeMinutes, CookTimeMinutes: k.CookTimeMinutes}
	}
	return c.SetCooking(ctx, c.who.TenantID, id, to)
}

func (p productParts) saveSensory(ctx context.Context, c *change, id int64) error {
	if !p.sensory.Sent {
		return nil
	}
	var to SensoryProfileInput
	if p.sensory.Value != nil {
		to = *p.sensory.Value
	}
	return c.SetSensory(ctx, c.who.TenantID, id, to.FlavorIDs, to.TextureIDs)
}

func (p productParts) saveModifications(ctx context.Context, c *change, id int64) error {
	if p.modifications.Value == nil {
		return nil
	}
	if err := c.ClearProductModifications(ctx, c.who.TenantID, id); err != nil {
		return err
	}
	to := dbgen.AddProductModificationsParams{TenantID: c.who.TenantID, ProductID: id}
	for _, m := range *p.modifications.Value {
		to.Actions, to.Items = append(to.Actions, m.Action), append(to.Items, m.Item)
		to.AreAllowed, to.ExtraCostsCents = append(to.AreAllowed, orTrue(m.IsAllowed)), append(to.ExtraCostsCents, int64(m.ExtraCostCents))
	}
	return c.AddProductModifications(ctx, to)
}

func (p productParts) saveWarnings(ctx context.Context, c *change, id int64) error {
	if p.warnings.Value == nil {
		return nil
	}
	if err := c.ClearProductWarnings(ctx, c.who.TenantID, id); err != nil {
		return err
	}
	to := dbgen.AddProductWarningsParams{TenantID: c.who.TenantID, ProductID: id}
	for _, w := range *p.warnings.Value {
		to.Texts, to.Severities = append(to.Texts, w.Text), append(to.Severities, or(w.Severity, "info"))
	}
	return c.AddProductWarnings(ctx, to)
}

func (p productParts) saveRAG(ctx context.Context, c *change, id int64) error {
	switch r := p.rag.Value; {
	case !p.rag.Sent:
		return nil
	case r == nil:
		return c.ClearProductRagConfig(ctx, c.who.TenantID, id)
	default:
		return c.SetProductRagConfig(ctx, dbgen.SetProductRagConfigParams{
			TenantID: c.who.TenantID, ProductID: id, RiskLevel: or(r.RiskLevel, "low"), CustomDisclaimer: r.CustomDisclaimer,
			HighlightAllergens: orTrue(r.HighlightAllergens),
		})
	}
}

// listed is a list that was sent, or none.
func listed[T any](p Patch[[]T]) []T {
	if p.Value == nil {
		return nil
	}
	return *p.Value
}
