package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"integrador/internal/dining"
)

// LiveSessionOf gives the live session of a table, or 0.
func (s *Store) LiveSessionOf(ctx context.Context, tenant, table int64) (int64, error) {
	var id int64
	err := s.pool.QueryRow(ctx, `SELECT id FROM table_session WHERE table_id = $1 AND tenant_id = $2 AND status IN ('OPEN', 'PAYING')`,
		table, tenant).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, Fault(err)
}

const sqlRef = `
SELECT ts.tenant_id, ts.branch_id, ts.id, ts.table_id, t.code, t.sector_id
FROM table_session ts JOIN restaurant_table t ON t.id = ts.table_id `

func (s *Store) ref(ctx context.Context, where string, args ...any) (dining.Ref, error) {
	var r dining.Ref
	err := s.pool.QueryRow(ctx, sqlRef+where, args...).Scan(&r.TenantID, &r.BranchID, &r.SessionID, &r.TableID, &r.TableCode, &r.SectorID)
	return r, Fault(err)
}

// Whereabouts tells where a live sitting sits now: it may have moved.
//
// Errors: fault.NotFound if it is over or another tenant's.
func (s *Store) Whereabouts(ctx context.Context, tenant, session int64) (dining.Ref, error) {
	return s.ref(ctx, `WHERE ts.id = $1 AND ts.tenant_id = $2 AND ts.status <> 'CLOSED'`, session, tenant)
}

// SittingOfReference tells whose checkout an external_reference is. The provider
// knows no tenant, so none is asked for: references are ours and unique.
func (s *Store) SittingOfReference(ctx context.Context, reference string) (dining.Ref, error) {
	return s.ref(ctx, `
JOIN app_check c ON c.table_session_id = ts.id
JOIN payment p ON p.check_id = c.id
WHERE p.reference = $1
ORDER BY p.id LIMIT 1`, reference)
}

// BillOpen reports whether the bill that a reference is for is unpaid and its
// sitting still there.
func (s *Store) BillOpen(ctx context.Context, reference string) (open bool, err error) {
	err = s.pool.QueryRow(ctx, `
SELECT EXISTS (
  SELECT FROM payment p
  JOIN app_check c ON c.id = p.check_id
  JOIN table_session ts ON ts.id = c.table_session_id
  WHERE p.reference = $1 AND c.status <> 'PAID' AND ts.status <> 'CLOSED')`, reference).Scan(&open)
	return open, Fault(err)
}
