package publicurl_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/platform/publicurl"
)

// TestClientConnectsToNoInternalAddress: the name passes Check, and resolves to loopback.
func TestClientConnectsToNoInternalAddress(t *testing.T) {
	t.Parallel()
	reached := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(server.Close)
	client := publicurl.Client(5 * time.Second)
	resolveTo(client, server.Listener.Addr().String())
	err := fetch(t.Context(), client, "http://cdn.ejemplo.com/foto.jpg")
	require.ErrorIs(t, err, publicurl.ErrInternal)
	require.False(t, reached)
}

func fetch(ctx context.Context, client *http.Client, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	a, err := client.Do(req)
	if err == nil {
		err = a.Body.Close()
	}
	return err
}

// resolveTo makes the client's dialer resolve every name to address.
func resolveTo(client *http.Client, address string) {
	transport := publicurl.TransportOf(client)
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) { return dial(ctx, network, address) }
}

func TestClientFollowsNoInternalRedirect(t *testing.T) {
	t.Parallel()
	for to, reason := range map[string]error{
		"http://169.254.169.254/latest/":   publicurl.ErrInternal,
		"http://0x7f.1/":                   publicurl.ErrInternal,
		"file:///etc/passwd":               publicurl.ErrScheme,
		"http://cdn.ejemplo.com:6379/":     publicurl.ErrPort,
		"http://a:b@cdn.ejemplo.com/x.png": publicurl.ErrUser,
	} {
		client := publicurl.Client(5 * time.Second)
		var asked []string
		publicurl.StubNetwork(client, func(r *http.Request) *http.Response {
			asked = append(asked, r.URL.String())
			return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {to}}, Body: io.NopCloser(strings.NewReader("")), Request: r}
		})
		err := fetch(t.Context(), client, "http://cdn.ejemplo.com/foto.jpg")
		require.ErrorIs(t, err, reason, to)
		require.Equal(t, []string{"http://cdn.ejemplo.com/foto.jpg"}, asked)
	}
}

func TestClientLimitsRedirects(t *testing.T) {
	t.Parallel()
	client := publicurl.Client(5 * time.Second)
	asked := 0
	publicurl.StubNetwork(client, func(r *http.Request) *http.Response {
		asked++
		return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {"http://cdn.ejemplo.com/otra.jpg"}}, Body: http.NoBody, Request: r}
	})
	err := fetch(t.Context(), client, "http://cdn.ejemplo.com/foto.jpg")
	require.ErrorContains(t, err, "redirects")
	require.Equal(t, 4, asked)
}

func TestClientChecksTheRequestedURL(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, fetch(t.Context(), publicurl.Client(time.Second), "http://127.0.0.1/"), publicurl.ErrInternal)
}
