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
)

// said is an event as the gateway would say it to a diner, numbered n.
func said(n int64, kind string, entity fields) string {
	session, table := int64(7), int64(3)
	raw, err := json.Marshal(map[string]any{
		"type": kind, "event_id": 100 + n, "tenant_id": 1, "branch_id": 1, "table_id": table, "session_id": session,
		"entity": entity, "ts": time.Unix(1700000000, 0), "v": 1, "seq": n,
	})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// hearing is an ear to which a server says what it is given, and answers pings.
func hearing(t *testing.T, is audience, says ...string) *ear {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for _, text := range says {
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
	conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http"), nil)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	e := newEar("Ana", is, 1)
	e.conn = conn
	if is == theKitchen {
		e.tables = map[int64]bool{3: true}
	}
	go e.listen()
	t.Cleanup(e.close)
	return e
}

// TestAnEarIsNotEasilyPleased: whatever differs from what has to be heard is told.
func TestAnEarIsNotEasilyPleased(t *testing.T) {
	t.Parallel()
	joined, ready := fields{"diner_id": 1}, fields{"round_id": 5, "round_number": 1}
	want := []sound{{theGuests, "DINER_JOINED", fields{"diner_id": 1}}, {everyone, "ROUND_READY", fields{"round_id": 5}}}
	for name, c := range map[string]struct {
		is    audience
		says  []string
		error string // "" if all is well
	}{
		"as it has to be":  {theGuests, []string{said(1, "DINER_JOINED", joined), said(2, "ROUND_READY", ready)}, ""},
		"not meant for it": {theKitchen, []string{said(2, "ROUND_READY", ready)}, ""},
		"another event":    {theGuests, []string{said(1, "CART_CLEARED", joined)}, "tenía que oír DINER_JOINED"},
		"another order":    {theGuests, []string{said(1, "ROUND_READY", ready), said(2, "DINER_JOINED", joined)}, "tenía que oír DINER_JOINED"},
		"another content":  {theGuests, []string{said(1, "DINER_JOINED", fields{"diner_id": 2})}, "donde diner_id tenía que ser 1"},
		"a number skipped": {theGuests, []string{said(1, "DINER_JOINED", joined), said(3, "ROUND_READY", ready)}, "esperaba el número 2"},
		"twice":            {theGuests, []string{said(1, "DINER_JOINED", joined), said(1, "DINER_JOINED", joined)}, "dos veces"},
		"too much":         {theGuests, []string{said(1, "DINER_JOINED", joined), said(2, "ROUND_READY", ready), said(3, "CART_CLEARED", nil)}, "oyó de más: CART_CLEARED"},
		"what is secret":   {theKitchen, []string{said(2, "ROUND_READY", ready), said(3, "CART_CLEARED", nil)}, "oyó de más: CART_CLEARED"},
		"of another table": {theWitness, []string{said(1, "DINER_JOINED", joined)}, "oyó de más: DINER_JOINED"},
		"nonsense":         {theGuests, []string{"{"}, "no se entiende"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := hearing(t, c.is, c.says...)
			err := e.expect(t.Context(), want)
			if err == nil {
				err = e.silent(t.Context())
			}
			if c.error == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.error)
			}
		})
	}
}

func TestWhoIsToldToWaitWaits(t *testing.T) {
	t.Parallel()
	tries := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if tries++; tries == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{"id": 4}`))
	}))
	t.Cleanup(server.Close)
	d := newDinner(Options{API: server.URL})
	var out struct{ ID int }
	require.NoError(t, d.visitor.post(t.Context(), "/api/auth/login", fields{}, &out))
	require.Equal(t, 4, out.ID)
	require.Equal(t, 2, tries)
}

func TestPesos(t *testing.T) {
	t.Parallel()
	for cents, want := range map[int64]string{0: "$ 0,00", 23905: "$ 239,05", 99999: "$ 999,99", 1234560: "$ 12.345,60", 123456789: "$ 1.234.567,89"} {
		require.Equal(t, want, pesos(cents))
	}
}
