package catalogue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// productParts are the lists and profiles of a body. What was not sent stays.
type productParts struct {
	prices        httpx.Patch[[]BranchPriceInput]
	allergenIDs   httpx.Patch[[]int64]
	allergens     httpx.Patch[[]AllergenPresenceInput]
	ingredients   httpx.Patch[[]ProductIngredientInput]
	dietary       httpx.Patch[DietaryProfileInput]
	cooking       httpx.Patch[CookingInfoInput]
	sensory       httpx.Patch[SensoryProfileInput]
	modifications httpx.Patch[[]ModificationInput]
	warnings      httpx.Patch[[]WarningInput]
	rag           httpx.Patch[RAGConfigInput]
}

func (b *ProductCreate) parts() productParts {
	return productParts{
		sent(&b.BranchPrices), sent(&b.AllergenIDs), sent(&b.Allergens), sent(&b.Ingredients), sent(b.DietaryProfile),
		sent(b.CookingInfo), sent(b.SensoryProfile), sent(&b.Modifications), sent(&b.Warnings), sent(b.RAGConfig),
	}
}

func (b *ProductUpdate) parts() productParts {
	return productParts{
		b.BranchPrices, b.AllergenIDs, b.Allergens, b.Ingredients, b.DietaryProfile, b.CookingInfo,
		b.SensoryProfile, b.Modifications, b.Warnings, b.RAGConfig,
	}
}

func sent[T any](value *T) httpx.Patch[T] { return httpx.Patch[T]{Sent: value != nil, Value: value} }

func (p productParts) save(ctx context.Context, c *entity.Change, id int64) error {
	for _, step := range []func(context.Context, *entity.Change, int64) error{
		p.savePrices, p.saveAllergens, p.saveIngredients, p.saveDietary, p.saveCooking, p.saveSensory, p.saveModifications,
		p.saveWarnings, p.saveRAG,
	} {
		if err := step(ctx, c, id); err != nil {
			return err
		}
	}
	return nil
}

func (p productParts) savePrices(ctx context.Context, c *entity.Change, id int64) error {
	if p.prices.Value == nil {
		return nil
	}
	known, err := c.ProductPrices(ctx, c.Who.TenantID, id)
	if err != nil {
		return err
	}
	to := map[int64]postgres.Price{}
	for _, b := range *p.prices.Value {
		if _, twice := to[b.BranchID]; twice {
			return errPricedTwice
		}
		offered := true // unless it was not, and only the price is sent
		for _, p := range known {
			offered = offered && (p.BranchID != b.BranchID || !p.IsActive || p.IsAvailable)
		}
		if b.IsAvailable != nil {
			offered = *b.IsAvailable
		}
		to[b.BranchID] = postgres.Price{PriceCents: b.PriceCents, IsAvailable: offered}
	}
	return c.SetPrices(ctx, c.Who, id, to)
}

// saveAllergens takes both lists: an id that is in the list of presences too says
// nothing of its own.
func (p productParts) saveAllergens(ctx context.Context, c *entity.Change, id int64) error {
	if p.allergenIDs.Value == nil && p.allergens.Value == nil {
		return nil
	}
	var all []postgres.AllergenPresence
	told := map[int64]bool{}
	for _, a := range listed(p.allergens) {
		told[a.AllergenID] = true
		all = append(all, postgres.AllergenPresence{
			AllergenID: a.AllergenID, PresenceType: httpx.Or(a.PresenceType, "contains"),
			RiskLevel: httpx.Or(a.RiskLevel, "standard"),
		})
	}
	for _, allergen := range listed(p.allergenIDs) {
		if !told[allergen] {
			all = append(all, postgres.AllergenPresence{AllergenID: allergen, PresenceType: "contains", RiskLevel: "standard"})
		}
	}
	return c.SetAllergens(ctx, c.Who, id, all)
}

func (p productParts) saveIngredients(ctx context.Context, c *entity.Change, id int64) error {
	if p.ingredients.Value == nil {
		return nil
	}
	made, seen := []postgres.ProductIngredient{}, map[int64]bool{}
	for _, i := range *p.ingredients.Value {
		if seen[i.IngredientID] {
			return errMadeTwice
		}
		seen[i.IngredientID] = true
		made = append(made, postgres.ProductIngredient{
			IngredientID: i.IngredientID, IsMain: i.IsMain, Notes: httpx.Deref(i.Notes),
		})
	}
	return c.SetIngredients(ctx, c.Who.TenantID, id, made)
}

