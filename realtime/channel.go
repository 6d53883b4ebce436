package realtime

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"integrador/internal/domain/event"
)

// How many ids a channel remembers to drop repeats. The relay and a replay repeat what is some seconds old.
const (
	branchMemory  = 4096
	sessionMemory = 64 // only of events without a number
)

// channel is one Redis channel and the sockets of this gateway that receive it.
type channel struct {
	name     string
	endpoint *endpoint
	tenant   int64
	branch   int64
	session  int64 // 0 for a channel of a branch

	mu        sync.Mutex
	sockets   map[*socket]struct{}
	delivered *simplelru.LRU[int64, struct{}] // ids of events

	// What was published since missingSince may have been missed; the zero time says that nothing was. It can be read
	// from the database once the channel is subscribed.
	missingSince  time.Time
	interruptions int
	subscribed    bool

	sessionLog
}

func newChannel(sub *subscriber, branch int64, missingSince time.Time) *channel {
	ch := &channel{
		name:         sub.channelOf(branch),
		endpoint:     sub.endpoint,
		tenant:       sub.tenant,
		branch:       branch,
		session:      sub.session,
		sockets:      map[*socket]struct{}{},
		missingSince: missingSince,
	}
	memory := branchMemory
	if ch.session != 0 {
		memory = sessionMemory
	}
	ch.delivered, _ = simplelru.NewLRU[int64, struct{}](memory, nil) // fails only for a size that is not positive
	return ch
}

// accepts reports whether e belongs on this channel: whoever reaches Redis could publish anything there.
func (ch *channel) accepts(e event.Event) bool {
	if e.TenantID != ch.tenant || e.BranchID != ch.branch || !ch.endpoint.receives(e) {
		return false
	}
	if ch.session == 0 {
		return true
	}
	if e.SessionID == nil {
		return event.AudienceOf(e.Type)&event.EveryDiner != 0
	}
	return *e.SessionID == ch.session && e.Seq > 0
}

// deliver queues an event without a number in a session's log, unless it was delivered before. It returns for how many
// sockets. A replayed event, read from the database, is not for sockets that opened after it.
func (ch *channel) deliver(m message, replayed bool) (sent int) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if m.frame == nil || ch.delivered.Contains(m.ID) {
		return 0
	}
	ch.delivered.Add(m.ID, struct{}{})
	for s := range ch.sockets {
		if replayed && m.ID <= s.openedAfter || !s.receives(m.Event, s.scope.Load()) || s.holds(m) {
			continue
		}
		s.send(m.frame)
		sent++
	}
	return sent
}

// each calls do for every socket of the channel.
func (ch *channel) each(do func(*socket)) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	for s := range ch.sockets {
		do(s)
	}
}

// interrupt notes that what was published since then may be missed.
func (ch *channel) interrupt(since time.Time) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.subscribed = false
	ch.interruptions++
	if ch.missingSince.IsZero() {
		ch.missingSince = since
	}
}

// setSubscribed notes that what is published from now on is received.
func (ch *channel) setSubscribed() {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.subscribed = true
}

// gap is what a channel may have missed.
type gap struct {
	since         time.Time
	after         int64 // lower event ids are of no interest
	interruptions int
}

// gap returns what the channel has to read from the database; ok is false if nothing is missing, or if more may get
// lost meanwhile.
func (ch *channel) gap() (missing gap, ok bool) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if !ch.subscribed || ch.missingSince.IsZero() || len(ch.sockets) == 0 {
		return gap{}, false
	}
	missing = gap{since: ch.missingSince, after: math.MaxInt64, interruptions: ch.interruptions}
	for s := range ch.sockets {
		missing.after = min(missing.after, s.openedAfter)
	}
	return missing, true
}

// closeGap notes that a gap was read, unless the channel was interrupted meanwhile.
func (ch *channel) closeGap(g gap) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if ch.interruptions == g.interruptions {
		ch.missingSince = time.Time{}
	}
}
