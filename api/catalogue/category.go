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

const categoriesPath = "/api/admin/categories"

func (h *Handlers) categoryRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+categoriesPath, "listCategories",
		"Lista las categorías de tus sucursales, en el orden de la carta.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadMenu), h.categories)
	httpx.Route(api, "GET "+categoriesPath+"/{id}", "getCategory", "Muestra una categoría.",
		httpx.Staff().OrKey(access.ReadMenu), category.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+categoriesPath, "createCategory", "Crea una categoría. Sin orden, va al final.",
		httpx.Managers, entity.Create(category, h.Writer, insertCategory), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+categoriesPath+"/{id}", "updateCategory", "Cambia una categoría.", httpx.Managers,
		entity.Patch[CategoryUpdate](category, h.Writer, saveCategory), httpx.Fails{404, 409})
	httpx.Route(api, "DELETE "+categoriesPath+"/{id}", "deleteCategory",
		"Borra una categoría con sus subcategorías y productos; se puede restaurar.", httpx.Admins, h.deleteCategory,
		httpx.Fails{404})
}

// CategoryOutput is a category as the Dashboard edits it.
type CategoryOutput struct {
	ID       int64   `json:"id"`
	TenantID int64   `json:"tenant_id"`
	BranchID int64   `json:"branch_id"`
	Name     string  `json:"name"`
	Icon     *string `json:"icon"`
	Image    *string `json:"image"`
	Order    int32   `json:"order"`
	IsActive bool    `json:"is_active"`
}

// CategoryCreate is a new category.
type CategoryCreate struct {
	BranchID int64           `json:"branch_id"`
	Name     string          `json:"name" minLength:"1" maxLength:"100" example:"Postres"`
	Icon     *string         `json:"icon" required:"false" maxLength:"50"`
	Image    *httpx.ImageURL `json:"image" required:"false"`
	Order    *int32          `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive *bool           `json:"is_active" required:"false" default:"true"`
}

// CategoryUpdate changes what it names.
type CategoryUpdate struct {
	Name     httpx.Patch[string]         `json:"name" required:"false" minLength:"1" maxLength:"100"`
	Icon     httpx.Patch[string]         `json:"icon" required:"false" maxLength:"50"`
	Image    httpx.Patch[httpx.ImageURL] `json:"image" required:"false"`
	Order    httpx.Patch[int32]          `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive httpx.Patch[bool]           `json:"is_active" required:"false"`
}

var category = entity.Resource[CategoryOutput]{
	Kind: catalog.Category,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CategoryOutput, error) {
		return httpx.Only(readCategories(ctx, q, dbgen.CategoriesParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readCategories(ctx context.Context, q *dbgen.Queries, p dbgen.CategoriesParams) ([]CategoryOutput, error) {
	return httpx.Rows[CategoryOutput](q.Categories(ctx, p))
}

type categoriesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
	httpx.Page
}

func (h *Handlers) categories(ctx context.Context, in *categoriesInput) (*httpx.Body[[]CategoryOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readCategories(ctx, h.Store.Queries, dbgen.CategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertCategory(ctx context.Context, c *entity.Change, b CategoryCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
		return 0, err
	}
	return entity.Insert(ctx, c, c.InsertCategory, b)
}

func saveCategory(ctx context.Context, c *entity.Change, row CategoryOutput) error {
	return entity.Save(ctx, c, c.UpdateCategory, row)
}

// SuccessOutput says that something was done.
type SuccessOutput struct {
	Success bool `json:"success"`
}

func (h *Handlers) deleteCategory(ctx context.Context, in *httpx.ByID) (*httpx.Body[SuccessOutput], error) {
	return httpx.Answer(SuccessOutput{true}), category.Retire(ctx, h.Writer, in.ID)
}
