package recipe

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const (
	ingredientGroupsPath = ingredientsPath + "/groups"
	subIngredientsPath   = ingredientsPath + "/{id}/sub"
)

// ingredientPartRoutes are what ingredients are sorted into and made of.
func (h *Handlers) ingredientPartRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+ingredientGroupsPath, "listIngredientGroups", "Lista los grupos de ingredientes.",
		httpx.Staff(), h.ingredientGroups)
	httpx.Route(api, "POST "+ingredientGroupsPath, "createIngredientGroup", "Crea un grupo de ingredientes.", httpx.Admins,
		entity.Create(ingredientGroup, h.Writer, insertIngredientGroup), httpx.Created, httpx.Fails{409})
	httpx.Route(api, "POST "+subIngredientsPath, "createSubIngredient", "Agrega un componente a un ingrediente.",
		httpx.Managers, h.createSubIngredient, httpx.Created, httpx.Fails{404})
	httpx.Route(api, "DELETE "+subIngredientsPath+"/{sub_ingredient_id}", "deleteSubIngredient",
		"Saca un componente de un ingrediente; se puede restaurar.", httpx.Managers, h.deleteSubIngredient, httpx.Fails{404})
}

// IngredientGroupOutput is a shelf of the pantry.
type IngredientGroupOutput struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
	Icon        *string `json:"icon"`
	IsActive    bool    `json:"is_active"`
}

// IngredientGroupCreate is a new group.
type IngredientGroupCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"100" example:"Condimentos"`
	Description *string `json:"description" required:"false" maxLength:"1000" example:"Lo que se usa de a pizcas."`
	Icon        *string `json:"icon" required:"false" maxLength:"50" example:"🧂"`
}

// SubIngredientOutput is what an ingredient is made of.
type SubIngredientOutput struct {
	ID           int64   `json:"id"`
	IngredientID int64   `json:"ingredient_id"`
	Name         string  `json:"name"`
	Description  *string `json:"description"`
	IsActive     bool    `json:"is_active"`
}

// SubIngredientCreate is a new part of an ingredient.
type SubIngredientCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"100" example:"Perejil"`
	Description *string `json:"description" required:"false" maxLength:"1000" example:"Fresco."`
}

var ingredientGroup = entity.Resource[IngredientGroupOutput]{
	Kind: catalog.IngredientGroup,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (IngredientGroupOutput, error) {
		return httpx.Only(readIngredientGroups(ctx, q, dbgen.IngredientGroupsParams{
			TenantID: tenant, ID: &id, IncludeDeleted: true,
		}))
	},
}

func readIngredientGroups(
	ctx context.Context, q *dbgen.Queries, p dbgen.IngredientGroupsParams,
) ([]IngredientGroupOutput, error) {
	return httpx.Rows[IngredientGroupOutput](q.IngredientGroups(ctx, p))
}

func (h *Handlers) ingredientGroups(
	ctx context.Context, in *entity.WithDeleted,
) (*httpx.Body[[]IngredientGroupOutput], error) {
	rows, err := readIngredientGroups(ctx, h.Store.Queries, dbgen.IngredientGroupsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertIngredientGroup(ctx context.Context, c *entity.Change, b IngredientGroupCreate) (int64, error) {
	return entity.Insert(ctx, c, c.InsertIngredientGroup, b)
}

var subIngredient = entity.Resource[SubIngredientOutput]{
	Kind: catalog.SubIngredient,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubIngredientOutput, error) {
		return httpx.Only(httpx.Rows[SubIngredientOutput](q.SubIngredients(ctx, tenant, id)))
	},
}

func (h *Handlers) createSubIngredient(
	ctx context.Context, in *httpx.BodyByID[SubIngredientCreate],
) (*httpx.Body[SubIngredientOutput], error) {
	return subIngredient.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		if _, err := c.Lock(ctx, c.Who, catalog.Ingredient, in.ID); err != nil {
			return 0, err
		}
		return entity.Insert(ctx, c, c.InsertSubIngredient, struct {
			SubIngredientCreate
			IngredientID int64
		}{in.Body, in.ID})
	})
}

type subIngredientInput struct {
	httpx.ByID
	Part int64 `path:"sub_ingredient_id"`
}

func (h *Handlers) deleteSubIngredient(ctx context.Context, in *subIngredientInput) (*struct{}, error) {
	return nil, subIngredient.Retire(ctx, h.Writer, in.Part, func(c *entity.Change, held postgres.Entity) error {
		part, err := subIngredient.Read(ctx, c.Queries, c.Who.TenantID, held.ID)
		if err == nil && part.IngredientID != in.ID {
			err = catalog.SubIngredient.Missing
		}
		return err
	})
}
