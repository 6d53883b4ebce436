package pubsub

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	probeEvery = 3 * time.Second
	// deadAfter is how long a connection may say nothing, not even the answer to
	// a probe. A half-open connection would otherwise be silent for ever.
	deadAfter    = 8 * time.Second
	firstBackoff = 50 * time.Millisecond
	maxBackoff   = time.Second
)

// Hearing is what a Subscription tells its owner. The functions must not block.
type Hearing struct {
	// Heard is given each message, in the order of its channel.
	Heard func(channel, payload string)
	// Tuned says that whatever is published on the channel from now on is heard.
	// It comes after Add and after every reconnection.
	Tuned func(channel string)
	// Deaf says that what was published since then, on any channel, may have been
	// missed; Tuned will follow for each.
	Deaf func(since time.Time)
}

// Subscription listens to a set of channels that changes while it runs, over
// one connection that it replaces when it breaks or falls silent.
type Subscription struct {
	bus   *Bus
	tell  Hearing
	stale chan struct{} // wakes the tuner: dirty is not empty

	mu     sync.Mutex
	wanted map[string]struct{}
	dirty  map[string]struct{} // channels whose tuning may differ from what is wanted
	tuning map[string]*tuning  // of the present connection
	proof  time.Time           // when the present connection last said anything
}

// tuning is how the present connection stands to one channel.
type tuning struct {
	on      bool // the last command sent was SUBSCRIBE
	pending int  // SUBSCRIBEs not yet confirmed
}

// Subscribe makes a Subscription of no channel yet.
func (b *Bus) Subscribe(tell Hearing) *Subscription {
	return &Subscription{
		bus: b, tell: tell, stale: make(chan struct{}, 1),
		wanted: map[string]struct{}{}, dirty: map[string]struct{}{}, tuning: map[string]*tuning{},
	}
}

// Add listens to channel too. It returns at once; Tuned follows.
func (s *Subscription) Add(channel string) { s.want(channel, true) }

// Remove stops listening to channel.
func (s *Subscription) Remove(channel string) { s.want(channel, false) }

func (s *Subscription) want(channel string, yes bool) {
	s.mu.Lock()
	if yes {
		s.wanted[channel] = struct{}{}
	} else {
		delete(s.wanted, channel)
	}
	s.dirty[channel] = struct{}{}
	s.mu.Unlock()
	select {
	case s.stale <- struct{}{}:
	default:
	}
}

// Alive reports whether the connection spoke lately.
func (s *Subscription) Alive() bool { return time.Since(s.lastProof()) < deadAfter }

func (s *Subscription) lastProof() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proof
}

// Run listens until ctx ends and returns nil then. It survives every failure of
// Redis: it connects again, a little later each time up to a second.
func (s *Subscription) Run(ctx context.Context) error {
	backoff := firstBackoff
	for ctx.Err() == nil {
		err := s.listen(ctx)
		if proof := s.forget(); !proof.IsZero() {
			backoff = firstBackoff
			s.tell.Deaf(proof)
			if ctx.Err() == nil {
				s.bus.log.WarnContext(ctx, "subscription to Redis broke", "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(backoff/2 + rand.N(backoff)): //nolint:gosec // to be apart from each other, not unknown
		}
		backoff = min(2*backoff, maxBackoff)
	}
	return nil
}

// forget makes everything wanted dirty for the next connection, and tells when
// the last one spoke; the zero time if it never did.
func (s *Subscription) forget() (proof time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	proof, s.proof = s.proof, time.Time{}
	clear(s.tuning)
	clear(s.dirty)
	for channel := range s.wanted {
		s.dirty[channel] = struct{}{}
	}
	return proof
}

// listen runs one connection until it fails or ctx ends. The library would
// repair the connection by itself, but would not tell.
func (s *Subscription) listen(ctx context.Context) error {
	conn := s.bus.client.Subscribe(ctx)
	ctx, cancel := context.WithCancelCause(ctx)
	var tuner sync.WaitGroup
	tuner.Go(func() {
		defer conn.Close() // ends Receive
		cancel(s.tune(ctx, conn))
	})
	defer tuner.Wait()
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
	s.proof = time.Now()
	s.mu.Unlock()
	switch m := message.(type) {
	case *redis.Message:
		s.tell.Heard(m.Channel, m.Payload)
	case *redis.Subscription:
		if m.Kind == "subscribe" && s.confirm(m.Channel) {
			s.tell.Tuned(m.Channel)
		}
	}
}

// confirm reports whether the channel is tuned and nothing is under way.
func (s *Subscription) confirm(channel string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tuning[channel]
	if t == nil {
		return false
	}
	if t.pending--; t.pending > 0 {
		return false
	}
	if !t.on {
		delete(s.tuning, channel)
	}
	return t.on
}

var errSilent = errors.New("the connection fell silent")

// tune sends what the set of channels asks for, and probes the connection, until
// that fails or ctx ends.
func (s *Subscription) tune(ctx context.Context, conn *redis.PubSub) error {
	started := time.Now()
	probe := time.NewTicker(probeEvery)
	defer probe.Stop()
	if err := conn.Ping(ctx); err != nil { // connects, even for no channel
		return err
	}
	for {
		if err := s.adjust(ctx, conn); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.stale:
		case <-probe.C:
			proof := s.lastProof()
			if proof.IsZero() {
				proof = started
			}
			if time.Since(proof) > deadAfter {
				return errSilent
			}
			if err := conn.Ping(ctx); err != nil {
				return err
			}
		}
	}
}

// adjust sends one SUBSCRIBE and one UNSUBSCRIBE for all dirty channels.
func (s *Subscription) adjust(ctx context.Context, conn *redis.PubSub) error {
	add, remove, already := s.plan()
	for _, channel := range already {
		s.tell.Tuned(channel)
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

// plan sorts the dirty channels by what they need. A channel that was removed
// and added again before anything was sent is tuned already.
func (s *Subscription) plan() (add, remove, already []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for channel := range s.dirty {
		_, wanted := s.wanted[channel]
		t := s.tuning[channel]
		if t == nil {
			t = &tuning{}
			s.tuning[channel] = t
		}
		switch {
		case wanted && !t.on:
			t.on, t.pending = true, t.pending+1
			add = append(add, channel)
		case wanted && t.pending == 0:
			already = append(already, channel)
		case !wanted && t.on:
			t.on = false
			remove = append(remove, channel)
		}
		if !t.on && t.pending == 0 {
			delete(s.tuning, channel)
		}
	}
	clear(s.dirty)
	return add, remove, already
}
