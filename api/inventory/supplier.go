package inventory

import (
	"context"
	"net/http"
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
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "listSuppliers"), Method: http.MethodGet, Path: path, Access: httpx.Staff(httpx.ManagingRoles...), Summary: "Lista los proveedores.",
		}, h.suppliers)
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "getSupplier"), Method: http.MethodGet, Path: path + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
			Summary: "Muestra un proveedor.", Errors: []int{http.StatusNotFound},
		}, supplier.Show(h.Writer))
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "createSupplier"), Method: http.MethodPost, Path: path, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
			Summary: "Anota un proveedor.", Errors: []int{http.StatusConflict},
		}, h.createSupplier)
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "updateSupplier"), Method: http.MethodPatch, Path: path + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
			Summary: "Cambia un proveedor.", Errors: []int{http.StatusNotFound, http.StatusConflict},
		}, h.updateSupplier)
		httpx.Handle(api, httpx.Operation{
			ID: idAt(path, "deleteSupplier"), Method: http.MethodDelete, Path: path + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
			Summary: "Borra un proveedor; se puede restaurar.", Errors: []int{http.StatusNotFound},
		}, supplier.Remove(h.Writer))
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
	rows, err := q.Suppliers(ctx, p)
	return httpx.Map(rows, func(r dbgen.SuppliersRow) SupplierOutput { return SupplierOutput(r) }), err
}

type suppliersInput struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"200"`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

type suppliersOutput struct{ Body []SupplierOutput }

func (h *Handlers) suppliers(ctx context.Context, in *suppliersInput) (*suppliersOutput, error) {
	rows, err := readSuppliers(ctx, h.Store.Queries, dbgen.SuppliersParams{TenantID: access.StaffFrom(ctx).TenantID, MaxRows: in.Limit, Skip: in.Offset})
	return &suppliersOutput{rows}, postgres.Fault(err)
}

type createSupplierInput struct{ Body SupplierCreate }

func (h *Handlers) createSupplier(ctx context.Context, in *createSupplierInput) (*entity.Response[SupplierOutput], error) {
	return supplier.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		return c.InsertSupplier(ctx, dbgen.InsertSupplierParams{
			TenantID: c.Who.TenantID, Name: b.Name, ContactName: b.ContactName, Phone: b.Phone, Email: b.Email, Address: b.Address, Notes: b.Notes,
		})
	})
}

type updateSupplierInput struct {
	httpx.ByID
	Body SupplierUpdate
}

func (h *Handlers) updateSupplier(ctx context.Context, in *updateSupplierInput) (*entity.Response[SupplierOutput], error) {
	return supplier.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row SupplierOutput) error {
		in.Body.Name.To(&row.Name)
		in.Body.ContactName.ToNull(&row.ContactName)
		in.Body.Phone.ToNull(&row.Phone)
		in.Body.Email.ToNull(&row.Email)
		in.Body.Address.ToNull(&row.Address)
		in.Body.Notes.ToNull(&row.Notes)
		return c.UpdateSupplier(ctx, dbgen.UpdateSupplierParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, ContactName: row.ContactName, Phone: row.Phone, Email: row.Email,
			Address: row.Address, Notes: row.Notes,
		})
	})
}
