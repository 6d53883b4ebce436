package relay

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
)

// dropMenus forgets the menus that the changes of events made old: their writer
// does it after its commit, and then publishes them.
func (r *Relay) dropMenus(ctx context.Context, events []event.Event) error {
	var tenants []int64
	for _, e := range events {
		if onMenu(e) && !slices.Contains(tenants, e.TenantID) {
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

// onMenu reports whether e is of a change that guests see on the menu.
func onMenu(e event.Event) bool {
	switch e.Type {
	case event.ProductAvailabilityChanged:
		return true
	case event.EntityCreated, event.EntityUpdated, event.EntityDeleted, event.CascadeDelete:
		var told event.Entity
		if json.Unmarshal(e.Entity, &told) != nil {
			return false
		}
		kind, known := catalog.Named(told.EntityType)
		return known && kind.OnMenu
	default:
		return false
	}
}
