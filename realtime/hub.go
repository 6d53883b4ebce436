package realtime

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Limits bound what clients may take of one gateway. All are required.
type Limits struct {
	PerUser  int // sockets of one member of staff
	PerTable int // sockets of one session
	Total    int // sockets of this process

	Messages      int // of one client within MessageWindow
	MessageWindow time.Duration
	MessageBytes  int64         // of one message of a client
	Heartbeat     time.Duration // silence after which a client is let go
}

// hub knows every socket and every room of this gateway.
type hub struct {
	limits Limits
	opened func(*room) // a room came to be; must not block
	ended  func(*room) // a room was left by its last socket; must not block

	mu      sync.RWMutex
	closed  bool
	rooms   map[string]*room
	sockets map[*socket][]int64 // the branches in whose rooms each is
	users   map[int64]int       // sockets by member of staff
}

func newHub(limits Limits) *hub {
	return &hub{limits: limits, rooms: map[string]*room{}, sockets: map[*socket][]int64{}, users: map[int64]int{}}
}

// admit counts the two goroutines of a socket, unless the hub is closed.
func (h *hub) admit(goroutines *sync.WaitGroup) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if !h.closed {
		goroutines.Add(2)
	}
	return !h.closed
}

// join brings a socket into its rooms and makes those that it is the first in,
// or tells why not. head is how far the log of a phone's session goes.
func (h *hub) join(s *socket, head int64) *bye {
	h.mu.Lock()
	defer h.mu.Unlock()
	if b := h.refusal(s); b != nil {
		return b
	}
	h.sockets[s] = slices.Clone(s.branches)
	if s.session == 0 {
		h.users[s.staff.UserID]++
	}
	for _, branch := range s.branches {
		h.enter(s, branch, head, time.Now())
	}
	return nil
}

// widen brings a socket into the rooms of branches that it is not in yet: they are
// newer than it is. What they told before anybody noticed them is told again.
func (h *hub) widen(s *socket, branches []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	in, ok := h.sockets[s]
	if !ok {
		return // it has just left
	}
	for _, branch := range branches {
		if !slices.Contains(in, branch) {
			in = append(in, branch)
			h.enter(s, branch, 0, time.Now().Add(-2*watchEvery))
		}
	}
	h.sockets[s] = in
}

// refusal needs the lock. Nobody who is in is ever put out for who comes later.
func (h *hub) refusal(s *socket) *bye {
	switch {
	case h.closed:
		return &byeShutdown
	case len(h.sockets) >= h.limits.Total:
		return &byeTooMany
	case s.session == 0 && h.users[s.staff.UserID] >= h.limits.PerUser:
		return &byeTooMany
	case s.session != 0 && h.phones(s) >= h.limits.PerTable:
		return &byeTooMany
	}
	return nil
}

// phones needs the lock.
func (h *hub) phones(s *socket) int {
	r := h.rooms[s.channel(s.branches[0])]
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sockets)
}

// enter needs the lock. A room that comes to be has heard nothing since.
func (h *hub) enter(s *socket, branch, head int64, since time.Time) {
	channel := s.channel(branch)
	r := h.rooms[channel]
	if r == nil {
		r = newRoom(&s.caller, branch, since)
		h.rooms[channel] = r
		h.opened(r)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sockets[s] = struct{}{}
	r.top = max(r.top, head)
}

// leave takes a socket out of its rooms and ends those that it was the last in.
// A socket that never joined may leave too.
func (h *hub) leave(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	in, ok := h.sockets[s]
	if !ok {
		return
	}
	delete(h.sockets, s)
	if s.session == 0 {
		if h.users[s.staff.UserID]--; h.users[s.staff.UserID] == 0 {
			delete(h.users, s.staff.UserID)
		}
	}
	for _, branch := range in {
		h.exit(s, h.rooms[s.channel(branch)])
	}
}

// exit needs the lock.
func (h *hub) exit(s *socket, r *room) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sockets, s)
	if len(r.sockets) == 0 {
		delete(h.rooms, r.channel)
		h.ended(r)
	}
}

// room finds a room that has sockets, or nil.
func (h *hub) room(channel string) *room {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.rooms[channel]
}

func (h *hub) allRooms() []*room {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Collect(maps.Values(h.rooms))
}

func (h *hub) allSockets() []*socket {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Collect(maps.Keys(h.sockets))
}

// close lets all sockets go and no more in.
func (h *hub) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	for _, s := range h.allSockets() {
		s.leave(byeShutdown)
	}
}
