package devservices

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Options are what every service needs.
type Options struct {
	// Dir holds the data and the log. It is made if absent and kept by Stop.
	Dir string
	// Port is where to listen on 127.0.0.1; 0 chooses a free one.
	Port int
	// Durable makes data survive a power cut and not only a killed process.
	// Tests leave it off and are faster.
	Durable bool
	// Notify, if not nil, is called with a Spanish sentence before each slow step.
	Notify func(string)
}

func (o Options) notify(format string, args ...any) {
	if o.Notify != nil {
		o.Notify(fmt.Sprintf(format, args...))
	}
}

// startDeadline is how long a service may take to answer. Recovery of a big
// database after a kill is the slowest case.
const startDeadline = 60 * time.Second

// service is one running program and how to start it again.
type service struct {
	name    string
	dir     string
	port    int
	lock    *os.File
	command func() command              // rebuilt for each start
	ready   func(context.Context) error // nil once the service answers
	notify  func(string, ...any)

	mu      sync.Mutex
	process *process
}

// newService claims dir and a port. The caller sets command and ready.
func newService(name string, opts Options) (*service, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the directory of %s: %w", name, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the directory of %s: %w", name, err)
	}
	s := &service{name: name, dir: dir, notify: opts.notify}
	if err := s.claim(); err != nil {
		return nil, err
	}
	if s.port, err = choosePort(name, opts.Port); err != nil {
		return nil, errors.Join(err, s.lock.Close())
	}
	return s, nil
}

// claim takes the directory, unless it is ours already.
func (s *service) claim() (err error) {
	if s.lock != nil {
		return nil
	}
	if s.lock, err = claim(s.dir); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

// start runs the program and waits until it answers.
func (s *service) start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil && s.process.running() {
		return nil
	}
	if err := errors.Join(s.claim(), portSoonFree(s.name, s.port)); err != nil {
		return err
	}
	p, err := launch(s.command(), s.LogPath())
	if err != nil {
		return fmt.Errorf("start %s: %w", s.name, err)
	}
	if err := s.await(ctx, p); err != nil {
		p.kill()
		return err
	}
	s.process = p
	return nil
}

// await polls until the service answers, its process ends or time is up.
func (s *service) await(ctx context.Context, p *process) error {
	ctx, cancel := context.WithTimeout(ctx, startDeadline)
	defer cancel()
	slow := time.NewTimer(2 * time.Second)
	defer slow.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.ended:
			return fmt.Errorf("%s terminó apenas arrancó: %s (registro completo en %s)", s.name, lastLine(s.LogPath()), s.LogPath())
		case <-ctx.Done():
			return fmt.Errorf("%s no respondió a tiempo: %s (registro completo en %s)", s.name, lastLine(s.LogPath()), s.LogPath())
		case <-slow.C:
			s.notify("%s está tardando en arrancar; sigo esperando…", s.name)
		case <-tick.C:
			if s.ready(ctx) == nil {
				return nil
			}
		}
	}
}

// Stop ends the service by its signal, after ten seconds by force, and unlocks
// its directory. Stopping a stopped service does nothing.
func (s *service) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		s.process.stop(10 * time.Second)
	}
	if s.lock != nil {
		_ = s.lock.Close() // closing releases the lock
		s.lock = nil
	}
}

// Kill ends the service at once, as kill -9 does, and returns when it is gone.
func (s *service) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		s.process.kill()
	}
}

// Pause freezes the service (SIGSTOP): connections stay open and nothing
// answers. Resume continues it.
func (s *service) Pause() error { return s.signal(stopSignal) }

// Resume ends a Pause.
func (s *service) Resume() error { return s.signal(contSignal) }

func (s *service) signal(sig syscall.Signal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process.signal(s.name, sig)
}

// Ended is closed when the running process ends, wanted or not. A process that
// Restart brings back has a channel of its own.
func (s *service) Ended() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process.ended
}

// PID is the process id of the service.
func (s *service) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process.pid
}

// Port is where the service listens on 127.0.0.1.
func (s *service) Port() int { return s.port }

// LogPath is the file with everything the service writes.
func (s *service) LogPath() string { return filepath.Join(s.dir, "log") }

func (s *service) address() string { return net.JoinHostPort(host, strconv.Itoa(s.port)) }
