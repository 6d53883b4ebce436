package api

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// TestARequestHasADeadline: one whose query does not end is answered 503, and
// the query ends with it.
func TestARequestHasADeadline(t *testing.T) {
	t.Parallel()
	h := newFixture(t, func(o *Options) { o.Timeout = 200 * time.Millisecond })
	httpx.Route(h.Tagged("Estado del servicio"), "GET /api/test/forever", "", "", httpx.Public,
		func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			_, err := h.Pool.Exec(ctx, `SELECT pg_sleep(3600) /* without end */`)
			return nil, err
		})
	r := h.Call(t, "GET", "/api/test/forever", nil, nil)
	r.Want(t, http.StatusServiceUnavailable, "timeout")
	assert.NotEmpty(t, r.Header.Get("Retry-After"))
	testkit.Eventually(t, apitest.Patience, "the query has ended", func() bool {
		return h.Count(t, `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(3600)%' AND datname = current_database()`) == 0
	})
}

// TestAStatementHasADeadline: PostgreSQL itself ends what takes too long, even if
// nobody waits for it with a deadline of his own.
func TestAStatementHasADeadline(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), testkit.PostgresURL(t), postgres.Options{StatementTimeout: 100 * time.Millisecond})
	require.NoError(t, err)
	defer db.Close()
	err = db.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.Exec(t.Context(), `SELECT pg_sleep(3600)`)
		return err
	})
	require.Error(t, err)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(postgres.Fault(err)))
}

// TestTheFirstMenuIsWarm: after a start, the first guest is served although the
// ledger is gone.
func TestTheFirstMenuIsWarm(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	n, err := h.Menu.Warm(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	h.Pool.Close()
	for _, slug := range []string{"centro", "norte"} {
		h.Call(t, "GET", "/api/public/menu/"+slug, nil, nil).Want(t, http.StatusOK, "")
	}
}
