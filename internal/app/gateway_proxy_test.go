package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/httpx"
)

// proxied serves an API whose gateway is that handler, with the API's own server.
func proxied(t *testing.T, gateway http.HandlerFunc) (api string) {
	t.Helper()
	behind := httptest.NewServer(gateway)
	t.Cleanup(behind.Close)
	at, err := url.Parse(behind.URL)
	require.NoError(t, err)
	rest := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "la API") })
	front := httptest.NewUnstartedServer(nil)
	front.Config = httpx.NewHTTPServer("", withGateway(at, rest, slog.New(slog.DiscardHandler)), slog.Default())
	front.Start()
	t.Cleanup(front.Close)
	return front.URL
}

func openSocket(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(address, "http"), nil)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	return conn
}

func TestSocketsAreReachableAtTheAPI(t *testing.T) {
	t.Parallel()
	seen, ended := make(chan *http.Request, 9), make(chan error, 9)
	api := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- r
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		for {
			kind, body, err := conn.ReadMessage()
			if err != nil {
				ended <- err
				return
			}
			if string(body) == "out" {
				body = websocket.FormatCloseMessage(4002, "token expired")
				kind = websocket.CloseMessage
			}
			_ = conn.WriteMessage(kind, body)
		}
	})
	conn := openSocket(t, api+"/ws/diner?table_token=t")
	r := <-seen
	assert.Equal(t, "/ws/diner?table_token=t", r.URL.RequestURI())
	assert.Equal(t, strings.TrimPrefix(api, "http://"), r.Host, "the page's origin is compared with it")
	assert.Equal(t, "127.0.0.1", r.Header.Get("X-Forwarded-For"))
	for _, text := range []string{"uno", "dos"} { // each comes by itself: nothing is buffered
		require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(text)))
		_, body, err := conn.ReadMessage()
		require.NoError(t, err)
		require.Equal(t, text, string(body))
	}
	require.NoError(t, conn.Close())
	require.Error(t, <-ended, "the client's end reaches the gateway")

	other := openSocket(t, api+"/ws/diner")
	require.NoError(t, other.WriteMessage(websocket.TextMessage, []byte("out")))
	_, _, err := other.ReadMessage()
	require.True(t, websocket.IsCloseError(err, 4002), "the gateway's code reaches the client: %v", err)

	res, err := http.Get(api + "/api/x") //nolint:noctx // of a test
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, "la API", string(body))
}

// A gateway that is gone takes its clients' connections with it, and new ones get 503.
func TestGatewayThatIsGone(t *testing.T) {
	t.Parallel()
	cut := make(chan struct{})
	api := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err == nil {
			<-cut
			_ = conn.NetConn().Close()
		}
	})
	conn := openSocket(t, api+"/ws/kitchen")
	close(cut)
	_, _, err := conn.ReadMessage()
	require.True(t, websocket.IsCloseError(err, websocket.CloseAbnormalClosure), "%v", err)

	nobody, err := url.Parse("http://127.0.0.1:1")
	require.NoError(t, err)
	w := httptest.NewRecorder()
	withGateway(nobody, http.NotFoundHandler(), slog.New(slog.DiscardHandler)).
		ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ws/health", nil))
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "2", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), "gateway_unavailable")
}
