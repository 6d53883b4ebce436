package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
)

// Entity is one row of any kind, as much as every kind has in common.
type Entity struct {
	Kind     *catalog.Kind
	ID       int64
	Name     string
	BranchID *int64 // nil: the whole tenant's
	Active   bool
	Retired  bool
}

// lock is how firmly Locate holds what it finds.
type lock string

const (
	unlocked  lock = ""
	referred  lock = " FOR SHARE OF t"  // may not be retired meanwhile
	forChange lock = " FOR UPDATE OF t" // one change at a time
)

// Find looks a row up for who, without holding it.
//
// Errors: the kind's fault.NotFound, also for another tenant's row and for one
// that is retired; fault.Forbidden for a branch outside the token.
func (s *Store) Find(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	return find(ctx, s.pool, who, kind, id, unlocked)
}

// Lock is Find, and nobody else changes the row until the transaction ends.
func (tx *Tx) Lock(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	return find(ctx, tx, who, kind, id, forChange)
}

// Reference is Find for a row that another is about to name: it stays until the
// transaction ends, and one that is not there is fault.Refused, since it is the
// request's body that names it.
func (tx *Tx) Reference(ctx context.Context, who access.Staff, kind *catalog.Kind, id int64) (Entity, error) {
	e, err := find(ctx, tx, who, kind, id, referred)
	if errors.Is(err, kind.Missing) {
		return e, fault.New(fault.Refused, kind.Missing.Reason, kind.Missing.Message).Because(err)
	}
	return e, err
}

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func find(ctx context.Context, db querier, who access.Staff, kind *catalog.Kind, id int64, l lock) (Entity, error) {
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

// locate looks a row up, retired or not.
func locate(ctx context.Context, db querier, tenant int64, kind *catalog.Kind, id int64, l lock) (Entity, error) {
	e := Entity{Kind: kind, ID: id}
	// Every name in the text is a constant of catalog's table.
	sql := fmt.Sprintf(`SELECT %s, %s, t.is_active, t.deleted_at IS NOT NULL FROM %s t WHERE t.id = $1 AND t.tenant_id = $2%s`,
		titleOf(kind), branchOf(kind), kind.Table, l)
	err := db.QueryRow(ctx, sql, id, tenant).Scan(&e.Name, &e.BranchID, &e.Active, &e.Retired)
	return e, NotFoundAs(err, kind.Missing)
}

// titleOf is the SQL for what people call row t.
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

// branchOf is the SQL for the branch of row t.
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
