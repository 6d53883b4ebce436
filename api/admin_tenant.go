package api

import (
	"context"
	"net/http"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const tenantPath = "/api/admin/tenant"

func (s *Server) tenantRoutes(r router) {
	handle(r, operation{
		ID: "getTenant", Method: http.MethodGet, Path: tenantPath, Access: staff(),
		Summary: "Muestra el restaurante.", Errors: []int{http.StatusNotFound},
	}, s.tenant)
	handle(r, operation{
		ID: "updateTenant", Method: http.MethodPatch, Path: tenantPath, Access: staff(access.Admin),
		Summary: "Cambia el restaurante.", Errors: []int{http.StatusNotFound},
	}, s.updateTenant)
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
	Name        Patch[string]   `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Buen Sabor"`
	Description Patch[string]   `json:"description" required:"false" maxLength:"1000" example:"Cocina argentina desde 1998"`
	Logo        Patch[ImageURL] `json:"logo" required:"false"`
	ThemeColor  Patch[string]   `json:"theme_color" required:"false" pattern:"^#[0-9A-Fa-f]{6}$" example:"#f97316"`
}

type tenantOutput struct{ Body TenantOutput }

func (s *Server) tenant(ctx context.Context, _ *struct{}) (*tenantOutput, error) {
	row, err := s.store.TenantByID(ctx, access.StaffFrom(ctx).TenantID)
	return &tenantOutput{TenantOutput(row)}, postgres.Fault(err)
}

type updateTenantInput struct{ Body TenantUpdate }

// updateTenant is no catalogue entity: a tenant is never made nor deleted here.
func (s *Server) updateTenant(ctx context.Context, in *updateTenantInput) (*tenantOutput, error) {
	out := &tenantOutput{}
	err := s.write(ctx, func(c *change) error {
		if err := c.LockTenant(ctx, c.who.TenantID); err != nil {
			return err
		}
		before, err := c.TenantByID(ctx, c.who.TenantID)
		if err != nil {
			return err
		}
		row := TenantOutput(before)
		in.Body.Name.to(&row.Name)
		in.Body.Description.toNull(&row.Description)
		setImage(in.Body.Logo, &row.Logo)
		in.Body.ThemeColor.to(&row.ThemeColor)
		out.Body = row
		err = c.UpdateTenant(ctx, dbgen.UpdateTenantParams{
			Name: row.Name, Description: row.Description, Logo: row.Logo, ThemeColor: row.ThemeColor, TenantID: row.ID,
		})
		if err != nil {
			return err
		}
		return c.noteTenant(ctx, TenantOutput(before), row)
	})
	return out, err
}

// noteTenant audits the change and tells every branch's dashboards.
func (c *change) noteTenant(ctx context.Context, before, after TenantOutput) error {
	w := postgres.Change{
		Entity: postgres.Entity{Kind: &catalog.Kind{Name: "tenant"}, ID: after.ID, Name: after.Name},
		Action: postgres.Updated, Before: before, After: after,
	}
	if err := c.Audit(ctx, c.who, w); err != nil {
		return err
	}
	branches, err := c.BranchesToNotify(ctx, c.who.TenantID, nil)
	if err != nil {
		return err
	}
	for _, b := range branches {
		told := event.Body(event.Entity{EntityType: "tenant", EntityID: after.ID, EntityName: after.Name})
		if err := c.emit(ctx, event.Event{Type: event.EntityUpdated, BranchID: b.ID, Entity: told}); err != nil {
			return err
		}
	}
	return nil
}
