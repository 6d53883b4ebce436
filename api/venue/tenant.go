package venue

import (
	"context"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
)

const tenantPath = "/api/admin/tenant"

func (h *Handlers) tenantRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+tenantPath, "getTenant", "Muestra el restaurante.", httpx.Staff(), h.tenant, httpx.Fails{404})
	httpx.Route(api, "PATCH "+tenantPath, "updateTenant", "Cambia el restaurante.", httpx.Admins, h.updateTenant,
		httpx.Fails{404})
}

// TenantOutput is the restaurant.
type TenantOutput struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	Slug        string    `json:"slug"`
	Description *string   `json:"description"`
	Logo        *string   `json:"logo"`
	ThemeColor  string    `json:"theme_color"`
	CreatedAt   time.Time `json:"created_at"`
}

// TenantUpdate changes what it names.
type TenantUpdate struct {
	Name        httpx.Patch[string]         `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Buen Sabor"`
	Description httpx.Patch[string]         `json:"description" required:"false" maxLength:"1000" example:"Cocina argentina desde 1998"`
	Logo        httpx.Patch[httpx.ImageURL] `json:"logo" required:"false"`
	ThemeColor  httpx.Patch[string]         `json:"theme_color" required:"false" pattern:"^#[0-9A-Fa-f]{6}$" example:"#f97316"`
}

func (h *Handlers) tenant(ctx context.Context, _ *struct{}) (*httpx.Body[TenantOutput], error) {
	row, err := h.Store.TenantByID(ctx, access.StaffFrom(ctx).TenantID)
	return httpx.Answer(TenantOutput(row)), postgres.Fault(err)
}

// updateTenant is no catalogue entity: a tenant is never made nor deleted here.
func (h *Handlers) updateTenant(ctx context.Context, in *httpx.Body[TenantUpdate]) (*httpx.Body[TenantOutput], error) {
	out := &httpx.Body[TenantOutput]{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		if err := c.LockTenant(ctx, c.Who.TenantID); err != nil {
			return err
		}
		before, err := c.TenantByID(ctx, c.Who.TenantID)
		if err != nil {
			return err
		}
		row := TenantOutput(before)
		httpx.Apply(&row, in.Body)
		out.Body = row
		err = entity.Save(ctx, c, c.UpdateTenant, row)
		if err != nil {
			return err
		}
		return noteTenant(ctx, c, TenantOutput(before), row)
	})
	return out, err
}

// noteTenant audits the change and informs every branch's dashboards.
func noteTenant(ctx context.Context, c *entity.Change, before, after TenantOutput) error {
	w := postgres.Change{
		Entity: postgres.Entity{Kind: &catalog.Kind{Name: "tenant"}, ID: after.ID, Name: after.Name},
		Action: postgres.Updated, Before: before, After: after,
	}
	if err := c.Audit(ctx, c.Who, w); err != nil {
		return err
	}
	branches, err := c.BranchesToNotify(ctx, c.Who.TenantID, nil)
	if err != nil {
		return err
	}
	for _, b := range branches {
		told := event.Body(event.Entity{EntityType: "tenant", EntityID: after.ID, EntityName: after.Name})
		if err := c.Emit(ctx, event.Event{Type: event.EntityUpdated, BranchID: b.ID, Entity: told}); err != nil {
			return err
		}
	}
	return nil
}
