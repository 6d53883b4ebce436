package reconcile_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/reconcile"
	"integrador/internal/dev/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const paidDinner = `
INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor');
INSERT INTO branch (id, tenant_id, name, slug) VALUES (10, 1, 'Centro', 'centro');
INSERT INTO restaurant_table (id, tenant_id, branch_id, code) VALUES (100, 1, 10, 'INT-01');
INSERT INTO table_session (id, tenant_id, branch_id, table_id) VALUES (5, 1, 10, 100);
INSERT INTO app_check (id, tenant_id, branch_id, table_session_id, status, total_cents, paid_cents) VALUES (6, 1, 10, 5, 'PAID', 1000, 1000);
INSERT INTO charge (id, tenant_id, branch_id, check_id, amount_cents, original_cents, paid_cents, description) VALUES (7, 1, 10, 6, 1000, 1000, 1000, 'Flan');
INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, status, amount_cents, effect_cents, tip_cents, external_id, reference)
VALUES (8, 1, 10, 6, 'MERCADO_PAGO', 'MERCADOPAGO', 'APPROVED', 1100, 1100, 100, '77', 'check_6_8');
INSERT INTO allocation (tenant_id, payment_id, charge_id, amount_cents) VALUES (1, 8, 7, 1000);
INSERT INTO tip (tenant_id, branch_id, check_id, payment_id, amount_cents, payment_method) VALUES (1, 10, 6, 8, 100, 'MERCADOPAGO');
INSERT INTO audit_log (tenant_id, entity_type, entity_id, action) VALUES (1, 'payment', 8, 'PAYMENT_APPROVED');`

// unaudited is money of which the audit log knows nothing.
const unaudited = `
INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, status, amount_cents, effect_cents, unallocated_cents)
VALUES (9, 1, 10, 6, 'CASH', 'CASH', 'APPROVED', 50, 50, 50)`

func ledger(t *testing.T) *pgxpool.Pool {
	t.Helper()
	db := testkit.Postgres(t)
	_, err := db.Exec(t.Context(), paidDinner)
	require.NoError(t, err)
	return db
}

func TestConsistentLedgerPasses(t *testing.T) {
	t.Parallel()
	db := ledger(t)
	require.NoError(t, reconcile.Check(t.Context(), db))
	theirs, err := reconcile.ReadProvider([]byte(`{"by_external_reference": {"check_6_8": {"payments": 1, "net_cents": 1100}}}`))
	require.NoError(t, err)
	require.NoError(t, reconcile.Compare(t.Context(), db, theirs))
}

func TestBrokenInvariantsAreFound(t *testing.T) {
	t.Parallel()
	for broken, says := range map[string]string{
		`UPDATE allocation SET amount_cents = 900`:                        "a payment's credit",
		`UPDATE charge SET paid_cents = 900`:                              "a charge is paid by allocations",
		`UPDATE app_check SET total_cents = 1100`:                         "sum of its charges",
		`UPDATE app_check SET status = 'IN_PAYMENT'`:                      "PAID if and only if",
		`UPDATE tip SET is_active = false`:                                "the ledger of tips",
		unaudited:                                                         "in the audit log",
		`UPDATE payment SET effect_cents = 1200, unallocated_cents = 100`: "nothing is negative",
		`INSERT INTO payment_refund (id, tenant_id, branch_id, check_id, payment_id, amount_cents, kind, status) VALUES (9, 1, 10, 6, 8, 10, 'DECISION', 'DONE')`: "what was refunded shows",
		`INSERT INTO payment_intent (id, tenant_id, branch_id, check_id, split, amount_cents, expires_at) VALUES (8, 1, 10, 6, 'REST', 500, now())`:               "held once",
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			db := ledger(t)
			_, err := db.Exec(t.Context(), broken)
			require.NoError(t, err)
			require.ErrorContains(t, reconcile.Check(t.Context(), db), says)
		})
	}
}

func TestDifferenceFromProviderIsFound(t *testing.T) {
	t.Parallel()
	db := ledger(t)
	for _, theirs := range []string{
		`{"by_external_reference": {"check_6_8": {"net_cents": 1099}}}`, `{}`,
		`{"by_external_reference": {"check_6_8": {"net_cents": 1100}, "check_6_9": {"net_cents": 5}}}`,
	} {
		p, err := reconcile.ReadProvider([]byte(theirs))
		require.NoError(t, err)
		require.Error(t, reconcile.Compare(t.Context(), db, p), theirs)
	}
}

func TestMonitorStopsAtFirstError(t *testing.T) {
	t.Parallel()
	db := ledger(t)
	m := reconcile.Watch(t.Context(), db, time.Millisecond)
	_, err := db.Exec(t.Context(), unaudited)
	require.NoError(t, err)
	select {
	case <-m.Done():
	case <-time.After(time.Minute):
		t.Fatal("the monitor does not see it")
	}
	_, err = m.Stop()
	require.ErrorContains(t, err, "audit log")
}
