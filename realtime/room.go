package realtime

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"integrador/internal/domain/event"
)

// How many events a room remembers, to tell repeats. The relay and a replay
// repeat what is some seconds old.
const (
	branchMemory  = 4096
	sessionMemory = 64 // only those without a number
)

// room is everybody at this gateway who listens to one channel.
type room struct {
	channel string
	kind    *kind
	tenant  int64
	branch  int64
	session int64 // 0 for a room of a branch

	mu      sync.Mutex
	sockets map[*socket]struct{}
	told    *simplelru.LRU[int64, struct{}]

	// What was published on the channel since deafSince may have been missed; the
	// zero time says nothing was. It can be read again once the room is tuned.
	deafSince time.Time
	deafs     int // how often it went deaf
	tuned     bool

	log // of a session
}

func newRoom(c *caller, branch int64, since time.Time) *room {
	r := &room{
		channel: c.channel(branch), kind: c.kind, tenant: c.tenant, branch: branch, session: c.session,
		sockets: map[*socket]struct{}{}, deafSince: since,
	}
	memory := branchMemory
	if r.session != 0 {
		memory = sessionMemory
	}
	r.told, _ = simplelru.NewLRU[int64, struct{}](memory, nil) // fails for no positive size only
	return r
}

// concerns reports whether e belongs on this room's channel: anybody who reaches
// Redis could publish anything there.
func (r *room) concerns(e event.Event) bool {
	if e.TenantID != r.tenant || e.BranchID != r.branch || !r.kind.hears(e) {
		return false
	}
	if r.session == 0 {
		return true
	}
	if e.SessionID == nil {
		return event.For(e.Type)&event.EveryDiner != 0
	}
	return *e.SessionID == r.session && e.Seq > 0
}

// announce tells an event that has no place in a session's log, unless the room
// was told before. It returns how many sockets heard it. Events read again from
// the ledger are not for sockets that opened after them.
func (r *room) announce(p parcel, again bool) (heard int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.frame == nil || r.told.Contains(p.ID) {
		return 0
	}
	r.told.Add(p.ID, struct{}{})
	for s := range r.sockets {
		if again && p.ID <= s.from || !s.hears(p.Event, s.sees.Load()) || s.parks(p) {
			continue
		}
		s.send(p.frame)
		heard++
	}
	return heard
}

// each calls do for every socket of the room.
func (r *room) each(do func(*socket)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for s := range r.sockets {
		do(s)
	}
}

// goDeaf notes that what was published since then may be missed.
func (r *room) goDeaf(since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tuned = false
	r.deafs++
	if r.deafSince.IsZero() {
		r.deafSince = since
	}
}

// tune notes that the channel is heard from now on.
func (r *room) tune() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tuned = true
}

// lapse is what a room missed.
type lapse struct {
	since time.Time
	after int64 // no lower id is of interest
	deafs int
}

// missed tells what the room has to read again, if anything, and if nothing more
// is getting lost meanwhile.
func (r *room) missed() (l lapse, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.tuned || r.deafSince.IsZero() || len(r.sockets) == 0 {
		return lapse{}, false
	}
	l = lapse{since: r.deafSince, after: math.MaxInt64, deafs: r.deafs}
	for s := range r.sockets {
		l.after = min(l.after, s.from)
	}
	return l, true
}

// caughtUp notes that a lapse was read, unless the room went deaf again.
func (r *room) caughtUp(l lapse) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.deafs == l.deafs {
		r.deafSince = time.Time{}
	}
}
