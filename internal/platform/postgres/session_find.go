package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
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

func (s *Store) ref(ctx context.Context, where string, args ...any) (tablesession.Ref, error) {
	var r tablesession.Ref
	err := s.pool.QueryRow(ctx, sqlRef+where, args...).Scan(&r.TenantID, &r.BranchID, &r.SessionID, &r.TableID, &r.TableCode, &r.SectorID)
	return r, Fault(err)
}

// WhereIs gives the table of a live session: it may have moved.
//
// Errors: fault.NotFound if it is over or another tenant's.
func (s *Store) WhereIs(ctx context.Context, tenant, session int64) (tablesession.Ref, error) {
	return s.ref(ctx, `WHERE ts.id = $1 AND ts.tenant_id = $2 AND ts.status <> 'CLOSED'`, session, tenant)
}

// SessionOfReference finds the session that an external_reference belongs to. The provider
// knows no tenant, so none is asked for: references are ours and unique.
func (s *Store) SessionOfReference(ctx context.Context, reference string) (tablesession.Ref, error) {
	return s.ref(ctx, `
JOIN app_check c ON c.table_session_id = ts.id
JOIN payment p ON p.check_id = c.id
WHERE p.reference = $1
ORDER BY p.id LIMIT 1`, reference)
}

// CheckoutIsOpen reports whether a checkout should still be paid: its intent is open.
// Errors: fault.NotFound for a reference that is none of ours.
func (s *Store) CheckoutIsOpen(ctx context.Context, reference string) (wanted bool, err error) {
	err = s.pool.QueryRow(ctx, `
SELECT coalesce(i.status = 'OPEN', c.status <> 'PAID' AND ts.status <> 'CLOSED')
FROM payment p
JOIN app_check c ON c.id = p.check_id
JOIN table_session ts ON ts.id = c.table_session_id
LEFT JOIN payment_intent i ON i.id = coalesce(p.intent_id, p.id)
WHERE p.reference = $1
ORDER BY p.id LIMIT 1`, reference).Scan(&wanted)
	return wanted, Fault(err)
}

// CheckoutOf gives the checkout that a payment was made for, or asked for with.
//
// Errors: fault.NotFound if there is no such payment, fault.Refused if it was not
// paid through a provider.
func (s *Store) CheckoutOf(ctx context.Context, tenant, payment int64) (tablesession.AskedPayment, error) {
	w := tablesession.AskedPayment{TenantID: tenant}
	err := s.pool.QueryRow(ctx, `
SELECT p.branch_id, asked.id, p.check_id, ts.id, t.code, coalesce(asked.reference, ''), coalesce(asked.preference_id, ''),
       coalesce(asked.expires_at, asked.created_at)
FROM payment p
JOIN payment asked ON asked.tenant_id = p.tenant_id AND asked.id = coalesce(p.intent_id, p.id)
JOIN app_check c ON c.tenant_id = p.tenant_id AND c.id = p.check_id
JOIN table_session ts ON ts.tenant_id = p.tenant_id AND ts.id = c.table_session_id
JOIN restaurant_table t ON t.tenant_id = p.tenant_id AND t.id = ts.table_id
WHERE p.id = $1 AND p.tenant_id = $2`, payment, tenant).Scan(
		&w.BranchID, &w.PaymentID, &w.CheckID, &w.SessionID, &w.TableCode, &w.Reference, &w.PreferenceID, &w.ExpiresAt)
	switch {
	case err != nil:
		return w, NotFoundAs(err, fault.New(fault.NotFound, "payment_not_found", "No encontramos el pago."))
	case w.Reference == "":
		return w, fault.New(fault.Refused, "not_a_checkout", "Ese pago no se hizo con Mercado Pago: no hay nada que verificar.")
	}
	return w, nil
}
