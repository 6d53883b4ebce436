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

const categoriesPath = "/api/admin/categories"

func (h *Handlers) categoryRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listCategories", Method: http.MethodGet, Path: categoriesPath, Access: httpx.Staff().InBranch("branch_id").OrKey(access.ReadMenu),
		Summary: "Lista las categorías de tus sucursales, en el orden de la carta.",
	}, h.categories)
	httpx.Handle(api, httpx.Operation{
		ID: "getCategory", Method: http.MethodGet, Path: categoriesPath + "/{id}", Access: httpx.Staff().OrKey(access.ReadMenu),
		Summary: "Muestra una categoría.", Errors: []int{http.StatusNotFound},
	}, category.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createCategory", Method: http.MethodPost, Path: categoriesPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea una categoría. Sin orden, va al final.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createCategory)
	httpx.Handle(api, httpx.Operation{
		ID: "updateCategory", Method: http.MethodPatch, Path: categoriesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia una categoría.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.updateCategory)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteCategory", Method: http.MethodDelete, Path: categoriesPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra una categoría con sus subcategorías y productos; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, h.deleteCategory)
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
		return httpx.Only(readCategories(ctx, q, dbgen.CategoriesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readCategories(ctx context.Context, q *dbgen.Queries, p dbgen.CategoriesParams) ([]CategoryOutput, error) {
	rows, err := q.Categories(ctx, p)
	return httpx.Map(rows, func(r dbgen.CategoriesRow) CategoryOutput { return CategoryOutput(r) }), err
}

type categoriesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
	httpx.Page
}

type categoriesOutput struct{ Body []CategoryOutput }

func (h *Handlers) categories(ctx context.Context, in *categoriesInput) (*categoriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readCategories(ctx, h.Store.Queries, dbgen.CategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &categoriesOutput{rows}, postgres.Fault(err)
}

type createCategoryInput struct{ Body CategoryCreate }

func (h *Handlers) createCategory(ctx context.Context, in *createCategoryInput) (*entity.Response[CategoryOutput], error) {
	return category.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		return c.InsertCategory(ctx, dbgen.InsertCategoryParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, Name: b.Name, Icon: b.Icon, Image: b.Image.OrNull(), Position: b.Order, IsActive: *b.IsActive,
		})
	})
}

type updateCategoryInput struct {
	httpx.ByID
	Body CategoryUpdate
}

func (h *Handlers) updateCategory(ctx context.Context, in *updateCategoryInput) (*entity.Response[CategoryOutput], error) {
	return category.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CategoryOutput) error {
		in.Body.Name.To(&row.Name)
		in.Body.Icon.ToNull(&row.Icon)
		httpx.SetImage(in.Body.Image, &row.Image)
		in.Body.Order.To(&row.Order)
		in.Body.IsActive.To(&row.IsActive)
		return c.UpdateCategory(ctx, dbgen.UpdateCategoryParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Icon: row.Icon, Image: row.Image, Position: row.Order, IsActive: row.IsActive,
		})
	})
}

// SuccessOutput says that something was done.
type SuccessOutput struct {
	Success bool `json:"success"`
}

type successOutput struct{ Body SuccessOutput }

func (h *Handlers) deleteCategory(ctx context.Context, in *httpx.ByID) (*successOutput, error) {
	return &successOutput{SuccessOutput{true}}, category.Retire(ctx, h.Writer, in.ID)
}
