package postgres_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/audit"
	"integrador/internal/platform/postgres"
	"integrador/migrations"
)

const auditOne = `INSERT INTO audit_log (tenant_id, branch_id, user_id, user_email, entity_type, entity_id, action, old_values, new_values, ip_address)
	VALUES (1, 1, 7, 'ñandú@demo.com', 'product', $1, 'UPDATE', '{"price": 100, "name": "Ñoquis"}', $2, '127.0.0.1')`

func auditedTenant(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := testkit.Postgres(t)
	exec(t, pool, `INSERT INTO tenant (id, name, slug) VALUES (1, 'Uno', 'uno'), (2, 'Dos', 'dos')`)
	return pool
}

func exec(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	_, err := pool.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

// TestConcurrentWritersSealOneChain: the database's seal and Go's check agree, whoever
// writes at once, across tenants, and for a transaction that writes several.
func TestConcurrentWritersSealOneChain(t *testing.T) {
	t.Parallel()
	pool := auditedTenant(t)
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for i := range 20 {
				_, err := pool.Exec(t.Context(), auditOne, w*100+i, fmt.Sprintf(`{"b": [%d, null], "a": "línea\nnueva \"x\""}`, i))
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	exec(t, pool, `INSERT INTO audit_log (tenant_id, entity_type, action) SELECT 2, 'x', 'MANY' FROM generate_series(1, 50)`)
	for tenant, entries := range map[int64]int64{1: 160, 2: 50} {
		report, err := postgres.New(pool).VerifyAudit(t.Context(), tenant, nil, nil)
		require.NoError(t, err)
		require.Nil(t, report.Broken)
		require.Equal(t, entries, report.Seq)
		require.Zero(t, report.Unsealed)
	}
}

func TestFalsifiedLogIsDetected(t *testing.T) {
	t.Parallel()
	for name, falsify := range map[string]string{
		"altered":               `UPDATE audit_log SET new_values = '{"price": 1}' WHERE entity_id = 5`,
		"who":                   `UPDATE audit_log SET user_id = 8 WHERE entity_id = 5`,
		"branch":                `UPDATE audit_log SET branch_id = 2 WHERE entity_id = 5`,
		"branch, as if old":     `UPDATE audit_log SET branch_id = 2 WHERE entity_id = 5; UPDATE audit_link SET format = 1 WHERE entry_id = (SELECT id FROM audit_log WHERE entity_id = 5)`,
		"removed":               `DELETE FROM audit_log WHERE entity_id = 5`,
		"removed with its link": `DELETE FROM audit_link WHERE entry_id = (SELECT id FROM audit_log WHERE entity_id = 5); DELETE FROM audit_log WHERE entity_id = 5`,
		"the last removed":      `DELETE FROM audit_link WHERE seq = 10 AND tenant_id = 1; DELETE FROM audit_log WHERE entity_id = 9`,
		"moved":                 `UPDATE audit_link SET seq = 1000 WHERE seq = 5; UPDATE audit_link SET seq = 5 WHERE seq = 6; UPDATE audit_link SET seq = 6 WHERE seq = 1000`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := auditedTenant(t)
			for i := range 10 {
				exec(t, pool, auditOne, i, `{"price": 200}`)
			}
			// As somebody would who owns the database.
			exec(t, pool, `ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_link DISABLE TRIGGER USER`)
			exec(t, pool, falsify)
			report, err := postgres.New(pool).VerifyAudit(t.Context(), 1, nil, nil)
			require.NoError(t, err)
			require.NotNil(t, report.Broken)
		})
	}
}

func TestEntriesAroundTheSealAreCounted(t *testing.T) {
	t.Parallel()
	pool := auditedTenant(t)
	exec(t, pool, auditOne, 1, nil)
	exec(t, pool, `ALTER TABLE audit_log DISABLE TRIGGER USER`)
	exec(t, pool, auditOne, 2, nil)
	report, err := postgres.New(pool).VerifyAudit(t.Context(), 1, []audit.Head{{Seq: 1, Hash: "written down otherwise"}}, nil)
	require.NoError(t, err)
	require.EqualValues(t, 1, report.Unsealed)
	require.NotNil(t, report.Broken, "the chain is not the one that was written down")
}

// TestApplicationCannotChangeAuditEntries: not by the role that its processes log
// in as, nor by the owner without first taking a trigger away.
func TestApplicationCannotChangeAuditEntries(t *testing.T) {
	t.Parallel()
	pool := auditedTenant(t)
	exec(t, pool, auditOne, 1, nil)
	for _, as := range []string{migrations.AppRole, "postgres"} {
		for _, sql := range []string{
			`UPDATE audit_log SET action = 'X'`, `DELETE FROM audit_log`, `TRUNCATE audit_log`,
			`UPDATE audit_link SET hash = 'X'`, `DELETE FROM audit_link`,
		} {
			_, err := pool.Exec(t.Context(), fmt.Sprintf(`SET ROLE %s; %s`, as, sql))
			require.ErrorContains(t, err, "42501", "%s: %s", as, sql)
			exec(t, pool, `RESET ROLE`)
		}
	}
	conn, err := pool.Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	_, err = conn.Exec(t.Context(), `SET ROLE `+migrations.AppRole)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), auditOne, 2, nil)
	require.NoError(t, err, "it may add")
	_, err = conn.Exec(t.Context(), `RESET ROLE`)
	require.NoError(t, err)
}
