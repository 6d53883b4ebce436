package main

import (
	"sync"
	"time"

	"integrador/client"
)

// facts are what guests and staff were answered; the ledger is compared with them.
type facts struct {
	mu          sync.Mutex
	sessions    []*session
	unexpected  []string // what should not happen to anybody
	joined      int      // phones that scanned a code at the same instant
	restarts    []restart
	doubled     int // closings and last shares that several people tried at once
	lostAnswers int // answers that the planted fault kept
	count       int // requests whose answers may be lost
}

// restart is a process that came back.
type restart struct {
	what  string
	ready time.Duration
}

// session is a table's session as its guests know it.
type session struct {
	id        int64
	at        table
	guests    []guest
	sockets   []*socket
	orders    []*order
	billID    int64
	billTotal int64
	head      int64 // events of the session before it was closed
	closed    time.Time
}

// guest is a phone with a diner.
type guest struct {
	*client.Client
	id int64
}

// order is one order, however often it was sent.
type order struct {
	tag, key string
	guest    guest
	body     client.SubmitRoundRequest
	cents    int64
	round    int64 // 0: no answer named one
	number   int64
	known    bool // acknowledged
	gaveUp   bool // its sender believes that it was not done
}

func (f *facts) begin(s *session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sessions = append(f.sessions, s)
}

func (f *facts) noteUnexpected(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unexpected = append(f.unexpected, what)
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
