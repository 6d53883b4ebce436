package devservices

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	stopSignal = syscall.SIGSTOP
	contSignal = syscall.SIGCONT
)

// command is a program and how to run it.
type command struct {
	path string
	args []string
	env  []string       // added to this process's environment
	user *account       // nil: the current user
	term syscall.Signal // the signal that asks it to end
}

// process is a started command. ended is closed when it is over.
type process struct {
	pid   int
	term  syscall.Signal
	ended chan struct{}
}

// launch starts c in a process group of its own, so that a Ctrl-C at the
// terminal reaches this process and not the services, which are to be stopped in order.
//
// The thread that starts a child has to live as long as the child: when it ends,
// the kernel delivers the parent-death signal. Hence the locked goroutine.
func launch(c command, logPath string) (*process, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open its log: %w", err)
	}
	cmd := exec.Command(c.path, c.args...)
	cmd.Env = append(os.Environ(), c.env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = attributes(c)

	p := &process{term: c.term, ended: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.ended)
		defer log.Close()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
		}
	}()
	return p, <-started
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// stop asks p to end and insists after grace.
func (p *process) stop(grace time.Duration) {
	if !p.running() {
		return
	}
	_ = syscall.Kill(p.pid, syscall.SIGCONT) // a paused process receives no signal
	_ = syscall.Kill(p.pid, p.term)
	select {
	case <-p.ended:
	case <-time.After(grace):
		p.kill()
	}
}

// kill ends p and all its children without warning. PostgreSQL's children lead
// process groups of their own, so the group alone would leave them behind; a
// parent that stands still cannot replace them meanwhile.
func (p *process) kill() {
	if !p.running() {
		return
	}
	_ = syscall.Kill(p.pid, syscall.SIGSTOP)
	for _, child := range children(p.pid) {
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
	<-p.ended
}

// signal reaches p and all its children.
func (p *process) signal(name string, sig syscall.Signal) error {
	for _, pid := range append(children(p.pid), p.pid) {
		if err := syscall.Kill(pid, sig); err != nil {
			return fmt.Errorf("signal %s: %w", name, err)
		}
	}
	return nil
}

// lastLine is the latest line of a log that reports an error, or the very last one.
func lastLine(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return "no dejó registro"
	}
	lines := strings.Split(string(bytes.TrimSpace(content)), "\n")
	for _, line := range slices.Backward(lines[max(0, len(lines)-20):]) {
		if strings.Contains(line, "FATAL") || strings.Contains(strings.ToLower(line), "error") {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(lines[len(lines)-1])
}
