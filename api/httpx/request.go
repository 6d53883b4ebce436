package httpx

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
)

// request is what the middleware knows of a request and passes inwards.
type request struct {
	ID        string
	IP        netip.Addr // of the client; what a trusted proxy says, else of the connection
	UserAgent string
	who       []slog.Attr // set once the caller is identified; for the access log
	tenant    int64       // of the caller; 0 if nobody is known
	principal string      // the caller within the tenant
}

// address is the client's, or "" where no connection has one.
func (r *request) address() string {
	if !r.IP.IsValid() {
		return ""
	}
	return r.IP.String()
}

type requestKey struct{}

// RequestFrom gives the request that ctx belongs to. Outside of one, as in the
// tests of a handler, it is empty.
func RequestFrom(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{}
}

// agent gives a User-Agent that fits into a row.
func agent(header string) string {
	text, _ := Tidy(strings.ToValidUTF8(header, ""))
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "")
	}
	return text
}
