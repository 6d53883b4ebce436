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

// The limit per user does not apply to the phones of a table. A new phone is rejected at the table's limit; existing
// connections are never evicted.
func TestWholeTableConnects(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway(func(o *realtime.Options) { o.Limits.PerTable, o.Limits.PerUser = 12, 3 })
	var phones []*client
	for range 12 {
		phone := g.diner(session1)
		phone.idle() // it is connected
		phones = append(phones, phone)
	}
	require.Equal(t, 4029, g.diner(session1).closeCode(soon))
	g.diner(session2).idle()

	e := f.send(session1, round(event.RoundReady, hall, 1))
	for _, p := range phones {
		p.receives(e...)
	}
	require.NoError(t, phones[0].conn.Close())
	testkit.Eventually(t, soon, "a place is free", func() bool { return g.metric("connections_total") == "12" })
	g.diner(session1).idle()
}

func TestLimitsPerUserAndPerProcess(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway(func(o *realtime.Options) { o.Limits.PerUser, o.Limits.Total = 2, 4 })
	first, second := g.staff("waiter", waiter1), g.staff("waiter", waiter1)
	first.idle()
	second.idle()
	require.Equal(t, 4029, g.staff("waiter", waiter1).closeCode(soon))
	g.staff("waiter", waiter2).idle()
	g.diner(session1).idle()
	require.Equal(t, 4029, g.diner(session2).closeCode(soon), "the process is full")
	first.idle()
	second.idle()
	require.Equal(t, "2", g.metric(`connections_rejected_total{reason="limit"}`))
}

func TestAbusiveClientsAreClosed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway(func(o *realtime.Options) {
		o.Limits.Messages, o.Limits.MessageWindow = 30, time.Minute
		o.Limits.Heartbeat = 300 * time.Millisecond
	})
	flood := g.diner(session1)
	for range 31 {
		_ = flood.conn.WriteMessage(websocket.TextMessage, []byte("ping"))
	}
	require.Equal(t, 4029, flood.closeCode(soon))

	tooLarge := g.diner(session1)
	tooLarge.write(strings.Repeat("x", 64<<10+1))
	require.Equal(t, websocket.CloseMessageTooBig, tooLarge.closeCode(soon))

	silent := g.diner(session1)
	require.Equal(t, websocket.CloseGoingAway, silent.closeCode(soon))
	require.Equal(t, "1", g.metric("heartbeat_timeouts_total"))
}

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway(func(o *realtime.Options) { o.Limits.Heartbeat = time.Second })
	c := g.diner(session1)
	started := time.Now()
	for i := 0; time.Since(started) < 2*time.Second; i++ {
		c.write([]string{"ping", `{"type":"ping"}`, ` {"type": "ping", "at": 1} `}[i%3])
		require.Equal(t, `{"type":"pong"}`, c.next())
		c.write("what is this")
		c.write(`{"type":`)
		testkit.Eventually(t, soon, "a pause", func() bool { return time.Since(started) > time.Duration(i)*100*time.Millisecond })
	}
}

// A client that does not read is closed when its queue is full; meanwhile the others receive everything.
func TestSlowClientDelaysNobody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	slow, fast := g.openWithoutReading("/ws/kitchen?token="+f.staffToken(cook)), g.staff("kitchen", cook)
	fast.idle()

	note := strings.Repeat("ñ", 15_000)
	for i := range 100 {
		e := event.Event{Type: event.RoundItemVoided, Entity: event.Body(event.VoidedItem{ProductName: note, RoundID: int64(i)})}
		sent := f.send(session1, e)
		require.Equal(t, sent[0].ID, fast.event().ID)
	}
	testkit.Eventually(t, soon, "the slow client is closed", func() bool {
		return g.metric("connections_total") == "1" && g.metric(`disconnects_total{code="1013"}`) == "1"
	})
	_ = slow.Close()
}

// What waits is less than the queue takes: only the write that does not end shows it.
func TestClientThatStopsReadingIsClosedAsSlow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	slow := g.openWithoutReading("/ws/kitchen?token=" + f.staffToken(cook))
	note := strings.Repeat("ñ", 15_000)
	for i := range 25 {
		e := event.Event{Type: event.RoundItemVoided, Entity: event.Body(event.VoidedItem{ProductName: note, RoundID: int64(i)})}
		f.send(session1, e)
	}
	testkit.Eventually(t, soon, "the slow client is closed", func() bool {
		return g.metric(`disconnects_total{code="1013"}`) == "1" && g.metric("failed_recipients") == "1"
	})
	_ = slow.Close()
}

// What is no WebSocket, and text that is no UTF-8, have their own close codes.
func TestBrokenFramesAreNamed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	for name, test := range map[string]struct {
		frame []byte // unmasked
		code  int
	}{
		"a close frame with one byte": {[]byte{0x88, 1, 3}, 1002},
		"a reserved bit":              {[]byte{0xc1, 1, 'a'}, 1002},
		"an unknown opcode":           {[]byte{0x83, 1, 'a'}, 1002},
		"half a letter":               {[]byte{0x81, 1, 0xc3}, 1007},
	} {
		c := g.diner(session1)
		c.idle()
		masked := append([]byte{test.frame[0], test.frame[1] | 0x80, 0, 0, 0, 0}, test.frame[2:]...)
		_, err := c.conn.NetConn().Write(masked)
		require.NoError(t, err)
		require.Equal(t, test.code, c.closeCode(soon), name)
	}
	require.Equal(t, "3", g.metric(`disconnects_total{code="1002"}`))
	require.Equal(t, "1", g.metric(`disconnects_total{code="1007"}`))
}

// openWithoutReading opens a socket of a client with a small buffer, which never reads.
func (g *gateway) openWithoutReading(target string) *websocket.Conn {
	g.f.t.Helper()
	d := websocket.Dialer{NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			err = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return c, err
	}}
	conn, _, err := d.Dial("ws"+strings.TrimPrefix(g.url, "http")+target, nil)
	require.NoError(g.f.t, err)
	g.f.t.Cleanup(func() { _ = conn.Close() })
	return conn
}
