package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"integrador/internal/dev/testkit"
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
}

// phone keeps a socket open as a client does: when it breaks it comes back and
// says what it knows. It fails the test if it is told twice, out of order, or
// not at all.
type phone struct {
	t      *testing.T
	name   string
	dial   func(context.Context) (*websocket.Conn, error)
	accept func(*phone, frame) error // holds mu
	resume func(context.Context) error

	cancel context.CancelFunc
	done   chan struct{}

	mu     sync.Mutex
	frames []frame
	ids    map[int64]bool
	opened int // connections
	err    error
}

// listen opens a diner's socket. The log of the session is heard from its first
// event on.
func (s *system) listen(g seat, name string) *phone {
	s.t.Helper()
	p := newPhone(s.t, name)
	p.dial = func(ctx context.Context) (*websocket.Conn, error) {
		at := fmt.Sprintf("%s/ws/diner?table_token=%s&since_seq=%d", s.ws, url.QueryEscape(g.bearer()), p.seq())
		return dial(ctx, at)
	}
	p.accept = func(p *phone, f frame) error {
		if f.Type == "resync" {
			return errors.New("it was told to load its state anew")
		}
		if want := int64(len(p.frames)) + 1; f.Seq != want {
			return fmt.Errorf("event %d (%s) came where %d was next", f.Seq, f.Type, want)
		}
		return nil
	}
	p.open()
	return p
}

// screen opens a socket of staff. It comes back as today's screens do: it asks
// for what happened since the last event it saw, and skips what it knows.
func (s *system) screen(who client, kind, name string, branch int64) *phone {
	s.t.Helper()
	p := newPhone(s.t, name)
	p.dial = func(ctx context.Context) (*websocket.Conn, error) {
		return dial(ctx, s.ws+"/ws/"+kind+"?token="+url.QueryEscape(who.bearer()))
	}
	p.accept = func(p *phone, f frame) error {
		if p.ids[f.ID] {
			return fmt.Errorf("event %d (%s) came twice", f.ID, f.Type)
		}
		return nil
	}
	p.resume = func(ctx context.Context) error { return s.catchUp(ctx, p, who, kind, branch) }
	p.open()
	return p
}

func (s *system) catchUp(ctx context.Context, p *phone, who client, kind string, branch int64) error {
	q := url.Values{"token": {who.bearer()}, "branch_id": {strconv.FormatInt(branch, 10)}, "socket": {kind}, "since": {p.since()}}
	var missed struct {
		Events []json.RawMessage `json:"events"`
		Reload bool              `json:"reload"`
	}
	if err := (client{at: "http" + s.ws[len("ws"):]}).good(ctx, http.MethodGet, "/ws/catchup?"+q.Encode(), nil, &missed); err != nil {
		return err
	}
	if missed.Reload {
		p.fail(errors.New("catch-up asks it to load its state anew"))
	}
	for _, raw := range missed.Events {
		f := frame{raw: string(raw)}
		if err := json.Unmarshal(raw, &f); err != nil {
			p.fail(err)
			continue
		}
		p.mu.Lock()
		if !p.ids[f.ID] {
			p.keep(f)
		}
		p.mu.Unlock()
	}
	return nil
}

func dial(ctx context.Context, at string) (*websocket.Conn, error) {
	d := websocket.Dialer{HandshakeTimeout: 60 * time.Second}
	conn, res, err := d.DialContext(ctx, at, nil)
	if res != nil {
		defer res.Body.Close()
	}
	if err != nil && res != nil {
		err = fmt.Errorf("the handshake was answered %d", res.StatusCode)
	}
	return conn, err
}

func newPhone(t *testing.T, name string) *phone {
	t.Helper()
	return &phone{t: t, name: name, ids: map[int64]bool{}, done: make(chan struct{})}
}

// open connects and starts to listen. The phone is closed with the test.
func (p *phone) open() {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(p.t.Context()))
	p.cancel = cancel
	go p.live(ctx)
	p.t.Cleanup(p.close)
	testkit.Eventually(p.t, 15*time.Second, p.name+" is connected", func() bool { return p.connections() > 0 })
}

func (p *phone) close() {
	p.cancel()
	<-p.done
}

// live stays connected until ctx ends.
func (p *phone) live(ctx context.Context) {
	defer close(p.done)
	for ctx.Err() == nil {
		conn, err := p.dial(ctx)
		if err == nil {
			p.attend(ctx, conn)
		}
		wait(ctx, 50*time.Millisecond)
	}
}

// attend reads one connection until it breaks.
func (p *phone) attend(ctx context.Context, conn *websocket.Conn) {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	again := p.connections() > 0
	if again && p.resume != nil && p.resume(ctx) != nil {
		return
	}
	p.mu.Lock()
	p.opened++
	p.mu.Unlock()
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		p.hear(raw, again)
	}
}

// hear takes a message. After coming back a screen may know it from catch-up.
func (p *phone) hear(raw []byte, again bool) {
	f := frame{raw: string(raw)}
	err := json.Unmarshal(raw, &f)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil && again && p.resume != nil && p.ids[f.ID] {
		return
	}
	if err == nil {
		err = p.accept(p, f)
	}
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("%s: %w", p.name, err)
	}
	p.keep(f)
}

func (p *phone) keep(f frame) {
	p.ids[f.ID] = true
	p.frames = append(p.frames, f)
}

func (p *phone) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = fmt.Errorf("%s: %w", p.name, err)
	}
}

func (p *phone) connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened
}

// seq is the last number heard.
func (p *phone) seq() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.frames) == 0 {
		return 0
	}
	return p.frames[len(p.frames)-1].Seq
}

// since is a moment before the last event, in whole seconds. Two tables' events
// may come in another order than they happened in: a screen that asked from the
// very last moment on would miss one that was overtaken.
func (p *phone) since() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var last time.Time
	for _, f := range p.frames {
		if f.TS.After(last) {
			last = f.TS
		}
	}
	if last.IsZero() {
		return "0"
	}
	return strconv.FormatInt(last.Unix()-1, 10)
}

// heard gives what was heard so far, and what was wrong with it.
func (p *phone) heard() ([]frame, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]frame(nil), p.frames...), p.err
}

// wait passes time between two tries.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
