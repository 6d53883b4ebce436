package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"integrador/client"
)

// socket is a phone's socket, or a screen's, and what came over it, repetitions too.
type socket struct {
	*client.Socket
	name string

	mu        sync.Mutex
	frames    []client.Event
	now       int   // the connection on which the last number came
	before    int64 // that number
	last      int64 // the highest number known
	reloaded  int64 // the last event when the screen loaded everything
	malformed []string
}

// silence is longer than any pause between two of the gateway's own pings; a
// socket that receives nothing for so long is cut off and comes back.
const silence = 6 * time.Second

func (s *socket) listen(ctx context.Context, c *client.Client, sub client.Subscription) {
	sub.Heartbeat, sub.Silence = 2*time.Second, silence
	sub.Backoff = func(int) time.Duration { return 100*time.Millisecond + rand.N(200*time.Millisecond) } //nolint:gosec // jitter
	s.Socket = c.Listen(context.WithoutCancel(ctx), sub)
}

// listenAsGuest opens a guest's socket, through the proxy of the phones. One that
// roams goes out of reach now and then.
func (cl *cluster) listenAsGuest(ctx context.Context, g guest, name string, roams bool) *socket {
	s := &socket{name: "teléfono " + name}
	s.listen(ctx, g.Client, client.Subscription{Kind: client.DinerSocket, OnMessage: s.receiveNumbered})
	if roams {
		go s.roam()
	}
	return s
}

func (s *socket) roam() {
	for {
		select {
		case <-s.Done():
			return
		case <-time.After(2*time.Second + rand.N(5*time.Second)): //nolint:gosec // jitter
			s.Drop()
		}
	}
}

// screen opens a socket of staff. When it has to load everything it knows all
// events up to now.
func (cl *cluster) screen(ctx context.Context, kind client.Kind, who *client.Client) *socket {
	s := &socket{name: "pantalla " + string(kind)}
	s.listen(ctx, who, client.Subscription{
		Kind: kind, Branch: cl.branch,
		OnMessage: s.receive,
		OnEvent: func(e client.Event) {
			if e.CaughtUp {
				s.keep(e)
			}
		},
		OnReload: func(ctx context.Context) error {
			last, err := cl.count(ctx, lastEvent)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.reloaded = max(s.reloaded, last)
			return err
		},
	})
	return s
}

const lastEvent = `SELECT coalesce(max(id), 0) FROM event`

func (s *socket) receive(_ int, raw []byte) {
	if e, ok := s.decode(raw); ok && e.Type != "pong" {
		s.keep(e)
	}
}

func (s *socket) decode(raw []byte) (e client.Event, ok bool) {
	e.Raw = raw
	if err := json.Unmarshal(raw, &e); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.malformed = append(s.malformed, fmt.Sprintf("llegó algo que no es JSON: %.80s", raw))
		return e, false
	}
	return e, true
}

func (s *socket) keep(e client.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames = append(s.frames, e)
}

// receiveNumbered takes a diner's message, whose numbers grow by one. Another
// connection may repeat some.
func (s *socket) receiveNumbered(connection int, raw []byte) {
	e, ok := s.decode(raw)
	if !ok || e.Type == "pong" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if connection != s.now {
		s.now, s.before = connection, 0
	}
	if e.Type != "resync" {
		switch {
		case e.Seq <= s.before:
			s.malformed = append(s.malformed, fmt.Sprintf("en una conexión el número %d vino después del %d", e.Seq, s.before))
		case e.Seq > s.last+1:
			s.malformed = append(s.malformed, fmt.Sprintf("el número %d vino donde seguía el %d", e.Seq, s.last+1))
		}
		s.frames = append(s.frames, e)
	}
	s.before, s.last = e.Seq, max(s.last, e.Seq)
}

func (s *socket) seq() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// received gives what came so far, and what was wrong with it.
func (s *socket) received() (frames []client.Event, wrong []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.frames), slices.Clone(s.malformed)
}

// sinceReload gives what came so far, and the last event that is known without
// having come.
func (s *socket) sinceReload() ([]client.Event, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.frames), s.reloaded
}
