package realtime_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/realtime"
)

// TestAWholeTableConnects: the phones of a table are not one person. Whoever
// comes when the table is full is refused; nobody who is there is put out.
func TestAWholeTableConnects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway(func(o *realtime.Options) { o.Limits.PerTable, o.Limits.PerUser = 12, 3 })
	var phones []*client
	for range 12 {
		phone := g.diner(session1)
		phone.silent() // it has its seat
		phones = append(phones, phone)
	}
	require.Equal(t, 4029, g.diner(session1).closes(soon))
	g.diner(session2).silent()

	e := w.tell(session1, round(event.RoundReady, hall, 1))
	for _, p := range phones {
		p.hears(e...)
	}
	require.NoError(t, phones[0].conn.Close())
	testkit.Eventually(t, soon, "a seat is free", func() bool { return g.metric("connections_total") == "12" })
	g.diner(session1).silent()
}

func TestLimitsOfStaffAndOfTheProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway(func(o *realtime.Options) { o.Limits.PerUser, o.Limits.Total = 2, 4 })
	first, second := g.staff("waiter", waiter1), g.staff("waiter", waiter1)
	first.silent()
	second.silent()
	require.Equal(t, 4029, g.staff("waiter", waiter1).closes(soon))
	g.staff("waiter", waiter2).silent()
	g.diner(session1).silent()
	require.Equal(t, 4029, g.diner(session2).closes(soon), "the process is full")
	first.silent()
	second.silent()
	require.Equal(t, "2", g.metric(`connections_rejected_total{reason="limit"}`))
}

func TestClientsThatAbuseTheirSocketAreLetGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway(func(o *realtime.Options) {
		o.Limits.Messages, o.Limits.MessageWindow = 30, time.Minute
		o.Limits.Heartbeat = 300 * time.Millisecond
	})
	flood := g.diner(session1)
	for range 31 {
		_ = flood.conn.WriteMessage(websocket.TextMessage, []byte("ping"))
	}
	require.Equal(t, 4029, flood.closes(soon))

	bloated := g.diner(session1)
	bloated.say(strings.Repeat("x", 64<<10+1))
	require.Equal(t, websocket.CloseMessageTooBig, bloated.closes(soon))

	mute := g.diner(session1)
	require.Equal(t, websocket.CloseGoingAway, mute.closes(soon))
	require.Equal(t, "1", g.metric("heartbeat_timeouts_total"))
}

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway(func(o *realtime.Options) { o.Limits.Heartbeat = time.Second })
	c := g.diner(session1)
	started := time.Now()
	for i := 0; time.Since(started) < 2*time.Second; i++ {
		c.say([]string{"ping", `{"type":"ping"}`, ` {"type": "ping", "at": 1} `}[i%3])
		require.Equal(t, `{"type":"pong"}`, c.next())
		c.say("what is this")
		c.say(`{"type":`)
		testkit.Eventually(t, soon, "a pause", func() bool { return time.Since(started) > time.Duration(i)*100*time.Millisecond })
	}
}

// TestSlowClientDelaysNobody: a client that does not read is cut off when its
// queue is full; the others hear everything meanwhile.
func TestSlowClientDelaysNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.gateway()
	slow, fast := g.stuck("/ws/kitchen?token="+w.staffToken(cook)), g.staff("kitchen", cook)
	fast.silent()

	note := strings.Repeat("ñ", 15_000)
	for i := range 100 {
		e := event.Event{Type: event.RoundItemVoided, Entity: event.Body(event.RoundItemVoid{ProductName: note, RoundID: int64(i)})}
		told := w.tell(session1, e)
		require.Equal(t, told[0].ID, fast.event().ID)
	}
	testkit.Eventually(t, soon, "the slow client is gone", func() bool { return g.metric("connections_total") == "1" })
	require.Equal(t, "1", g.metric(`disconnects_total{code="1013"}`))
	_ = slow.Close()
}

// stuck opens a socket of a client with a small buffer, which never reads.
func (g *gate) stuck(target string) *websocket.Conn {
	g.w.t.Helper()
	d := websocket.Dialer{NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			err = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return c, err
	}}
	conn, _, err := d.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, nil)
	require.NoError(g.w.t, err)
	g.w.t.Cleanup(func() { _ = conn.Close() })
	return conn
}
