package catalogue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const subcategoriesPath = "/api/admin/subcategories"

func (h *Handlers) subcategoryRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+subcategoriesPath, "listSubcategories",
		"Lista las subcategorías de tus sucursales, en el orden de la carta.", httpx.Staff().OrKey(access.ReadMenu),
		h.subcategories)
	httpx.Route(api, "GET "+subcategoriesPath+"/{id}", "getSubcategory", "Muestra una subcategoría.",
		httpx.Staff().OrKey(access.ReadMenu), subcategory.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+subcategoriesPath, "createSubcategory", "Crea una subcategoría. Sin orden, va al final.",
		httpx.Admins, entity.Create(subcategory, h.Writer, insertSubcategory), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+subcategoriesPath+"/{id}", "updateSubcategory", "Cambia una subcategoría.", httpx.Admins,
		entity.Patch[SubcategoryUpdate](subcategory, h.Writer, saveSubcategory), httpx.Fails{404, 409})
	httpx.Route(api, "DELETE "+subcategoriesPath+"/{id}", "deleteSubcategory",
		"Borra una subcategoría con sus productos; se puede restaurar.", httpx.Admins, subcategory.Remove(h.Writer),
		httpx.Fails{404})
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
		return httpx.Only(readSubcategories(ctx, q, dbgen.SubcategoriesParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true,
		}))
	},
}

func readSubcategories(
	ctx context.Context, q *dbgen.Queries, p dbgen.SubcategoriesParams,
) ([]SubcategoryOutput, error) {
	return httpx.Rows[SubcategoryOutput](q.Subcategories(ctx, p))
}

type subcategoriesInput struct {
	CategoryID int64 `query:"category_id" minimum:"1"`
	entity.WithDeleted
}

func (h *Handlers) subcategories(
	ctx context.Context, in *subcategoriesInput,
) (*httpx.Body[[]SubcategoryOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := readSubcategories(ctx, h.Store.Queries, dbgen.SubcategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		CategoryID: httpx.Optional(in.CategoryID), IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertSubcategory(ctx context.Context, c *entity.Change, b SubcategoryCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Category, b.CategoryID); err != nil {
		return 0, err
	}
	return entity.Insert(ctx, c, c.InsertSubcategory, b)
}

func saveSubcategory(ctx context.Context, c *entity.Change, row SubcategoryOutput) error {
	return entity.Save(ctx, c, c.UpdateSubcategory, row)
}
