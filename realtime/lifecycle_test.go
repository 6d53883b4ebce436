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

// TestShutdownDrains: what is queued is still heard, then 1001; nothing is left
// running.
func TestShutdownDrains(t *testing.T) {
	leakless(t)
	w := newWorld(t)
	g := w.gateway()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	e := w.tell(session1, round(event.RoundReady, hall, 1))
	kitchen.hears(e...)
	testkit.Eventually(t, soon, "the phone's is queued", func() bool { return g.metric("messages_sent_total") == "2" })
	g.stop()
	require.Equal(t, e[0].ID, phone.event().ID)
	require.Equal(t, websocket.CloseGoingAway, phone.closes(soon))
	require.Equal(t, websocket.CloseGoingAway, kitchen.closes(soon))
	require.Equal(t, http.StatusServiceUnavailable, g.refused("/ws/diner?table_token="+w.tableToken(session1), nil))
	status, _ := g.get("/ws/health", nil)
	require.Equal(t, http.StatusServiceUnavailable, status)
}

// TestConnectionsLeaveNothingBehind opens and closes many, politely and not.
func TestConnectionsLeaveNothingBehind(t *testing.T) {
	leakless(t)
	w := newWorld(t)
	g := w.gateway()
	for i := range 60 {
		c := g.diner([]int64{session1, session2}[i%2], []string{"", "&since_seq=0"}[i%2])
		if i%3 == 0 {
			require.NoError(t, c.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "")))
			require.Equal(t, 1000, c.closes(soon))
		} else {
			require.NoError(t, c.conn.Close())
		}
	}
	testkit.Eventually(t, soon, "all have left", func() bool { return g.metric("connections_total") == "0" })
	testkit.Eventually(t, soon, "no channel is listened to", func() bool {
		channels, err := w.redis.PubSubChannels(t.Context(), "*").Result()
		return err == nil && len(channels) == 0
	})
}

func TestPresenceFollowsThePhones(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other := w.gateway(), w.gateway()
	seen := presence.New(w.redis, "")
	present := func() bool {
		yes, err := seen.Connected(t.Context(), session1)
		require.NoError(t, err)
		return yes
	}
	require.False(t, present())
	first, second, third := one.diner(session1), one.diner(session1), other.diner(session1)
	testkit.Eventually(t, soon, "somebody is there", present)
	require.NoError(t, first.conn.Close())
	require.NoError(t, third.conn.Close())
	testkit.Eventually(t, soon, "the other gateway is empty", func() bool { return other.metric("connections_total") == "0" })
	testkit.Eventually(t, soon, "the other gateway has told", func() bool {
		n, err := w.redis.ZCard(t.Context(), "presence:session:11").Result()
		return err == nil && n == 1
	})
	require.True(t, present())
	second.silent()
	one.stop()
	testkit.Eventually(t, soon, "nobody is there", func() bool { return !present() })
}

func TestHealthTellsWhatIsOut(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	w := newWorldOn(t, server.URL())
	g := w.gateway()
	g.diner(session1).silent()
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

// TestSocketOpensWithoutRedis: what happens meanwhile comes when Redis is back,
// and to phones even before, because they have the ledger.
func TestSocketOpensWithoutRedis(t *testing.T) {
	t.Parallel()
	server := testkit.RedisServer(t)
	w := newWorldOn(t, server.URL())
	g := w.gateway()
	old := w.tell(session1, round(event.RoundSubmitted, hall, 0))
	server.Kill()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	e := w.commit(session1, round(event.RoundReady, hall, 1))
	phone.hears(e...)
	require.NoError(t, server.Restart(t.Context()))
	kitchen.hears(e...) // and not the old one, from before it came
	require.Less(t, old[0].ID, e[0].ID)
}

// TestLedgerOutageKeepsSockets: nobody new comes in, whoever is there stays and
// hears of what happens once the ledger is back.
func TestLedgerOutageKeepsSockets(t *testing.T) {
	t.Parallel()
	server := testkit.PostgresServer(t)
	pool, err := pgxpool.New(t.Context(), server.URL("menu_ops"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	w := newWorldOf(t, pool, testkit.RedisURL(t))
	g := w.gateway()
	phone, kitchen := g.diner(session1), g.staff("kitchen", cook)
	phone.silent()
	server.Kill()
	started := time.Now()
	require.Equal(t, http.StatusServiceUnavailable, g.refused("/ws/diner?table_token="+w.tableToken(session1), nil))
	require.Equal(t, http.StatusServiceUnavailable, g.refused("/ws/admin?token="+w.staffToken(admin), nil))
	require.Less(t, time.Since(started), patience)
	testkit.Eventually(t, soon, "a check has failed", func() bool { return time.Since(started) > 3*time.Second })
	phone.silent()
	kitchen.silent()
	require.NoError(t, server.Restart(t.Context()))
	e := w.tell(session1, round(event.RoundReady, hall, 1))
	phone.hears(e...)
	kitchen.hears(e...)
}
