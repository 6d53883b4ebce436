package realtime_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/platform/presence"
)

// What is queued is still delivered, then 1001; no goroutine is left.
func TestShutdownDeliversWhatIsQueued(t *testing.T) {
	verifyNoLeaks(t)
	f := newFixture(t)
	g := f.gateway()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	e := f.send(session1, round(event.RoundReady, hall, 1))
	kitchen.receives(e...)
	testkit.Eventually(t, soon, "the phone's event is queued", func() bool { return g.metric("messages_sent_total") == "2" })
	g.stop()
	require.Equal(t, e[0].ID, phone.event().ID)
	require.Equal(t, websocket.CloseGoingAway, phone.closeCode(soon))
	require.Equal(t, websocket.CloseGoingAway, kitchen.closeCode(soon))
	require.Equal(t, http.StatusServiceUnavailable, g.rejected("/ws/diner?table_token="+f.tableToken(session1), nil))
	status, _ := g.get("/ws/health", nil)
	require.Equal(t, http.StatusServiceUnavailable, status)
}

// Many connections are opened and closed, with a close frame and without.
func TestConnectionsLeakNothing(t *testing.T) {
	verifyNoLeaks(t)
	f := newFixture(t)
	g := f.gateway()
	for i := range 60 {
		c := g.diner([]int64{session1, session2}[i%2], []string{"", "&since_seq=0"}[i%2])
		if i%3 == 0 {
			require.NoError(t, c.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "")))
			require.Equal(t, 1000, c.closeCode(soon))
		} else {
			require.NoError(t, c.conn.Close())
		}
	}
	testkit.Eventually(t, soon, "all have left", func() bool { return g.metric("connections_total") == "0" })
	testkit.Eventually(t, soon, "no channel is subscribed", func() bool {
		channels, err := f.redis.PubSubChannels(t.Context(), "*").Result()
		return err == nil && len(channels) == 0
	})
}

func TestPresenceFollowsThePhones(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	one, other := f.gateway(), f.gateway()
	reader := presence.New(f.redis, "")
	connected := func() bool {
		yes, err := reader.Connected(t.Context(), session1)
		require.NoError(t, err)
		return yes
	}
	require.False(t, connected())
	first, second, third := one.diner(session1), one.diner(session1), other.diner(session1)
	testkit.Eventually(t, soon, "a phone is connected", connected)
	require.NoError(t, first.conn.Close())
	require.NoError(t, third.conn.Close())
	testkit.Eventually(t, soon, "the other gateway is empty", func() bool { return other.metric("connections_total") == "0" })
	testkit.Eventually(t, soon, "the other gateway has reported", func() bool {
		n, err := f.redis.ZCard(t.Context(), "presence:session:11").Result()
		return err == nil && n == 1
	})
	require.True(t, connected())
	second.idle()
	one.stop()
	testkit.Eventually(t, soon, "no phone is connected", func() bool { return !connected() })
}

func TestHealthReportsTheComponentThatIsDown(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	f := newFixtureWithRedis(t, server.URL())
	g := f.gateway()
	g.diner(session1).idle()
	status, body := g.get("/ws/health", nil)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"status":"healthy","connections":1}`, body)

	server.Kill()
	testkit.Eventually(t, soon, "the gateway is degraded", func() bool {
		status, body = g.get("/ws/health/detailed", nil)
		return status == http.StatusServiceUnavailable
	})
	var detail struct {
		Status     string
		Components map[string]string
	}
	testkit.EventuallyNil(t, 15*time.Second, func() error {
		_, body = g.get("/ws/health/detailed", nil)
		return json.Unmarshal([]byte(body), &detail)
	})
	require.Equal(t, "degraded", detail.Status)
	require.Equal(t, "up", detail.Components["postgres"])
	require.Equal(t, "down", detail.Components["redis"])
	status, _ = g.get("/ws/health", nil)
	require.Equal(t, http.StatusOK, status, "the process itself serves")
}

// What happens meanwhile is delivered when Redis is back, and to phones before, because of the check of their log.
func TestSocketOpensWithoutRedis(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	f := newFixtureWithRedis(t, server.URL())
	g := f.gateway()
	old := f.send(session1, round(event.RoundSubmitted, hall, 0))
	server.Kill()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	e := f.commit(session1, round(event.RoundReady, hall, 1))
	phone.receives(e...)
	require.NoError(t, server.Restart(t.Context()))
	kitchen.receives(e...) // and not the old one, from before it came
	require.Less(t, old[0].ID, e[0].ID)
}

// New sockets are rejected; existing ones stay open and receive what happens once the database is back.
func TestDatabaseOutageKeepsSockets(t *testing.T) {
	t.Parallel()
	server := testkit.PostgresServer(t)
	pool, err := pgxpool.New(t.Context(), server.URL("menu_ops"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	f := newFixtureWith(t, pool, testkit.RedisURL(t))
	g := f.gateway()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	phone.idle()
	server.Kill()
	started := time.Now()
	require.Equal(t, http.StatusServiceUnavailable, g.rejected("/ws/diner?table_token="+f.tableToken(session1), nil))
	require.Equal(t, http.StatusServiceUnavailable, g.rejected("/ws/admin?token="+f.staffToken(admin), nil))
	require.Less(t, time.Since(started), deadline)
	testkit.Eventually(t, soon, "a check has failed", func() bool { return time.Since(started) > 3*time.Second })
	phone.idle()
	kitchen.idle()
	require.NoError(t, server.Restart(t.Context()))
	e := f.send(session1, round(event.RoundReady, hall, 1))
	phone.receives(e...)
	kitchen.receives(e...)
}
