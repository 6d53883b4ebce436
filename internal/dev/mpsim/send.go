package mpsim

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
)

const (
	firstTimeout = 22 * time.Second
	retryTimeout = 5 * time.Second
	shownAnswer  = 512 // bytes
)

// deliver makes one attempt. A delivery that ctx interrupts stays due.
func (s *Server) deliver(ctx context.Context, d *delivery) {
	timeout := firstTimeout
	if len(d.Attempts) > 0 { // ours alone while the delivery is under way
		timeout = retryTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	made, err := s.prepare(d, timeout)
	if err == nil {
		made.Status, made.Answer, err = s.send(limited, made.Sent)
	}
	if ctx.Err() != nil {
		s.release(d)
		return
	}
	if err != nil {
		made.Error = err.Error()
	}
	s.settle(d, made)
}

func (s *Server) release(d *delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.underWay = false
}

func (s *Server) send(ctx context.Context, what captured) (status int, answer string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, what.URL, strings.NewReader(what.Body))
	if err != nil {
		return 0, "", err
	}
	for name, value := range what.Headers {
		request.Header.Set(name, value)
	}
	response, err := s.sender.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	start, _ := io.ReadAll(io.LimitReader(response.Body, shownAnswer)) // what is missing is only not shown
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<16))   // so that the connection can be used again
	return response.StatusCode, strings.ToValidUTF8(string(start), "?"), nil
}

// prepare makes the request byte for byte as Mercado Pago does.
func (s *Server) prepare(d *delivery, timeout time.Duration) (attempt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := attempt{At: s.now(), Retry: len(d.Attempts)}
	if d.Exact != nil {
		made.Sent = *d.Exact
		made.Signature = d.Exact.Headers["X-Signature"]
		return made, nil
	}
	if d.Spoiled.UpperCase {
		d.DataID = strings.ToUpper(d.DataID)
	}
	target, err := d.address()
	if err != nil {
		return made, err
	}
	body, err := d.body(s.state.Settings.TextNotificationID)
	if err != nil {
		return made, err
	}
	s.sign(d, &made)
	made.Sent = captured{URL: target, Body: string(body), Headers: map[string]string{
		"Content-Type": "application/json", "User-Agent": "restclient-node/4.15.3",
		"X-Request-Id": d.RequestID, "X-Signature": made.Signature, "X-Retry": strconv.Itoa(made.Retry),
		"X-Rest-Pool-Name": "/services/webhooks.js", "X-Socket-Timeout": strconv.FormatInt(timeout.Milliseconds(), 10),
	}}
	for name := range made.Sent.Headers {
		if strings.EqualFold(name, d.Spoiled.MissingHeader) {
			delete(made.Sent.Headers, name)
		}
	}
	return made, nil
}

// sign signs with the application's current secret, each attempt separately
// unless the settings say otherwise. A header that is going to be missing is
// missing in what is signed, too.
func (s *Server) sign(d *delivery, made *attempt) {
	if s.state.Settings.KeepSignature && len(d.Attempts) > 0 {
		made.Manifest, made.Signature = d.Attempts[0].Manifest, d.Attempts[0].Signature
		return
	}
	at := time.Now()
	ts := strconv.FormatInt(at.UnixMilli(), 10)
	if d.Spoiled.Seconds {
		ts = strconv.FormatInt(at.Unix(), 10)
	}
	made.Manifest = "id:" + d.DataID + ";"
	if !strings.EqualFold(d.Spoiled.MissingHeader, "x-request-id") {
		made.Manifest += "request-id:" + d.RequestID + ";"
	}
	made.Manifest += "ts:" + ts + ";"
	made.Signature = "ts=" + ts + ",v1=" + signature(made.Manifest, s.secretFor(d))
}

func (s *Server) secretFor(d *delivery) string {
	app := s.state.Apps[d.ClientID]
	switch {
	case d.IPN || app == nil:
		return uuid.NewString() // a key that nobody else has
	case d.Spoiled.WrongSecret:
		return app.WebhookSecret + "-wrong"
	default:
		return app.WebhookSecret
	}
}

func signature(manifest, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(manifest))
	return hex.EncodeToString(mac.Sum(nil))
}

// A redirect counts as a failure.
func doNotFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

var errTarget = errors.New("the simulator notifies only loopback and private addresses")

// privateTransport looks at the address that is really dialled, after names are
// resolved, so that no name leads elsewhere.
func privateTransport() http.RoundTripper {
	dialer := &net.Dialer{
		Timeout: 5 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			if ip := to.Addr().Unmap(); !ip.IsLoopback() && !ip.IsPrivate() {
				return errTarget
			}
			return nil
		},
	}
	return &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second}
}
