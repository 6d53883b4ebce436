package recipe

import (
	"context"
	"encoding/json"
	"slices"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const recipesPath = "/api/recipes"

func (h *Handlers) recipeRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+recipesPath, "listRecipes", "Lista las recetas de tus sucursales.",
		httpx.KitchenStaff.InBranch("branch_id"), h.recipes)
	httpx.Route(api, "GET "+recipesPath+"/categories/list", "listRecipeCategories",
		"Lista las categorías de la carta que tienen recetas.", httpx.KitchenStaff, h.recipeCategories)
	httpx.Route(api, "GET "+recipesPath+"/{id}", "getRecipe", "Muestra una receta.", httpx.KitchenStaff,
		recipes.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+recipesPath, "createRecipe", "Escribe una receta.", httpx.KitchenStaff,
		entity.Create(recipes, h.Writer, insertRecipe), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+recipesPath+"/{id}", "updateRecipe",
		"Cambia una receta. Los productos que heredan de ella cambian sus alérgenos con ella.", httpx.KitchenStaff,
		h.updateRecipe, httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+recipesPath+"/{id}", "deleteRecipe",
		"Borra una receta; sus productos quedan y se puede restaurar.", httpx.KitchenStaff, recipes.Remove(h.Writer),
		httpx.Fails{404})
}

var recipes = entity.Resource[RecipeOutput]{
	Kind: catalog.Recipe,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (RecipeOutput, error) {
		return httpx.Only(readRecipes(ctx, q, dbgen.RecipesParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readRecipes(ctx context.Context, q *dbgen.Queries, p dbgen.RecipesParams) ([]RecipeOutput, error) {
	rows, err := q.Recipes(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(raw json.RawMessage) (RecipeOutput, error) {
		return postgres.DecodeJSON[RecipeOutput](raw, "a recipe")
	})
}

type recipesInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Category string `query:"category" maxLength:"100" doc:"El nombre de una categoría de la carta."`
	entity.WithDeleted
	httpx.Page
}

func (h *Handlers) recipes(ctx context.Context, in *recipesInput) (*httpx.Body[[]RecipeOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readRecipes(ctx, h.Store.Queries, dbgen.RecipesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		Category: httpx.Optional(in.Category), IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func (h *Handlers) recipeCategories(ctx context.Context, _ *struct{}) (*httpx.Body[[]string], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	names, err := h.Store.RecipeCategories(ctx, dbgen.RecipeCategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	return httpx.Answer(names), postgres.Fault(err)
}

func insertRecipe(ctx context.Context, c *entity.Change, b RecipeCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
		return 0, err
	}
	facts := b.filled()
	if err := facts.refer(ctx, c, b.BranchID); err != nil {
		return 0, err
	}
	id, err := c.InsertRecipe(ctx, c.Who.TenantID, b.BranchID, facts)
	if err != nil {
		return 0, err
	}
	return id, insertParts(ctx, c, id, facts)
}

func (h *Handlers) updateRecipe(
	ctx context.Context, in *httpx.BodyByID[RecipeUpdate],
) (*httpx.Body[RecipeOutput], error) {
	return recipes.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row RecipeOutput) error {
		before := row.RecipeFacts
		httpx.Apply(&row, in.Body)
		row.RecipeFacts = row.filled()
		if err := row.refer(ctx, c, row.BranchID); err != nil {
			return err
		}
		if err := c.UpdateRecipe(ctx, row.TenantID, row.ID, row.RecipeFacts); err != nil {
			return err
		}
		if in.Body.AllergenIDs.Sent || row.risk() != before.risk() {
			if err := insertParts(ctx, c, row.ID, row.RecipeFacts); err != nil {
				return err
			}
			if err := updateDerived(ctx, c, row, before); err != nil {
				return err
			}
		}
		if row.IsIngested {
			return storeRecipeTexts(ctx, c, row)
		}
		return nil
	})
}

// filled has empty lists where nothing was sent.
func (f RecipeFacts) filled() RecipeFacts {
	f.Ingredients, f.PreparationSteps, f.Modifications = full(f.Ingredients), full(f.PreparationSteps), full(f.Modifications)
	f.AllergenIDs, f.DietaryTags, f.Flavors, f.Textures = full(f.AllergenIDs), full(f.DietaryTags), full(f.Flavors), full(f.Textures)
	f.CookingMethods, f.Warnings = full(f.CookingMethods), full(f.Warnings)
	f.Image = (*httpx.ImageURL)(f.Image.OrNull())
	return f
}

func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

var errOtherBranch = fault.New(fault.Refused, "subcategory_of_another_branch", "La subcategoría es de otra sucursal.")

// refer looks up all that the recipe names.
func (f RecipeFacts) refer(ctx context.Context, c *entity.Change, branch int64) error {
	if err := c.ReferenceIfAny(ctx, catalog.Product, f.ProductID); err != nil {
		return err
	}
	if f.SubcategoryID != nil {
		in, err := c.Reference(ctx, c.Who, catalog.Subcategory, *f.SubcategoryID)
		if err != nil {
			return err
		}
		if in.BranchID == nil || *in.BranchID != branch {
			return errOtherBranch
		}
	}
	var ingredients []int64
	for _, i := range f.Ingredients {
		if i.IngredientID != nil {
			ingredients = append(ingredients, *i.IngredientID)
		}
	}
	if err := c.ReferenceAll(ctx, c.Who, catalog.Ingredient, ingredients); err != nil {
		return err
	}
	return c.ReferenceAll(ctx, c.Who, catalog.Allergen, f.AllergenIDs)
}

// insertParts has a recipe contain these allergens and no other.
func insertParts(ctx context.Context, c *entity.Change, recipe int64, f RecipeFacts) error {
	if err := c.DropRecipeAllergens(ctx, c.Who.TenantID, recipe); err != nil {
		return err
	}
	return c.AddRecipeAllergens(ctx, dbgen.AddRecipeAllergensParams{
		TenantID: c.Who.TenantID, RecipeID: recipe, AllergenIds: f.AllergenIDs, RiskLevel: f.risk(),
	})
}

// risk is the recipe's as products show it.
func (f RecipeFacts) risk() string {
	if f.RiskLevel == "high" {
		return "high"
	}
	return "standard"
}

// updateDerived passes a change of a recipe's allergens on to the products that have
// them from it. What else a product has stays.
func updateDerived(ctx context.Context, c *entity.Change, r RecipeOutput, before RecipeFacts) error {
	lost := slices.DeleteFunc(slices.Clone(before.AllergenIDs), func(id int64) bool { return slices.Contains(r.AllergenIDs, id) })
	heirs, err := c.InheritingProducts(ctx, r.TenantID, &r.ID)
	if err != nil {
		return err
	}
	for _, id := range heirs {
		held, err := c.Lock(ctx, c.Who, catalog.Product, id)
		if err != nil {
			return err
		}
		err = c.LoseAllergens(ctx, dbgen.LoseAllergensParams{
			TenantID: r.TenantID, ProductID: id, AllergenIds: lost, UserID: &c.Who.UserID,
		})
		if err != nil {
			return err
		}
		if err := c.DeriveAllergens(ctx, dbgen.DeriveAllergensParams{
			TenantID: r.TenantID, RecipeID: r.ID, ProductID: id,
		}); err != nil {
			return err
		}
		told := func(f RecipeFacts) any {
			return map[string]any{"recipe_id": r.ID, "allergen_ids": f.AllergenIDs, "risk_level": f.risk()}
		}
		err = c.Note(ctx, postgres.Change{
			Entity: held, Action: postgres.Updated, Before: told(before), After: told(r.RecipeFacts),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
