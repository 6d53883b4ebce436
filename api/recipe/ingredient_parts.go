package recipe

import (
	"context"
	"net/http"

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
	httpx.Handle(api, httpx.Operation{
		ID: "listIngredientGroups", Method: http.MethodGet, Path: ingredientGroupsPath, Access: httpx.Staff(),
		Summary: "Lista los grupos de ingredientes.",
	}, h.ingredientGroups)
	httpx.Handle(api, httpx.Operation{
		ID: "createIngredientGroup", Method: http.MethodPost, Path: ingredientGroupsPath, Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea un grupo de ingredientes.", Errors: []int{http.StatusConflict},
	}, h.createIngredientGroup)
	httpx.Handle(api, httpx.Operation{
		ID: "createSubIngredient", Method: http.MethodPost, Path: subIngredientsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Agrega un componente a un ingrediente.", Errors: []int{http.StatusNotFound},
	}, h.createSubIngredient)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteSubIngredient", Method: http.MethodDelete, Path: subIngredientsPath + "/{sub_ingredient_id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Saca un componente de un ingrediente; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, h.deleteSubIngredient)
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
		return httpx.Only(readIngredientGroups(ctx, q, dbgen.IngredientGroupsParams{TenantID: tenant, ID: &id, IncludeDeleted: true}))
	},
}

func readIngredientGroups(ctx context.Context, q *dbgen.Queries, p dbgen.IngredientGroupsParams) ([]IngredientGroupOutput, error) {
	rows, err := q.IngredientGroups(ctx, p)
	return httpx.Map(rows, func(r dbgen.IngredientGroupsRow) IngredientGroupOutput { return IngredientGroupOutput(r) }), err
}

type ingredientGroupsOutput struct{ Body []IngredientGroupOutput }

func (h *Handlers) ingredientGroups(ctx context.Context, in *entity.WithDeleted) (*ingredientGroupsOutput, error) {
	rows, err := readIngredientGroups(ctx, h.Store.Queries, dbgen.IngredientGroupsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted,
	})
	return &ingredientGroupsOutput{rows}, postgres.Fault(err)
}

type createIngredientGroupInput struct{ Body IngredientGroupCreate }

func (h *Handlers) createIngredientGroup(ctx context.Context, in *createIngredientGroupInput) (*entity.Response[IngredientGroupOutput], error) {
	return ingredientGroup.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		return c.InsertIngredientGroup(ctx, dbgen.InsertIngredientGroupParams{
			TenantID: c.Who.TenantID, Name: in.Body.Name, Description: in.Body.Description, Icon: in.Body.Icon,
		})
	})
}

var subIngredient = entity.Resource[SubIngredientOutput]{
	Kind: catalog.SubIngredient,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubIngredientOutput, error) {
		rows, err := q.SubIngredients(ctx, tenant, id)
		return httpx.Only(httpx.Map(rows, func(r dbgen.SubIngredientsRow) SubIngredientOutput { return SubIngredientOutput(r) }), err)
	},
}

type createSubIngredientInput struct {
	httpx.ByID
	Body SubIngredientCreate
}

func (h *Handlers) createSubIngredient(ctx context.Context, in *createSubIngredientInput) (*entity.Response[SubIngredientOutput], error) {
	return subIngredient.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		if _, err := c.Lock(ctx, c.Who, catalog.Ingredient, in.ID); err != nil {
			return 0, err
		}
		return c.InsertSubIngredient(ctx, dbgen.InsertSubIngredientParams{
			TenantID: c.Who.TenantID, IngredientID: in.ID, Name: in.Body.Name, Description: in.Body.Description,
		})
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
