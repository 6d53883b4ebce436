package main

import (
	"sync"
	"time"

	"integrador/client"
)

// facts are what people were told, which is all that the end is held against.
type facts struct {
	mu       sync.Mutex
	sessions []*session
	odd      []string // what should not happen to anybody
	joined   int      // phones that scanned a code at the same instant
	restarts []restart
	doubled  int // closings and last shares that several people tried at once
	swallows int // answers that the planted fault kept
	count    int // requests that may be swallowed
}

// restart is a process that came back.
type restart struct {
	what  string
	ready time.Duration
}

// session is a table's evening as its guests know it.
type session struct {
	id        int64
	at        place
	guests    []guest
	sockets   []*socket
	orders    []*order
	billID    int64
	billTotal int64
	head      int64 // events that were told before anybody closed it
	closed    time.Time
}

// guest is a phone with a diner.
type guest struct {
	*client.Client
	id int64
}

// order is what somebody wanted once, however often it was sent.
type order struct {
	tag, key string
	guest    guest
	body     client.SubmitRoundRequest
	cents    int64
	round    int64 // 0: nobody was told of one
	number   int64
	known    bool // acknowledged
	given    bool // its sender believes that it was not done
}

func (f *facts) begin(s *session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions = append(f.sessions, s)
}

func (f *facts) wonder(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.odd = append(f.odd, what)
}

func (f *facts) add(counter *int, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*counter += n
}

func (f *facts) orders() (n int) {
	for _, s := range f.all() {
		n += len(s.orders)
	}
	return n
}

func (f *facts) all() []*session {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]*session(nil), f.sessions...)
}
