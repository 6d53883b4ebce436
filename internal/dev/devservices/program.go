package devservices

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"
)

// Program is a program of this project that chaos or a benchmark runs beside the
// services and that can be killed and paused as they can. The fields are set
// before the first Start.
type Program struct {
	Name    string
	Path    string
	Args    []string
	Env     []string // added to this process's own
	LogPath string

	mu      sync.Mutex
	process *process
	wanted  bool
}

// Start runs the program, or runs it again after it ended. It returns when the
// process exists, which may be before it serves anybody.
func (p *Program) Start(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	started, err := launch(command{path: p.Path, args: p.Args, env: p.Env, term: syscall.SIGTERM}, p.LogPath)
	if err != nil {
		return fmt.Errorf("start %s: %w", p.Name, err)
	}
	p.process, p.wanted = started, true
	return nil
}

// Stop asks the program to end and insists after ten seconds. Stopping what never
// started does nothing.
func (p *Program) Stop() { p.end(func(r *process) { r.stop(10 * time.Second) }) }

// Kill is kill -9; it returns when the process is gone.
func (p *Program) Kill() { p.end((*process).kill) }

func (p *Program) end(how func(*process)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = false
	if p.process != nil {
		how(p.process)
	}
}

// Died reports whether the program ended although nobody ended it.
func (p *Program) Died() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wanted && !p.process.running()
}

// Pause freezes the program (SIGSTOP); Resume lets it go on.
func (p *Program) Pause() error { return p.signal(stopSignal) }

// Resume ends a Pause.
func (p *Program) Resume() error { return p.signal(contSignal) }

func (p *Program) signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.process.signal(p.Name, sig)
}

// PID is the process id.
func (p *Program) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.process.pid
}
