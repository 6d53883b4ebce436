package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const recipesPath = "/api/recipes"

func (s *Server) recipeRoutes(r router) {
	handle(r, operation{
		ID: "listRecipes", Method: http.MethodGet, Path: recipesPath, Access: staff(kitchenRoles...).inBranch("branch_id"),
		Summary: "Lista las recetas de tus sucursales.",
	}, s.recipes)
	handle(r, operation{
		ID: "listRecipeCategories", Method: http.MethodGet, Path: recipesPath + "/categories/list", Access: staff(kitchenRoles...),
		Summary: "Lista las categorías de la carta que tienen recetas.",
	}, s.recipeCategories)
	handle(r, operation{
		ID: "getRecipe", Method: http.MethodGet, Path: recipesPath + "/{id}", Access: staff(kitchenRoles...),
		Summary: "Muestra una receta.", Errors: []int{http.StatusNotFound},
	}, recipes.show(s))
	handle(r, operation{
		ID: "createRecipe", Method: http.MethodPost, Path: recipesPath, Access: staff(kitchenRoles...), Success: http.StatusCreated,
		Summary: "Escribe una receta.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createRecipe)
	handle(r, operation{
		ID: "updateRecipe", Method: http.MethodPatch, Path: recipesPath + "/{id}", Access: staff(kitchenRoles...),
		Summary: "Cambia una receta. Los productos que heredan de ella cambian sus alérgenos con ella.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.updateRecipe)
	handle(r, operation{
		ID: "deleteRecipe", Method: http.MethodDelete, Path: recipesPath + "/{id}", Access: staff(kitchenRoles...),
		Summary: "Borra una receta; sus productos quedan y se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, recipes.remove(s))
}

var recipes = entity[RecipeOutput]{
	kind: catalog.Recipe,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (RecipeOutput, error) {
		return only(readRecipes(ctx, q, dbgen.RecipesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readRecipes(ctx context.Context, q *dbgen.Queries, p dbgen.RecipesParams) ([]RecipeOutput, error) {
	rows, err := q.Recipes(ctx, p)
	if err != nil {
		return nil, err
	}
	return eachOr(rows, func(raw json.RawMessage) (RecipeOutput, error) {
		return postgres.DecodeJSON[RecipeOutput](raw, "a recipe")
	})
}

type recipesInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Category string `query:"category" maxLength:"100" doc:"El nombre de una categoría de la carta."`
	WithDeleted
	Page
}

type recipesOutput struct{ Body []RecipeOutput }

func (s *Server) recipes(ctx context.Context, in *recipesInput) (*recipesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readRecipes(ctx, s.store.Queries, dbgen.RecipesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Category: optional(in.Category),
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &recipesOutput{rows}, postgres.Fault(err)
}

type recipeCategoriesOutput struct{ Body []string }

func (s *Server) recipeCategories(ctx context.Context, _ *struct{}) (*recipeCategoriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	names, err := s.store.RecipeCategories(ctx, dbgen.RecipeCategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	return &recipeCategoriesOutput{names}, postgres.Fault(err)
}

type createRecipeInput struct{ Body RecipeCreate }

func (s *Server) createRecipe(ctx context.Context, in *createRecipeInput) (*shown[RecipeOutput], error) {
	return recipes.create(ctx, s, func(c *change) (int64, error) {
		if _, err := c.Reference(ctx, c.who, catalog.Branch, in.Body.BranchID); err != nil {
			return 0, err
		}
		facts := in.Body.filled()
		if err := facts.refer(ctx, c, in.Body.BranchID); err != nil {
			return 0, err
		}
		id, err := c.InsertRecipe(ctx, c.who.TenantID, in.Body.BranchID, facts)
		if err != nil {
			return 0, err
		}
		return id, c.contain(ctx, id, facts)
	})
}

type updateRecipeInput struct {
	ByID
	Body PatchOf[RecipeFacts]
}

func (s *Server) updateRecipe(ctx context.Context, in *updateRecipeInput) (*shown[RecipeOutput], error) {
	return recipes.update(ctx, s, in.ID, func(c *change, row RecipeOutput) error {
		before := row.RecipeFacts
		facts, err := in.Body.of(row.RecipeFacts)
		if err != nil {
			return err
		}
		row.RecipeFacts = facts.filled()
		if err := row.refer(ctx, c, row.BranchID); err != nil {
			return err
		}
		if err := c.UpdateRecipe(ctx, row.TenantID, row.ID, row.RecipeFacts); err != nil {
			return err
		}
		if in.Body.has("allergen_ids") || row.risk() != before.risk() {
			if err := c.contain(ctx, row.ID, row.RecipeFacts); err != nil {
				return err
			}
			if err := c.inherit(ctx, row, before); err != nil {
				return err
			}
		}
		if row.IsIngested {
			return c.ingest(ctx, row)
		}
		return nil
	})
}

// filled has empty lists where nothing was sent.
func (f RecipeFacts) filled() RecipeFacts {
	f.Ingredients, f.PreparationSteps, f.Modifications = full(f.Ingredients), full(f.PreparationSteps), full(f.Modifications)
	f.AllergenIDs, f.DietaryTags, f.Flavors, f.Textures = full(f.AllergenIDs), full(f.DietaryTags), full(f.Flavors), full(f.Textures)
	f.CookingMethods, f.Warnings = full(f.CookingMethods), full(f.Warnings)
	f.Image = (*ImageURL)(f.Image.orNull())
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
func (f RecipeFacts) refer(ctx context.Context, c *change, branch int64) error {
	if err := c.referTo(ctx, catalog.Product, f.ProductID); err != nil {
		return err
	}
	if f.SubcategoryID != nil {
		in, err := c.Reference(ctx, c.who, catalog.Subcategory, *f.SubcategoryID)
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
	if err := c.ReferenceAll(ctx, c.who, catalog.Ingredient, ingredients); err != nil {
		return err
	}
	return c.ReferenceAll(ctx, c.who, catalog.Allergen, f.AllergenIDs)
}

// contain has a recipe contain these allergens and no other.
func (c *change) contain(ctx context.Context, recipe int64, f RecipeFacts) error {
	if err := c.DropRecipeAllergens(ctx, c.who.TenantID, recipe); err != nil {
		return err
	}
	return c.AddRecipeAllergens(ctx, dbgen.AddRecipeAllergensParams{
		TenantID: c.who.TenantID, RecipeID: recipe, AllergenIds: f.AllergenIDs, RiskLevel: f.risk(),
	})
}

// risk is the recipe's as products tell it.
func (f RecipeFacts) risk() string {
	if f.RiskLevel == "high" {
		return "high"
	}
	return "standard"
}

// inherit passes a change of a recipe's allergens on to the products that have
// them from it. What else a product has stays.
func (c *change) inherit(ctx context.Context, r RecipeOutput, before RecipeFacts) error {
	lost := slices.DeleteFunc(slices.Clone(before.AllergenIDs), func(id int64) bool { return slices.Contains(r.AllergenIDs, id) })
	heirs, err := c.InheritingProducts(ctx, r.TenantID, &r.ID)
	if err != nil {
		return err
	}
	for _, id := range heirs {
		held, err := c.Lock(ctx, c.who, catalog.Product, id)
		if err != nil {
			return err
		}
		err = c.LoseAllergens(ctx, dbgen.LoseAllergensParams{TenantID: r.TenantID, ProductID: id, AllergenIds: lost, UserID: &c.who.UserID})
		if err != nil {
			return err
		}
		if err := c.DeriveAllergens(ctx, dbgen.DeriveAllergensParams{TenantID: r.TenantID, RecipeID: r.ID, ProductID: id}); err != nil {
			return err
		}
		told := func(f RecipeFacts) any {
			return map[string]any{"recipe_id": r.ID, "allergen_ids": f.AllergenIDs, "risk_level": f.risk()}
		}
		err = c.note(ctx, postgres.Change{Entity: held, Action: postgres.Updated, Before: told(before), After: told(r.RecipeFacts)})
		if err != nil {
			return err
		}
	}
	return nil
}
