package pubsub

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	pingEvery = 3 * time.Second
	// deadAfter is how long a connection may send nothing, not even a pong. A half-open connection would otherwise
	// stay silent for ever.
	deadAfter    = 8 * time.Second
	firstBackoff = 50 * time.Millisecond
	maxBackoff   = time.Second
)

// Handlers receive what happens on a Subscription. They must not block.
type Handlers struct {
	// Message is given each message, in the order of its channel.
	Message func(channel, payload string)
	// Subscribed is called when whatever is published on the channel from now on will be received: after Add and after
	// every reconnection.
	Subscribed func(channel string)
	// Interrupted is called when messages published since then, on any channel, may have been missed. Subscribed
	// follows for each channel.
	Interrupted func(since time.Time)
}

// Subscription is subscribed to a set of channels that changes while it runs, over one connection that it replaces
// when the connection breaks or falls silent.
type Subscription struct {
	client   *redis.Client
	log      *slog.Logger
	handlers Handlers
	changed  chan struct{} // wakes maintain: pending is not empty

	mu       sync.Mutex
	channels map[string]struct{}
	pending  map[string]struct{}      // channels whose state on the connection may differ from channels
	states   map[string]*channelState // of the current connection
	lastSeen time.Time                // when the current connection last sent anything
}

// channelState is what was sent to Redis about one channel, on the current connection.
type channelState struct {
	subscribed  bool // the last command sent was SUBSCRIBE
	unconfirmed int  // SUBSCRIBEs that Redis did not confirm yet
}

// NewSubscription makes a Subscription of no channel yet, over a client that the caller closes.
func NewSubscription(client *redis.Client, log *slog.Logger, handlers Handlers) *Subscription {
	return &Subscription{
		client: client, log: log, handlers: handlers, changed: make(chan struct{}, 1),
		channels: map[string]struct{}{}, pending: map[string]struct{}{}, states: map[string]*channelState{},
	}
}

// Add subscribes to channel too. It returns at once; Handlers.Subscribed follows.
func (s *Subscription) Add(channel string) {
	s.change(channel, func() { s.channels[channel] = struct{}{} })
}

// Remove unsubscribes from channel.
func (s *Subscription) Remove(channel string) {
	s.change(channel, func() { delete(s.channels, channel) })
}

func (s *Subscription) change(channel string, do func()) {
	s.mu.Lock()
	do()
	s.pending[channel] = struct{}{}
	s.mu.Unlock()
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// Alive reports whether the connection sent anything lately.
func (s *Subscription) Alive() bool { return time.Since(s.seen()) < deadAfter }

func (s *Subscription) seen() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastSeen
}

// Run receives until ctx ends and returns nil then. It survives every failure of Redis: it connects again, a little
// later each time up to a second.
func (s *Subscription) Run(ctx context.Context) error {
	backoff := firstBackoff
	for ctx.Err() == nil {
		err := s.receiveAll(ctx)
		if lastSeen := s.reset(); !lastSeen.IsZero() {
			backoff = firstBackoff
			s.handlers.Interrupted(lastSeen)
			if ctx.Err() == nil {
				s.log.WarnContext(ctx, "subscription to Redis interrupted", "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(backoff/2 + rand.N(backoff)): //nolint:gosec // spreads reconnections; needs no secrecy
		}
		backoff = min(2*backoff, maxBackoff)
	}
	return nil
}

// reset makes every channel pending for the next connection. It returns when the last connection last sent anything;
// the zero time if it never did.
func (s *Subscription) reset() (lastSeen time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lastSeen, s.lastSeen = s.lastSeen, time.Time{}
	clear(s.states)
	clear(s.pending)
	for channel := range s.channels {
		s.pending[channel] = struct{}{}
	}
	return lastSeen
}

// receiveAll runs one connection until it fails or ctx ends. The library could reconnect by itself, but would not
// report that messages may have been missed.
func (s *Subscription) receiveAll(ctx context.Context) error {
	conn := s.client.Subscribe(ctx)
	ctx, cancel := context.WithCancelCause(ctx)
	var maintainer sync.WaitGroup
	maintainer.Go(func() {
		defer conn.Close() // ends Receive
		cancel(s.maintain(ctx, conn))
	})
	defer maintainer.Wait()
	for {
		message, err := conn.Receive(ctx)
		if err != nil {
			cancel(err)
			return context.Cause(ctx)
		}
		s.receive(message)
	}
}

func (s *Subscription) receive(message any) {
	s.mu.Lock()
	s.lastSeen = time.Now()
	s.mu.Unlock()
	switch m := message.(type) {
	case *redis.Message:
		s.handlers.Message(m.Channel, m.Payload)
	case *redis.Subscription:
		if m.Kind == "subscribe" && s.confirm(m.Channel) {
			s.handlers.Subscribed(m.Channel)
		}
	}
}

// confirm counts one confirmed SUBSCRIBE and reports whether the channel is subscribed with nothing unconfirmed.
func (s *Subscription) confirm(channel string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.states[channel]
	if state == nil {
		return false
	}
	if state.unconfirmed--; state.unconfirmed > 0 {
		return false
	}
	if !state.subscribed {
		delete(s.states, channel)
	}
	return state.subscribed
}

var errSilent = errors.New("the connection fell silent")

// maintain sends the commands that the set of channels needs, and pings the connection, until that fails or ctx ends.
func (s *Subscription) maintain(ctx context.Context, conn *redis.PubSub) error {
	started := time.Now()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	if err := conn.Ping(ctx); err != nil { // connects, even for no channel
		return err
	}
	for {
		if err := s.sendPending(ctx, conn); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.changed:
		case <-ping.C:
			lastSeen := s.seen()
			if lastSeen.IsZero() {
				lastSeen = started
			}
			if time.Since(lastSeen) > deadAfter {
				return errSilent
			}
			if err := conn.Ping(ctx); err != nil {
				return err
			}
		}
	}
}

// sendPending sends one SUBSCRIBE and one UNSUBSCRIBE for all pending channels.
func (s *Subscription) sendPending(ctx context.Context, conn *redis.PubSub) error {
	add, remove, already := s.plan()
	for _, channel := range already {
		s.handlers.Subscribed(channel)
	}
	if len(add) > 0 {
		if err := conn.Subscribe(ctx, add...); err != nil {
			return err
		}
	}
	if len(remove) > 0 {
		return conn.Unsubscribe(ctx, remove...)
	}
	return nil
}

// plan sorts the pending channels by the command that they need. A channel that was removed and added back before
// anything was sent is subscribed already.
func (s *Subscription) plan() (add, remove, already []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for channel := range s.pending {
		_, wanted := s.channels[channel]
		state := s.states[channel]
		if state == nil {
			state = &channelState{}
			s.states[channel] = state
		}
		switch {
		case wanted && !state.subscribed:
			state.subscribed, state.unconfirmed = true, state.unconfirmed+1
			add = append(add, channel)
		case wanted && state.unconfirmed == 0:
			already = append(already, channel)
		case !wanted && state.subscribed:
			state.subscribed = false
			remove = append(remove, channel)
		}
		if !state.subscribed && state.unconfirmed == 0 {
			delete(s.states, channel)
		}
	}
	clear(s.pending)
	return add, remove, already
}
