package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// CascadeRows is the rows of one kind that are deleted or restored together.
type CascadeRows struct {
	Kind *catalog.Kind
	Rows []CascadeRow
}

// CascadeRow is one row of a cascade.
type CascadeRow struct {
	ID     int64
	Name   string
	Active bool // before the deletion
}

// CascadePreview lists what would be deleted with e, by kind, including kinds without
// rows.
func (s *Store) CascadePreview(ctx context.Context, e Entity) (parts []CascadeRows, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		parts, err = tx.partsOf(ctx, e, unlocked)
		return err
	})
	return parts, Fault(err)
}

// Retire deletes e, which is locked, and all its parts: the rows are marked as deleted,
// and Restore restores exactly these. It returns the parts.
func (tx *Tx) Retire(ctx context.Context, who access.Staff, tenant int64, e Entity) ([]CascadeRows, error) {
	parts, err := tx.partsOf(ctx, e, forUpdate)
	if err != nil {
		return nil, err
	}
	id, err := tx.InsertRetirement(ctx, dbgen.InsertRetirementParams{
		TenantID: tenant, EntityType: e.Kind.Name, EntityID: e.ID, RetiredByID: &who.UserID,
	})
	if err != nil {
		return nil, fmt.Errorf("record a retirement: %w", err)
	}
	root := CascadeRows{Kind: e.Kind, Rows: []CascadeRow{{ID: e.ID, Name: e.Name, Active: e.Active}}}
	for _, g := range append([]CascadeRows{root}, parts...) {
		if err := tx.retireRows(ctx, who, tenant, id, g); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// partsOf finds all rows that are deleted with e, the nearest first, each once.
func (tx *Tx) partsOf(ctx context.Context, e Entity, l rowLock) ([]CascadeRows, error) {
	found := map[*catalog.Kind][]CascadeRow{e.Kind: {{ID: e.ID, Name: e.Name}}}
	kinds := e.Kind.Descendants()
	for _, owner := range append([]*catalog.Kind{e.Kind}, kinds...) {
		for _, part := range owner.Parts() {
			rows, err := tx.ownedBy(ctx, part, found[owner], l)
			if err != nil {
				return nil, err
			}
			found[part.Kind] = appendNew(found[part.Kind], rows)
		}
	}
	out := make([]CascadeRows, len(kinds))
	for i, kind := range kinds {
		out[i] = CascadeRows{Kind: kind, Rows: found[kind]}
	}
	return out, nil
}

func (tx *Tx) ownedBy(ctx context.Context, part catalog.Part, owners []CascadeRow, l rowLock) ([]CascadeRow, error) {
	if len(owners) == 0 {
		return nil, nil
	}
	// Foreign keys include the tenant, so these rows are of the owners' tenant.
	sql := fmt.Sprintf(`
SELECT t.id, %s, t.is_active FROM %s t WHERE t.%s = ANY($1) AND t.deleted_at IS NULL ORDER BY t.id%s`,
		titleOf(part.Kind), part.Kind.Table, part.Column, l)
	rows, err := tx.Query(ctx, sql, ids(owners))
	if err != nil {
		return nil, fmt.Errorf("find the %s of a cascade: %w", part.Kind.Plural, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[CascadeRow])
}

func appendNew(known, more []CascadeRow) []CascadeRow {
	for _, row := range more {
		if !slices.ContainsFunc(known, func(r CascadeRow) bool { return r.ID == row.ID }) {
			known = append(known, row)
		}
	}
	return known
}

func (tx *Tx) retireRows(ctx context.Context, who access.Staff, tenant, retirement int64, g CascadeRows) error {
	if len(g.Rows) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`
WITH kept AS (
  INSERT INTO retired_row (tenant_id, retirement_id, entity_type, entity_id, was_active)
  SELECT tenant_id, $2, $3, id, is_active FROM %[1]s WHERE id = ANY($4) AND tenant_id = $1)
UPDATE %[1]s SET is_active = false, deleted_at = now(), deleted_by_id = $5, deleted_by_email = $6
WHERE id = ANY($4) AND tenant_id = $1`, g.Kind.Table),
		tenant, retirement, g.Kind.Name, ids(g.Rows), who.UserID, who.Email)
	if err != nil {
		return fmt.Errorf("retire %s: %w", g.Kind.Plural, err)
	}
	return nil
}

// Restore restores a deleted row and what was deleted with it.
//
// Errors: the kind's fault.NotFound; fault.Refused if it is not deleted, was deleted with
// another row, or its owner is deleted; fault.Conflict if its name is used meanwhile.
func (tx *Tx) Restore(ctx context.Context, tenant int64, kind *catalog.Kind, id int64) (Entity, []CascadeRows, error) {
	e, err := locate(ctx, tx, tenant, kind, id, forUpdate)
	if err != nil {
		return e, nil, err
	}
	if !e.Retired {
		return e, nil, fault.New(fault.Refused, "not_deleted", "No está borrado: no hay nada que restaurar.")
	}
	retirement, err := tx.OpenRetirement(ctx, dbgen.OpenRetirementParams{
		TenantID:   tenant,
		EntityType: kind.Name,
		EntityID:   id,
	})
	if IsNoRow(err) {
		return e, nil, tx.deletedWith(ctx, tenant, e)
	}
	if err != nil {
		return e, nil, fmt.Errorf("find a retirement: %w", err)
	}
	if err := tx.requireOwners(ctx, tenant, e); err != nil {
		return e, nil, err
	}
	parts, err := tx.restoreRows(ctx, tenant, retirement, e)
	return e, parts, err
}

// deletedWith names the row that has to be restored in place of e.
func (tx *Tx) deletedWith(ctx context.Context, tenant int64, e Entity) error {
	cause, err := tx.RetiredWith(ctx, dbgen.RetiredWithParams{TenantID: tenant, EntityType: e.Kind.Name, EntityID: e.ID})
	if err != nil {
		return NotFoundAs(err, e.Kind.Missing)
	}
	kind, _ := catalog.Named(cause.EntityType)
	with, err := locate(ctx, tx, tenant, kind, cause.EntityID, unlocked)
	if err != nil {
		return err
	}
	return fault.Newf(fault.Refused, "deleted_with_another", "Se borró junto con «%s»: restaurá eso.", with.Name).
		With("entity_type", kind.Name).With("entity_id", with.ID)
}

func (tx *Tx) requireOwners(ctx context.Context, tenant int64, e Entity) error {
	for _, owner := range e.Kind.Owners {
		var name string
		err := tx.QueryRow(ctx, fmt.Sprintf(`
SELECT o.%s FROM %s t JOIN %s o ON o.id = t.%s WHERE t.id = $1 AND t.tenant_id = $2 AND o.deleted_at IS NOT NULL`,
			owner.Kind.Title, e.Kind.Table, owner.Kind.Table, owner.Column), e.ID, tenant).Scan(&name)
		switch {
		case IsNoRow(err):
		case err != nil:
			return fmt.Errorf("read the owner: %w", err)
		default:
			return fault.Newf(fault.Refused, "owner_deleted", "Pertenece a «%s», que está borrado: restaurá eso primero.", name)
		}
	}
	return nil
}

func (tx *Tx) restoreRows(ctx context.Context, tenant, retirement int64, e Entity) ([]CascadeRows, error) {
	rows, err := tx.RetiredRows(ctx, tenant, retirement)
	if err != nil {
		return nil, fmt.Errorf("read a retirement: %w", err)
	}
	var parts []CascadeRows
	for _, kind := range append([]*catalog.Kind{e.Kind}, e.Kind.Descendants()...) {
		g := CascadeRows{Kind: kind}
		for _, r := range rows {
			if r.EntityType == kind.Name {
				g.Rows = append(g.Rows, CascadeRow{ID: r.EntityID})
			}
		}
		if len(g.Rows) == 0 {
			continue
		}
		if g.Rows, err = tx.restoreKind(ctx, tenant, retirement, g); err != nil {
			return nil, err
		}
		if kind != e.Kind {
			parts = append(parts, g)
		}
	}
	return parts, tx.CloseRetirement(ctx, retirement, tenant)
}

func (tx *Tx) restoreKind(ctx context.Context, tenant, retirement int64, g CascadeRows) ([]CascadeRow, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(`
UPDATE %s t SET
  is_active = w.was_active, deleted_at = NULL, deleted_by_id = NULL, deleted_by_email = NULL, updated_at = now()
FROM retired_row w
WHERE w.retirement_id = $1 AND w.entity_type = $2 AND t.id = w.entity_id AND t.tenant_id = $3
RETURNING t.id, %s, t.is_active`, g.Kind.Table, titleOf(g.Kind)), retirement, g.Kind.Name, tenant)
	if err != nil {
		return nil, fmt.Errorf("restore %s: %w", g.Kind.Plural, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[CascadeRow])
}

func ids(rows []CascadeRow) []int64 {
	out := make([]int64, len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out
}

// maxAffected limits how many rows an event names, since events are small.
const maxAffected = 200

// AffectedBy lists the rows of a cascade as events do.
func AffectedBy(cascade []CascadeRows) []event.Affected {
	out := []event.Affected{}
	for _, g := range cascade {
		for _, row := range g.Rows {
			if len(out) == maxAffected {
				return out
			}
			out = append(out, event.Affected{Type: g.Kind.Name, ID: row.ID, Name: row.Name})
		}
	}
	return out
}
