package realtime

import (
	"context"

	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// replayCap is how many events a client is told again; who missed more has to
// load its state anew.
const replayCap = 300

// log is what a session's room knows of the session's log.
type log struct {
	top     int64 // the highest number known to exist
	filling bool  // a goroutine reads missing numbers
	closed  bool  // the session is over: nothing will follow top
}

// place is where a phone is in its session's log.
type place struct {
	seq int64 // the last number told
	// While replaying, the phone's past is read from the ledger. Numbered events
	// wait there; others are parked here.
	replaying bool
	parked    []parcel
	// repeats are events without number that the replay told and Redis may tell
	// yet.
	repeats map[int64]struct{}
}

// parks keeps an event without number from a phone that is not ready for it, or
// that knows it already.
func (p *place) parks(e parcel) bool {
	if p.replaying {
		p.parked = append(p.parked, e)
		return true
	}
	_, known := p.repeats[e.ID]
	return known
}

// tell gives a numbered event to every phone that waits for just this number. It
// returns whether some phone misses numbers before it. A number that is further
// ahead only shows that there is more: how far the log goes, the ledger says.
func (r *room) tell(p parcel) (heard int, gap bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.top = max(r.top, min(p.Seq, r.top+1))
	return r.step(p), r.behindLocked()
}

// step needs the lock. Numbers of events that phones are not told, such as those
// of the kitchen's tickets, count all the same.
func (r *room) step(p parcel) (heard int) {
	for s := range r.sockets {
		if s.replaying || s.seq != p.Seq-1 {
			continue
		}
		s.seq = p.Seq
		if p.frame != nil && s.hears(p.Event, nil) {
			s.send(p.frame)
			heard++
		}
	}
	return heard
}

// heads notes how far the log goes and whether it has ended. It returns whether
// some phone is behind; when none is, a log that has ended closes the room.
func (r *room) heads(top int64, closed bool) (behind bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.top, r.closed = max(r.top, top), closed
	if behind = r.behindLocked(); !behind && closed {
		r.dismiss()
	}
	return behind
}

// dismiss needs the lock.
func (r *room) dismiss() {
	for s := range r.sockets {
		s.leave(byeTableClosed)
	}
}

func (r *room) behindLocked() bool {
	for s := range r.sockets {
		if !s.replaying && s.seq < r.top {
			return true
		}
	}
	return false
}

// lowest is the number after which the room's phones miss something. Those that
// miss too much have to start anew.
func (r *room) lowest() (after, top int64, behind bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	after = r.top
	for s := range r.sockets {
		switch {
		case s.replaying:
		case r.top-s.seq > replayCap:
			s.startAnew(r.top)
		default:
			after = min(after, s.seq)
		}
	}
	if behind = after < r.top; !behind {
		r.filling = false
		if r.closed {
			r.dismiss()
		}
	}
	return after, r.top, behind
}

// fill has a goroutine read the numbers that the room's phones miss, unless one
// does already.
func (g *Gateway) fill(r *room) {
	r.mu.Lock()
	start := !r.filling
	r.filling = true
	r.mu.Unlock()
	if start {
		g.chores.Go(func() {
			g.fillers <- struct{}{}
			defer func() { <-g.fillers }()
			g.fillNow(r)
		})
	}
}

func (g *Gateway) fillNow(r *room) {
	for {
		after, top, behind := r.lowest()
		if !behind {
			return
		}
		missing, err := g.logAfter(r, after)
		if err != nil {
			g.log.Warn("a session's phones wait for missing events", "session_id", r.session, "error", err)
			r.pause() // the next event or the next check starts anew
			return
		}
		g.metrics.retold(r.catchUp(after, top, missing))
	}
}

func (g *Gateway) logAfter(r *room, after int64) ([]parcel, error) {
	ctx, cancel := context.WithTimeout(g.ctx, askTimeout)
	defer cancel()
	events, err := g.store.LogAfter(ctx, dbgen.SessionLogAfterParams{
		SessionID: &r.session, TenantID: r.tenant, AfterSeq: after, MaxRows: replayCap,
	})
	return g.parcels(events), err
}

func (r *room) pause() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.filling = false
}

// startAnew lets a phone go that cannot be told all it missed. It needs the
// room's lock.
func (s *socket) startAnew(top int64) {
	s.seq = top
	s.leave(byeStale)
}

// catchUp tells what was missing, and returns how often. A phone whose next number is no longer in the
// ledger starts anew.
func (r *room) catchUp(after, top int64, missing []parcel) (heard int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(missing) == 0 {
		if r.top == top {
			r.top = after // what claimed to be higher does not exist
		}
		return 0
	}
	for _, p := range missing {
		heard += r.step(p)
	}
	r.top = max(r.top, missing[len(missing)-1].Seq)
	for s := range r.sockets {
		if !s.replaying && s.seq == after && missing[0].Seq > after+1 {
			s.startAnew(r.top)
		}
	}
	return heard
}

// settle places a phone that named the last number it knows: it is told what
// came after, then what was parked meanwhile, and from there on lives with the
// room. Without an unbroken past it is told to load its state anew.
func (r *room) settle(s *socket, head int64, past []parcel, whole bool) (behind bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.replaying = false
	if !whole {
		s.seq = head
		s.send(resync(head))
		past = nil
	}
	for _, p := range past {
		s.relive(p)
	}
	for _, p := range s.parked {
		if _, known := s.repeats[p.ID]; !known {
			s.send(p.frame)
		}
	}
	s.parked = nil
	r.top = max(r.top, s.seq)
	return r.behindLocked()
}

// relive tells one event of the past.
func (s *socket) relive(p parcel) {
	if p.Seq > 0 {
		s.seq = p.Seq
	} else if event.For(p.Type)&event.EveryDiner != 0 {
		if s.repeats == nil {
			s.repeats = map[int64]struct{}{}
		}
		s.repeats[p.ID] = struct{}{}
	}
	if p.frame != nil && s.hears(p.Event, nil) {
		s.send(p.frame)
	}
}

// unbroken reports whether past continues a log from the number after.
func unbroken(past []event.Event, after int64) bool {
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
