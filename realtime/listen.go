package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// meter counts messages of one window.
type meter struct {
	began time.Time
	count int
}

// allow counts one message at now and reports whether it is within the limit.
func (m *meter) allow(now time.Time, limit int, window time.Duration) bool {
	if now.Sub(m.began) >= window {
		m.began, m.count = now, 0
	}
	m.count++
	return m.count <= limit
}

// listen reads what the client sends until the connection ends. It is the
// reading goroutine.
func (g *Gateway) listen(s *socket) {
	s.conn.SetReadLimit(g.limits.MessageBytes)
	s.conn.SetPongHandler(func(string) error { g.alive(s); return nil })
	s.conn.SetPingHandler(func(data string) error {
		g.alive(s)
		g.metered(s)
		// Whoever floods us with pings waits in vain for some of the pongs.
		_ = s.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTimeout))
		return nil
	})
	for {
		g.alive(s)
		_, message, err := s.conn.ReadMessage()
		if err != nil {
			s.lost(g.reasonOf(err))
			return
		}
		// Who is told to go is read on, so that the close arrives, but not obeyed.
		if s.leaving() == nil && g.metered(s) {
			g.obey(s, message)
		}
	}
}

// alive grants the client another heartbeat. A client that was told to go may
// take no longer than the farewell, which the writing goroutine watches.
func (g *Gateway) alive(s *socket) {
	_ = s.conn.SetReadDeadline(time.Now().Add(g.limits.Heartbeat))
}

func (g *Gateway) metered(s *socket) bool {
	if s.meter.allow(time.Now(), g.limits.Messages, g.limits.MessageWindow) {
		return true
	}
	g.metrics.tooFast.Inc()
	s.leave(byeTooFast)
	return false
}

func (g *Gateway) reasonOf(err error) bye {
	var timeout net.Error
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return byeTooBig
	case errors.As(err, &timeout) && timeout.Timeout():
		g.metrics.heartbeats.Inc()
		return byeStale
	default:
		return byeNormal
	}
}

// obey answers the few things that clients say. Anything else is ignored.
func (g *Gateway) obey(s *socket, message []byte) {
	switch command(message) {
	case "ping":
		s.send(pong)
	case "refresh_sectors":
		g.refreshSectors(s)
	}
}

// command is the word that a message consists of, or the type of a JSON object.
func command(message []byte) string {
	text := strings.TrimSpace(string(message))
	if !strings.HasPrefix(text, "{") {
		return text
	}
	var typed struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(message, &typed) != nil {
		return ""
	}
	return typed.Type
}

// refreshSectors has the new assignments of a waiter count at once.
func (g *Gateway) refreshSectors(s *socket) {
	if s.kind == diner {
		return
	}
	ctx, cancel := context.WithTimeout(g.ctx, askTimeout)
	defer cancel()
	if err := g.examineAll(ctx, []*socket{s}); err != nil {
		g.log.WarnContext(ctx, "sectors stay as they were", "user_id", s.staff.UserID, "error", err)
	}
	s.send(textFrame([]byte("sectors_updated:" + servedList(s.sees.Load()))))
}

func servedList(v *view) string {
	ids := make([]int64, 0, len(v.serves))
	for sector := range v.serves {
		ids = append(ids, sector.id)
	}
	slices.Sort(ids)
	words := make([]string, 0, len(ids))
	for _, id := range slices.Compact(ids) {
		words = append(words, strconv.FormatInt(id, 10))
	}
	return strings.Join(words, ",")
}
