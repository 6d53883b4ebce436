package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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
	answerClose := s.conn.CloseHandler()
	s.conn.SetCloseHandler(func(code int, text string) error {
		if closeFrameBroken(s.conn) {
			return errors.New("close frame with a payload of one byte")
		}
		return answerClose(code, text)
	})
	for {
		g.extendDeadline(s)
		kind, message, err := s.conn.ReadMessage()
		if err != nil {
			s.closeNow(g.endOf(err))
			return
		}
		if kind == websocket.TextMessage && !utf8.Valid(message) {
			s.close(sockets.CloseNotText)
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

// endOf is the code for an error of reading. The WebSocket library has no type for what breaks the protocol; all other
// errors have one, except that of a broken close frame, which is ours.
func (g *Gateway) endOf(err error) sockets.CloseCode {
	var network net.Error
	var closed *websocket.CloseError
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return sockets.CloseTooBig
	case isTimeout(err):
		g.metrics.heartbeats.Inc()
		return sockets.CloseStale
	case errors.As(err, &closed), errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed):
		return sockets.CloseNormal
	default:
		return sockets.CloseProtocol
	}
}

// isTimeout asks the error itself: the WebSocket library hides os.ErrDeadlineExceeded.
func isTimeout(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
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
