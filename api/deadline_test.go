package api

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// TestARequestHasADeadline: one whose query does not end is answered 503, and
// the query ends with it.
func TestARequestHasADeadline(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *Options) { o.Timeout = 200 * time.Millisecond })
	handle(router{h.Server, tagHealth}, operation{Method: http.MethodGet, Path: "/api/test/forever", Access: public},
		func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			_, err := h.pool.Exec(ctx, `SELECT pg_sleep(3600) /* without end */`)
			return nil, err
		})
	r := h.call(t, "GET", "/api/test/forever", nil, nil)
	r.want(t, http.StatusServiceUnavailable, "timeout")
	assert.NotEmpty(t, r.Header.Get("Retry-After"))
	testkit.Eventually(t, patience, "the query has ended", func() bool {
		return h.count(t, `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(3600)%' AND datname = current_database()`) == 0
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
	h := newHouse(t, nil)
	n, err := h.menus.Warm(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	h.pool.Close()
	for _, slug := range []string{"centro", "norte"} {
		h.call(t, "GET", "/api/public/menu/"+slug, nil, nil).want(t, http.StatusOK, "")
	}
}
