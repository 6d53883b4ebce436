package presence_test

import (
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/platform/presence"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestPresenceAddsUpOverGateways(t *testing.T) {
	t.Parallel()
	client := testkit.Redis(t)
	one, two, reader := presence.New(client, "one"), presence.New(client, "two"), presence.New(client, "")
	connected := func(session int64) bool {
		yes, err := reader.Connected(t.Context(), session)
		require.NoError(t, err)
		return yes
	}
	require.False(t, connected(7))
	require.NoError(t, one.Refresh(t.Context(), 7, 8))
	require.NoError(t, two.Refresh(t.Context(), 7))
	require.NoError(t, one.Remove(t.Context(), 7, 8))
	require.True(t, connected(7))
	require.False(t, connected(8))
	require.NoError(t, two.Remove(t.Context(), 7))
	require.False(t, connected(7))

	// A gateway that died is forgotten, even while another keeps the key alive.
	require.NoError(t, one.Refresh(t.Context(), 7))
	require.NoError(t, client.ZAdd(t.Context(), "presence:session:7", redis.Z{Score: 1, Member: "one"}).Err())
	require.False(t, connected(7))
	ttl, err := client.TTL(t.Context(), "presence:session:7").Result()
	require.NoError(t, err)
	require.InDelta(t, presence.TTL.Seconds(), ttl.Seconds(), 5)
}
