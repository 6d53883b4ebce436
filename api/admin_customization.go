package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const customizationsPath = "/api/admin/customizations"

func (s *Server) customizationRoutes(r router) {
	handle(r, operation{
		ID: "listCustomizations", Method: http.MethodGet, Path: customizationsPath, Access: staff(managingRoles...),
		Summary: "Lista las opciones con las que se personaliza un plato.",
	}, s.customizations)
	handle(r, operation{
		ID: "getCustomization", Method: http.MethodGet, Path: customizationsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Muestra una opción.", Errors: []int{http.StatusNotFound},
	}, customization.show(s))
	handle(r, operation{
		ID: "createCustomization", Method: http.MethodPost, Path: customizationsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea una opción.", Errors: []int{http.StatusConflict},
	}, s.createCustomization)
	handle(r, operation{
		ID: "updateCustomization", Method: http.MethodPut, Path: customizationsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia una opción. Lo que no se manda queda como está.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.updateCustomization)
	handle(r, operation{
		ID: "deleteCustomization", Method: http.MethodDelete, Path: customizationsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra una opción; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, customization.remove(s))
	handle(r, operation{
		ID: "addCustomizationToProduct", Method: http.MethodPost, Path: customizationsPath + "/{id}/products/{product_id}", Access: staff(managingRoles...),
		Summary: "Ofrece una opción en un producto.", Errors: []int{http.StatusNotFound},
	}, s.linkCustomization)
	handle(r, operation{
		ID: "removeCustomizationFromProduct", Method: http.MethodDelete, Path: customizationsPath + "/{id}/products/{product_id}", Access: staff(managingRoles...),
		Summary: "Deja de ofrecer una opción en un producto.", Errors: []int{http.StatusNotFound},
	}, s.unlinkCustomization)
	handle(r, operation{
		ID: "setCustomizationProducts", Method: http.MethodPut, Path: customizationsPath + "/{id}/products", Access: staff(managingRoles...),
		Summary: "Ofrece una opción en estos productos y en ningún otro.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.setCustomizationProducts)
}

// CustomizationOptionOutput is something that a diner may ask of some products.
type CustomizationOptionOutput struct {
	ID             int64       `json:"id"`
	TenantID       int64       `json:"tenant_id"`
	Name           string      `json:"name"`
	Category       *string     `json:"category"`
	ExtraCostCents money.Cents `json:"extra_cost_cents"`
	Order          int32       `json:"order"`
	IsActive       bool        `json:"is_active"`
	ProductIDs     []int64     `json:"product_ids"`
}

// CustomizationOptionCreate is a new option.
type CustomizationOptionCreate struct {
	Name           string      `json:"name" minLength:"1" maxLength:"100" example:"A punto"`
	Category       *string     `json:"category" required:"false" maxLength:"100" example:"Cocción"`
	ExtraCostCents money.Cents `json:"extra_cost_cents" required:"false" default:"0" minimum:"0" maximum:"100000000" example:"0"`
	Order          int32       `json:"order" required:"false" default:"0" minimum:"0" maximum:"10000" example:"2"`
}

// CustomizationOptionUpdate changes what it names.
type CustomizationOptionUpdate struct {
	Name           Patch[string]      `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Bien cocido"`
	Category       Patch[string]      `json:"category" required:"false" maxLength:"100" example:"Cocción"`
	ExtraCostCents Patch[money.Cents] `json:"extra_cost_cents" required:"false" minimum:"0" maximum:"100000000" example:"0"`
	Order          Patch[int32]       `json:"order" required:"false" minimum:"0" maximum:"10000" example:"3"`
}

// CustomizationOptionLinkRequest are all the products with an option.
type CustomizationOptionLinkRequest struct {
	ProductIDs []int64 `json:"product_ids" maxItems:"1000" uniqueItems:"true" example:"[18, 19]"`
}

var customization = entity[CustomizationOptionOutput]{
	kind: catalog.Customization,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CustomizationOptionOutput, error) {
		return only(readCustomizations(ctx, q, dbgen.CustomizationsParams{TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readCustomizations(ctx context.Context, q *dbgen.Queries, p dbgen.CustomizationsParams) ([]CustomizationOptionOutput, error) {
	rows, err := q.Customizations(ctx, p)
	return each(rows, func(r dbgen.CustomizationsRow) CustomizationOptionOutput {
		return CustomizationOptionOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Category: r.Category, ExtraCostCents: r.ExtraCostCents,
			Order: r.Order, IsActive: r.IsActive, ProductIDs: r.ProductIds,
		}
	}), err
}

type customizationsInput struct {
	WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type customizationsOutput struct{ Body []CustomizationOptionOutput }

func (s *Server) customizations(ctx context.Context, in *customizationsInput) (*customizationsOutput, error) {
	rows, err := readCustomizations(ctx, s.store.Queries, dbgen.CustomizationsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &customizationsOutput{rows}, postgres.Fault(err)
}

type createCustomizationInput struct{ Body CustomizationOptionCreate }

func (s *Server) createCustomization(ctx context.Context, in *createCustomizationInput) (*shown[CustomizationOptionOutput], error) {
	return customization.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		return c.InsertCustomization(ctx, dbgen.InsertCustomizationParams{
			TenantID: c.who.TenantID, Name: b.Name, Category: b.Category, ExtraCostCents: b.ExtraCostCents, Position: b.Order,
		})
	})
}

type updateCustomizationInput struct {
	ByID
	Body CustomizationOptionUpdate
}

func (s *Server) updateCustomization(ctx context.Context, in *updateCustomizationInput) (*shown[CustomizationOptionOutput], error) {
	return customization.update(ctx, s, in.ID, func(c *change, row CustomizationOptionOutput) error {
		in.Body.Name.to(&row.Name)
		in.Body.Category.toNull(&row.Category)
		in.Body.ExtraCostCents.to(&row.ExtraCostCents)
		in.Body.Order.to(&row.Order)
		return c.UpdateCustomization(ctx, dbgen.UpdateCustomizationParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Category: row.Category, ExtraCostCents: row.ExtraCostCents, Position: row.Order,
		})
	})
}

type customizationLinkInput struct {
	ByID
	Product int64 `path:"product_id"`
}

func (s *Server) linkCustomization(ctx context.Context, in *customizationLinkInput) (*struct{}, error) {
	_, err := customization.update(ctx, s, in.ID, func(c *change, row CustomizationOptionOutput) error {
		if _, err := c.Lock(ctx, c.who, catalog.Product, in.Product); err != nil {
			return err
		}
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: []int64{in.Product}})
	})
	return nil, err
}

var errNotLinked = fault.New(fault.NotFound, "customization_not_linked", "El producto no ofrece esa opción.")

func (s *Server) unlinkCustomization(ctx context.Context, in *customizationLinkInput) (*struct{}, error) {
	_, err := customization.update(ctx, s, in.ID, func(c *change, row CustomizationOptionOutput) error {
		n, err := c.UnlinkCustomization(ctx, dbgen.UnlinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductID: in.Product})
		if err == nil && n == 0 {
			err = errNotLinked
		}
		return err
	})
	return nil, err
}

type customizationProductsInput struct {
	ByID
	Body CustomizationOptionLinkRequest
}

func (s *Server) setCustomizationProducts(ctx context.Context, in *customizationProductsInput) (*shown[CustomizationOptionOutput], error) {
	return customization.update(ctx, s, in.ID, func(c *change, row CustomizationOptionOutput) error {
		if err := c.ReferenceAll(ctx, c.who, catalog.Product, in.Body.ProductIDs); err != nil {
			return err
		}
		err := c.UnlinkOtherProducts(ctx, dbgen.UnlinkOtherProductsParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs})
		if err != nil {
			return err
		}
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs})
	})
}
