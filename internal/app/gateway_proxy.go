package app

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"
)

const (
	// proxyWriteTimeout is longer than the gateway waits for a client that does not read: the gateway closes it first.
	proxyWriteTimeout = 15 * time.Second
	// proxyBuffer keeps what waits in the proxy small, so that the gateway notices a client that does not read.
	proxyBuffer = 64 << 10
)

// withGateway hands what is below /ws/ to the gateway, so that a phone needs one address, and everything else to next.
// The host stays the one that the client asked for, which the gateway compares with the page's origin.
func withGateway(gateway *url.URL, next http.Handler, log *slog.Logger) http.Handler {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.DialContext = dialGateway
	transport.ResponseHeaderTimeout = 5 * time.Second
	proxy := &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(gateway)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			log.WarnContext(r.Context(), "gateway not reached", "error", err)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = fmt.Fprintln(w, gatewayDown)
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/ws/") {
			proxy.ServeHTTP(hijackable{w}, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const gatewayDown = `{"code":"gateway_unavailable",` +
	`"detail":"El servidor de avisos no contesta. Volvé a intentar en unos segundos."}`

func dialGateway(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, network, address)
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(proxyBuffer)
	}
	return conn, err
}

// hijackable gives the proxy a client's connection whose writes end. A client that does not read would otherwise hold
// the proxy after the gateway has closed.
type hijackable struct{ http.ResponseWriter }

// Unwrap is for http.ResponseController.
func (w hijackable) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Hijack implements http.Hijacker.
func (w hijackable) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(proxyBuffer)
	}
	return clientConn{conn}, buffers, err
}

type clientConn struct{ net.Conn }

// Write implements net.Conn.
func (c clientConn) Write(p []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(proxyWriteTimeout)) //nolint:forbidigo // a deadline of the network
	return c.Conn.Write(p)
}
