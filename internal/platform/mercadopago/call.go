package mercadopago

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"integrador/internal/domain/payments"
)

const (
	maxBody   = 1 << 20
	tries     = 3
	firstWait = 500 * time.Millisecond

	readTimeout   = 8 * time.Second
	refundTimeout = 20 * time.Second
)

// call is one API call.
type call struct {
	op      string
	method  string
	path    string // escaped, with its query
	body    any    // nil sends none
	header  map[string]string
	timeout time.Duration // of each try
	once    bool          // never retried
	accept  func(body []byte) error
}

func (c call) writes() bool { return c.method != http.MethodGet }

// do tries a call up to three times while Mercado Pago is unavailable, until ctx ends.
// If the outcome of one try is unknown, it stays unknown whatever later tries return.
func (c *Client) do(ctx context.Context, call call) error {
	if err := ctx.Err(); err != nil {
		return &payments.Error{Op: call.op, Kind: payments.Unavailable, Message: "not sent", Err: err}
	}
	unknown := false
	for try := 0; ; try++ {
		err := c.breaker.execute(ctx, call.op, func() error { return c.observedAttempt(ctx, call) })
		failure, ok := errors.AsType[*payments.Error](err)
		if !ok {
			return err
		}
		unknown = unknown || failure.OutcomeUnknown
		failure.OutcomeUnknown = unknown
		retry := !call.once && failure.Kind == payments.Unavailable && failure.RetryAfter == 0 && try < tries-1
		if !retry || !backOff(ctx, try) {
			return failure
		}
	}
}

// backOff waits before the next try, with jitter. It reports false if ctx ends first.
func backOff(ctx context.Context, try int) bool {
	full := firstWait << try
	timer := time.NewTimer(full/2 + rand.N(full/2)) //nolint:gosec // jitter needs no secrecy
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}

// observedAttempt is attempt with a call of Config.Observe.
func (c *Client) observedAttempt(ctx context.Context, call call) error {
	start := time.Now()
	seen := Observation{Op: call.op}
	err := c.attempt(ctx, call, &seen)
	if c.config.Observe != nil {
		seen.Kind, seen.Took = payments.KindOf(err), time.Since(start)
		c.config.Observe(ctx, seen)
	}
	return err
}

func (c *Client) attempt(ctx context.Context, call call, seen *Observation) error {
	limited, cancel := context.WithTimeout(ctx, call.timeout)
	defer cancel()
	request, err := c.request(limited, call)
	if err != nil {
		return &payments.Error{Op: call.op, Kind: payments.Invalid, Err: err}
	}
	response, err := c.http.Do(request)
	if err != nil {
		return unreachable(ctx, call, err)
	}
	defer response.Body.Close()
	seen.HTTP, seen.RequestID = response.StatusCode, clip(response.Header.Get("X-Request-Id"), 128)
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return unreachable(ctx, call, fmt.Errorf("read the response: %w", err))
	}
	return checkResponse(call, response, body)
}

func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	var payload io.Reader
	if call.body != nil {
		encoded, err := json.Marshal(call.body)
		if err != nil {
			return nil, fmt.Errorf("encode the request: %w", err)
		}
		payload = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, call.method, c.config.BaseURL+call.path, payload)
	if err != nil {
		return nil, err
	}
	if c.conn.AccessToken != "" {
		request.Header.Set("Authorization", "Bearer "+c.conn.AccessToken.Reveal())
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.config.UserAgent)
	if call.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range call.header {
		request.Header.Set(name, value)
	}
	return request, nil
}

// unreachable is the error of a request without a complete response. Only a failure to
// connect proves that a write was not carried out.
func unreachable(ctx context.Context, call call, err error) error {
	network, ok := errors.AsType[*net.OpError](err)
	sent := !ok || network.Op != "dial"
	if errors.Is(ctx.Err(), context.Canceled) {
		err = fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return &payments.Error{
		Op: call.op, Kind: payments.Unavailable, OutcomeUnknown: call.writes() && sent, Err: err,
	}
}
