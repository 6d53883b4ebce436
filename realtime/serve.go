package realtime

import (
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/gorilla/websocket"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// upgrader copies little: sockets are many and mostly idle. Origins are checked
// before it is called. Compression would cost more memory than it saves.
var upgrader = websocket.Upgrader{
	ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
	CheckOrigin: func(*http.Request) bool { return true },
	Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) {
		writeProblem(w, status, errNoUpgrade)
	},
}

var errNoUpgrade = fault.New(fault.Refused, "websocket_expected", "Acá se espera una conexión WebSocket.")

// serveStaff opens sockets of one kind.
func (g *Gateway) serveStaff(k *kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !g.welcome(w, r) {
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), askTimeout)
		defer cancel()
		q := r.URL.Query()
		c, v, err := g.admitStaff(ctx, k, q.Get("token"), q.Get("branch_id"))
		if err != nil {
			g.refuse(w, err)
			return
		}
		from, err := g.store.LastEventID(ctx)
		if err != nil {
			g.refuse(w, ledgerFault(err))
			return
		}
		if s := g.upgrade(w, r, c, from); s != nil {
			s.sees.Store(v)
			g.start(s, 0, func() {}) //nolint:contextcheck // a socket outlives its request
		}
	}
}

// serveDiner opens the socket of a phone.
func (g *Gateway) serveDiner(w http.ResponseWriter, r *http.Request) {
	if !g.welcome(w, r) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), askTimeout)
	defer cancel()
	q := r.URL.Query()
	since, err := number(q.Get("since_seq"), -1)
	if err != nil {
		g.refuse(w, err)
		return
	}
	c, session, err := g.admitDiner(ctx, q.Get("table_token"))
	if err != nil {
		g.refuse(w, err)
		return
	}
	from, err := g.store.LastEventID(ctx)
	if err != nil {
		g.refuse(w, ledgerFault(err))
		return
	}
	s := g.upgrade(w, r, c, from)
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

// welcome refuses foreign pages, and everybody while the process ends.
func (g *Gateway) welcome(w http.ResponseWriter, r *http.Request) bool {
	if !g.origins.allow(r) {
		g.metrics.rejected.WithLabelValues("origin").Inc()
		writeProblem(w, http.StatusForbidden, errOrigin)
		return false
	}
	if g.ctx.Err() != nil {
		g.refuse(w, errEnding)
		return false
	}
	return true
}

// refuse answers a request for a socket that will not be. Clients know no other
// answer to bad credentials than 403.
func (g *Gateway) refuse(w http.ResponseWriter, err error) {
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
	g.answer(w, status, err)
}

// upgrade returns nil when it has answered otherwise.
func (g *Gateway) upgrade(w http.ResponseWriter, r *http.Request, c caller, from int64) *socket {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		g.metrics.rejected.WithLabelValues("upgrade").Inc()
		return nil
	}
	return newSocket(c, conn, from)
}

// start runs the two goroutines of a socket. first comes before it writes
// anything, if it is let in.
func (g *Gateway) start(s *socket, head int64, first func()) {
	if !g.hub.admit(&g.sockets) {
		s.bye = &byeShutdown
		close(s.gone)
		s.write()
		return
	}
	refusal := g.hub.join(s, head)
	if refusal != nil {
		g.metrics.rejected.WithLabelValues("limit").Inc()
		s.leave(*refusal)
	}
	go func() {
		defer g.sockets.Done()
		if refusal == nil {
			first()
		}
		s.write()
	}()
	go func() {
		defer g.sockets.Done()
		g.listen(s)
		close(s.gone)
		g.hub.leave(s)
		if *s.leaving() == byeSlow {
			g.metrics.slow.Inc()
		}
		g.metrics.closed.WithLabelValues(strconv.Itoa(s.leaving().code)).Inc()
	}()
}

// replayTo tells a phone its past, from the number that it knows.
func (g *Gateway) replayTo(s *socket, session dbgen.SessionForSocketRow, since int64) {
	r := g.hub.room(s.channel(session.BranchID))
	if r == nil {
		return // the phone has left already
	}
	ctx, cancel := context.WithTimeout(g.ctx, askTimeout)
	defer cancel()
	past, err := g.pastOf(ctx, &s.caller, session, since)
	if err != nil {
		g.log.WarnContext(ctx, "a phone's past cannot be read", "session_id", s.session, "error", err)
	}
	if past == nil {
		g.metrics.resyncs.Inc()
	}
	g.metrics.retold(len(past))
	if r.settle(s, session.LastEventSeq, g.parcels(past), past != nil) {
		g.fill(r)
	}
}
