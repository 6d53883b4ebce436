package mercadopago_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
)

// ledgerOfCalls is a Circuit that remembers its verdicts.
type ledgerOfCalls struct {
	wait     time.Duration
	err      error
	verdicts []string
	pauses   []time.Duration
}

func (l *ledgerOfCalls) Enter(context.Context) (int64, time.Duration, error) { return 7, l.wait, l.err }

func (l *ledgerOfCalls) Leave(_ context.Context, _ int64, verdict string, pause time.Duration) error {
	l.verdicts, l.pauses = append(l.verdicts, verdict), append(l.pauses, pause)
	return l.err
}

func newShared(t *testing.T, up *upstream, circuit mercadopago.Circuit) *mercadopago.Client {
	t.Helper()
	client, err := mercadopago.New(mercadopago.Config{BaseURL: "https://mp.test", Transport: up},
		mercadopago.Connection{AccessToken: accessToken, Circuit: circuit})
	require.NoError(t, err)
	return client
}

func TestSharedBreakerIsUsed(t *testing.T) {
	up, circuit := &upstream{status: 200, body: approvedPayment}, &ledgerOfCalls{}
	client := newShared(t, up, circuit)
	require.Nil(t, get(t, client))
	up.answers(404, `{}`)
	assert.Equal(t, payments.NotFound, get(t, client).Kind)
	up.answers(429, ``)
	assert.Equal(t, payments.RateLimited, get(t, client).Kind)
	up.answers(200, `{`)
	assert.Equal(t, payments.Protocol, get(t, client).Kind)
	assert.Equal(t, []string{"good", "good", "good", "bad"}, circuit.verdicts)
	assert.Equal(t, []time.Duration{0, 0, time.Second, 0}, circuit.pauses)

	circuit.wait = 12 * time.Second
	failure := get(t, client)
	assert.Equal(t, payments.CodeBreakerOpen, failure.Code)
	assert.Equal(t, 12*time.Second, failure.RetryAfter)
	assert.Equal(t, 4, up.calls)
}

func TestLocalBreakerIsUsedWhileTheSharedOneFails(t *testing.T) {
	up, circuit := &upstream{status: 200, body: "{"}, &ledgerOfCalls{err: errors.New("no redis")}
	client := newShared(t, up, circuit)
	for range 7 {
		_ = get(t, client)
	}
	assert.Equal(t, 5, up.calls)
	assert.Equal(t, "open", client.Stats().State)
}
