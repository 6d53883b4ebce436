package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	sdk "integrador/client"
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

// eventSocket is a socket of the SDK, of a diner or of a screen. It fails the test if an
// event comes twice, out of order, or not at all.
type eventSocket struct {
	t      *testing.T
	name   string
	socket *sdk.Socket

	mu     sync.Mutex
	frames []frame
	ids    map[int64]int // the connection on which an event came
	last   int64
	err    error
}

// listen opens a diner's socket. The log of the session is received from its first
// event on.
func (s *system) listen(g seat, name string) *eventSocket {
	s.t.Helper()
	p := &eventSocket{t: s.t, name: name, ids: map[int64]int{}}
	p.open(s.gateway().WithTableToken(g.bearer()), sdk.Subscription{
		Kind:      sdk.DinerSocket,
		OnMessage: p.receiveNumbered,
	})
	return p
}

// screen opens a socket of staff, which catches up when it comes back.
func (s *system) screen(who client, kind, name string, branch int64) *eventSocket {
	s.t.Helper()
	p := &eventSocket{t: s.t, name: name, ids: map[int64]int{}}
	p.open(s.gateway().WithAccessToken(who.bearer()), sdk.Subscription{
		Kind: sdk.Kind(kind), Branch: branch,
		OnMessage: p.checkOnce,
		OnEvent:   func(e sdk.Event) { p.keep(frameOf(e.Raw)) },
	})
	return p
}

func (s *system) gateway() *sdk.Client { return sdk.New(sdk.Config{Gateway: s.ws, HTTP: web}) }

// open connects and starts to listen. The phone is closed with the test.
func (p *eventSocket) open(c *sdk.Client, sub sdk.Subscription) {
	p.t.Helper()
	sub.Backoff = func(int) time.Duration { return 50 * time.Millisecond }
	sub.OnReload = func(context.Context) error {
		p.fail(errors.New("it was told to load its state anew"))
		return nil
	}
	p.socket = c.Listen(context.WithoutCancel(p.t.Context()), sub)
	p.t.Cleanup(p.close)
	testkit.Eventually(p.t, 15*time.Second, p.name+" is connected", func() bool { return p.connections() > 0 })
}

func (p *eventSocket) close() { p.socket.Close() }

func frameOf(raw []byte) (f frame) {
	f.raw = string(raw)
	_ = json.Unmarshal(raw, &f) // the SDK gives up a connection on which something else came
	return f
}

// receiveNumbered keeps a diner's event, which has to be the next of its session.
func (p *eventSocket) receiveNumbered(_ int, raw []byte) {
	f := frameOf(raw)
	if f.Type == "pong" || f.Type == "resync" {
		return
	}
	if want := p.seq() + 1; f.Seq != want {
		p.fail(fmt.Errorf("event %d (%s) came where %d was next", f.Seq, f.Type, want))
	}
	p.keep(f)
}

// checkOnce wants every event once on a connection. After coming back a screen may
// know it from catch-up.
func (p *eventSocket) checkOnce(connection int, raw []byte) {
	f := frameOf(raw)
	if f.Type == "pong" {
		return
	}
	p.mu.Lock()
	twice := p.ids[f.ID] == connection
	p.ids[f.ID] = connection
	p.mu.Unlock()
	if twice {
		p.fail(fmt.Errorf("event %d (%s) came twice", f.ID, f.Type))
	}
}

func (p *eventSocket) keep(f frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frames, p.last = append(p.frames, f), f.Seq
}

func (p *eventSocket) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = fmt.Errorf("%s: %w", p.name, err)
	}
}

func (p *eventSocket) connections() int { return p.socket.Stats().Connections }

// seq is the last number received.
func (p *eventSocket) seq() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// received gives what was received so far, and what was wrong with it.
func (p *eventSocket) received() ([]frame, error) {
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
