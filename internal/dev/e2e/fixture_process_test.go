package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is one kind of process of the system. It can be killed and started
// again.
type process struct {
	t       *testing.T
	role    string
	env     []string
	logPath string

	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{} // closed when cmd is over
}

// launch starts the program in a role. It ends with the test, politely.
func launch(t *testing.T, role string, env []string) *process {
	t.Helper()
	p := &process{t: t, role: role, env: env, logPath: filepath.Join(t.TempDir(), role+".log")}
	p.start()
	t.Cleanup(p.stop)
	return p
}

func (p *process) start() {
	p.t.Helper()
	log, err := os.OpenFile(p.logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(p.t, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	cmd := exec.CommandContext(context.WithoutCancel(p.t.Context()), program, p.role)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = p.env, log, log, orphanage()
	ended, started := make(chan struct{}), make(chan error, 1)
	go func() { // the kernel ends the child with the thread that started it
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(ended)
		defer log.Close()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // stop looks at how it ended
		}
	}()
	require.NoError(p.t, <-started)
	p.cmd, p.ended = cmd, ended
}

func (p *process) running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill is kill -9; it returns when the process is gone.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stop asks the process to end, and fails the test if it does not do so with 0.
func (p *process) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
		if code := p.cmd.ProcessState.ExitCode(); code != 0 {
			p.t.Errorf("%s ended with %d", p.role, code)
		}
	case <-time.After(2 * time.Minute):
		p.t.Errorf("%s does not end when it is asked to", p.role)
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
	p.inspect()
}

// inspect shows what a process said last if the test failed, and fails it if the
// process panicked.
func (p *process) inspect() {
	content, err := os.ReadFile(p.logPath)
	if err != nil {
		p.t.Errorf("read the log of %s: %v", p.role, err)
		return
	}
	if bytes.Contains(content, []byte("goroutine 1 [")) || bytes.Contains(content, []byte("panic:")) {
		p.t.Errorf("%s panicked", p.role)
	}
	if p.t.Failed() {
		lines := strings.Split(strings.TrimSpace(string(content)), "\n")
		p.t.Logf("%s said last:\n%s", p.role, strings.Join(lines[max(0, len(lines)-25):], "\n"))
	}
}

// said is what the process has written so far.
func (p *process) said() string {
	p.t.Helper()
	content, err := os.ReadFile(p.logPath)
	require.NoError(p.t, err)
	return string(content)
}

// environment is that of a process, and nothing of ours besides: where to
// leave what it covered is the toolchain's.
func environment(settings map[string]string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GOCOVERDIR=" + os.Getenv("GOCOVERDIR")}
	for name, value := range settings {
		env = append(env, fmt.Sprintf("%s=%s", name, value))
	}
	return env
}
