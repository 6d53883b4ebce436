package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// frame is an event as it came.
type frame struct {
	Type    string          `json:"type"`
	ID      int64           `json:"event_id"`
	Seq     int64           `json:"seq"`
	Session *int64          `json:"session_id"`
	TS      time.Time       `json:"ts"`
	Entity  json.RawMessage `json:"entity"`
	raw     string
	at      time.Time
}

// ear is a phone's socket, or a screen's. It comes back when it breaks and says
// what it knows.
type ear struct {
	name    string
	address func(seq int64) string
	counts  bool                                             // its events are numbered 1, 2, 3 …
	roams   bool                                             // goes out of reach now and then
	missed  func(context.Context, time.Time) (missed, error) // of a screen; nil for a phone

	stop func()
	done chan struct{}

	mu        sync.Mutex
	frames    []frame
	last      int64
	opened    int
	resyncs   int
	caughtUp  int       // events that it was told on coming back
	reloaded  int64     // the last event when it loaded everything anew
	dismissed time.Time // told to stay away
	wrong     []string
}

// listen opens a guest's socket, through the hop of the phones.
func (h *house) listen(ctx context.Context, g guest, roams bool) *ear {
	e := &ear{name: "teléfono " + g.header["X-Device-Id"], counts: true, roams: roams, done: make(chan struct{})}
	e.address = func(seq int64) string {
		return fmt.Sprintf("ws://%s/ws/diner?table_token=%s&since_seq=%d", h.phones, url.QueryEscape(g.token), seq)
	}
	e.open(ctx)
	return e
}

func (e *ear) open(ctx context.Context) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = cancel
	go e.live(ctx)
}

func (e *ear) close() {
	e.stop()
	<-e.done
}

func (e *ear) live(ctx context.Context) {
	defer close(e.done)
	for ctx.Err() == nil && !e.away() {
		d := websocket.Dialer{HandshakeTimeout: 10 * time.Second}
		conn, resp, err := d.DialContext(ctx, e.address(e.seq()), nil)
		if resp != nil {
			_ = resp.Body.Close()
		}
		switch {
		case err == nil:
			e.attend(ctx, conn)
		case resp != nil && resp.StatusCode == http.StatusForbidden: // it was out of reach when it was told
			e.dismiss()
		}
		pause(ctx, 100*time.Millisecond+rand.N(200*time.Millisecond)) //nolint:gosec // jitter
	}
}

// silence is longer than any pause between two of the gateway's own pings; a
// socket that hears nothing for so long is cut off and comes back.
const silence = 6 * time.Second

// attend reads one connection until it breaks or the phone goes out of reach.
func (e *ear) attend(ctx context.Context, conn *websocket.Conn) {
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if e.roams {
		out := time.AfterFunc(2*time.Second+rand.N(5*time.Second), func() { _ = conn.Close() }) //nolint:gosec // jitter
		defer out.Stop()
	}
	quit := make(chan struct{})
	defer close(quit)
	go e.ping(conn, quit)
	if e.missed != nil && e.connections() > 0 && e.catchUp(ctx) != nil {
		return
	}
	e.mu.Lock()
	e.opened++
	e.mu.Unlock()
	before := int64(0)
	for {
		_ = conn.SetReadDeadline(time.Now().Add(silence))
		_, raw, err := conn.ReadMessage()
		if err != nil {
			if bye, ok := errors.AsType[*websocket.CloseError](err); ok && bye.Code == 4001 {
				e.dismiss()
			}
			return
		}
		before = e.hear(raw, before)
	}
}

// ping asks for a sign of life, as the clients do.
func (e *ear) ping(conn *websocket.Conn, quit chan struct{}) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-quit:
			return
		case <-tick.C:
			_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
			_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
			if conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)) != nil {
				return
			}
		}
	}
}

// hear takes a message; before is the last number that came on this connection.
func (e *ear) hear(raw []byte, before int64) int64 {
	f := frame{raw: string(raw), at: time.Now()}
	if err := json.Unmarshal(raw, &f); err != nil {
		e.complain("llegó algo que no es JSON: %.80s", raw)
		return before
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case f.Type == "pong":
		return before
	case f.Type == "resync":
		e.resyncs++
		e.last = max(e.last, f.Seq)
		return f.Seq
	case !e.counts:
		e.frames = append(e.frames, f)
		return before
	case f.Seq <= before:
		e.wrong = append(e.wrong, fmt.Sprintf("en una conexión el número %d vino después del %d", f.Seq, before))
	case f.Seq > e.last+1:
		e.wrong = append(e.wrong, fmt.Sprintf("el número %d vino donde seguía el %d", f.Seq, e.last+1))
	}
	e.frames = append(e.frames, f)
	e.last = max(e.last, f.Seq)
	return f.Seq
}

func (e *ear) complain(format string, args ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.wrong = append(e.wrong, fmt.Sprintf(format, args...))
}

func (e *ear) seq() int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last
}

func (e *ear) dismiss() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.dismissed = time.Now()
}

func (e *ear) connections() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.opened
}

func (e *ear) dismissedAt() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.dismissed
}

func (e *ear) away() bool { return !e.dismissedAt().IsZero() }

// heard gives what came so far, and what was wrong with it.
func (e *ear) heard() (frames []frame, wrong []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]frame(nil), e.frames...), append([]string(nil), e.wrong...)
}
