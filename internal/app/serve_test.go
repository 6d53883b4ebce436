package app

import (
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// TestServerFinishesRequestsBeforeItStops: it accepts no new connection, and returns
// when the last request has its response.
func TestServerFinishesRequestsBeforeItStops(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	at := "http://127.0.0.1:" + strconv.Itoa(port)
	entered, open := make(chan struct{}, 16), make(chan struct{})
	handler := func(w http.ResponseWriter, _ *http.Request) {
		entered <- struct{}{}
		<-open
		_, _ = io.WriteString(w, "listo")
	}
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(handler)}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, port, server) }()
	testkit.EventuallyNil(t, 10*time.Second, func() error { return dialed(t.Context(), port) })

	var clients sync.WaitGroup
	answers := make([]string, 8)
	for i := range answers {
		clients.Go(func() { answers[i] = fetch(t.Context(), at) })
		<-entered
	}
	stop()
	testkit.Eventually(t, 10*time.Second, "the port is closed", func() bool { return dialed(t.Context(), port) != nil })
	select {
	case err := <-ended:
		t.Fatalf("it ended before its clients had their answers: %v", err)
	default:
	}
	close(open)
	clients.Wait()
	for _, answer := range answers {
		assert.Equal(t, "200 listo", answer)
	}
	require.NoError(t, <-ended)
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", ":0")
	require.NoError(t, err)
	defer l.Close()
	address, ok := l.Addr().(*net.TCPAddr)
	require.True(t, ok)
	return address.Port
}

func dialed(ctx context.Context, port int) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err == nil {
		_ = conn.Close()
	}
	return err
}

func fetch(ctx context.Context, at string) string {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err.Error()
	}
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return strconv.Itoa(resp.StatusCode) + " " + string(body)
}
