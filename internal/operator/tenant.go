package operator

import (
	"context"
	"fmt"
	"strings"

	"integrador/internal/platform/postgres"
)

// TenantID finds a restaurant by its slug; "" stands for the only one there is.
func TenantID(ctx context.Context, store *postgres.Store, slug string) (int64, error) {
	rows, err := store.OperatorTenants(ctx, Optional(slug))
	if err != nil {
		return 0, postgres.Fault(err)
	}
	if len(rows) == 1 {
		return rows[0].ID, nil
	}
	if slug != "" || len(rows) == 0 {
		return 0, fmt.Errorf("no hay ningún restaurante %q", slug)
	}
	slugs := make([]string, len(rows))
	for i, r := range rows {
		slugs[i] = r.Slug
	}
	return 0, fmt.Errorf("hay varios restaurantes (%s): decí cuál con --tenant", strings.Join(slugs, ", "))
}

// Optional is nil for a flag that was not set.
func Optional[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}
