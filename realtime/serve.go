package realtime

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/sockets"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/token"
)

// upgrader has small buffers: sockets are many and mostly idle. Origins are checked before it is called. Compression
// would cost more memory than it saves.
var upgrader = websocket.Upgrader{
	ReadBufferSize:  1024,
	WriteBufferSize: 1024,
	WriteBufferPool: &sync.Pool{},
	CheckOrigin:     func(*http.Request) bool { return true },
	Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) {
		writeProblem(w, status, errNoUpgrade)
	},
}

// serveStaff opens sockets of one endpoint.
func (g *Gateway) serveStaff(at *endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		q := r.URL.Query()
		sub, sc, err := subscriber{}, (*scope)(nil), g.admissible(r)
		if err == nil {
			sub, sc, err = g.authenticateStaff(ctx, at, q.Get("token"), q.Get("branch_id"))
		}
		lastEvent := int64(0)
		if err == nil {
			lastEvent, err = g.store.LastEventID(ctx)
			err = databaseError(err)
		}
		if err != nil {
			g.reject(w, r, at, err)
			return
		}
		if s := g.upgrade(w, r, sub, lastEvent); s != nil {
			s.scope.Store(sc)
			g.start(s, 0, func() {}) //nolint:contextcheck // a socket outlives its request
		}
	}
}

// serveDiner opens the socket of a phone.
func (g *Gateway) serveDiner(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	q := r.URL.Query()
	since, err := parseNumber(q.Get("since_seq"), -1)
	if err == nil {
		err = g.admissible(r)
	}
	var sub subscriber
	var session dbgen.SessionForSocketRow
	if err == nil {
		sub, session, err = g.authenticateDiner(ctx, q.Get("table_token"))
	}
	if err != nil {
		g.reject(w, r, diner, err)
		return
	}
	s := g.upgrade(w, r, sub, session.LastEventID)
	if s == nil {
		return
	}
	s.seq, s.replaying = session.LastEventSeq, since >= 0
	g.start(s, session.LastEventSeq, func() { //nolint:contextcheck // as above
		if since >= 0 {
			g.replayTo(s, session, since)
		}
	})
}

// admissible rejects pages of other origins, and everybody while the process ends.
func (g *Gateway) admissible(r *http.Request) error {
	if !g.originAllowed(r) {
		return errOrigin
	}
	if g.ctx.Err() != nil {
		return errShutdown
	}
	return nil
}

// reject refuses a request for a socket. Who may not have one gets it closed at once with a code that says so, since
// browsers do not show a page the status of a refused handshake; a page that sees only a failure tries again for ever.
// What passes, such as an outage, is answered with its status.
func (g *Gateway) reject(w http.ResponseWriter, r *http.Request, at *endpoint, err error) {
	status := fault.CodeOf(err).Status()
	if status == http.StatusUnauthorized { // as clients that do not upgrade expect it
		status = http.StatusForbidden
	}
	g.metrics.rejected.WithLabelValues(rejectionReason(err, status)).Inc()
	code := closeCodeOf(at, err)
	if code == nil || !websocket.IsWebSocketUpgrade(r) {
		g.writeError(w, status, err)
		return
	}
	conn, err := upgrader.Upgrade(frameReaders{w}, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	deadline := time.Now().Add(closeTimeout)
	_ = conn.SetReadDeadline(deadline)
	conn.SetReadLimit(g.limits.MessageBytes)
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code.Code, code.Reason), deadline)
	for err == nil { // until the client closes too, so that it reads the code
		_, _, err = conn.NextReader()
	}
}

func rejectionReason(err error, status int) string {
	switch {
	case fault.ReasonOf(err) == errOrigin.Reason:
		return "origin"
	case status == http.StatusForbidden:
		return "auth"
	case status == http.StatusServiceUnavailable:
		return "unavailable"
	}
	return "error"
}

// closeCodeOf is the code with which a socket that is refused closes; nil if the refusal may pass by itself.
func closeCodeOf(at *endpoint, err error) *sockets.CloseCode {
	switch reason := fault.ReasonOf(err); {
	case reason == errOrigin.Reason:
		return &sockets.CloseOrigin
	case reason == errTableClosed.Reason:
		return &sockets.CloseTableClosed
	case reason == token.ReasonExpired:
		code := expiryCode(at)
		return &code
	}
	switch fault.CodeOf(err) {
	case fault.Unauthenticated:
		return &sockets.CloseRevoked
	case fault.Forbidden:
		return &sockets.CloseForbidden
	}
	return nil
}

// upgrade returns nil if it has answered with an error.
func (g *Gateway) upgrade(w http.ResponseWriter, r *http.Request, sub subscriber, lastEvent int64) *socket {
	conn, err := upgrader.Upgrade(frameReaders{w}, r, nil)
	if err != nil {
		g.metrics.rejected.WithLabelValues("upgrade").Inc()
		return nil
	}
	return newSocket(sub, conn, lastEvent)
}

// start runs the two goroutines of a socket. beforeWrite runs before anything is written, if the socket is accepted.
func (g *Gateway) start(s *socket, head int64, beforeWrite func()) {
	if !g.hub.reserve(&g.sockets) {
		s.closing = &sockets.CloseShutdown
		close(s.readerDone)
		s.write()
		return
	}
	rejection := g.hub.join(s, head)
	if rejection != nil {
		g.metrics.rejected.WithLabelValues("limit").Inc()
		s.close(*rejection)
	}
	go func() {
		defer g.sockets.Done()
		if rejection == nil {
			beforeWrite()
		}
		s.write()
	}()
	go func() {
		defer g.sockets.Done()
		g.read(s)
		close(s.readerDone)
		g.hub.leave(s)
		code := *s.closeCode()
		if code == sockets.CloseSlow {
			g.metrics.slow.Inc()
		}
		g.metrics.closed.WithLabelValues(strconv.Itoa(code.Code)).Inc()
	}()
}

// replayTo sends a phone what came after the number since.
func (g *Gateway) replayTo(s *socket, session dbgen.SessionForSocketRow, since int64) {
	ch := g.hub.channel(s.channelOf(session.BranchID))
	if ch == nil {
		return // the phone has left already
	}
	ctx, cancel := context.WithTimeout(g.ctx, queryTimeout)
	defer cancel()
	past, err := g.sessionAfter(ctx, &s.subscriber, session, since)
	if err != nil {
		g.log.WarnContext(ctx, "a phone's missed events not read", "session_id", s.session, "error", err)
	}
	if past == nil {
		g.metrics.resyncs.Inc()
	}
	g.metrics.replayedTo(len(past))
	if ch.finishReplay(s, session.LastEventSeq, g.messages(past), past != nil) {
		g.fillGap(ch)
	}
}
