package recipe

import (
	"context"
	"slices"
	"strings"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// recipeProductRoutes are what becomes of a recipe: a product of the menu, and
// something to ask about.
func (h *Handlers) recipeProductRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+recipesPath+"/{id}/derive-product", "createProductFromRecipe",
		"Hace de una receta un producto de la carta. Sin precios, el sugerido, en la sucursal de la receta.",
		httpx.KitchenStaff, h.deriveProduct, httpx.Created, httpx.Fails{400, 404})
	httpx.Route(api, "GET "+recipesPath+"/{id}/products", "listRecipeProducts", "Lista los productos de una receta.",
		httpx.KitchenStaff, h.recipeProducts, httpx.Fails{404})
	httpx.Route(api, "POST "+recipesPath+"/{id}/ingest", "ingestRecipe",
		"Deja que el chat encuentre lo que de una receta puede saber un comensal.", httpx.KitchenStaff, h.ingestRecipe,
		httpx.Fails{404})
}

// DeriveProductInput says what product to make of a recipe.
type DeriveProductInput struct {
	Name          string         `json:"name" minLength:"1" maxLength:"200" example:"Milanesa napolitana para dos"`
	CategoryID    int64          `json:"category_id" example:"3"`
	SubcategoryID *int64         `json:"subcategory_id" required:"false" example:"7"`
	BranchPrices  []DerivedPrice `json:"branch_prices" required:"false" nullable:"true" maxItems:"200"`
}

// DerivedPrice is what the product costs in a branch.
type DerivedPrice struct {
	BranchID    int64       `json:"branch_id" example:"1"`
	PriceCents  money.Cents `json:"price_cents" minimum:"0" maximum:"100000000000" example:"1100000"`
	IsAvailable *bool       `json:"is_available" required:"false" default:"true" example:"true"`
}

// DeriveProductOutput is the product that was made.
type DeriveProductOutput struct {
	ID                 int64  `json:"id"`
	Name               string `json:"name"`
	RecipeID           int64  `json:"recipe_id"`
	RecipeName         string `json:"recipe_name"`
	InheritsFromRecipe bool   `json:"inherits_from_recipe"`
	CategoryID         int64  `json:"category_id"`
	SubcategoryID      *int64 `json:"subcategory_id"`
	Message            string `json:"message"`
}

func (h *Handlers) deriveProduct(
	ctx context.Context, in *httpx.BodyByID[DeriveProductInput],
) (*httpx.Body[DeriveProductOutput], error) {
	out := &httpx.Body[DeriveProductOutput]{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		if _, err := c.Lock(ctx, c.Who, catalog.Recipe, in.ID); err != nil {
			return err
		}
		recipe, err := recipes.Read(ctx, c.Queries, c.Who.TenantID, in.ID)
		if err != nil {
			return err
		}
		id, err := createDerived(ctx, c, recipe, in.Body)
		if err != nil {
			return err
		}
		out.Body = DeriveProductOutput{
			ID: id, Name: in.Body.Name, RecipeID: recipe.ID, RecipeName: recipe.Name, InheritsFromRecipe: true,
			CategoryID: in.Body.CategoryID, SubcategoryID: in.Body.SubcategoryID,
			Message: "Creamos «" + in.Body.Name + "» a partir de «" + recipe.Name + "».",
		}
		made, err := c.Lock(ctx, c.Who, catalog.Product, id)
		if err != nil {
			return err
		}
		return c.Note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: out.Body})
	})
	return out, err
}

var errForeignPart = fault.New(fault.Refused, "subcategory_of_another_category", "La subcategoría es de otra categoría.")

// createDerived makes a product of what a recipe knows.
func createDerived(ctx context.Context, c *entity.Change, r RecipeOutput, in DeriveProductInput) (id int64, err error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Category, in.CategoryID); err != nil {
		return 0, err
	}
	if err := c.ReferenceIfAny(ctx, catalog.Subcategory, in.SubcategoryID); err != nil {
		return 0, err
	}
	if in.SubcategoryID != nil {
		fits, err := c.SubcategoryFits(ctx, dbgen.SubcategoryFitsParams{
			TenantID: c.Who.TenantID, ID: *in.SubcategoryID, CategoryID: in.CategoryID,
		})
		if err != nil {
			return 0, err
		}
		if !fits {
			return 0, errForeignPart
		}
	}
	id, err = c.DeriveProduct(ctx, dbgen.DeriveProductParams{
		TenantID: c.Who.TenantID, RecipeID: r.ID, Name: in.Name, CategoryID: in.CategoryID, SubcategoryID: in.SubcategoryID,
	})
	if err != nil {
		return 0, err
	}
	if err := deriveFacts(ctx, c, r, id); err != nil {
		return 0, err
	}
	return id, priceDerived(ctx, c, id, pricesOf(r, in))
}

