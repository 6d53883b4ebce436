package entity

import (
	"context"

	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
)

// relearn has the chat know a menu as it is after a change. The change is
// committed: what was not learnt now is with the next one.
func (s *Writer) relearn(ctx context.Context, tenant int64, touched []postgres.Entity) {
	products, all := toldOf(touched)
	if len(products) == 0 && !all {
		return
	}
	if all {
		products = nil
	}
	if _, err := s.store.KeepProductTexts(context.WithoutCancel(ctx), tenant, products); err != nil {
		s.log.WarnContext(ctx, "menu not read for the chat", "error", err)
	}
}

// toldOf are the products whose texts speak of what was touched; all, if that is
// something that many have.
func toldOf(touched []postgres.Entity) (products []int64, all bool) {
	for _, e := range touched {
		switch e.Kind {
		case catalog.Product:
			products = append(products, e.ID)
		case catalog.Category, catalog.Subcategory, catalog.Ingredient, catalog.SubIngredient:
			all = true
		}
	}
	return products, all
}
