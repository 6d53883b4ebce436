package inventory

import (
	"context"
	"strings"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Two screens of the Dashboard call without /api; both ways are one.
var withoutAPI = []string{"/api/admin", "/admin"}

// idAt is an operation's id at one of the prefixes of withoutAPI.
func idAt(path, id string) string {
	if strings.HasPrefix(path, "/api/") {
		return id
	}
	return id + "AtAdmin"
}

func (h *Handlers) supplierRoutes(api *httpx.API) {
	for _, prefix := range withoutAPI {
		path := prefix + "/suppliers"
		httpx.Route(api, "GET "+path, idAt(path, "listSuppliers"), "Lista los proveedores.", httpx.Managers, h.suppliers)
		httpx.Route(api, "GET "+path+"/{id}", idAt(path, "getSupplier"), "Muestra un proveedor.", httpx.Managers,
			supplier.Show(h.Writer), httpx.Fails{404})
		httpx.Route(api, "POST "+path, idAt(path, "createSupplier"), "Anota un proveedor.", httpx.Managers,
			entity.Create(supplier, h.Writer, insertSupplier), httpx.Created, httpx.Fails{409})
		httpx.Route(api, "PATCH "+path+"/{id}", idAt(path, "updateSupplier"), "Cambia un proveedor.", httpx.Managers,
			entity.Patch[SupplierUpdate](supplier, h.Writer, saveSupplier), httpx.Fails{404, 409})
		httpx.Route(api, "DELETE "+path+"/{id}", idAt(path, "deleteSupplier"), "Borra un proveedor; se puede restaurar.",
			httpx.Managers, supplier.Remove(h.Writer), httpx.Fails{404})
	}
}

// SupplierOutput is who sells to the restaurant.
type SupplierOutput struct {
	ID          int64     `json:"id"`
	TenantID    int64     `json:"tenant_id"`
	Name        string    `json:"name"`
	ContactName *string   `json:"contact_name"`
	Phone       *string   `json:"phone"`
	Email       *string   `json:"email"`
	Address     *string   `json:"address"`
	Notes       *string   `json:"notes"`
	IsActive    bool      `json:"is_active"`
	CreatedAt   time.Time `json:"created_at"`
}

// SupplierCreate is a new supplier.
type SupplierCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"120" example:"Frigorífico del Sur"`
	ContactName *string `json:"contact_name" required:"false" maxLength:"120"`
	Phone       *string `json:"phone" required:"false" maxLength:"50"`
	Email       *string `json:"email" required:"false" maxLength:"255"`
	Address     *string `json:"address" required:"false" maxLength:"300"`
	Notes       *string `json:"notes" required:"false" maxLength:"1000"`
}

// SupplierUpdate changes what it names.
type SupplierUpdate struct {
	Name        httpx.Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"120"`
	ContactName httpx.Patch[string] `json:"contact_name" required:"false" maxLength:"120"`
	Phone       httpx.Patch[string] `json:"phone" required:"false" maxLength:"50"`
	Email       httpx.Patch[string] `json:"email" required:"false" maxLength:"255"`
	Address     httpx.Patch[string] `json:"address" required:"false" maxLength:"300"`
	Notes       httpx.Patch[string] `json:"notes" required:"false" maxLength:"1000"`
}

var supplier = entity.Resource[SupplierOutput]{
	Kind: catalog.Supplier,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (SupplierOutput, error) {
		return httpx.Only(readSuppliers(ctx, q, dbgen.SuppliersParams{TenantID: tenant, ID: &id, MaxRows: 1}))
	},
}

func readSuppliers(ctx context.Context, q *dbgen.Queries, p dbgen.SuppliersParams) ([]SupplierOutput, error) {
	return httpx.Rows[SupplierOutput](q.Suppliers(ctx, p))
}

type suppliersInput struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"200"`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

func (h *Handlers) suppliers(ctx context.Context, in *suppliersInput) (*httpx.Body[[]SupplierOutput], error) {
	rows, err := readSuppliers(ctx, h.Store.Queries, dbgen.SuppliersParams{
		TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertSupplier(ctx context.Context, c *entity.Change, b SupplierCreate) (int64, error) {
	return entity.Insert(ctx, c, c.InsertSupplier, b)
}

func saveSupplier(ctx context.Context, c *entity.Change, row SupplierOutput) error {
	return entity.Save(ctx, c, c.UpdateSupplier, row)
}
