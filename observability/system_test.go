package observability_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// system is the whole system, started from its binary.
type system struct {
	program string
	env     []string
	jobs    map[string]string // where each job's metrics are
	redis   string            // host:port
}

func newSystem(t *testing.T) *system {
	t.Helper()
	dir := t.TempDir()
	s := &system{program: filepath.Join(dir, "integrador")}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-C", "..", "-o", s.program, "./cmd/integrador").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	ports := freePorts(t, 7)
	s.redis = "127.0.0.1:" + ports[6]
	s.jobs = map[string]string{
		"api": "http://127.0.0.1:" + ports[0] + "/metrics", "gateway": "http://127.0.0.1:" + ports[1] + "/ws/metrics",
		"worker": "http://127.0.0.1:" + ports[2] + "/metrics",
	}
	s.env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")},
		"ENVIRONMENT=test", "LOG_LEVEL=warn", "MPSIM_ADMIN_TOKEN=tableros", "REDIS_URL=redis://"+s.redis,
		"REST_API_PORT="+ports[0], "WS_GATEWAY_PORT="+ports[1], "WORKER_METRICS_PORT="+ports[2], "MPSIM_PORT="+ports[3],
		"TEMPORAL_PORT="+ports[4], "TEMPORAL_UI_PORT="+ports[5], "PUBLIC_URL=http://localhost:"+ports[0],
		"MERCADOPAGO_API_URL=http://localhost:"+ports[3],
	)
	start(t, nil, "redis-server", "--port", ports[6], "--save", "", "--dir", dir, "--maxmemory", "64mb")
	start(t, s.env, s.program, "run", "--dir", filepath.Join(dir, "data"))
	s.await(t, "http://127.0.0.1:"+ports[0]+"/api/health/detailed", "http://127.0.0.1:"+ports[1]+"/ws/health", s.jobs["worker"],
		"http://127.0.0.1:"+ports[3]+"/")
	return s
}

// dine plays a dinner.
func (s *system) dine(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.program, "demo")
	cmd.Env = s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("play a dinner: %v\n%s", err, out)
	}
}

// start runs a program until the test ends.
func start(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = env, t.Output(), t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(time.Minute):
			_ = cmd.Process.Kill()
			<-ended
		}
	})
}

// await waits until each address answers.
func (s *system) await(t *testing.T, addresses ...string) {
	t.Helper()
	deadline, tick := time.After(5*time.Minute), time.NewTicker(100*time.Millisecond)
	defer tick.Stop()
	for _, at := range addresses {
		for !answers(t.Context(), at) {
			select {
			case <-deadline:
				t.Fatalf("%s does not answer", at)
			case <-tick.C:
			}
		}
	}
}

var browser = &http.Client{Timeout: time.Minute}

func answers(ctx context.Context, at string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return false
	}
	resp, err := browser.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode < http.StatusInternalServerError
}

func freePorts(t *testing.T, n int) (ports []string) {
	t.Helper()
	for range n {
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		address, ok := l.Addr().(*net.TCPAddr)
		if !ok {
			t.Fatal(fmt.Errorf("%v is no TCP address", l.Addr()))
		}
		ports = append(ports, strconv.Itoa(address.Port))
	}
	return ports
}
