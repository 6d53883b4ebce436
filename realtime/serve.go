package realtime

import (
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/gorilla/websocket"

	"integrador/internal/domain/sockets"
	"integrador/internal/platform/postgres/dbgen"
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
		if !g.admissible(w, r) {
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		q := r.URL.Query()
		sub, sc, err := g.authenticateStaff(ctx, at, q.Get("token"), q.Get("branch_id"))
		if err != nil {
			g.reject(w, err)
			return
		}
		if s := g.upgrade(ctx, w, r, sub); s != nil {
			s.scope.Store(sc)
			g.start(s, 0, func() {}) //nolint:contextcheck // a socket outlives its request
		}
	}
}

// serveDiner opens the socket of a phone.
func (g *Gateway) serveDiner(w http.ResponseWriter, r *http.Request) {
	if !g.admissible(w, r) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	q := r.URL.Query()
	since, err := parseNumber(q.Get("since_seq"), -1)
	if err != nil {
		g.reject(w, err)
		return
	}
	sub, session, err := g.authenticateDiner(ctx, q.Get("table_token"))
	if err != nil {
		g.reject(w, err)
		return
	}
	s := g.upgrade(ctx, w, r, sub)
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
func (g *Gateway) admissible(w http.ResponseWriter, r *http.Request) bool {
	if !g.originAllowed(r) {
		g.metrics.rejected.WithLabelValues("origin").Inc()
		writeProblem(w, http.StatusForbidden, errOrigin)
		return false
	}
	if g.ctx.Err() != nil {
		g.reject(w, errShutdown)
		return false
	}
	return true
}

// reject answers a request for a socket that will not be opened. Clients expect 403 for bad credentials, not 401.
func (g *Gateway) reject(w http.ResponseWriter, err error) {
	status := statusOf(err)
	if status == http.StatusUnauthorized {
		status = http.StatusForbidden
	}
	reason := "error"
	switch status {
	case http.StatusForbidden:
		reason = "auth"
	case http.StatusServiceUnavailable:
		reason = "unavailable"
	}
	g.metrics.rejected.WithLabelValues(reason).Inc()
	g.writeError(w, status, err)
}

// upgrade returns nil if it has answered with an error.
func (g *Gateway) upgrade(ctx context.Context, w http.ResponseWriter, r *http.Request, sub subscriber) *socket {
	lastEvent, err := g.store.LastEventID(ctx)
	if err != nil {
		g.reject(w, databaseError(err))
		return nil
	}
	conn, err := upgrader.Upgrade(w, r, nil)
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
