package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
)

// Entity is a row of any kind: what all kinds have in common.
type Entity struct {
	Kind     *catalog.Kind
	ID       int64
	Name     string
	BranchID *int64 // nil: the tenant's
	Active   bool
	Retired  bool
}

// rowLock is the locking clause of a query.
type rowLock string

const (
	unlocked  rowLock = ""
	forShare  rowLock = " FOR SHARE OF t"
	forUpdate rowLock = " FOR UPDATE OF t"
)

// Find looks up a row without locking it.
//
// Errors: the kind's fault.NotFound, also for a deleted row and for another tenant's;
// fault.Forbidden for a branch outside the token.
func (s *Store) Find(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	return find(ctx, s.pool, who, kind, id, unlocked)
}

// Lock is Find and locks the row for update until the transaction ends.
func (tx *Tx) Lock(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	return find(ctx, tx, who, kind, id, forUpdate)
}

// Reference is Find for a row that another one will reference: the row cannot be deleted
// until the transaction ends. A missing row is fault.Refused instead of fault.NotFound,
// since it is named in the body of the request.
func (tx *Tx) Reference(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	e, err := find(ctx, tx, who, kind, id, forShare)
	if errors.Is(err, kind.Missing) {
		return e, fault.New(fault.Refused, kind.Missing.Reason, kind.Missing.Message).Because(err)
	}
	return e, err
}

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func find(ctx context.Context, db querier, who access.Staff, kind *catalog.Kind, id int64, l rowLock) (Entity, error) {
	e, err := locate(ctx, db, who.TenantID, kind, id, l)
	switch {
	case err != nil:
		return e, err
	case e.Retired:
		return e, kind.Missing
	case e.BranchID != nil:
		return e, who.InBranch(*e.BranchID)
	}
	return e, nil
}

// locate looks up a row, deleted or not.
func locate(ctx context.Context, db querier, tenant int64, kind *catalog.Kind, id int64, l rowLock) (Entity, error) {
	e := Entity{Kind: kind, ID: id}
	// All names in the statement are constants of catalog.
	sql := fmt.Sprintf(`
SELECT %s, %s, t.is_active, t.deleted_at IS NOT NULL FROM %s t WHERE t.id = $1 AND t.tenant_id = $2%s`,
		titleOf(kind), branchOf(kind), kind.Table, l)
	err := db.QueryRow(ctx, sql, id, tenant).Scan(&e.Name, &e.BranchID, &e.Active, &e.Retired)
	return e, NotFoundAs(err, kind.Missing)
}

// titleOf is the SQL expression for the name of row t.
func titleOf(kind *catalog.Kind) string {
	if kind.Title != "" {
		return "coalesce(t." + kind.Title + ", t.id::text)"
	}
	names := make([]string, len(kind.Called))
	for i, by := range kind.Called {
		names[i] = fmt.Sprintf("(SELECT o.%s FROM %s o WHERE o.id = t.%s)", by.Kind.Title, by.Kind.Table, by.Column)
	}
	return "concat_ws(' · ', " + strings.Join(names, ", ") + ")"
}

// branchOf is the SQL expression for the branch of row t.
func branchOf(kind *catalog.Kind) string {
	switch {
	case kind.Branch != "":
		return "t." + kind.Branch
	case kind.InOwnersBranch:
		owner := kind.Owners[0]
		return fmt.Sprintf("(SELECT o.%s FROM %s o WHERE o.id = t.%s)", owner.Kind.Branch, owner.Kind.Table, owner.Column)
	}
	return "NULL::bigint"
}

// ReferenceAll is Reference for several rows of a kind, in one statement. Repeated IDs
// count once.
func (tx *Tx) ReferenceAll(ctx context.Context, who access.Staff, kind *catalog.Kind, ids []int64) error {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil
	}
	// All names in the statement are constants of catalog.
	rows, err := tx.Query(ctx, fmt.Sprintf(`
SELECT %s FROM %s t WHERE t.id = ANY($1) AND t.tenant_id = $2 AND t.deleted_at IS NULL ORDER BY t.id%s`,
		branchOf(kind), kind.Table, forShare), ids, who.TenantID)
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
