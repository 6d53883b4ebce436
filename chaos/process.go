package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// process is a program that the drill starts, kills, freezes and starts again.
type process struct {
	name string
	path string
	args []string
	env  []string // added to this process's own
	log  string   // file

	mu     sync.Mutex
	cmd    *exec.Cmd
	ended  chan struct{}
	wanted bool // it runs because nobody killed it
}

// start runs the program. It dies with this process (on Linux), for which the
// thread that started it has to live as long as it does.
func (p *process) start(ctx context.Context) error {
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the log of %s: %w", p.name, err)
	}
	// Its end is ordered by stop: a Ctrl-C must not take the database from under it.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), p.path, p.args...) //nolint:gosec // our own
	cmd.Env = append(cmd.Environ(), p.env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = tied()
	started, ended := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer log.Close()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd, p.ended, p.wanted = cmd, ended, true
	return nil
}

func (p *process) now() (cmd *exec.Cmd, ended chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = false
	return p.cmd, p.ended
}

// died reports whether the program ended by itself.
func (p *process) died() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.wanted {
		return false
	}
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// stop asks the program to end and insists after ten seconds.
func (p *process) stop() {
	cmd, ended := p.now()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(syscall.SIGCONT)
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		<-ended
	}
}

// kill is kill -9.
func (p *process) kill() {
	cmd, ended := p.now()
	_ = cmd.Process.Kill()
	<-ended
}

// pause freezes the program; resume lets it go on.
func (p *process) pause() error  { return p.signal(syscall.SIGSTOP) }
func (p *process) resume() error { return p.signal(syscall.SIGCONT) }

func (p *process) signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd.Process.Signal(sig)
}