// deriveFacts copies what a diner must know of the dish.
func deriveFacts(ctx context.Context, c *entity.Change, r RecipeOutput, product int64) error {
	tenant := c.Who.TenantID
	if err := c.DeriveAllergens(ctx, dbgen.DeriveAllergensParams{
		TenantID: tenant, RecipeID: r.ID, ProductID: product,
	}); err != nil {
		return err
	}
	if err := c.DeriveIngredients(ctx, dbgen.DeriveIngredientsParams{
		TenantID: tenant, RecipeID: r.ID, ProductID: product,
	}); err != nil {
		return err
	}
	if err := c.DeriveCooking(ctx, dbgen.DeriveCookingParams{
		TenantID: tenant, RecipeID: r.ID, ProductID: product,
	}); err != nil {
		return err
	}
	if err := c.DeriveModifications(ctx, dbgen.DeriveModificationsParams{
		TenantID: tenant, RecipeID: r.ID, ProductID: product,
	}); err != nil {
		return err
	}
	if err := c.DeriveCaution(ctx, dbgen.DeriveCautionParams{
		TenantID: tenant, RecipeID: r.ID, ProductID: product,
	}); err != nil {
		return err
	}
	return c.DeriveDiet(ctx, dbgen.DeriveDietParams{
		TenantID: tenant, ProductID: product, IsCeliacSafe: r.IsCeliacSafe,
		IsVegan:      r.tagged("vegano", "vegana", "vegan"),
		IsVegetarian: r.tagged("vegetariano", "vegetariana", "vegetarian", "vegano", "vegana", "vegan"),
		IsGlutenFree: r.tagged("sin gluten", "sin tacc", "gluten free"),
		IsDairyFree:  r.tagged("sin lacteos", "dairy free"), // without lactose is not without milk
		IsKeto:       r.tagged("keto", "cetogenico", "cetogenica"),
		IsLowSodium:  r.tagged("bajo en sodio", "sin sal", "low sodium"),
	})
}

// tagged reports whether a dietary tag is one of the words, whole: "sin salsa" is
// not "sin sal", nor "vegano opcional" vegan. Case, accents and joins do not count.
func (f RecipeFacts) tagged(words ...string) bool {
	plain := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "_", " ", "-", " ")
	return slices.ContainsFunc(f.DietaryTags, func(tag string) bool {
		return slices.Contains(words, plain.Replace(strings.ToLower(strings.TrimSpace(tag))))
	})
}

// pricesOf are the prices that were sent, or the one that the recipe suggests.
func pricesOf(r RecipeOutput, in DeriveProductInput) []DerivedPrice {
	if len(in.BranchPrices) == 0 && r.SuggestedPriceCents != nil {
		return []DerivedPrice{{BranchID: r.BranchID, PriceCents: *r.SuggestedPriceCents}}
	}
	return in.BranchPrices
}

var errDerivedPricedTwice = fault.New(fault.Refused, "branch_priced_twice", "Una sucursal tiene dos precios.")

func priceDerived(ctx context.Context, c *entity.Change, product int64, prices []DerivedPrice) error {
	p := dbgen.PriceDerivedParams{TenantID: c.Who.TenantID, ProductID: product}
	seen := map[int64]bool{}
	for _, price := range prices {
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, price.BranchID); err != nil {
			return err
		}
		if err := c.Who.InBranch(price.BranchID); err != nil {
			return err
		}
		if seen[price.BranchID] {
			return errDerivedPricedTwice
		}
		seen[price.BranchID] = true
		p.BranchIds, p.Prices = append(p.BranchIds, price.BranchID), append(p.Prices, int64(price.PriceCents))
		p.Available = append(p.Available, price.IsAvailable == nil || *price.IsAvailable)
	}
	return c.PriceDerived(ctx, p)
}

// RecipeProduct is a product of a recipe.
type RecipeProduct struct {
	ID                 int64  `json:"id"`
	Name               string `json:"name"`
	CategoryID         int64  `json:"category_id"`
	CategoryName       string `json:"category_name"`
	SubcategoryID      *int64 `json:"subcategory_id"`
	InheritsFromRecipe bool   `json:"inherits_from_recipe"`
	IsActive           bool   `json:"is_active"`
	Derived            bool   `json:"derived" doc:"Se hizo a partir de la receta; si no, la receta se escribió para él."`
}

func (h *Handlers) recipeProducts(ctx context.Context, in *httpx.ByID) (*httpx.Body[[]RecipeProduct], error) {
	who := access.StaffFrom(ctx)
	if _, err := h.Store.Find(ctx, who, catalog.Recipe, in.ID); err != nil {
		return nil, err
	}
	rows, err := httpx.Rows[RecipeProduct](h.Store.RecipeProducts(ctx, &in.ID, who.TenantID))
	return httpx.Answer(rows), postgres.Fault(err)
}

func (h *Handlers) ingestRecipe(ctx context.Context, in *httpx.ByID) (*httpx.Body[RecipeOutput], error) {
	return recipes.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row RecipeOutput) error { return storeRecipeTexts(ctx, c, row) })
}

// storeRecipeTexts keeps a document of what a diner may know of a recipe: neither how it is
// done, nor what it costs the restaurant.
func storeRecipeTexts(ctx context.Context, c *entity.Change, r RecipeOutput) error {
	err := c.KeepRecipeText(ctx, dbgen.KeepRecipeTextParams{
		TenantID: r.TenantID, BranchID: &r.BranchID, RecipeID: &r.ID, Title: &r.Name, Content: r.told(),
	})
	if err != nil {
		return err
	}
	return c.MarkRecipeIngested(ctx, r.ID, r.TenantID)
}

// told is the recipe as a diner may read it.
func (f RecipeFacts) told() string {
	var parts []string
	for _, text := range []*string{f.ShortDescription, f.Description, f.CuisineType, f.CustomRAGDisclaimer} {
		if text != nil {
			parts = append(parts, *text)
		}
	}
	made := httpx.Map(f.Ingredients, func(i IngredientItem) string { return i.Name })
	for _, list := range []struct {
		word  string
		items []string
	}{{
		"Lleva ", made,
	}, {
		"Sabor: ", f.Flavors,
	}, {
		"Textura: ", f.Textures,
	}, {
		"Cocción: ", f.CookingMethods,
	}, {
		"", f.DietaryTags,
	}, {
		"", f.Warnings,
	}} {
		if len(list.items) > 0 {
			parts = append(parts, list.word+strings.Join(list.items, ", ")+".")
		}
	}
	return strings.Join(append(parts, f.Name), " ")
}
