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

	"integrador/internal/domain/sockets"
)

// rate counts messages of one window.
type rate struct {
	began time.Time
	count int
}

// allow counts one message at now and reports whether it is within the limit.
func (r *rate) allow(now time.Time, limit int, window time.Duration) bool {
	if now.Sub(r.began) >= window {
		r.began, r.count = now, 0
	}
	r.count++
	return r.count <= limit
}

// read reads what the client sends until the connection ends. It is the reading goroutine.
func (g *Gateway) read(s *socket) {
	s.conn.SetReadLimit(g.limits.MessageBytes)
	s.conn.SetPongHandler(func(string) error { g.extendDeadline(s); return nil })
	s.conn.SetPingHandler(func(data string) error {
		g.extendDeadline(s)
		g.withinRate(s)
		// A client that sends too many pings may miss some of the pongs.
		_ = s.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeTimeout))
		return nil
	})
	for {
		g.extendDeadline(s)
		_, message, err := s.conn.ReadMessage()
		if err != nil {
			s.closeNow(g.closeCodeOf(err))
			return
		}
		// A closing socket is still read, so that the close frame arrives, but its messages are ignored.
		if s.closeCode() == nil && g.withinRate(s) {
			g.handle(s, message)
		}
	}
}

// extendDeadline gives the client another heartbeat timeout. The writing goroutine enforces the shorter closeTimeout.
func (g *Gateway) extendDeadline(s *socket) {
	_ = s.conn.SetReadDeadline(time.Now().Add(g.limits.Heartbeat))
}

func (g *Gateway) withinRate(s *socket) bool {
	if s.rate.allow(time.Now(), g.limits.Messages, g.limits.MessageWindow) {
		return true
	}
	g.metrics.tooFast.Inc()
	s.close(sockets.CloseTooFast)
	return false
}

func (g *Gateway) closeCodeOf(err error) sockets.CloseCode {
	var timeout net.Error
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return sockets.CloseTooBig
	case errors.As(err, &timeout) && timeout.Timeout():
		g.metrics.heartbeats.Inc()
		return sockets.CloseStale
	default:
		return sockets.CloseNormal
	}
}

// handle answers the messages that clients may send. Any other is ignored.
func (g *Gateway) handle(s *socket, message []byte) {
	switch commandOf(message) {
	case "ping":
		s.send(pong)
	case "refresh_sectors":
		g.refreshSectors(s)
	}
}

// commandOf is the text of a message, or the type of a JSON object.
func commandOf(message []byte) string {
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

// refreshSectors makes new assignments of a waiter take effect at once.
func (g *Gateway) refreshSectors(s *socket) {
	if s.endpoint == diner {
		return
	}
	ctx, cancel := context.WithTimeout(g.ctx, queryTimeout)
	defer cancel()
	if err := g.reauthorize(ctx, []*socket{s}); err != nil {
		g.log.WarnContext(ctx, "sectors not refreshed", "user_id", s.staff.UserID, "error", err)
	}
	s.send(textFrame([]byte("sectors_updated:" + sectorList(s.scope.Load()))))
}

func sectorList(sc *scope) string {
	ids := make([]int64, 0, len(sc.sectors))
	for sector := range sc.sectors {
		ids = append(ids, sector.id)
	}
	slices.Sort(ids)
	words := make([]string, 0, len(ids))
	for _, id := range slices.Compact(ids) {
		words = append(words, strconv.FormatInt(id, 10))
	}
	return strings.Join(words, ",")
}
