package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const categoriesPath = "/api/admin/categories"

func (s *Server) categoryRoutes(r router) {
	handle(r, operation{
		ID: "listCategories", Method: http.MethodGet, Path: categoriesPath, Access: staff().inBranch("branch_id").orKey(access.ReadMenu),
		Summary: "Lista las categorías de tus sucursales, en el orden de la carta.",
	}, s.categories)
	handle(r, operation{
		ID: "getCategory", Method: http.MethodGet, Path: categoriesPath + "/{id}", Access: staff().orKey(access.ReadMenu),
		Summary: "Muestra una categoría.", Errors: []int{http.StatusNotFound},
	}, category.show(s))
	handle(r, operation{
		ID: "createCategory", Method: http.MethodPost, Path: categoriesPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea una categoría. Sin orden, va al final.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createCategory)
	handle(r, operation{
		ID: "updateCategory", Method: http.MethodPatch, Path: categoriesPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia una categoría.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.updateCategory)
	handle(r, operation{
		ID: "deleteCategory", Method: http.MethodDelete, Path: categoriesPath + "/{id}", Access: staff(access.Admin),
		Summary: "Borra una categoría con sus subcategorías y productos; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, s.deleteCategory)
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
	BranchID int64     `json:"branch_id"`
	Name     string    `json:"name" minLength:"1" maxLength:"100" example:"Postres"`
	Icon     *string   `json:"icon" required:"false" maxLength:"50"`
	Image    *ImageURL `json:"image" required:"false"`
	Order    *int32    `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive *bool     `json:"is_active" required:"false" default:"true"`
}

// CategoryUpdate changes what it names.
type CategoryUpdate struct {
	Name     Patch[string]   `json:"name" required:"false" minLength:"1" maxLength:"100"`
	Icon     Patch[string]   `json:"icon" required:"false" maxLength:"50"`
	Image    Patch[ImageURL] `json:"image" required:"false"`
	Order    Patch[int32]    `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive Patch[bool]     `json:"is_active" required:"false"`
}

var category = entity[CategoryOutput]{
	kind: catalog.Category,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CategoryOutput, error) {
		return only(readCategories(ctx, q, dbgen.CategoriesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readCategories(ctx context.Context, q *dbgen.Queries, p dbgen.CategoriesParams) ([]CategoryOutput, error) {
	rows, err := q.Categories(ctx, p)
	return each(rows, func(r dbgen.CategoriesRow) CategoryOutput { return CategoryOutput(r) }), err
}

type categoriesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	WithDeleted
	Page
}

type categoriesOutput struct{ Body []CategoryOutput }

func (s *Server) categories(ctx context.Context, in *categoriesInput) (*categoriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readCategories(ctx, s.store.Queries, dbgen.CategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &categoriesOutput{rows}, postgres.Fault(err)
}

type createCategoryInput struct{ Body CategoryCreate }

func (s *Server) createCategory(ctx context.Context, in *createCategoryInput) (*shown[CategoryOutput], error) {
	return category.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		return c.InsertCategory(ctx, dbgen.InsertCategoryParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, Name: b.Name, Icon: b.Icon, Image: b.Image.orNull(), Position: b.Order, IsActive: *b.IsActive,
		})
	})
}

type updateCategoryInput struct {
	ByID
	Body CategoryUpdate
}

func (s *Server) updateCategory(ctx context.Context, in *updateCategoryInput) (*shown[CategoryOutput], error) {
	return category.update(ctx, s, in.ID, func(c *change, row CategoryOutput) error {
		in.Body.Name.to(&row.Name)
		in.Body.Icon.toNull(&row.Icon)
		setImage(in.Body.Image, &row.Image)
		in.Body.Order.to(&row.Order)
		in.Body.IsActive.to(&row.IsActive)
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

func (s *Server) deleteCategory(ctx context.Context, in *ByID) (*successOutput, error) {
	return &successOutput{SuccessOutput{true}}, category.retire(ctx, s, in.ID)
}
