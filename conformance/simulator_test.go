package conformance_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/mercadopago/sdk-go/pkg/config"
)

// simulator is a running one, as it introduced itself.
type simulator struct {
	URL           string `json:"url"`
	AccessToken   string `json:"access_token"`
	AdminToken    string `json:"admin_token"`
	WebhookSecret string `json:"webhook_secret"`
	SellerID      int    `json:"seller_id"`
	ClientID      string `json:"client_id"`
	ClientSecret  string `json:"client_secret"`
}

var sim simulator

// TestMain takes the network away before anything else: whatever an SDK does, it
// cannot talk to the real service.
func TestMain(m *testing.M) {
	http.DefaultTransport = loopbackOnly()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	stop, err := start(filepath.Join(dir, "simulator"))
	if err != nil {
		return fail(err)
	}
	defer stop()
	code := m.Run()
	calls, err := received("")
	if err != nil || len(calls) == 0 {
		return fail(fmt.Errorf("the simulator received %d calls (%v): whom did the SDK talk to?", len(calls), err))
	}
	return code
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "conformance:", err)
	return 1
}

// start builds the simulator in its own module and runs it until stop.
func start(binary string) (stop func(), err error) {
	build := exec.Command("go", "build", "-o", binary, "./internal/dev/mpsim/standalone")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the simulator: %w\n%s", err, out)
	}
	command := exec.Command(binary)
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &sim)
	}
	return func() {
		input.Close()
		_ = command.Wait() // it was asked to end
	}, err
}

var errOutside = errors.New("conformance: no call leaves this machine")

// loopbackOnly looks at the address that is dialled, after names are resolved;
// and it resolves none.
func loopbackOnly() *http.Transport {
	dialer := &net.Dialer{
		Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errOutside }},
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil || !to.Addr().Unmap().IsLoopback() {
				return errOutside
			}
			return nil
		},
	}
	return &http.Transport{DialContext: dialer.DialContext}
}

// rewritten is the SDK's requester: it has no base URL of its own, so each call
// is sent to the simulator instead of the host that it names.
type rewritten struct{ client *http.Client }

func (r rewritten) Do(request *http.Request) (*http.Response, error) {
	to, err := url.Parse(sim.URL)
	if err != nil {
		return nil, err
	}
	request.URL.Scheme, request.URL.Host, request.Host = to.Scheme, to.Host, to.Host
	return r.client.Do(request)
}

// sdk is a configuration for one token. No timeout or retry option may stand
// beside WithHTTPClient: this version would then drop the requester in silence
// and call the real host. The type is checked, too.
func sdk(t *testing.T, token string) *config.Config {
	t.Helper()
	made, err := config.New(token, config.WithHTTPClient(rewritten{&http.Client{Transport: loopbackOnly(), Timeout: time.Minute}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, ours := made.Requester.(rewritten); !ours {
		t.Fatalf("the SDK replaced the requester by %T", made.Requester)
	}
	return made
}

// control calls the simulator's control API.
func control(method, path string, body, out any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, sim.URL+"/__sim"+path, bytes.NewReader(encoded))
	if err != nil {
		return err
	}
	request.Header.Set("X-Sim-Token", sim.AdminToken)
	response, err := (&http.Client{Timeout: time.Minute}).Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s %w", method, path, response.StatusCode, answer, err)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

func mustControl(t *testing.T, method, path string, body, out any) {
	t.Helper()
	if err := control(method, path, body, out); err != nil {
		t.Fatal(err)
	}
}

type call struct {
	Method, Path, Query string
	Status              int
	UserAgent           string `json:"user_agent"`
	IdempotencyKey      string `json:"idempotency_key"`
}

func received(path string) (calls []call, err error) {
	err = control(http.MethodGet, "/requests?path="+url.QueryEscape(path), nil, &calls)
	return calls, err
}
