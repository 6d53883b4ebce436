package demo

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"integrador/client"
)

// numbered is an event as the gateway would send it to a diner.
func numbered(n int64, name string, entity fields) string {
	session, table := int64(7), int64(3)
	raw, err := json.Marshal(map[string]any{
		"type": name, "event_id": 100 + n, "tenant_id": 1, "branch_id": 1, "table_id": table, "session_id": session,
		"entity": entity, "ts": time.Unix(1700000000, 0), "v": 1, "seq": n,
	})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// connected is a listener to which a server sends these messages, and answers pings.
func connected(t *testing.T, is audience, messages ...string) *listener {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for _, text := range messages {
			if conn.WriteMessage(websocket.TextMessage, []byte(text)) != nil {
				return
			}
		}
		for {
			if _, _, err := conn.ReadMessage(); err != nil || conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`)) != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	l := newListener("Ana", is, 1)
	if is == theKitchen {
		l.tables = map[int64]bool{3: true}
	}
	c := client.New(client.Config{Gateway: "ws" + strings.TrimPrefix(server.URL, "http")})
	require.NoError(t, l.connect(t.Context(), c, client.Subscription{Kind: client.DinerSocket}))
	t.Cleanup(l.socket.Close)
	return l
}

func TestListenerReportsEveryDeviation(t *testing.T) {
	t.Parallel()
	joined, ready := fields{"diner_id": 1}, fields{"round_id": 5, "round_number": 1}
	want := []expectation{{theDiners, "DINER_JOINED", fields{"diner_id": 1}}, {everyone, "ROUND_READY", fields{"round_id": 5}}}
	for name, c := range map[string]struct {
		is       audience
		messages []string
		error    string // "" if all is well
	}{
		"as it has to be":  {theDiners, []string{numbered(1, "DINER_JOINED", joined), numbered(2, "ROUND_READY", ready)}, ""},
		"not meant for it": {theKitchen, []string{numbered(2, "ROUND_READY", ready)}, ""},
		"another event":    {theDiners, []string{numbered(1, "CART_CLEARED", joined)}, "tenía que recibir DINER_JOINED"},
		"another order":    {theDiners, []string{numbered(1, "ROUND_READY", ready), numbered(2, "DINER_JOINED", joined)}, "tenía que recibir DINER_JOINED"},
		"another content":  {theDiners, []string{numbered(1, "DINER_JOINED", fields{"diner_id": 2})}, "donde diner_id tenía que ser 1"},
		"a number skipped": {theDiners, []string{numbered(1, "DINER_JOINED", joined), numbered(3, "ROUND_READY", ready)}, "esperaba el número 2"},
		"twice":            {theDiners, []string{numbered(1, "DINER_JOINED", joined), numbered(1, "DINER_JOINED", joined)}, "dos veces"},
		"too much": {theDiners, []string{
			numbered(1, "DINER_JOINED", joined), numbered(2, "ROUND_READY", ready), numbered(3, "CART_CLEARED", nil),
		}, "recibió de más: CART_CLEARED"},
		"what is secret":   {theKitchen, []string{numbered(2, "ROUND_READY", ready), numbered(3, "CART_CLEARED", nil)}, "recibió de más: CART_CLEARED"},
		"of another table": {theWitness, []string{numbered(1, "DINER_JOINED", joined)}, "recibió de más: DINER_JOINED"},
		"nonsense":         {theDiners, []string{"{"}, "no se entiende"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := connected(t, c.is, c.messages...)
			err := l.expect(t.Context(), want)
			if err == nil {
				err = l.silent(t.Context())
			}
			if c.error == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.error)
			}
		})
	}
}

func TestPesos(t *testing.T) {
	t.Parallel()
	for cents, want := range map[int64]string{0: "$ 0,00", 23905: "$ 239,05", 99999: "$ 999,99", 1234560: "$ 12.345,60", 123456789: "$ 1.234.567,89"} {
		require.Equal(t, want, pesos(cents))
	}
}
