package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const subcategoriesPath = "/api/admin/subcategories"

func (s *Server) subcategoryRoutes(r router) {
	handle(r, operation{
		ID: "listSubcategories", Method: http.MethodGet, Path: subcategoriesPath, Access: staff().orKey(access.ReadMenu),
		Summary: "Lista las subcategorías de tus sucursales, en el orden de la carta.",
	}, s.subcategories)
	handle(r, operation{
		ID: "getSubcategory", Method: http.MethodGet, Path: subcategoriesPath + "/{id}", Access: staff().orKey(access.ReadMenu),
		Summary: "Muestra una subcategoría.", Errors: []int{http.StatusNotFound},
	}, subcategory.show(s))
	handle(r, operation{
		ID: "createSubcategory", Method: http.MethodPost, Path: subcategoriesPath, Access: staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea una subcategoría. Sin orden, va al final.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createSubcategory)
	handle(r, operation{
		ID: "updateSubcategory", Method: http.MethodPatch, Path: subcategoriesPath + "/{id}", Access: staff(access.Admin),
		Summary: "Cambia una subcategoría.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.updateSubcategory)
	handle(r, operation{
		ID: "deleteSubcategory", Method: http.MethodDelete, Path: subcategoriesPath + "/{id}", Access: staff(access.Admin),
		Summary: "Borra una subcategoría con sus productos; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, subcategory.remove(s))
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
	CategoryID int64     `json:"category_id" example:"1"`
	Name       string    `json:"name" minLength:"1" maxLength:"100" example:"Helados"`
	Image      *ImageURL `json:"image" required:"false"`
	Order      *int32    `json:"order" required:"false" minimum:"0" maximum:"10000" example:"1"`
	IsActive   *bool     `json:"is_active" required:"false" default:"true"`
}

// SubcategoryUpdate changes what it names.
type SubcategoryUpdate struct {
	Name     Patch[string]   `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Helados artesanales"`
	Image    Patch[ImageURL] `json:"image" required:"false"`
	Order    Patch[int32]    `json:"order" required:"false" minimum:"0" maximum:"10000"`
	IsActive Patch[bool]     `json:"is_active" required:"false"`
}

var subcategory = entity[SubcategoryOutput]{
	kind: catalog.Subcategory,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SubcategoryOutput, error) {
		return only(readSubcategories(ctx, q, dbgen.SubcategoriesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readSubcategories(ctx context.Context, q *dbgen.Queries, p dbgen.SubcategoriesParams) ([]SubcategoryOutput, error) {
	rows, err := q.Subcategories(ctx, p)
	return each(rows, func(r dbgen.SubcategoriesRow) SubcategoryOutput { return SubcategoryOutput(r) }), err
}

type subcategoriesInput struct {
	CategoryID int64 `query:"category_id" minimum:"1"`
	WithDeleted
}

type subcategoriesOutput struct{ Body []SubcategoryOutput }

func (s *Server) subcategories(ctx context.Context, in *subcategoriesInput) (*subcategoriesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := readSubcategories(ctx, s.store.Queries, dbgen.SubcategoriesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
		CategoryID: optional(in.CategoryID), IncludeDeleted: in.IncludeDeleted,
	})
	return &subcategoriesOutput{rows}, postgres.Fault(err)
}

type createSubcategoryInput struct{ Body SubcategoryCreate }

func (s *Server) createSubcategory(ctx context.Context, in *createSubcategoryInput) (*shown[SubcategoryOutput], error) {
	return subcategory.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Category, b.CategoryID); err != nil {
			return 0, err
		}
		return c.InsertSubcategory(ctx, dbgen.InsertSubcategoryParams{
			TenantID: c.who.TenantID, CategoryID: b.CategoryID, Name: b.Name, Image: b.Image.orNull(), Position: b.Order, IsActive: *b.IsActive,
		})
	})
}

type updateSubcategoryInput struct {
	ByID
	Body SubcategoryUpdate
}

func (s *Server) updateSubcategory(ctx context.Context, in *updateSubcategoryInput) (*shown[SubcategoryOutput], error) {
	return subcategory.update(ctx, s, in.ID, func(c *change, row SubcategoryOutput) error {
		in.Body.Name.to(&row.Name)
		setImage(in.Body.Image, &row.Image)
		in.Body.Order.to(&row.Order)
		in.Body.IsActive.to(&row.IsActive)
		return c.UpdateSubcategory(ctx, dbgen.UpdateSubcategoryParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Image: row.Image, Position: row.Order, IsActive: row.IsActive,
		})
	})
}
