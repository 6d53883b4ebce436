package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
)

// ReferenceAll is Refer for all rows of a kind that a body names, in one statement.
// An id that comes twice counts once.
func (tx *Tx) ReferenceAll(ctx context.Context, who access.Staff, kind *catalog.Kind, ids []int64) error {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil
	}
	// Every name in the text is a constant of catalog's table.
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT %s FROM %s t WHERE t.id = ANY($1) AND t.tenant_id = $2 AND t.deleted_at IS NULL ORDER BY t.id FOR SHARE OF t`,
		branchOf(kind), kind.Table), ids, who.TenantID)
	if err != nil {
		return fmt.Errorf("look up the %s of a request: %w", kind.Plural, err)
	}
	branches, err := pgx.CollectRows(rows, pgx.RowTo[*int64])
	if err != nil {
		return fmt.Errorf("look up the %s of a request: %w", kind.Plural, err)
	}
	if len(branches) < len(ids) {
		return fault.New(fault.Refused, kind.Missing.Reason, kind.Missing.Message)
	}
	for _, branch := range branches {
		if branch == nil {
			continue
		}
		if err := who.InBranch(*branch); err != nil {
			return err
		}
	}
	return nil
}
