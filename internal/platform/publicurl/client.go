package publicurl

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// maxRedirects is how many redirects a request may follow.
const maxRedirects = 3

// Client sends requests to public addresses only. It checks the IP address that it
// connects to, after the name was resolved, and the URL of each redirect. It uses no
// proxy, because a proxy would connect in its place. timeout limits each request.
func Client(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, ControlContext: refuseInternal}
	return &http.Client{
		Timeout: timeout,
		Transport: checkedTransport{&http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
		}},
		CheckRedirect: checkRedirect,
	}
}

// checkedTransport checks the URL of each request before it is sent.
type checkedTransport struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (c checkedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := Check(r.URL.String()); err != nil {
		return nil, err
	}
	return c.next.RoundTrip(r)
}

func checkRedirect(r *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	return Check(r.URL.String())
}

func refuseInternal(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the address to dial: %w", err)
	}
	if !Public(to.Addr()) {
		return ErrInternal
	}
	return nil
}
