package recipe

import (
	"context"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const ingredientsPath = "/api/admin/ingredients"

func (h *Handlers) ingredientRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+ingredientsPath, "listIngredients",
		"Lista los ingredientes del restaurante con sus componentes.", httpx.Staff(), h.ingredients)
	httpx.Route(api, "GET "+ingredientsPath+"/{id}", "getIngredient", "Muestra un ingrediente.", httpx.Staff(),
		ingredient.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+ingredientsPath, "createIngredient", "Crea un ingrediente.", httpx.Managers,
		entity.Create(ingredient, h.Writer, insertIngredient), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+ingredientsPath+"/{id}", "updateIngredient", "Cambia un ingrediente.", httpx.Managers,
		h.updateIngredient, httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+ingredientsPath+"/{id}", "deleteIngredient",
		"Borra un ingrediente con sus componentes; se puede restaurar.", httpx.Admins, ingredient.Remove(h.Writer),
		httpx.Fails{404})
}

// IngredientOutput is an ingredient as the Dashboard edits it.
type IngredientOutput struct {
	ID             int64                 `json:"id"`
	TenantID       int64                 `json:"tenant_id"`
	Name           string                `json:"name"`
	Description    *string               `json:"description"`
	GroupID        *int64                `json:"group_id"`
	GroupName      *string               `json:"group_name"`
	IsProcessed    bool                  `json:"is_processed" doc:"Llega hecho de otras cosas: sus componentes."`
	IsActive       bool                  `json:"is_active"`
	CreatedAt      time.Time             `json:"created_at"`
	SubIngredients []SubIngredientOutput `json:"sub_ingredients"`
}

// IngredientCreate is a new ingredient.
type IngredientCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"100" example:"Chimichurri"`
	Description *string `json:"description" required:"false" maxLength:"1000" example:"El de la casa, picado a cuchillo."`
	GroupID     *int64  `json:"group_id" required:"false" example:"4"`
	IsProcessed bool    `json:"is_processed" required:"false" default:"false" example:"true"`
}

// IngredientUpdate changes what it names.
type IngredientUpdate struct {
	Name        httpx.Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Chimichurri picante"`
	Description httpx.Patch[string] `json:"description" required:"false" maxLength:"1000" example:"Con ají molido."`
	GroupID     httpx.Patch[int64]  `json:"group_id" required:"false" example:"4"`
	IsProcessed httpx.Patch[bool]   `json:"is_processed" required:"false" example:"true"`
	IsActive    httpx.Patch[bool]   `json:"is_active" required:"false" example:"true"`
}

var ingredient = entity.Resource[IngredientOutput]{
	Kind: catalog.Ingredient,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (IngredientOutput, error) {
		return httpx.Only(readIngredients(ctx, q, dbgen.IngredientsParams{
			TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readIngredients(ctx context.Context, q *dbgen.Queries, p dbgen.IngredientsParams) ([]IngredientOutput, error) {
	return httpx.Rows[IngredientOutput](q.Ingredients(ctx, p))
}

type ingredientsInput struct {
	GroupID int64 `query:"group_id" minimum:"1"`
	entity.WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

func (h *Handlers) ingredients(ctx context.Context, in *ingredientsInput) (*httpx.Body[[]IngredientOutput], error) {
	rows, err := readIngredients(ctx, h.Store.Queries, dbgen.IngredientsParams{
		TenantID: access.StaffFrom(ctx).TenantID, GroupID: httpx.Optional(in.GroupID), IncludeDeleted: in.IncludeDeleted,
		MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertIngredient(ctx context.Context, c *entity.Change, b IngredientCreate) (int64, error) {
	if err := c.ReferenceIfAny(ctx, catalog.IngredientGroup, b.GroupID); err != nil {
		return 0, err
	}
	return entity.Insert(ctx, c, c.InsertIngredient, b)
}

func (h *Handlers) updateIngredient(
	ctx context.Context, in *httpx.BodyByID[IngredientUpdate],
) (*httpx.Body[IngredientOutput], error) {
	return ingredient.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row IngredientOutput) error {
		httpx.Apply(&row, in.Body)
		if in.Body.GroupID.Sent {
			if err := c.ReferenceIfAny(ctx, catalog.IngredientGroup, row.GroupID); err != nil {
				return err
			}
		}
		return entity.Save(ctx, c, c.UpdateIngredient, row)
	})
}
