package mercadopago_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

// upstream answers every call with its status, and remembers how many came.
type upstream struct {
	mu     sync.Mutex
	status int
	header http.Header
	body   string
	err    error
	calls  int
}

func (u *upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.calls++
	if u.err != nil {
		return nil, u.err
	}
	header := u.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: u.status, Header: header, Body: io.NopCloser(strings.NewReader(u.body)), Request: r}, nil
}

func (u *upstream) answers(status int, body string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.status, u.body, u.err = status, body, nil
}

func newClient(t *testing.T, up http.RoundTripper) *mercadopago.Client {
	t.Helper()
	client, err := mercadopago.New(mercadopago.Config{BaseURL: "https://mp.test", Transport: up},
		mercadopago.Connection{AccessToken: accessToken})
	require.NoError(t, err)
	return client
}

const approvedPayment = `{"id":7,"status":"approved","transaction_amount":10,"date_created":"2026-08-31T07:26:38.000-04:00"}`

func get(t *testing.T, client *mercadopago.Client) *payments.Error {
	t.Helper()
	_, err := client.GetPayment(t.Context(), 7)
	var failure *payments.Error
	if err != nil {
		require.ErrorAs(t, err, &failure)
	}
	return failure
}

func TestBreakerOpensAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &upstream{status: 503}
		client := newClient(t, up)
		_ = get(t, client) // three tries
		failure := get(t, client)
		assert.Equal(t, 5, up.calls, "the sixth try is not sent")
		assert.Equal(t, payments.Unavailable, failure.Kind)
		assert.Equal(t, payments.CodeBreakerOpen, failure.Code)
		assert.False(t, failure.OutcomeUnknown)

		<-time.After(10 * time.Second)
		failure = get(t, client)
		assert.InDelta(t, 20, failure.RetryAfter.Seconds(), 3)
		assert.Equal(t, mercadopago.Stats{
			State: "open", TotalCalls: 7, FailedCalls: 5, RejectedCalls: 2, StateChanges: 1,
		}, client.Stats())

		<-time.After(21 * time.Second)
		assert.Equal(t, "half_open", client.Stats().State)
		up.answers(200, approvedPayment)
		assert.Nil(t, get(t, client))
		assert.Equal(t, "half_open", client.Stats().State)
		assert.Nil(t, get(t, client))
		assert.Equal(t, mercadopago.Stats{
			State: "closed", TotalCalls: 9, SuccessfulCalls: 2, FailedCalls: 5, RejectedCalls: 2, StateChanges: 3,
		}, client.Stats())
	})
}

func TestBreakerOpensAgainFromHalfOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &upstream{status: 503}
		client := newClient(t, up)
		_ = get(t, client)
		_ = get(t, client)
		assert.Equal(t, "open", client.Stats().State)
		<-time.After(31 * time.Second)
		up.answers(200, "not json")
		assert.Equal(t, payments.Protocol, get(t, client).Kind)
		assert.Equal(t, "open", client.Stats().State)
	})
}

func TestRateLimitPausesCallsAndIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &upstream{status: 429, header: http.Header{"Retry-After": {"7"}}}
		client, other := newClient(t, up), newClient(t, up)
		failure := get(t, client)
		assert.Equal(t, payments.RateLimited, failure.Kind)
		assert.Equal(t, 7*time.Second, failure.RetryAfter)

		<-time.After(3 * time.Second)
		failure = get(t, client)
		assert.Equal(t, payments.CodeBreakerOpen, failure.Code)
		assert.Equal(t, 4*time.Second, failure.RetryAfter)
		assert.Equal(t, 1, up.calls, "nothing is sent for seven seconds")
		_ = get(t, other)
		assert.Equal(t, 2, up.calls, "others may")

		<-time.After(4*time.Second + time.Millisecond)
		up.answers(200, approvedPayment)
		assert.Nil(t, get(t, client))
		assert.Equal(t, "closed", client.Stats().State)
	})
}

func TestRateLimitWithoutRetryAfterDoubles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up := &upstream{status: 429}
		client := newClient(t, up)
		for _, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			assert.Equal(t, payments.RateLimited, get(t, client).Kind)
			assert.Equal(t, pause, get(t, client).RetryAfter)
			<-time.After(pause + time.Millisecond)
		}
		assert.Equal(t, 3, up.calls)
	})
}

func TestEdgeRefusalIsNoFailure(t *testing.T) {
	up := &upstream{status: 403, body: "<html>Forbidden</html>"}
	client := newClient(t, up)
	for range 6 {
		assert.Equal(t, payments.Protocol, get(t, client).Kind)
	}
	assert.Equal(t, "closed", client.Stats().State)
}

func TestRefusalsDoNotOpenTheBreaker(t *testing.T) {
	up := &upstream{status: 404, body: `{"message":"Payment not found","error":"not_found","status":404,"cause":null}`}
	client := newClient(t, up)
	for range 20 {
		assert.Equal(t, payments.NotFound, get(t, client).Kind)
	}
	assert.Equal(t, mercadopago.Stats{State: "closed", TotalCalls: 20, SuccessfulCalls: 20}, client.Stats())
}

func TestCanceledCallsDoNotOpenTheBreaker(t *testing.T) {
	up := &leaving{}
	client := newClient(t, up)
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		up.leave = cancel
		_, err := client.GetPayment(ctx, 7)
		require.ErrorIs(t, err, context.Canceled)
	}
	assert.Equal(t, mercadopago.Stats{State: "closed"}, client.Stats())
}

// leaving is an upstream whose caller goes away while it works.
type leaving struct{ leave func() }

func (l *leaving) RoundTrip(r *http.Request) (*http.Response, error) {
	l.leave()
	<-r.Context().Done()
	return nil, r.Context().Err()
}

var errLost = errors.New("connection reset by peer")
