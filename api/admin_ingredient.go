package api

import (
	"context"
	"net/http"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const ingredientsPath = "/api/admin/ingredients"

func (s *Server) ingredientRoutes(r router) {
	handle(r, operation{
		ID: "listIngredients", Method: http.MethodGet, Path: ingredientsPath, Access: staff(),
		Summary: "Lista los ingredientes del restaurante con sus componentes.",
	}, s.ingredients)
	handle(r, operation{
		ID: "getIngredient", Method: http.MethodGet, Path: ingredientsPath + "/{id}", Access: staff(),
		Summary: "Muestra un ingrediente.", Errors: []int{http.StatusNotFound},
	}, ingredient.show(s))
	handle(r, operation{
		ID: "createIngredient", Method: http.MethodPost, Path: ingredientsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea un ingrediente.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createIngredient)
	handle(r, operation{
		ID: "updateIngredient", Method: http.MethodPatch, Path: ingredientsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia un ingrediente.", Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.updateIngredient)
	handle(r, operation{
		ID: "deleteIngredient", Method: http.MethodDelete, Path: ingredientsPath + "/{id}", Access: staff(access.Admin),
		Summary: "Borra un ingrediente con sus componentes; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, ingredient.remove(s))
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
	Name        Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Chimichurri picante"`
	Description Patch[string] `json:"description" required:"false" maxLength:"1000" example:"Con ají molido."`
	GroupID     Patch[int64]  `json:"group_id" required:"false" example:"4"`
	IsProcessed Patch[bool]   `json:"is_processed" required:"false" example:"true"`
	IsActive    Patch[bool]   `json:"is_active" required:"false" example:"true"`
}

var ingredient = entity[IngredientOutput]{
	kind: catalog.Ingredient,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (IngredientOutput, error) {
		return only(readIngredients(ctx, q, dbgen.IngredientsParams{TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readIngredients(ctx context.Context, q *dbgen.Queries, p dbgen.IngredientsParams) ([]IngredientOutput, error) {
	rows, err := q.Ingredients(ctx, p)
	if err != nil {
		return nil, err
	}
	return eachOr(rows, func(r dbgen.IngredientsRow) (IngredientOutput, error) {
		parts, err := postgres.DecodeJSON[[]SubIngredientOutput](r.SubIngredients, "sub-ingredients")
		return IngredientOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Description: r.Description, GroupID: r.GroupID, GroupName: r.GroupName,
			IsProcessed: r.IsProcessed, IsActive: r.IsActive, CreatedAt: r.CreatedAt, SubIngredients: parts,
		}, err
	})
}

type ingredientsInput struct {
	GroupID int64 `query:"group_id" minimum:"1"`
	WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"100" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type ingredientsOutput struct{ Body []IngredientOutput }

func (s *Server) ingredients(ctx context.Context, in *ingredientsInput) (*ingredientsOutput, error) {
	rows, err := readIngredients(ctx, s.store.Queries, dbgen.IngredientsParams{
		TenantID: access.StaffFrom(ctx).TenantID, GroupID: optional(in.GroupID), IncludeDeleted: in.IncludeDeleted,
		MaxRows: in.Limit, Skip: in.Offset,
	})
	return &ingredientsOutput{rows}, postgres.Fault(err)
}

// referTo is Refer for a row that may be left out.
func (c *change) referTo(ctx context.Context, kind *catalog.Kind, id *int64) error {
	if id == nil {
		return nil
	}
	_, err := c.Reference(ctx, c.who, kind, *id)
	return err
}

type createIngredientInput struct{ Body IngredientCreate }

func (s *Server) createIngredient(ctx context.Context, in *createIngredientInput) (*shown[IngredientOutput], error) {
	return ingredient.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if err := c.referTo(ctx, catalog.IngredientGroup, b.GroupID); err != nil {
			return 0, err
		}
		return c.InsertIngredient(ctx, dbgen.InsertIngredientParams{
			TenantID: c.who.TenantID, Name: b.Name, Description: b.Description, GroupID: b.GroupID, IsProcessed: b.IsProcessed,
		})
	})
}

type updateIngredientInput struct {
	ByID
	Body IngredientUpdate
}

func (s *Server) updateIngredient(ctx context.Context, in *updateIngredientInput) (*shown[IngredientOutput], error) {
	return ingredient.update(ctx, s, in.ID, func(c *change, row IngredientOutput) error {
		in.Body.Name.to(&row.Name)
		in.Body.Description.toNull(&row.Description)
		in.Body.GroupID.toNull(&row.GroupID)
		in.Body.IsProcessed.to(&row.IsProcessed)
		in.Body.IsActive.to(&row.IsActive)
		if in.Body.GroupID.Sent {
			if err := c.referTo(ctx, catalog.IngredientGroup, row.GroupID); err != nil {
				return err
			}
		}
		return c.UpdateIngredient(ctx, dbgen.UpdateIngredientParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Description: row.Description, GroupID: row.GroupID,
			IsProcessed: row.IsProcessed, IsActive: row.IsActive,
		})
	})
}