func (p productParts) saveDietary(ctx context.Context, c *entity.Change, id int64) error {
	switch d := p.dietary.Value; {
	case !p.dietary.Sent:
		return nil
	case d == nil:
		return c.ClearProductDietary(ctx, c.Who.TenantID, id)
	default:
		return c.SetProductDietary(ctx, dbgen.SetProductDietaryParams{
			TenantID: c.Who.TenantID, ProductID: id, IsVegetarian: d.IsVegetarian, IsVegan: d.IsVegan,
			IsGlutenFree: d.IsGlutenFree, IsDairyFree: d.IsDairyFree, IsCeliacSafe: d.IsCeliacSafe, IsKeto: d.IsKeto,
			IsLowSodium: d.IsLowSodium,
		})
	}
}

func (p productParts) saveCooking(ctx context.Context, c *entity.Change, id int64) error {
	if !p.cooking.Sent {
		return nil
	}
	var to *postgres.Cooking
	if k := p.cooking.Value; k != nil {
		to = &postgres.Cooking{
			MethodIDs: k.CookingMethodIDs, UsesOil: k.UsesOil, PrepTimeMinutes: k.PrepTimeMinutes,
			CookTimeMinutes: k.CookTimeMinutes,
		}
	}
	return c.SetCooking(ctx, c.Who.TenantID, id, to)
}

func (p productParts) saveSensory(ctx context.Context, c *entity.Change, id int64) error {
	if !p.sensory.Sent {
		return nil
	}
	var to SensoryProfileInput
	if p.sensory.Value != nil {
		to = *p.sensory.Value
	}
	return c.SetSensory(ctx, c.Who.TenantID, id, to.FlavorIDs, to.TextureIDs)
}

func (p productParts) saveModifications(ctx context.Context, c *entity.Change, id int64) error {
	if p.modifications.Value == nil {
		return nil
	}
	if err := c.ClearProductModifications(ctx, c.Who.TenantID, id); err != nil {
		return err
	}
	to := dbgen.AddProductModificationsParams{TenantID: c.Who.TenantID, ProductID: id}
	for _, m := range *p.modifications.Value {
		to.Actions, to.Items = append(to.Actions, m.Action), append(to.Items, m.Item)
		to.AreAllowed, to.ExtraCostsCents = append(to.AreAllowed, httpx.OrTrue(m.IsAllowed)), append(to.ExtraCostsCents, int64(m.ExtraCostCents))
	}
	return c.AddProductModifications(ctx, to)
}

func (p productParts) saveWarnings(ctx context.Context, c *entity.Change, id int64) error {
	if p.warnings.Value == nil {
		return nil
	}
	if err := c.ClearProductWarnings(ctx, c.Who.TenantID, id); err != nil {
		return err
	}
	to := dbgen.AddProductWarningsParams{TenantID: c.Who.TenantID, ProductID: id}
	for _, w := range *p.warnings.Value {
		to.Texts, to.Severities = append(to.Texts, w.Text), append(to.Severities, httpx.Or(w.Severity, "info"))
	}
	return c.AddProductWarnings(ctx, to)
}

func (p productParts) saveRAG(ctx context.Context, c *entity.Change, id int64) error {
	switch r := p.rag.Value; {
	case !p.rag.Sent:
		return nil
	case r == nil:
		return c.ClearProductRagConfig(ctx, c.Who.TenantID, id)
	default:
		return c.SetProductRagConfig(ctx, dbgen.SetProductRagConfigParams{
			TenantID: c.Who.TenantID, ProductID: id, RiskLevel: httpx.Or(r.RiskLevel, "low"),
			CustomDisclaimer: r.CustomDisclaimer, HighlightAllergens: httpx.OrTrue(r.HighlightAllergens),
		})
	}
}

// listed is a list that was sent, or none.
func listed[T any](p httpx.Patch[[]T]) []T {
	if p.Value == nil {
		return nil
	}
	return *p.Value
}
