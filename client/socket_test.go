package client_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"integrador/client"
)

// gateway plays one script per connection and keeps the queries of the handshakes.
type gateway struct {
	mu       sync.Mutex
	scripts  []func(*websocket.Conn)
	queries  []string
	catchUps []string
	missed   string // what catch-up answers
	status   int    // of handshakes when there is no script left; 0: 403
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	if r.URL.Path == "/ws/catchup" {
		g.catchUps = append(g.catchUps, r.URL.RawQuery)
		g.mu.Unlock()
		_, _ = w.Write([]byte(g.missed))
		return
	}
	g.queries = append(g.queries, r.URL.RawQuery)
	if len(g.scripts) == 0 {
		g.mu.Unlock()
		w.WriteHeader(http.StatusForbidden)
		return
	}
	script := g.scripts[0]
	g.scripts = g.scripts[1:]
	g.mu.Unlock()
	conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	script(conn)
}

func say(texts ...string) func(*websocket.Conn) {
	return func(conn *websocket.Conn) {
		for _, text := range texts {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(text))
		}
	}
}

func closeWith(code int) func(*websocket.Conn) {
	return func(conn *websocket.Conn) {
		_ = conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "so it is"))
		_, _, _ = conn.ReadMessage()
	}
}

func numbered(seq int64) string {
	return fmt.Sprintf(`{"type":"ROUND_READY","event_id":%d,"seq":%d,"ts":"2026-01-01T00:00:00Z"}`, 100+seq, seq)
}

func identified(id int64) string {
	return fmt.Sprintf(`{"type":"ROUND_READY","event_id":%d,"seq":1,"ts":"2026-01-01T00:00:00Z"}`, id)
}

// listen runs a socket against scripts until it is refused for good, and gives what
// it delivered.
func listen(t *testing.T, g *gateway, sub client.Subscription) (delivered []int64, end *client.Disconnect,
	s *client.Socket) {
	t.Helper()
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	c := client.New(client.Config{API: server.URL, Gateway: toWS(server.URL)}).WithTableToken("t")
	sub.OnEvent = func(e client.Event) { delivered = append(delivered, e.ID) }
	sub.Backoff = func(int) time.Duration { return time.Millisecond }
	s = c.Listen(t.Context(), sub)
	select {
	case <-s.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the socket does not end")
	}
	require.ErrorAs(t, s.Err(), &end)
	return delivered, end, s
}

func TestDinerResumesAtTheLastNumber(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){
		say(numbered(1), numbered(2)), say(numbered(2), numbered(3)), closeWith(client.CloseUnauthenticated),
	}}
	delivered, end, s := listen(t, g, client.Subscription{Kind: client.DinerSocket})
	require.Equal(t, []int64{101, 102, 103}, delivered)
	require.Equal(t, []string{"since_seq=0&table_token=t", "since_seq=2&table_token=t", "since_seq=3&table_token=t"}, g.queries)
	require.Equal(t, client.CloseUnauthenticated, end.Code)
	require.Equal(t, 2, s.Stats().Connections)
}

func TestResyncAsksForAReload(t *testing.T) {
	t.Parallel()
	reloads := 0
	g := &gateway{scripts: []func(*websocket.Conn){say(`{"type":"resync","seq":9}`, numbered(8), numbered(10))}}
	delivered, end, _ := listen(t, g, client.Subscription{
		Kind:     client.DinerSocket,
		OnReload: func(context.Context) error { reloads++; return nil },
	})
	require.Equal(t, []int64{110}, delivered)
	require.Equal(t, 1, reloads)
	require.Equal(t, http.StatusForbidden, end.Status)
}

func TestStaffCatchesUpWithoutRepetition(t *testing.T) {
	t.Parallel()
	g := &gateway{
		scripts: []func(*websocket.Conn){say(identified(1)), say(identified(2), identified(3)), closeWith(client.CloseTooMany)},
		missed:  `{"events":[` + identified(1) + `,` + identified(2) + `]}`,
	}
	delivered, _, s := listen(t, g, client.Subscription{Kind: client.KitchenSocket, Branch: 4})
	require.Equal(t, []int64{1, 2, 3}, delivered)
	require.Len(t, g.catchUps, 1)
	require.Contains(t, g.catchUps[0], "branch_id=4")
	require.Equal(t, 1, s.Stats().CaughtUp)
}

func TestCloseCodesSayWhetherToComeBack(t *testing.T) {
	t.Parallel()
	for code, final := range map[int]bool{
		client.CloseTokenExpired:    true, // nobody has a new table token
		client.CloseUnauthenticated: true, client.CloseForbidden: true, client.CloseTooMany: true,
		websocket.CloseGoingAway: false, websocket.CloseTryAgainLater: false,
	} {
		g := &gateway{scripts: []func(*websocket.Conn){closeWith(code)}}
		_, end, _ := listen(t, g, client.Subscription{Kind: client.DinerSocket})
		if final {
			require.Equal(t, code, end.Code)
		} else {
			require.Equal(t, http.StatusForbidden, end.Status, code)
		}
	}
}

