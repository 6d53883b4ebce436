package relay

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
)

// dropMenus drops the cached menus that the changes behind events made stale. Normally the writer does it after its
// commit, before it publishes.
func (r *Relay) dropMenus(ctx context.Context, events []event.Event) error {
	var tenants []int64
	for _, e := range events {
		if changesMenu(e) && !slices.Contains(tenants, e.TenantID) {
			tenants = append(tenants, e.TenantID)
		}
	}
	if len(tenants) == 0 {
		return nil
	}
	slugs, err := r.Store.MenusOf(ctx, tenants)
	if err != nil {
		return fmt.Errorf("find the menus to drop: %w", err)
	}
	return r.Menus.Drop(ctx, slugs...)
}

// changesMenu reports whether e is about a change that guests see on the menu.
func changesMenu(e event.Event) bool {
	switch e.Type {
	case event.ProductAvailabilityChanged:
		return true
	case event.EntityCreated, event.EntityUpdated, event.EntityDeleted, event.CascadeDelete:
		var entity event.Entity
		if json.Unmarshal(e.Entity, &entity) != nil {
			return false
		}
		kind, known := catalog.Named(entity.EntityType)
		return known && kind.OnMenu
	default:
		return false
	}
}
