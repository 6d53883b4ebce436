package realtime

import (
	"maps"
	"slices"
	"sync"
	"time"

	"integrador/internal/domain/sockets"
)

// Limits bound what clients may use of one gateway. All are required.
type Limits struct {
	PerUser  int // sockets of one member of staff
	PerTable int // sockets of one table session
	Total    int // sockets of this process

	Messages      int // of one client within MessageWindow
	MessageWindow time.Duration
	MessageBytes  int64         // of one message of a client
	Heartbeat     time.Duration // silence after which a client is closed
}

// hub has every socket and every channel of this gateway.
type hub struct {
	limits  Limits
	onOpen  func(*channel) // a channel got its first socket; must not block
	onClose func(*channel) // a channel lost its last socket; must not block

	mu       sync.RWMutex
	closed   bool
	channels map[string]*channel
	sockets  map[*socket][]int64 // the branches whose channels each receives
	users    map[int64]int       // sockets by member of staff
}

func newHub(limits Limits) *hub {
	return &hub{
		limits:   limits,
		channels: map[string]*channel{},
		sockets:  map[*socket][]int64{},
		users:    map[int64]int{},
	}
}

// reserve counts the two goroutines of a socket, unless the hub is closed.
func (h *hub) reserve(goroutines *sync.WaitGroup) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if !h.closed {
		goroutines.Add(2)
	}
	return !h.closed
}

// join adds a socket to its channels and creates those that do not exist yet, or returns why not. head is how far the
// log of a phone's session goes.
func (h *hub) join(s *socket, head int64) *sockets.CloseCode {
	h.mu.Lock()
	defer h.mu.Unlock()
	if code := h.rejection(s); code != nil {
		return code
	}
	h.sockets[s] = slices.Clone(s.branches)
	if s.session == 0 {
		h.users[s.staff.UserID]++
	}
	for _, branch := range s.branches {
		h.subscribe(s, branch, head, time.Now())
	}
	return nil
}

// addBranches adds a socket to the channels of branches that are newer than it. What was published there before is
// replayed.
func (h *hub) addBranches(s *socket, branches []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	joined, ok := h.sockets[s]
	if !ok {
		return // it has just left
	}
	for _, branch := range branches {
		if !slices.Contains(joined, branch) {
			joined = append(joined, branch)
			h.subscribe(s, branch, 0, time.Now().Add(-2*recheckEvery))
		}
	}
	h.sockets[s] = joined
}

// rejection needs the lock. Existing connections are never evicted to admit a new one.
func (h *hub) rejection(s *socket) *sockets.CloseCode {
	switch {
	case h.closed:
		return &sockets.CloseShutdown
	case len(h.sockets) >= h.limits.Total:
		return &sockets.CloseTooMany
	case s.session == 0 && h.users[s.staff.UserID] >= h.limits.PerUser:
		return &sockets.CloseTooMany
	case s.session != 0 && h.phones(s) >= h.limits.PerTable:
		return &sockets.CloseTooMany
	}
	return nil
}

// phones needs the lock.
func (h *hub) phones(s *socket) int {
	ch := h.channels[s.channelOf(s.branches[0])]
	if ch == nil {
		return 0
	}
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return len(ch.sockets)
}

// subscribe needs the lock. A new channel may have missed what was published since missingSince.
func (h *hub) subscribe(s *socket, branch, head int64, missingSince time.Time) {
	name := s.channelOf(branch)
	ch := h.channels[name]
	if ch == nil {
		ch = newChannel(&s.subscriber, branch, missingSince)
		h.channels[name] = ch
		h.onOpen(ch)
	}
	ch.mu.Lock()
	defer ch.mu.Unlock()
	ch.sockets[s] = struct{}{}
	ch.top = max(ch.top, head)
}

// leave removes a socket from its channels, and the channels that it was the last in. A socket that never joined may
// leave too.
func (h *hub) leave(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	joined, ok := h.sockets[s]
	if !ok {
		return
	}
	delete(h.sockets, s)
	if s.session == 0 {
		if h.users[s.staff.UserID]--; h.users[s.staff.UserID] == 0 {
			delete(h.users, s.staff.UserID)
		}
	}
	for _, branch := range joined {
		h.unsubscribe(s, h.channels[s.channelOf(branch)])
	}
}

// unsubscribe needs the lock.
func (h *hub) unsubscribe(s *socket, ch *channel) {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	delete(ch.sockets, s)
	if len(ch.sockets) == 0 {
		delete(h.channels, ch.name)
		h.onClose(ch)
	}
}

// channel finds a channel that has sockets, or nil.
func (h *hub) channel(name string) *channel {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.channels[name]
}

// sessions are the table sessions that have a phone here.
func (h *hub) sessions() map[int64]bool {
	sessions := map[int64]bool{}
	for _, ch := range h.allChannels() {
		if ch.session != 0 {
			sessions[ch.session] = true
		}
	}
	return sessions
}

func (h *hub) allChannels() []*channel {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Collect(maps.Values(h.channels))
}

func (h *hub) allSockets() []*socket {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Collect(maps.Keys(h.sockets))
}

// close closes all sockets and rejects new ones.
func (h *hub) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	for _, s := range h.allSockets() {
		s.close(sockets.CloseShutdown)
	}
}

// isClosed reports whether the hub rejects new sockets because the gateway ends.
func (h *hub) isClosed() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.closed
}