func TestPingComesAfterWhatWasQueued(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){func(conn *websocket.Conn) {
		say(numbered(1), numbered(2))(conn)
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
			say(`{"type":"pong"}`)(conn)
		}
	}}}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	got := make(chan int64, 10)
	c := client.New(client.Config{Gateway: toWS(server.URL)}).WithTableToken("t")
	s := c.Listen(t.Context(), client.Subscription{Kind: client.DinerSocket, OnEvent: func(e client.Event) { got <- e.Seq }})
	t.Cleanup(s.Close)
	require.NoError(t, s.Connected(within(t)))
	_, err := s.Ping(within(t))
	require.NoError(t, err)
	require.Len(t, got, 2)
}

// The gateway counts 30 messages in a second and then closes with 4029.
func TestPingsStayWithinTheGatewaysLimit(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){func(conn *websocket.Conn) {
		var began time.Time
		for count := 1; ; count++ {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
			if time.Since(began) >= time.Second {
				began, count = time.Now(), 1
			}
			if count > 30 {
				closeWith(client.CloseTooMany)(conn)
				return
			}
			say(`{"type":"pong"}`)(conn)
		}
	}}}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	c := client.New(client.Config{Gateway: toWS(server.URL)}).WithTableToken("t")
	s := c.Listen(t.Context(), client.Subscription{Kind: client.DinerSocket})
	t.Cleanup(s.Close)
	require.NoError(t, s.Connected(within(t)))
	for range 40 {
		_, err := s.Ping(within(t))
		require.NoError(t, err)
	}
}

func TestSilentConnectionIsGivenUp(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){func(conn *websocket.Conn) {
		_, _, _ = conn.ReadMessage() // and answers nothing
		_, _, _ = conn.ReadMessage()
	}}}
	_, end, _ := listen(t, g, client.Subscription{Kind: client.DinerSocket, Heartbeat: 20 * time.Millisecond, Silence: 60 * time.Millisecond})
	require.Equal(t, http.StatusForbidden, end.Status)
	require.Len(t, g.queries, 2)
}

// An expired token is renewed, and what a refused connection was is not counted as one.
func TestExpiredTokenIsRenewed(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){
		say(identified(1)), closeWith(client.CloseTokenExpired), closeWith(client.CloseUnauthenticated),
	}, missed: `{"events":[]}`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/auth/refresh" {
			_, _ = fmt.Fprint(w, `{"access_token":"a1","refresh_token":"r1"}`)
			return
		}
		g.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c := client.New(client.Config{API: server.URL, Gateway: toWS(server.URL)}).WithTokens("a0", "r0")
	s := c.Listen(t.Context(), client.Subscription{Kind: client.WaiterSocket, Branch: 4, Backoff: func(int) time.Duration { return time.Millisecond }})
	select {
	case <-s.Done():
	case <-within(t).Done():
		t.Fatal("the socket does not end")
	}
	var end *client.Disconnect
	require.ErrorAs(t, s.Err(), &end)
	require.Equal(t, client.CloseUnauthenticated, end.Code)
	require.Equal(t, []string{"branch_id=4&token=a0", "branch_id=4&token=a0", "branch_id=4&token=a1"}, g.queries)
	require.Equal(t, 1, s.Stats().Connections)
}

// A gateway that accepts and closes at once never was a connection.
func TestRefusedConnectionIsNoConnection(t *testing.T) {
	t.Parallel()
	g := &gateway{scripts: []func(*websocket.Conn){closeWith(client.CloseForbidden)}}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	c := client.New(client.Config{Gateway: toWS(server.URL)}).WithTableToken("t")
	s := c.Listen(t.Context(), client.Subscription{Kind: client.DinerSocket})
	var end *client.Disconnect
	require.ErrorAs(t, s.Connected(within(t)), &end)
	require.Equal(t, client.CloseForbidden, end.Code)
}

// TestRefusedNewTokenEndsTheSocket: a person who may not listen here any more gets new
// tokens all the same.
func TestRefusedNewTokenEndsTheSocket(t *testing.T) {
	t.Parallel()
	refreshes := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/auth/refresh" {
			refreshes++
			_, _ = fmt.Fprintf(w, `{"access_token":"a%d","refresh_token":"r%d"}`, refreshes, refreshes)
			return
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(server.Close)
	c := client.New(client.Config{API: server.URL, Gateway: toWS(server.URL)}).WithTokens("a0", "r0")
	s := c.Listen(t.Context(), client.Subscription{Kind: client.WaiterSocket, Backoff: func(int) time.Duration { return time.Millisecond }})
	var end *client.Disconnect
	require.ErrorAs(t, s.Connected(within(t)), &end)
	require.Equal(t, http.StatusForbidden, end.Status)
	require.Equal(t, 1, refreshes)
}
