package sweeps_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/tablesession"
	"integrador/internal/jobs/sweeps"
	"integrador/internal/platform/postgres"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// fakeWorkflows records what was started.
type fakeWorkflows struct {
	down    error
	notices map[string]int
	tenants []int64
}

func (f *fakeWorkflows) StartRefund(context.Context, tablesession.RefundOrder) error { return f.down }

func (f *fakeWorkflows) WatchConnection(_ context.Context, tenant int64) error {
	f.tenants = append(f.tenants, tenant)
	return f.down
}

func (f *fakeWorkflows) NoteWebhook(_ context.Context, _ int64, dataID string) error {
	if f.down == nil {
		f.notices[dataID]++
	}
	return f.down
}

func exec(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) {
	t.Helper()
	_, err := pool.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

// More than two pages of overdue notices are handed over; young, future and dead ones are not.
func TestNoticesHandsOverWhatIsOverdue(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	const overdue = 207
	exec(t, pool, `INSERT INTO webhook_notice (topic, data_id, request_id, next_attempt_at)
		SELECT 'payment', n::text, n::text, now() - interval '1 minute' FROM generate_series(1, $1) n`, overdue)
	exec(t, pool, `INSERT INTO webhook_notice (topic, data_id, request_id, status, next_attempt_at) VALUES
		('payment', 'young', 'a', 'PENDING', now() - interval '10 seconds'),
		('payment', 'later', 'b', 'PENDING', now() + interval '1 minute'),
		('payment', 'dead', 'c', 'DEAD', NULL),
		('payment', 'done', 'd', 'DONE', NULL)`)
	temporal := &fakeWorkflows{notices: map[string]int{}, down: errors.New("Temporal does not answer")}
	job := sweeps.Notices(postgres.New(pool), temporal)
	_, err := job.Run(t.Context())
	require.ErrorIs(t, err, temporal.down)

	temporal.down = nil
	_, err = job.Run(t.Context())
	require.NoError(t, err)
	require.Len(t, temporal.notices, overdue)
	require.NotContains(t, temporal.notices, "young")
	require.Equal(t, 1, temporal.notices["1"])
}

func TestRefundsAndConnectionsOfAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	store, temporal := postgres.New(testkit.Postgres(t)), &fakeWorkflows{down: errors.New("not called")}
	for _, job := range []func(context.Context) (bool, error){
		sweeps.Refunds(store, temporal).Run, sweeps.Connections(store, temporal).Run,
	} {
		more, err := job(t.Context())
		require.NoError(t, err)
		require.False(t, more)
	}
	require.Empty(t, temporal.tenants)
}

// Keys that are older than their life go, the others stay.
func TestOldIdempotencyKeysAreDeleted(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	exec(t, pool, `INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor')`)
	exec(t, pool, `
INSERT INTO idempotency_key (tenant_id, principal, operation, key, request_hash, created_at)
SELECT 1, 'u1', 'POST /x', n::text, 'h', now() - make_interval(days => n) FROM unnest(ARRAY[0, 29, 31, 90]) n`)
	_, err := sweeps.Keys(postgres.New(pool)).Run(t.Context())
	require.NoError(t, err)
	rows, err := pool.Query(t.Context(), `SELECT key FROM idempotency_key ORDER BY key`)
	require.NoError(t, err)
	kept, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{"0", "29"}, kept)
}
