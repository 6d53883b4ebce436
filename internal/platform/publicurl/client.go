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

// mostRedirects is how often a fetch may be sent on.
const mostRedirects = 3

// Client sends requests, for at most the given time each. Every address that it
// dials is looked at after its name was resolved, so a name that leads inside, or
// does so from the second look-up on, is refused; so is every redirect whose
// address Check refuses. It uses no proxy, which would dial in its stead.
func Client(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, ControlContext: onlyOutside}
	return &http.Client{
		Timeout:       timeout,
		Transport:     checked{&http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10}},
		CheckRedirect: follow,
	}
}

// checked checks the address of each request before it is sent.
type checked struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (c checked) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := Check(r.URL.String()); err != nil {
		return nil, err
	}
	return c.next.RoundTrip(r)
}

func follow(r *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return fmt.Errorf("more than %d redirects", mostRedirects)
	}
	return Check(r.URL.String())
}

func onlyOutside(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the address to dial: %w", err)
	}
	if !Public(to.Addr()) {
		return ErrInternal
	}
	return nil
}
