package api

import (
	"context"
	"net/http"

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
func (s *Server) ingredientPartRoutes(r router) {
	handle(r, operation{
		ID: "listIngredientGroups", Method: http.MethodGet, Path: ingredientGroupsPath, Access: staff(),
		Summary: "Lista los grupos de ingredientes.",
	}, s.ingredientGroups)
	handle(r, operation{
		ID: "createIngredientGroup", Method: http.MethodPost, Path: ingredientGroupsPath, Access: staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea un grupo de ingredientes.", Errors: []int{http.StatusConflict},
	}, s.createIngredientGroup)
	handle(r, operation{
		ID: "createSubIngredient", Method: http.MethodPost, Path: subIngredientsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Agrega un componente a un ingrediente.", Errors: []int{http.StatusNotFound},
	}, s.createSubIngredient)
	handle(r, operation{
		ID: "deleteSubIngredient", Method: http.MethodDelete, Path: subIngredientsPath + "/{sub_ingredient_id}", Access: staff(managingRoles...),
		Summary: "Saca un componente de un ingrediente; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, s.deleteSubIngredient)
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

var ingredientGroup = entity[IngredientGroupOutput]{
	kind: catalog.IngredientGroup,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (IngredientGroupOutput, error) {
		return only(readIngredientGroups(ctx, q, dbgen.IngredientGroupsParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readIngredientGroups(ctx context.Context, q *dbgen.Queries, p dbgen.IngredientGroupsParams) ([]IngredientGroupOutput, error) {
	rows, err := q.IngredientGroups(ctx, p)
	return each(rows, func(r dbgen.IngredientGroupsRow) IngredientGroupOutput { return IngredientGroupOutput(r) }), err
}

type ingredientGroupsOutput struct{ Body []IngredientGroupOutput }

func (s *Server) ingredientGroups(ctx context.Context, in *WithDeleted) (*ingredientGroupsOutput, error) {
	rows, err := readIngredientGroups(ctx, s.store.Queries, dbgen.IngredientGroupsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted,
	})
	return &ingredientGroupsOutput{rows}, postgres.Fault(err)
}

type createIngredientGroupInput struct{ Body IngredientGroupCreate }

func (s *Server) createIngredientGroup(ctx context.Context, in *createIngredientGroupInput) (*shown[IngredientGroupOutput], error) {
	return ingredientGroup.create(ctx, s, func(c *change) (int64, error) {
		return c.InsertIngredientGroup(ctx, dbgen.InsertIngredientGroupParams{
			TenantID: c.who.TenantID, Name: in.Body.Name, Description: in.Body.Description, Icon: in.Body.Icon,
		})
	})
}

var subIngredient = entity[SubIngredientOutput]{
	kind: catalog.SubIngredient,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubIngredientOutput, error) {
		rows, err := q.SubIngredients(ctx, tenant, id)
		return only(each(rows, func(r dbgen.SubIngredientsRow) SubIngredientOutput { return SubIngredientOutput(r) }), err)
	},
}

type createSubIngredientInput struct {
	ByID
	Body SubIngredientCreate
}

func (s *Server) createSubIngredient(ctx context.Context, in *createSubIngredientInput) (*shown[SubIngredientOutput], error) {
	return subIngredient.create(ctx, s, func(c *change) (int64, error) {
		if _, err := c.Lock(ctx, c.who, catalog.Ingredient, in.ID); err != nil {
			return 0, err
		}
		return c.InsertSubIngredient(ctx, dbgen.InsertSubIngredientParams{
			TenantID: c.who.TenantID, IngredientID: in.ID, Name: in.Body.Name, Description: in.Body.Description,
		})
	})
}

type subIngredientInput struct {
	ByID
	Part int64 `path:"sub_ingredient_id"`
}

func (s *Server) deleteSubIngredient(ctx context.Context, in *subIngredientInput) (*struct{}, error) {
	return nil, subIngredient.retire(ctx, s, in.Part, func(c *change, held postgres.Entity) error {
		part, err := subIngredient.read(ctx, c.Queries, c.who.TenantID, held.ID)
		if err == nil && part.IngredientID != in.ID {
			err = catalog.SubIngredient.Missing
		}
		return err
	})
}
