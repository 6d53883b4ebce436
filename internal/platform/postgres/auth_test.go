package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Another node's clock may be ahead: its tokens look as if they were made after
// the logout.
func TestRevokeTokensCoversTokensFromTheFuture(t *testing.T) {
	t.Parallel()
	pool := testkit.Postgres(t)
	_, err := pool.Exec(t.Context(), `
		INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor');
		INSERT INTO app_user (id, tenant_id, email, password) VALUES (100, 1, 'waiter@demo.com', 'x'), (101, 1, 'cook@demo.com', 'x')`)
	require.NoError(t, err)
	s, who := postgres.New(pool), postgres.Person{TenantID: 1, UserID: 100}
	now := time.Now().Truncate(time.Microsecond)
	ahead := now.Add(5 * time.Second)
	require.NoError(t, s.InsertRefreshToken(t.Context(), dbgen.InsertRefreshTokenParams{
		Jti: uuid.New(), Family: uuid.New(), TenantID: 1, UserID: 100, IssuedAt: ahead, ExpiresAt: ahead.Add(time.Hour),
	}))

	end := func(at time.Time) time.Time {
		require.NoError(t, s.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.RevokeTokens(t.Context(), who, at) }))
		standing, err := s.TokenStanding(t.Context(), who.UserID, who.TenantID)
		require.NoError(t, err)
		return standing.TokensValidFrom
	}
	first := end(now)
	assert.True(t, first.After(ahead), "%v", first)
	assert.Equal(t, first.UTC(), end(now.Add(-time.Minute)).UTC(), "the moment never moves back")

	other, err := s.TokenStanding(t.Context(), 101, 1)
	require.NoError(t, err)
	assert.True(t, other.TokensValidFrom.Before(now), "nobody else is touched")
}
