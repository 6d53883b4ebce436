package mpsim

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"
)

const (
	firstPatience = 22 * time.Second
	retryPatience = 5 * time.Second
)

// deliver makes one attempt. A delivery that ctx interrupts stays due.
func (s *Server) deliver(ctx context.Context, d *delivery) {
	retry := len(d.Attempts) // ours alone while the delivery is under way
	patience := firstPatience
	if retry > 0 {
		patience = retryPatience
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	made := attempt{At: time.Now().UTC(), Retry: retry}
	request, err := s.notification(limited, d, &made, patience)
	if err == nil {
		made.Status, err = s.send(request)
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

func (s *Server) send(request *http.Request) (int, error) {
	response, err := s.sender.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<16)) // so that the connection can be used again
	return response.StatusCode, nil
}

// notification is byte for byte what Mercado Pago sends, signed anew with each
// attempt.
func (s *Server) notification(ctx context.Context, d *delivery, made *attempt, patience time.Duration) (*http.Request, error) {
	target, err := url.Parse(d.Target)
	if err != nil {
		return nil, err
	}
	id := strconv.FormatInt(d.PaymentID, 10)
	added := "data.id=" + id + "&type=payment"
	if target.RawQuery != "" {
		added = target.RawQuery + "&" + added
	}
	target.RawQuery = added
	body, err := json.Marshal(notice{
		Action: d.Action, Version: "v1", Data: noticeData{id}, Created: d.Created.Format("2006-01-02T15:04:05Z"),
		ID: d.NotificationID, Type: "payment", UserID: s.config.SellerID,
	})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	ts := strconv.FormatInt(made.At.UnixMilli(), 10)
	made.Manifest = fmt.Sprintf("id:%s;request-id:%s;ts:%s;", id, d.RequestID, ts)
	made.Signature = "ts=" + ts + ",v1=" + s.signature(made.Manifest, d.WrongSecret)
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "restclient-node/4.15.3",
		"X-Request-Id": d.RequestID, "X-Signature": made.Signature, "X-Retry": strconv.Itoa(made.Retry),
		"X-Rest-Pool-Name": "/services/webhooks.js", "X-Socket-Timeout": strconv.FormatInt(patience.Milliseconds(), 10),
	} {
		request.Header.Set(name, value)
	}
	return request, nil
}

type notice struct {
	Action   string     `json:"action"`
	Version  string     `json:"api_version"`
	Data     noticeData `json:"data"`
	Created  string     `json:"date_created"`
	ID       int64      `json:"id"`
	LiveMode bool       `json:"live_mode"`
	Type     string     `json:"type"`
	UserID   int64      `json:"user_id"`
}

type noticeData struct {
	ID string `json:"id"`
}

func (s *Server) signature(manifest string, wrongSecret bool) string {
	secret := s.config.WebhookSecret
	if wrongSecret {
		secret += "-wrong"
	}
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
