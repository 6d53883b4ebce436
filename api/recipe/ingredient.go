package recipe

import (
	"context"
	"net/http"
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
	httpx.Handle(api, httpx.Operation{
		ID: "listIngredients", Method: http.MethodGet, Path: ingredientsPath, Access: httpx.Staff(),
		Summary: "Lista los ingredientes del restaurante con sus componentes.",
	}, h.ingredients)
	httpx.Handle(api, httpx.Operation{
		ID: "getIngredient", Method: http.MethodGet, Path: ingredientsPath + "/{id}", Access: httpx.Staff(),
		Summary: "Muestra un ingrediente.", Errors: []int{http.StatusNotFound},
	}, ingredient.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createIngredient", Method: http.MethodPost, Path: ingredientsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea un ingrediente.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createIngredient)
	httpx.Handle(api, httpx.Operation{
		ID: "updateIngredient", Method: http.MethodPatch, Path: ingredientsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia un ingrediente.", Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, h.updateIngredient)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteIngredient", Method: http.MethodDelete, Path: ingredientsPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra un ingrediente con sus componentes; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, ingredient.Remove(h.Writer))
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
		return httpx.Only(readIngredients(ctx, q, dbgen.IngredientsParams{TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readIngredients(ctx context.Context, q *dbgen.Queries, p dbgen.IngredientsParams) ([]IngredientOutput, error) {
	rows, err := q.Ingredients(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.IngredientsRow) (IngredientOutput, error) {
		parts, err := postgres.DecodeJSON[[]SubIngredientOutput](r.SubIngredients, "sub-ingredients")
		return IngredientOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Description: r.Description, GroupID: r.GroupID, GroupName: r.GroupName,
			IsProcessed: r.IsProcessed, IsActive: r.IsActive, CreatedAt: r.CreatedAt, SubIngredients: parts,
		}, err
	})
}

type ingredientsInput struct {
	GroupID int64 `query:"group_id" minimum:"1"`
	entity.WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type ingredientsOutput struct{ Body []IngredientOutput }

func (h *Handlers) ingredients(ctx context.Context, in *ingredientsInput) (*ingredientsOutput, error) {
	rows, err := readIngredients(ctx, h.Store.Queries, dbgen.IngredientsParams{
		TenantID: access.StaffFrom(ctx).TenantID, GroupID: httpx.Optional(in.GroupID), IncludeDeleted: in.IncludeDeleted,
		MaxRows: in.Limit, Skip: in.Offset,
	})
	return &ingredientsOutput{rows}, postgres.Fault(err)
}

type createIngredientInput struct{ Body IngredientCreate }

func (h *Handlers) createIngredient(ctx context.Context, in *createIngredientInput) (*entity.Response[IngredientOutput], error) {
	return ingredient.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if err := c.ReferenceIfAny(ctx, catalog.IngredientGroup, b.GroupID); err != nil {
			return 0, err
		}
		return c.InsertIngredient(ctx, dbgen.InsertIngredientParams{
			TenantID: c.Who.TenantID, Name: b.Name, Description: b.Description, GroupID: b.GroupID, IsProcessed: b.IsProcessed,
		})
	})
}

type updateIngredientInput struct {
	httpx.ByID
	Body IngredientUpdate
}

func (h *Handlers) updateIngredient(ctx context.Context, in *updateIngredientInput) (*entity.Response[IngredientOutput], error) {
	return ingredient.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row IngredientOutput) error {
		in.Body.Name.To(&row.Name)
		in.Body.Description.ToNull(&row.Description)
		in.Body.GroupID.ToNull(&row.GroupID)
		in.Body.IsProcessed.To(&row.IsProcessed)
		in.Body.IsActive.To(&row.IsActive)
		if in.Body.GroupID.Sent {
			if err := c.ReferenceIfAny(ctx, catalog.IngredientGroup, row.GroupID); err != nil {
				return err
			}
		}
		return c.UpdateIngredient(ctx, dbgen.UpdateIngredientParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Description: row.Description, GroupID: row.GroupID,
			IsProcessed: row.IsProcessed, IsActive: row.IsActive,
		})
	})
}
