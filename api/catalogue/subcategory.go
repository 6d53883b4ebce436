package catalogue

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

const subcategoriesPath = "/api/admin/subcategories"

func (h *Handlers) subcategoryRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listSubcategories", Method: http.MethodGet, Path: subcategoriesPath, Access: httpx.Staff().OrKey(access.ReadMenu),
		Summary: "Lista las subcategorías de tus sucursales, en el orden de la carta.",
	}, h.subcategories)
	httpx.Handle(api, httpx.Operation{
		ID: "getSubcategory", Method: http.MethodGet, Path: subcategoriesPath + "/{id}", Access: httpx.Staff().OrKey(access.ReadMenu),
		Summary: "Muestra una subcategoría.", Errors: []int{http.StatusNotFound},
	}, subcategory.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createSubcategory", Method: http.MethodPost, Path: subcategoriesPath, Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea una subcategoría. Sin orden, va al final.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createSubcategory)
	httpx.Handle(api, httpx.Operation{
		ID: "updateSubcategory", Method: http.MethodPatch, Path: subcategoriesPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Cambia una subcategoría.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.updateSubcategory)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteSubcategory", Method: http.MethodDelete, Path: subcategoriesPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra una subcategoría con sus productos; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, subcategory.Remove(h.Writer))
}

// SubcategoryOutput is a subcategory as the Dashboard edits it.
type SubcategoryOutput struct {
	ID         int64   `json:"id"`
	TenantID   int64   `json:"tenant_id"`
	CategoryID int64   `json:"category_id"`
	Name       string  `json:"name"`
	Image      *string `json:"image"`
	Order      int32   `json:"order"`
	IsActive   bool    `json:"is_active"`
}

// SubcategoryCreate is a new subcategory.
type SubcategoryCreate struct {
	CategoryID int64           `json:"category_id" example:"1"`
	Name       string          `json:"name" minLength:"1" maxLength:"100" example:"Helados"`
	Image      *httpx.ImageURL `json:"image" required:"false"`
	Order      *int32          `json:"order" required:"false" minimum:"0" maximum:"10000" example:"1"`
	IsActive   *bool           `json:"is_active" required:"false" default:"true"`
}

// SubcategoryUpdate changes what it names.
type SubcategoryUpdate struct {
	Name     httpx.Patch[string]         `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Helados artesanales"`
	Image    httpx.Patch[httpx.ImageURL] `json:"image" required:"false"`
	Order    httpx.Patch[int32]          `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive httpx.Patch[bool]           `json:"is_active" required:"false"`
}

var subcategory = entity.Resource[SubcategoryOutput]{
	Kind: catalog.Subcategory,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubcategoryOutput, error) {
		return httpx.Only(readSubcategories(ctx, q, dbgen.SubcategoriesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readSubcategories(ctx context.Context, q *dbgen.Queries, p dbgen.SubcategoriesParams) ([]SubcategoryOutput, error) {
	rows, err := q.Subcategories(ctx, p)
	return httpx.Map(rows, func(r dbgen.SubcategoriesRow) SubcategoryOutput { return SubcategoryOutput(r) }), err
}

type subcategoriesInput struct {
	CategoryID int64 `query:"category_id" minimum:"1"`
	entity.WithDeleted
}

type subcategoriesOutput struct{ Body []SubcategoryOutput }

func (h *Handlers) subcategories(ctx context.Context, in *subcategoriesInput) (*subcategoriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := readSubcategories(ctx, h.Store.Queries, dbgen.SubcategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		CategoryID: httpx.Optional(in.CategoryID), IncludeDeleted: in.IncludeDeleted,
	})
	return &subcategoriesOutput{rows}, postgres.Fault(err)
}

type createSubcategoryInput struct{ Body SubcategoryCreate }

func (h *Handlers) createSubcategory(ctx context.Context, in *createSubcategoryInput) (*entity.Response[SubcategoryOutput], error) {
	return subcategory.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Category, b.CategoryID); err != nil {
			return 0, err
		}
		return c.InsertSubcategory(ctx, dbgen.InsertSubcategoryParams{
			TenantID: c.Who.TenantID, CategoryID: b.CategoryID, Name: b.Name, Image: b.Image.OrNull(), Position: b.Order, IsActive: *b.IsActive,
		})
	})
}

type updateSubcategoryInput struct {
	httpx.ByID
	Body SubcategoryUpdate
}

func (h *Handlers) updateSubcategory(ctx context.Context, in *updateSubcategoryInput) (*entity.Response[SubcategoryOutput], error) {
	return subcategory.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row SubcategoryOutput) error {
		in.Body.Name.To(&row.Name)
		httpx.SetImage(in.Body.Image, &row.Image)
		in.Body.Order.To(&row.Order)
		in.Body.IsActive.To(&row.IsActive)
		return c.UpdateSubcategory(ctx, dbgen.UpdateSubcategoryParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Image: row.Image, Position: row.Order, IsActive: row.IsActive,
		})
	})
}
