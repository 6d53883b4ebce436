package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a command may be silent.
const patience = 2 * time.Second

// slow tells a person what a command is at, once it takes longer than patience.
// Quick commands stay quiet.
type slow struct {
	mu    sync.Mutex
	out   io.Writer
	at    string
	timer *time.Timer
	told  bool
}

func tellSlow(out io.Writer) *slow {
	s := &slow{out: out}
	s.timer = time.AfterFunc(patience, s.tell)
	return s
}

func (s *slow) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = true
	if s.at != "" {
		fmt.Fprintf(s.out, "… %s\n", s.at)
	}
}

// says is what the command is at now.
func (s *slow) says(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = at
	if s.told {
		fmt.Fprintf(s.out, "… %s\n", at)
	}
}

func (s *slow) done() { s.timer.Stop() }
