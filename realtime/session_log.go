package realtime

import (
	"context"

	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
	"integrador/internal/platform/postgres/dbgen"
)

// maxReplay is how many events are replayed to a client; one that missed more has to reload its state.
const maxReplay = 300

// sessionLog is what a session's channel knows of the session's log of events.
type sessionLog struct {
	top     int64 // the highest number known to exist
	filling bool  // a goroutine reads missing numbers
	closed  bool  // the session is over: nothing follows top
}

// position is where a phone is in its session's log.
type position struct {
	seq int64 // the last number sent
	// While replaying, the phone's past is read from the database. Numbered events are found there; others are held.
	replaying bool
	held      []message
	// replayed are the ids of events without a number that the replay sent and Redis may still deliver.
	replayed map[int64]struct{}
}

// holds reports whether an event without a number is not to be sent now: the phone is replaying and gets it later, or
// it has it already.
func (p *position) holds(m message) bool {
	if p.replaying {
		p.held = append(p.held, m)
		return true
	}
	_, sent := p.replayed[m.ID]
	return sent
}

// deliverNumbered sends a numbered event to every phone that waits for exactly this number. It returns whether some
// phone misses earlier numbers. A number that is further ahead only shows that there is more: the database says how
// far the log goes.
func (ch *channel) deliverNumbered(m message) (sent int, gap bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.top = max(ch.top, min(m.Seq, ch.top+1))
	return ch.advance(m), ch.anyBehind()
}

// advance needs the lock. Numbers of events that phones do not receive, such as those of the kitchen's tickets, count
// all the same.
func (ch *channel) advance(m message) (sent int) {
	for s := range ch.sockets {
		if s.replaying || s.seq != m.Seq-1 {
			continue
		}
		s.seq = m.Seq
		if m.frame != nil && s.receives(m.Event, nil) {
			s.send(m.frame)
			sent++
		}
	}
	return sent
}

// setHead notes how far the log goes and whether it has ended. It returns whether some phone is behind; when none is, a
// log that has ended closes the channel's sockets.
func (ch *channel) setHead(top int64, closed bool) (behind bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.top, ch.closed = max(ch.top, top), closed
	if behind = ch.anyBehind(); !behind && closed {
		ch.closeSockets()
	}
	return behind
}

// closeSockets needs the lock.
func (ch *channel) closeSockets() {
	for s := range ch.sockets {
		s.close(sockets.CloseTableClosed)
	}
}

// anyBehind needs the lock.
func (ch *channel) anyBehind() bool {
	for s := range ch.sockets {
		if !s.replaying && s.seq < ch.top {
			return true
		}
	}
	return false
}

// firstMissing returns the number after which some phone misses events. Phones that miss too many are closed.
func (ch *channel) firstMissing() (after, top int64, behind bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	after = ch.top
	for s := range ch.sockets {
		switch {
		case s.replaying:
		case ch.top-s.seq > maxReplay:
			s.closeStale(ch.top)
		default:
			after = min(after, s.seq)
		}
	}
	if behind = after < ch.top; !behind {
		ch.filling = false
		if ch.closed {
			ch.closeSockets()
		}
	}
	return after, ch.top, behind
}

// fillGap has a goroutine read the numbers that the channel's phones miss, unless one does already.
func (g *Gateway) fillGap(ch *channel) {
	ch.mu.Lock()
	start := !ch.filling
	ch.filling = true
	ch.mu.Unlock()
	if start {
		g.background.Go(func() {
			g.fillers <- struct{}{}
			defer func() { <-g.fillers }()
			g.fillUntilNoneBehind(ch)
		})
	}
}

func (g *Gateway) fillUntilNoneBehind(ch *channel) {
	for {
		after, top, behind := ch.firstMissing()
		if !behind {
			return
		}
		missing, err := g.sessionLogAfter(ch, after)
		if err != nil {
			g.log.Warn("missing events of a session not read; will be retried", "session_id", ch.session, "error", err)
			ch.stopFilling() // the next event or the next check starts it
			return
		}
		g.metrics.replayedTo(ch.deliverMissing(after, top, missing))
	}
}

func (g *Gateway) sessionLogAfter(ch *channel, after int64) ([]message, error) {
	ctx, cancel := context.WithTimeout(g.ctx, queryTimeout)
	defer cancel()
	events, err := g.store.LogAfter(ctx, dbgen.SessionLogAfterParams{
		SessionID: &ch.session, TenantID: ch.tenant, AfterSeq: after, MaxRows: maxReplay,
	})
	return g.messages(events), err
}

func (ch *channel) stopFilling() {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.filling = false
}

// closeStale closes a phone that missed more than can be replayed. It needs the channel's lock.
func (s *socket) closeStale(top int64) {
	s.seq = top
	s.close(sockets.CloseStale)
}

// deliverMissing sends what was missing, and returns how often. A phone whose next number is not in the database any
// more is closed.
func (ch *channel) deliverMissing(after, top int64, missing []message) (sent int) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if len(missing) == 0 {
		if ch.top == top {
			ch.top = after // the higher numbers do not exist
		}
		return 0
	}
	for _, m := range missing {
		sent += ch.advance(m)
	}
	ch.top = max(ch.top, missing[len(missing)-1].Seq)
	for s := range ch.sockets {
		if !s.replaying && s.seq == after && missing[0].Seq > after+1 {
			s.closeStale(ch.top)
		}
	}
	return sent
}

// finishReplay sends a phone that named its last number what came after, then what was held meanwhile; from there on it
// follows the channel. If past is not complete the phone is asked to reload its state.
func (ch *channel) finishReplay(s *socket, head int64, past []message, complete bool) (behind bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	s.replaying = false
	if !complete {
		s.seq = head
		s.send(resync(head))
		past = nil
	}
	for _, m := range past {
		s.replay(m)
	}
	for _, m := range s.held {
		if _, sent := s.replayed[m.ID]; !sent {
			s.send(m.frame)
		}
	}
	s.held = nil
	ch.top = max(ch.top, s.seq)
	return ch.anyBehind()
}

// replay sends one event of the past.
func (s *socket) replay(m message) {
	if m.Seq > 0 {
		s.seq = m.Seq
	} else if event.AudienceOf(m.Type)&event.EveryDiner != 0 {
		if s.replayed == nil {
			s.replayed = map[int64]struct{}{}
		}
		s.replayed[m.ID] = struct{}{}
	}
	if m.frame != nil && s.receives(m.Event, nil) {
		s.send(m.frame)
	}
}

// contiguous reports whether the numbers of past follow after without a gap.
func contiguous(past []event.Event, after int64) bool {
	for _, e := range past {
		if e.Seq == 0 {
			continue
		}
		if e.Seq != after+1 {
			return false
		}
		after = e.Seq
	}
	return true
}
