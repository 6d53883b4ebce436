package catalogue

import (
	"context"
	"net/http"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const customizationsPath = "/api/admin/customizations"

func (h *Handlers) customizationRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listCustomizations", Method: http.MethodGet, Path: customizationsPath, Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Lista las opciones con las que se personaliza un plato.",
	}, h.customizations)
	httpx.Handle(api, httpx.Operation{
		ID: "getCustomization", Method: http.MethodGet, Path: customizationsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Muestra una opción.", Errors: []int{http.StatusNotFound},
	}, customization.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createCustomization", Method: http.MethodPost, Path: customizationsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea una opción.", Errors: []int{http.StatusConflict},
	}, h.createCustomization)
	httpx.Handle(api, httpx.Operation{
		ID: "updateCustomization", Method: http.MethodPut, Path: customizationsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia una opción. Lo que no se manda queda como está.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.updateCustomization)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteCustomization", Method: http.MethodDelete, Path: customizationsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Borra una opción; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, customization.Remove(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "addCustomizationToProduct", Method: http.MethodPost, Path: customizationsPath + "/{id}/products/{product_id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Ofrece una opción en un producto.", Errors: []int{http.StatusNotFound},
	}, h.linkCustomization)
	httpx.Handle(api, httpx.Operation{
		ID: "removeCustomizationFromProduct", Method: http.MethodDelete, Path: customizationsPath + "/{id}/products/{product_id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Deja de ofrecer una opción en un producto.", Errors: []int{http.StatusNotFound},
	}, h.unlinkCustomization)
	httpx.Handle(api, httpx.Operation{
		ID: "setCustomizationProducts", Method: http.MethodPut, Path: customizationsPath + "/{id}/products", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Ofrece una opción en estos productos y en ningún otro.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.setCustomizationProducts)
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
	Name           httpx.Patch[string]      `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Bien cocido"`
	Category       httpx.Patch[string]      `json:"category" required:"false" maxLength:"100" example:"Cocción"`
	ExtraCostCents httpx.Patch[money.Cents] `json:"extra_cost_cents" required:"false" minimum:"0" maximum:"100000000" example:"0"`
	Order          httpx.Patch[int32]       `json:"order" required:"false" minimum:"0" maximum:"10000" example:"3"`
}

// CustomizationOptionLinkRequest are all the products with an option.
type CustomizationOptionLinkRequest struct {
	ProductIDs []int64 `json:"product_ids" maxItems:"1000" uniqueItems:"true" example:"[18, 19]"`
}

var customization = entity.Resource[CustomizationOptionOutput]{
	Kind: catalog.Customization,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (CustomizationOptionOutput, error) {
		return httpx.Only(readCustomizations(ctx, q, dbgen.CustomizationsParams{TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readCustomizations(ctx context.Context, q *dbgen.Queries, p dbgen.CustomizationsParams) ([]CustomizationOptionOutput, error) {
	rows, err := q.Customizations(ctx, p)
	return httpx.Map(rows, func(r dbgen.CustomizationsRow) CustomizationOptionOutput {
		return CustomizationOptionOutput{
			ID: r.ID, TenantID: r.TenantID, Name: r.Name, Category: r.Category, ExtraCostCents: r.ExtraCostCents,
			Order: r.Order, IsActive: r.IsActive, ProductIDs: r.ProductIds,
		}
	}), err
}

type customizationsInput struct {
	entity.WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

type customizationsOutput struct{ Body []CustomizationOptionOutput }

func (h *Handlers) customizations(ctx context.Context, in *customizationsInput) (*customizationsOutput, error) {
	rows, err := readCustomizations(ctx, h.Store.Queries, dbgen.CustomizationsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &customizationsOutput{rows}, postgres.Fault(err)
}

type createCustomizationInput struct{ Body CustomizationOptionCreate }

func (h *Handlers) createCustomization(ctx context.Context, in *createCustomizationInput) (*entity.Response[CustomizationOptionOutput], error) {
	return customization.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		return c.InsertCustomization(ctx, dbgen.InsertCustomizationParams{
			TenantID: c.Who.TenantID, Name: b.Name, Category: b.Category, ExtraCostCents: b.ExtraCostCents, Position: b.Order,
		})
	})
}

type updateCustomizationInput struct {
	httpx.ByID
	Body CustomizationOptionUpdate
}

func (h *Handlers) updateCustomization(ctx context.Context, in *updateCustomizationInput) (*entity.Response[CustomizationOptionOutput], error) {
	return customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		in.Body.Name.To(&row.Name)
		in.Body.Category.ToNull(&row.Category)
		in.Body.ExtraCostCents.To(&row.ExtraCostCents)
		in.Body.Order.To(&row.Order)
		return c.UpdateCustomization(ctx, dbgen.UpdateCustomizationParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Category: row.Category, ExtraCostCents: row.ExtraCostCents, Position: row.Order,
		})
	})
}

type customizationLinkInput struct {
	httpx.ByID
	Product int64 `path:"product_id"`
}

func (h *Handlers) linkCustomization(ctx context.Context, in *customizationLinkInput) (*struct{}, error) {
	_, err := customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		if _, err := c.Lock(ctx, c.Who, catalog.Product, in.Product); err != nil {
			return err
		}
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: []int64{in.Product}})
	})
	return nil, err
}

var errNotLinked = fault.New(fault.NotFound, "customization_not_linked", "El producto no ofrece esa opción.")

func (h *Handlers) unlinkCustomization(ctx context.Context, in *customizationLinkInput) (*struct{}, error) {
	_, err := customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		n, err := c.UnlinkCustomization(ctx, dbgen.UnlinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductID: in.Product})
		if err == nil && n == 0 {
			err = errNotLinked
		}
		return err
	})
	return nil, err
}

type customizationProductsInput struct {
	httpx.ByID
	Body CustomizationOptionLinkRequest
}

func (h *Handlers) setCustomizationProducts(ctx context.Context, in *customizationProductsInput) (*entity.Response[CustomizationOptionOutput], error) {
	return customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		if err := c.ReferenceAll(ctx, c.Who, catalog.Product, in.Body.ProductIDs); err != nil {
			return err
		}
		err := c.UnlinkOtherProducts(ctx, dbgen.UnlinkOtherProductsParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs})
		if err != nil {
			return err
		}
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs})
	})
}
