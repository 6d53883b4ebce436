package realtime

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// attendEvery is how often presence is renewed. It lasts more than twice as long.
const attendEvery = 25 * time.Second

// seats are the sessions that have phones at this gateway.
type seats struct {
	mu      sync.Mutex
	taken   map[int64]struct{}
	changed map[int64]struct{}
	wake    chan struct{}
}

func newSeats() *seats {
	return &seats{taken: map[int64]struct{}{}, changed: map[int64]struct{}{}, wake: make(chan struct{}, 1)}
}

func (s *seats) take(session int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken[session] = struct{}{}
	s.change(session)
}

func (s *seats) free(session int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.taken, session)
	s.change(session)
}

// change needs the lock.
func (s *seats) change(session int64) {
	s.changed[session] = struct{}{}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// changes hands out what changed since it was last asked.
func (s *seats) changes() (taken, freed []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for session := range s.changed {
		if _, ok := s.taken[session]; ok {
			taken = append(taken, session)
		} else {
			freed = append(freed, session)
		}
	}
	clear(s.changed)
	return taken, freed
}

// later has these reported with the next changes.
func (s *seats) later(sessions []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, session := range sessions {
		s.changed[session] = struct{}{}
	}
}

func (s *seats) all() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.taken))
}

// attend keeps presence in Redis true until ctx ends, when all sockets have
// left. What Redis does not take is told again with the next renewal, or ends by
// itself.
func (g *Gateway) attend(ctx context.Context) error {
	renew := time.NewTicker(attendEvery)
	defer renew.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			g.reportSeats(last)
			return nil
		case <-g.seats.wake:
			g.reportSeats(ctx)
		case <-renew.C:
			g.seats.later(g.seats.all())
			g.reportSeats(ctx)
		}
	}
}

func (g *Gateway) reportSeats(ctx context.Context) {
	taken, freed := g.seats.changes()
	if err := g.presence.Refresh(ctx, taken...); err != nil {
		g.log.WarnContext(ctx, "presence is not told", "error", err)
		g.seats.later(taken)
	}
	if err := g.presence.Remove(ctx, freed...); err != nil {
		g.log.WarnContext(ctx, "presence is not ended", "error", err)
		g.seats.later(freed)
	}
}
