package catalogue

import (
	"context"

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
	httpx.Route(api, "GET "+customizationsPath, "listCustomizations",
		"Lista las opciones con las que se personaliza un plato.", httpx.Managers, h.customizations)
	httpx.Route(api, "GET "+customizationsPath+"/{id}", "getCustomization", "Muestra una opción.", httpx.Managers,
		customization.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+customizationsPath, "createCustomization", "Crea una opción.", httpx.Managers,
		entity.Create(customization, h.Writer, insertCustomization), httpx.Created, httpx.Fails{409})
	httpx.Route(api, "PUT "+customizationsPath+"/{id}", "updateCustomization",
		"Cambia una opción. Lo que no se manda queda como está.", httpx.Managers,
		entity.Patch[CustomizationOptionUpdate](customization, h.Writer, saveCustomization), httpx.Fails{404, 409})
	httpx.Route(api, "DELETE "+customizationsPath+"/{id}", "deleteCustomization", "Borra una opción; se puede restaurar.",
		httpx.Managers, customization.Remove(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+customizationsPath+"/{id}/products/{product_id}", "addCustomizationToProduct",
		"Ofrece una opción en un producto.", httpx.Managers, h.linkCustomization, httpx.Fails{404})
	httpx.Route(api, "DELETE "+customizationsPath+"/{id}/products/{product_id}", "removeCustomizationFromProduct",
		"Deja de ofrecer una opción en un producto.", httpx.Managers, h.unlinkCustomization, httpx.Fails{404})
	httpx.Route(api, "PUT "+customizationsPath+"/{id}/products", "setCustomizationProducts",
		"Ofrece una opción en estos productos y en ningún otro.", httpx.Managers, h.setCustomizationProducts,
		httpx.Fails{400, 404})
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
		return httpx.Only(readCustomizations(ctx, q, dbgen.CustomizationsParams{
			TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readCustomizations(
	ctx context.Context, q *dbgen.Queries, p dbgen.CustomizationsParams,
) ([]CustomizationOptionOutput, error) {
	return httpx.Rows[CustomizationOptionOutput](q.Customizations(ctx, p))
}

type customizationsInput struct {
	entity.WithDeleted
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}

func (h *Handlers) customizations(
	ctx context.Context, in *customizationsInput,
) (*httpx.Body[[]CustomizationOptionOutput], error) {
	rows, err := readCustomizations(ctx, h.Store.Queries, dbgen.CustomizationsParams{
		TenantID: access.StaffFrom(ctx).TenantID, IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertCustomization(ctx context.Context, c *entity.Change, b CustomizationOptionCreate) (int64, error) {
	return entity.Insert(ctx, c, c.InsertCustomization, b)
}

func saveCustomization(ctx context.Context, c *entity.Change, row CustomizationOptionOutput) error {
	return entity.Save(ctx, c, c.UpdateCustomization, row)
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
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{
			TenantID: row.TenantID, OptionID: row.ID, ProductIds: []int64{in.Product},
		})
	})
	return nil, err
}

var errNotLinked = fault.New(fault.NotFound, "customization_not_linked", "El producto no ofrece esa opción.")

func (h *Handlers) unlinkCustomization(ctx context.Context, in *customizationLinkInput) (*struct{}, error) {
	_, err := customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		n, err := c.UnlinkCustomization(ctx, dbgen.UnlinkCustomizationParams{
			TenantID: row.TenantID, OptionID: row.ID, ProductID: in.Product,
		})
		if err == nil && n == 0 {
			err = errNotLinked
		}
		return err
	})
	return nil, err
}

func (h *Handlers) setCustomizationProducts(
	ctx context.Context, in *httpx.BodyByID[CustomizationOptionLinkRequest],
) (*httpx.Body[CustomizationOptionOutput], error) {
	return customization.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row CustomizationOptionOutput) error {
		if err := c.ReferenceAll(ctx, c.Who, catalog.Product, in.Body.ProductIDs); err != nil {
			return err
		}
		err := c.UnlinkOtherProducts(ctx, dbgen.UnlinkOtherProductsParams{
			TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs,
		})
		if err != nil {
			return err
		}
		return c.LinkCustomization(ctx, dbgen.LinkCustomizationParams{
			TenantID: row.TenantID, OptionID: row.ID, ProductIds: in.Body.ProductIDs,
		})
	})
}
