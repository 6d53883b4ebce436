package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// quietFor is how long a command may run before it reports its progress.
const quietFor = 2 * time.Second

// progress reports the step that a slow command is at.
type progress struct {
	mu      sync.Mutex
	out     io.Writer
	current string
	timer   *time.Timer
	visible bool
}

// newProgress starts with the first step; stop ends it.
func newProgress(cmd *cobra.Command, first string) *progress {
	p := &progress{out: cmd.ErrOrStderr(), current: first}
	p.timer = time.AfterFunc(quietFor, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.visible = true
		p.write()
	})
	return p
}

// step is what the command does now.
func (p *progress) step(current string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current = current
	p.write()
}

func (p *progress) write() {
	if p.visible && p.current != "" {
		fmt.Fprintf(p.out, "… %s\n", p.current)
	}
}

func (p *progress) stop() { p.timer.Stop() }
